"""How people stand: their height by age and sex, and where that puts head and body on the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.images.drawing.people.sitter import GROUND, NECK
from pipeline.story import Age


class Stature(NamedTuple):
    """Sizes of head and body beside a grown man's, and how far the head sinks (head units)."""

    head: float
    body: float
    stoop: float

    @property
    def height(self) -> float:
        """From the ground to the middle of the head, in a grown man's head units."""
        return ((GROUND - NECK) * self.body + NECK) * self.head - self.stoop


class Box(NamedTuple):
    """A rectangle on the canvas."""

    left: float
    top: float
    right: float
    bottom: float


_STATURES = {
    Age.CHILD: Stature(0.9, 0.68, 0),
    Age.TEEN: Stature(0.97, 0.9, 0),
    Age.OLD: Stature(1.0, 0.93, 26),
}


def stature(age: Age, *, female: bool) -> Stature:
    """How an age and sex stand."""
    return _STATURES.get(age, Stature(1.0, 0.96 if female else 1.0, 0))


@dataclass(frozen=True)
class Stance:
    """
    Where somebody stands: the feet at *ground_y*, the middle at *x*, head units times *scale*.

    *drop* is how much lower the head of somebody is who sits, in units of a grown body.
    """

    x: float
    ground_y: float
    scale: float
    stature: Stature
    facing: int = 0
    drop: float = 0.0

    @property
    def head_y(self) -> float:
        """The middle of the head."""
        lowered = self.drop * self.stature.body * self.stature.head
        return self.ground_y - (self.stature.height - lowered) * self.scale

    @property
    def head_x(self) -> float:
        """The middle of the head; who stoops leans to where they look."""
        return self.x + self.facing * self.stature.stoop * 0.4 * self.scale

    @property
    def head_box(self) -> Box:
        """Around the face and skull, without the hair that stands out."""
        wide, high = (size * self.stature.head * self.scale for size in (100, 124))
        return Box(self.head_x - wide, self.head_y - high, self.head_x + wide, self.head_y + high)

    @property
    def head(self) -> str:
        """The transform of what is drawn in head units, mirrored for who looks to the left."""
        size = self.scale * self.stature.head
        across = -size if self.facing < 0 else size
        return f"translate({self.head_x:.1f} {self.head_y:.1f}) scale({across:.4f} {size:.4f})"

    @property
    def body(self) -> str:
        """The transform of body and clothes: never mirrored, for collars close to one side only."""
        size = self.scale * self.stature.head
        neck_y = self.head_y - self.stature.stoop * self.scale + NECK * size
        top = neck_y - NECK * self.stature.body * size
        return f"translate({self.x:.1f} {top:.1f}) scale({size * self.stature.body:.4f})"
