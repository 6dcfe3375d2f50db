"""Which function draws which garment."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.images.drawing.ink import Ink
from pipeline.images.drawing.people import robes
from pipeline.images.drawing.people.body import Wearer

_GARMENTS: dict[str, Callable[[Ink, Wearer], None]] = {
    "robe": robes.robe,
    "ruqun": robes.ruqun,
    "cloak": robes.cloak,
    "official": robes.official,
    "dragon": robes.dragon,
    "bride": robes.bride,
    "armour": robes.armour,
    "monk": robes.monk,
}


def dress(ink: Ink, wearer: Wearer) -> None:
    """Draw the clothes of *wearer*."""
    _GARMENTS.get(wearer.look.garment, robes.robe)(ink, wearer)
