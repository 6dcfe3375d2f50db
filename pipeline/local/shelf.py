"""
One model in memory at a time, loaded once, and the work handed to it.

Whoever asks waits until the file is there. As long as orders wait for the model that is loaded, it stays:
so a run goes through all portraits, all frames, all faces, all clips, without being told to.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import Any

from pipeline.local.cards import Card
from pipeline.local.order import Notes, Order

_alone = Lock()
_held: dict[str, Any] = {}


def ask(order: Order, devices: Sequence[str]) -> Notes:
    """Have *order* carried out on one of *devices*, the one that is free first; the notes of its file."""
    with _alone:
        if _held.get("weights") != order.weights:
            if _held:
                _held["loaded"].unload()
            _held.update(weights=order.weights, loaded=order.weights.load(Card(devices[0])))
        return next(iter(order.carry_out(_held["loaded"], [order], lambda *_: None)))
