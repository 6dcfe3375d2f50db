"""What InstantID is shown of a face: its landmarks as a drawing, and the square of the picture around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.images.faces import Face, Point

Pixels = NDArray[np.uint8]

#: The colours (RGB) of both eyes, the nose and the corners of the mouth that InstantID was trained with.
_COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (255, 0, 255))
_NOSE = 2
#: Half the width of a limb, the radius of a point, in pixels of a picture of any size; limbs are darker.
_LIMB, _POINT, _DARKER = 4, 10, 0.6
#: The square around a face is so many times as large as the face, and the part that is painted anew.
_AROUND, _PAINTED = 2.0, 1.35
#: How soft the edge of that part is, of the square's side.
_SOFT = 0.04


@dataclass(frozen=True)
class Square:
    """
    A square of a picture, in pixels, that is worked on at *size* x *size* pixels.

    The picture is *width* x *height*.
    """

    left: int
    top: int
    side: int
    size: int
    width: int
    height: int

    def cut(self, pixels: Pixels) -> Pixels:
        """What of *pixels* lies in it, at its size."""
        inside = pixels[self.top : self.top + self.side, self.left : self.left + self.side]
        return _resized(inside, self.size)

    def pasted(self, pixels: Pixels, painted: Pixels, mask: NDArray[np.float32]) -> Pixels:
        """*pixels* with *painted* in the square, as far as *mask* (0 to 1) lets it; both at its size."""
        rows, columns = slice(self.top, self.top + self.side), slice(self.left, self.left + self.side)
        share = cv2.resize(mask, (self.side, self.side), interpolation=cv2.INTER_AREA)[..., None]
        before, after = pixels[rows, columns], _resized(painted, self.side)
        done = pixels.copy()
        done[rows, columns] = np.round(before * (1 - share) + after * share)
        return done

    def inside(self, points: Sequence[Point]) -> list[Point]:
        """Where *points* of the picture lie in the square at its size."""
        scale = self.size / self.side
        return [((x - self.left) * scale, (y - self.top) * scale) for x, y in points]


def around(face: Face, width: int, height: int, size: int) -> Square:
    """The square of a picture of *width* x *height* around *face*, moved inwards where it would stand out."""
    left, top, right, bottom = face.box
    side = min(width, height, round(max(right - left, bottom - top) * _AROUND))
    return Square(
        left=min(max(0, round((left + right - side) / 2)), width - side),
        top=min(max(0, round((top + bottom - side) / 2)), height - side),
        side=side,
        size=size,
        width=width,
        height=height,
    )


def soft_mask(face: Face, square: Square) -> NDArray[np.float32]:
    """
    1 in an ellipse around *face*, falling to 0 around it; float32 at the size of *square*.

    Of a face that fills the picture it ends with the square, as softly.
    """
    (left, top), (right, bottom) = square.inside([face.box[:2], face.box[2:]])
    mask = np.zeros((square.size, square.size), np.float32)
    centre = (round((left + right) / 2), round((top + bottom) / 2))
    axes = (round((right - left) / 2 * _PAINTED), round((bottom - top) / 2 * _PAINTED))
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 1.0, cv2.FILLED)
    reach = max(1, round(square.size * _SOFT))
    # What the blur reaches from the edge. At the picture's own edge nothing beside it could show a seam.
    edge = reach + 1
    mask[: edge if square.top else 0] = 0
    mask[:, : edge if square.left else 0] = 0
    mask[square.size - (edge if square.top + square.side < square.height else 0) :] = 0
    mask[:, square.size - (edge if square.left + square.side < square.width else 0) :] = 0
    return np.asarray(cv2.GaussianBlur(mask, (2 * reach + 1, 2 * reach + 1), reach / 2), np.float32)


def drawn(landmarks: Sequence[Point], width: int, height: int) -> Pixels:
    """The control picture (RGB): from the nose a limb to each other landmark, and a point on all."""
    picture = np.zeros((height, width, 3), np.uint8)
    nose = np.asarray(landmarks[_NOSE])
    for number, landmark in enumerate(landmarks):
        if number != _NOSE:
            limb = _limb(np.asarray(landmark), nose)
            cv2.fillConvexPoly(picture, limb, [int(value * _DARKER) for value in _COLOURS[number]])
    for (x, y), colour in zip(landmarks, _COLOURS, strict=True):
        cv2.circle(picture, (int(x), int(y)), _POINT, colour, cv2.FILLED)
    return picture


def _limb(one: NDArray[np.float64], other: NDArray[np.float64]) -> Any:
    """The outline of a thin ellipse from *one* point to the *other*."""
    x, y = one - other
    middle = (one + other) / 2
    axes = (int(np.hypot(x, y) / 2), _LIMB)
    angle = int(np.degrees(np.arctan2(y, x)))
    return cv2.ellipse2Poly((int(middle[0]), int(middle[1])), axes, angle, 0, 360, 1)


def _resized(pixels: Pixels, size: int) -> Pixels:
    smaller = size < pixels.shape[0]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (size, size), interpolation=how), np.uint8)
