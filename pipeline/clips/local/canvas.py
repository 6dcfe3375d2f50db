"""Pictures at the size that a model works at, and its frames back at the shape of the film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from pipeline.clips.pictures import read
from pipeline.images.fit import covering

#: A shape is another one where it would lose more than this share of itself.
_SAME = 0.02
#: What fills the sides is blurred by this share of the canvas, so that a model finds nothing to move there.
_BLUR = 1 / 24


@dataclass(frozen=True)
class Canvas:
    """
    The *width* x *height* pixels that a model works on, and what of them is the film's picture.

    Where the model takes any size, the canvas has nearly the film's shape and the picture covers it; the
    few rows that don't fit are cut off on both sides alike. A model of one *fixed* size, such as CogVideoX
    I2V with its 720x480, would see a third of a vertical picture that way, and lose the head or the hands.
    So the whole picture is laid on the middle of the canvas, the sides are filled with itself, blurred, and
    are cut away from what the model made: less sharp, and nobody missing. Turned on its side it would be
    larger, but models know people upright.
    """

    width: int
    height: int
    film: tuple[int, int]
    fixed: bool = False

    @property
    def shown(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the film's picture on a fixed canvas; H.264 wants an even size."""
        scale = min(self.width / self.film[0], self.height / self.film[1])
        width, height = _even(self.film[0] * scale, self.width), _even(self.film[1] * scale, self.height)
        return (self.width - width) // 2, (self.height - height) // 2, width, height

    @property
    def laid(self) -> bool:
        """Whether the film's picture is only a part of it."""
        *_, width, height = self.shown
        return self.fixed and width * height < (1 - _SAME) * self.width * self.height

    def picture(self, file: Path) -> Image.Image:
        """The picture *file* on the canvas; `BadResult` where it can't be read."""
        pixels = read(file)
        filled = covering(pixels, self.width, self.height)
        if self.laid:
            left, top, width, height = self.shown
            filled = cv2.GaussianBlur(filled, (0, 0), self.width * _BLUR)
            filled[top : top + height, left : left + width] = covering(pixels, width, height)
        return Image.fromarray(np.ascontiguousarray(filled[..., ::-1]))

    def cut(self, frames: Any) -> Any:
        """Of *frames*, shape (n, height, width, 3), what is the film's."""
        left, top, width, height = self.shown
        return frames[:, top : top + height, left : left + width]


def _even(pixels: float, most: int) -> int:
    return min(max(2, round(pixels / 2) * 2), most // 2 * 2)
