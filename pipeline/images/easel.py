"""Where a canvas lies in a frame, and what of it comes into sight."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

from pipeline.images import effects
from pipeline.images.layers import BLEED, CANVAS_HEIGHT, Layer


class Box(NamedTuple):
    """A rectangle in pixels of the frame; (0, 0) is the frame's upper left corner."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class View:
    """How canvas units become pixels of the frame: times *scale*, plus (*x*, *y*). It covers the frame."""

    scale: float
    x: float
    y: float

    @classmethod
    def covering(cls, canvas_width: int, width: int, height: int) -> View:
        """The view of a frame *width* x *height*; what doesn't fit is cut off on both sides alike."""
        scale = max(width / canvas_width, height / CANVAS_HEIGHT)
        return cls(scale, (width - canvas_width * scale) / 2, (height - CANVAS_HEIGHT * scale) / 2)

    def halved(self) -> View:
        """The same view of a frame of half the size."""
        return View(self.scale / 2, self.x / 2, self.y / 2)


@dataclass(frozen=True)
class Easel:
    """A frame of *width* x *height* pixels, and how the canvas lies in it."""

    view: View
    canvas_width: int
    width: int
    height: int

    def box(self, layer: Layer) -> Box:
        """What of *layer* may come into sight, with what its effects need; within the bleed."""
        scale, bleed = self.view.scale, BLEED * self.view.scale
        more = ceil(bleed + effects.shift(layer) * scale) + 4
        return Box(
            max(-more, floor(self.view.x - bleed)),
            max(-more, floor(self.view.y - bleed)),
            min(self.width + more, ceil(self.view.x + self.canvas_width * scale + bleed)),
            min(self.height + more, ceil(self.view.y + CANVAS_HEIGHT * scale + bleed)),
        )
