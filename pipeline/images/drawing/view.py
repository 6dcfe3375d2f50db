"""What a painter of scenery knows about the shot."""

from __future__ import annotations

import random
from dataclasses import dataclass

from pipeline.images.drawing.ink import Ink, Stop, seeded
from pipeline.images.drawing.light import Light
from pipeline.images.layers import BLEED, CANVAS_HEIGHT, Shadow
from pipeline.story import Era, Time, Weather

TOP = -BLEED
BOTTOM = CANVAS_HEIGHT + BLEED

#: The shadow that a paper sheet throws on the one behind it.
CAST = Shadow(0, -8, 18, 0.34)
SOFT = Shadow(0, -6, 26, 0.22)


@dataclass(frozen=True)
class View:
    """
    A place at one moment, seen by a camera that stands back far enough to show all of it.

    *name* and *look* are the place's; the name alone decides its geometry, so that it looks the
    same in every shot. *horizon* is the height of the camera's eye, in canvas units from the top.
    """

    name: str
    look: str
    inside: bool
    time: Time
    weather: Weather
    era: Era
    light: Light
    width: int
    horizon: float

    def random(self, part: str) -> random.Random:
        """Random numbers for one *part* of this place, the same in every shot."""
        return seeded(self.name, part)

    def mentions(self, *words: str) -> bool:
        """Whether the place's name or description has one of *words* in it."""
        told = (self.name + self.look).lower()
        return any(word in told for word in words)

    @property
    def left(self) -> float:
        """The left edge of the sheets, beyond the frame."""
        return -BLEED

    @property
    def right(self) -> float:
        """The right edge of the sheets, beyond the frame."""
        return self.width + BLEED

    @property
    def sheet(self) -> str:
        """The outline of a whole sheet, to cut openings from with `fill_rule="evenodd"`."""
        return f"M{self.left},{TOP} H{self.right} V{BOTTOM} H{self.left} Z"

    @property
    def center(self) -> float:
        """The middle of the frame."""
        return self.width / 2

    @property
    def floor(self) -> float:
        """Where the wall opposite meets the floor of a room."""
        return self.horizon + 210

    @property
    def wet(self) -> bool:
        """Whether the ground shines with rain."""
        return self.weather in (Weather.RAIN, Weather.STORM)

    @property
    def snowy(self) -> bool:
        """Whether snow lies on roofs and ground."""
        return self.weather is Weather.SNOW

    @property
    def lit(self) -> bool:
        """Whether lamps and windows are alight."""
        return self.light.lamps >= 0.5

    @property
    def old(self) -> bool:
        """Whether people live under tiled roofs."""
        return self.era is Era.ANCIENT

    def wash(self, ink: Ink, *stops: Stop, top: float = TOP, bottom: float = BOTTOM) -> None:
        """Cover the whole width from *top* to *bottom* with colours that run downwards."""
        fill = ink.linear((0, top), (0, bottom), *stops)
        ink.rect(self.left, top, self.right - self.left, bottom - top, fill=fill)
