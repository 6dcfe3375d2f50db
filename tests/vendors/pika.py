"""Pika, which is sold by fal."""

from __future__ import annotations

from vendors.fal import Fal


class Pika(Fal):
    """Pika 2.2: five seconds at 720p for twenty cents."""

    engine = "pika"
    price = 0.2
    models = ()
