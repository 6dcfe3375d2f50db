"""The particles that fall or float, kind by kind, and how one of them looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels

#: How long the shutter is open (seconds): half of a frame at 24 frames a second, as film cameras have it.
SHUTTER = 1 / 48
#: Looks are drawn this many times larger and made small.
LARGER = 4


@dataclass(frozen=True)
class Flock:
    """
    Particles at one distance, in canvas units and seconds.

    *fall* is the slowest and fastest speed downwards, *wind* the sideways speed as a share of it,
    *sway* how far they swing to a side and *swing* how often in a second. *frames* is how many looks
    a particle goes through, *turns* of them in a second.
    """

    count: int
    fall: tuple[float, float]
    width: float
    opacity: float
    softness: float = 0.0
    wind: float = 0.0
    sway: float = 0.0
    swing: float = 0.0
    frames: int = 1
    turns: float = 0.0
    leaf: bool = False


#: From far to near: the first flock falls behind the people.
FLOCKS: dict[str, tuple[Flock, ...]] = {
    "": (),
    "rain": (
        Flock(260, (1900, 2400), 1.3, 0.26, 0.4, wind=-0.12),
        Flock(130, (2700, 3300), 1.9, 0.32, 0.6, wind=-0.13),
        Flock(24, (3900, 4700), 3.4, 0.30, 1.8, wind=-0.14),
    ),
    "snow": (
        Flock(260, (55, 90), 3.2, 0.60, 0.7, wind=-0.25, sway=10, swing=0.21),
        Flock(110, (100, 150), 6.5, 0.80, 1.2, wind=-0.2, sway=20, swing=0.17),
        Flock(20, (190, 270), 15, 0.55, 5.0, wind=-0.15, sway=34, swing=0.14),
    ),
    "dust": (
        Flock(46, (5, 14), 2.4, 0.34, 0.8, wind=1.5, sway=22, swing=0.07, frames=8, turns=2.2),
        Flock(20, (8, 20), 4.6, 0.26, 2.0, wind=1.2, sway=30, swing=0.06, frames=8, turns=1.7),
        Flock(6, (14, 26), 13, 0.13, 6.0, wind=1.0, sway=40, swing=0.05, frames=8, turns=1.3),
    ),
    "embers": (
        Flock(60, (-120, -60), 3.2, 0.85, 0.8, wind=-0.3, sway=24, swing=0.25, frames=8, turns=7),
        Flock(34, (-210, -120), 5.5, 0.90, 1.2, wind=-0.25, sway=38, swing=0.22, frames=8, turns=6),
        Flock(9, (-330, -230), 11, 0.55, 3.5, wind=-0.2, sway=54, swing=0.2, frames=8, turns=5),
    ),
    "leaves": (
        Flock(9, (80, 120), 12, 0.85, 0.5, wind=-0.5, sway=46, swing=0.3, frames=24, turns=11, leaf=True),
        Flock(7, (120, 180), 20, 0.95, 0.6, wind=-0.5, sway=64, swing=0.27, frames=24, turns=13, leaf=True),
        Flock(2, (260, 330), 52, 0.75, 4.0, wind=-0.5, sway=90, swing=0.22, frames=24, turns=12, leaf=True),
    ),
}


def looks(flock: Flock, scale: float) -> Sequence[Pixels]:
    """The looks of a particle of *flock* at *scale* pixels per unit: alpha as floats, 0 to 1."""
    way = sum(flock.fall) / 2 * SHUTTER
    return (_leaves if flock.leaf else _streaks)(flock, way, scale)


def _streaks(flock: Flock, length: float, scale: float) -> Sequence[Pixels]:
    """A dot drawn out to *length* (units) by its motion, in as many brightnesses as the flock has frames."""
    wave = 0.55 - 0.45 * np.cos(2 * np.pi * np.arange(flock.frames) / flock.frames)
    bright = wave if flock.frames > 1 else np.ones(1)
    along = np.array([flock.wind * length, length]) * scale
    width = flock.width * scale
    dot = _soft(lambda canvas: _line(canvas, along, width), np.abs(along) + width, flock.softness * scale)
    return [dot * (flock.opacity * level) for level in bright]


def _line(canvas: Pixels, along: Pixels, width: float) -> None:
    middle = np.array(canvas.shape[::-1]) / 2
    ends = (np.array([middle - along * LARGER / 2, middle + along * LARGER / 2]) * 16).astype(int)
    thick = max(1, round(width * LARGER))
    cv2.line(canvas, ends[0].tolist(), ends[1].tolist(), 1.0, thick, cv2.LINE_AA, 4)


def _leaves(flock: Flock, length: float, scale: float) -> Sequence[Pixels]:
    """A leaf of `flock.width` units that tumbles, softened by half of its way *length*."""
    size = flock.width * scale
    soft = (flock.softness + abs(length) / 8) * scale
    turns = np.arange(flock.frames) / flock.frames
    return [
        _soft(partial(_leaf, size=size, turn=turn), np.full(2, size), soft) * flock.opacity for turn in turns
    ]


def _leaf(canvas: Pixels, size: float, turn: float) -> None:
    """An almond shape with a point at both ends, *turn* (0 to 1) of a full turn around and tilted with it."""
    tilt = 0.25 + 0.75 * abs(np.cos(2 * np.pi * turn * 1.5))
    at = np.linspace(-1, 1, 13)
    side = np.column_stack([at, 0.42 * tilt * np.cos(at * np.pi / 2)])
    outline = np.concatenate([side, -side]) * (size * LARGER / 2)
    cos, sin = np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)
    points = outline @ np.array([[cos, sin], [-sin, cos]]) + np.array(canvas.shape[::-1]) / 2
    cv2.fillPoly(canvas, [np.round(points * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)


def _soft(draw: Callable[[Pixels], None], size: Pixels, softness: float) -> Pixels:
    """What *draw* draws on a canvas of *size* pixels and enough margin, drawn large and made small."""
    width, height = (int(side + 6 * softness) + 3 for side in size)
    large = np.zeros((height * LARGER, width * LARGER), np.float32)
    draw(large)
    small = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (0, 0), softness) if softness > 0.2 else small
