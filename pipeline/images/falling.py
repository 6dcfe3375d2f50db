"""
What falls or floats in the air of a picture: rain, snow, dust, embers, leaves.

Each kind is a few sheets of particles at different distances, each particle a small sprite on a
path that is a function of time alone, so any moment can be painted without the ones before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels
from numpy.typing import NDArray

from pipeline.errors import BadResult
from pipeline.images.compose import blend, color_of, keep_of
from pipeline.images.flocks import FLOCKS, Flock, looks
from pipeline.images.layers import LayeredPicture

#: Particles lie on a grid of this many steps in a pixel.
STEPS = 4
#: How far (units) outside the frame particles leave and come in.
MARGIN = 120


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
        self._looks = [colored(look) for look in looks(flock, scale)]
        self._sprites: dict[tuple[int, int, int], Sprite] = {}

    def over(self, frame: Pixels, seconds: float) -> None:
        chosen = (self._phase * 97 + seconds * self._flock.turns * self._rate).astype(int) % len(self._looks)
        steps = np.round(self._places(seconds) * (self._scale * STEPS)).astype(int)
        whole, part = np.divmod(steps, STEPS)
        half = np.array([look.shape[1::-1] for look in self._looks]).max(axis=0) // 2 + 2
        size = np.array(frame.shape[1::-1])
        seen = ((whole > -half) & (whole < size + half)).all(axis=1)
        rows = np.column_stack([chosen, part, whole])[seen]
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
