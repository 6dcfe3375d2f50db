"""
What falls or floats in the air of a picture: rain, snow, dust, embers, leaves.

Each kind is a few sheets of particles at different distances, each particle a small sprite on a
path that is a function of time alone, so any moment can be painted without the ones before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels
from numpy.typing import NDArray

from pipeline.errors import BadResult
from pipeline.images.compose import blend, color_of, keep_of
from pipeline.images.layers import LayeredPicture

#: How long the shutter is open (seconds): half of a frame at 24 frames a second, as film cameras have it.
SHUTTER = 1 / 48
#: Particles lie on a grid of this many steps in a pixel.
STEPS = 4
#: How far (units) outside the frame particles leave and come in.
MARGIN = 120


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


class Sprite(NamedTuple):
    """A particle's look, ready to be laid on: see `compose.blend`."""

    color: Pixels
    keep: Pixels


class Falling:
    """
    What falls in *picture*, for frames of *width* x *height* pixels at *scale* pixels per unit.

    *matrix* (for `cv2.transform`) takes premultiplied BGRA to the colours of the frames.
    Raises `BadResult` where `picture.falling` is none of `FLOCKS`.
    """

    def __init__(
        self,
        picture: LayeredPicture,
        width: int,
        height: int,
        scale: float,
        matrix: Pixels | None = None,
    ) -> None:
        random = np.random.default_rng([picture.seed, 2])
        color = np.array([*color_of(picture.tint), 255], np.float32)
        area = width / scale, height / scale
        self._flocks = [
            _Flying(flock, random, area, scale, lambda alpha: _colored(alpha, color, matrix))
            for flock in _flocks(picture.falling)
        ]

    def behind(self, frame: Pixels, seconds: float) -> None:
        """Paint what is far away, at that time, over *frame*."""
        for flock in self._flocks[:1]:
            flock.over(frame, seconds)

    def before(self, frame: Pixels, seconds: float) -> None:
        """Paint what is near, at that time, over *frame*."""
        for flock in self._flocks[1:]:
            flock.over(frame, seconds)


def _flocks(falling: str) -> tuple[Flock, ...]:
    if falling not in FLOCKS:
        raise BadResult(
            f"Nothing is known that falls as '{falling}'.", f"Known are: {', '.join(filter(None, FLOCKS))}."
        )
    return FLOCKS[falling]


class _Flying:
    """One flock with its particles' paths and sprites."""

    def __init__(
        self,
        flock: Flock,
        random: np.random.Generator,
        area: tuple[float, float],
        scale: float,
        colored: Callable[[Pixels], Pixels],
    ) -> None:
        self._flock, self._scale = flock, scale
        self._area = np.array(area) + 2 * MARGIN
        self._start = random.random((flock.count, 2)) * self._area
        fall = random.uniform(*flock.fall, flock.count)
        self._speed = np.column_stack([fall * flock.wind, fall])
        self._phase = random.random(flock.count)
        self._rate = random.uniform(0.7, 1.3, flock.count)
        speed = sum(flock.fall) / 2
        self._looks = [
            colored(look) for look in (_leaves if flock.leaf else _streaks)(flock, speed * SHUTTER, scale)
        ]
        self._sprites: dict[tuple[int, int, int], Sprite] = {}

    def over(self, frame: Pixels, seconds: float) -> None:
        looks = (self._phase * 97 + seconds * self._flock.turns * self._rate).astype(int) % len(self._looks)
        steps = np.round(self._places(seconds) * (self._scale * STEPS)).astype(int)
        whole, part = np.divmod(steps, STEPS)
        half = np.array([look.shape[1::-1] for look in self._looks]).max(axis=0) // 2 + 2
        size = np.array(frame.shape[1::-1])
        seen = ((whole > -half) & (whole < size + half)).all(axis=1)
        rows = np.column_stack([looks, part, whole])[seen]
        for look, dx, dy, x, y in rows.tolist():
            _stamp(frame, self._sprite(look, dx, dy), x, y)

    def _places(self, seconds: float) -> NDArray[np.float64]:
        """Where the particles are: units from the frame's upper left corner."""
        angle = 2 * np.pi * (self._phase + self._flock.swing * self._rate * seconds)
        places = self._start + self._speed * seconds
        places[:, 0] += self._flock.sway * np.sin(angle)
        inside: NDArray[np.float64] = places % self._area
        return inside - MARGIN

    def _sprite(self, look: int, dx: int, dy: int) -> Sprite:
        key = look, dx, dy
        if key not in self._sprites:
            matrix = np.array([[1, 0, 1 + dx / STEPS], [0, 1, 1 + dy / STEPS]])
            sheet = self._looks[look]
            moved = cv2.warpAffine(sheet, matrix, (sheet.shape[1] + 2, sheet.shape[0] + 2))
            self._sprites[key] = Sprite(cv2.cvtColor(moved, cv2.COLOR_BGRA2BGR), keep_of(moved))
        return self._sprites[key]


def _stamp(frame: Pixels, sprite: Sprite, x: int, y: int) -> None:
    """Lay *sprite* with its middle at (*x*, *y*)."""
    color, keep = sprite
    height, width = color.shape[:2]
    left, top = x - width // 2, y - height // 2
    if left < 0 or top < 0:
        color, keep = (plane[max(0, -top) :, max(0, -left) :] for plane in sprite)
        left, top = max(0, left), max(0, top)
    under = frame[top : top + color.shape[0], left : left + color.shape[1]]
    if under.shape != color.shape:
        color, keep = (plane[: under.shape[0], : under.shape[1]] for plane in (color, keep))
    if under.size:
        blend(under, color, keep)


def _colored(alpha: Pixels, color: Pixels, matrix: Pixels | None) -> Pixels:
    """A sheet of one *color* from an *alpha* of floats, 0 to 1."""
    sheet = np.round(alpha[..., None] * color).astype(np.uint8)
    return sheet if matrix is None else cv2.transform(sheet, matrix)


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
    ends = (np.array([middle - along * STEPS / 2, middle + along * STEPS / 2]) * 16).astype(int)
    thick = max(1, round(width * STEPS))
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
    outline = np.concatenate([side, -side]) * (size * STEPS / 2)
    cos, sin = np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)
    points = outline @ np.array([[cos, sin], [-sin, cos]]) + np.array(canvas.shape[::-1]) / 2
    cv2.fillPoly(canvas, [np.round(points * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)


def _soft(draw: Callable[[Pixels], None], size: Pixels, softness: float) -> Pixels:
    """What *draw* draws on a canvas of *size* pixels and enough margin, drawn large and made small."""
    width, height = (int(side + 6 * softness) + 3 for side in size)
    large = np.zeros((height * STEPS, width * STEPS), np.float32)
    draw(large)
    small = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (0, 0), softness) if softness > 0.2 else small
