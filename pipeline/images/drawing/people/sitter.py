"""Who is being drawn: look, view and colours together, and the measures of the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View
from pipeline.images.drawing.people.tones import Tones
from pipeline.story import Feeling

#: Heights below the middle of the head of a grown-up.
NECK, SHOULDER, ARMPIT, WAIST = 150.0, 188.0, 296.0, 486.0
HIP, KNEE, ANKLE, GROUND = 640.0, 1010.0, 1318.0, 1380.0


class Build(NamedTuple):
    """Half widths of a grown body."""

    neck: float
    shoulder: float
    chest: float
    waist: float
    hip: float


_WOMAN = Build(neck=30, shoulder=126, chest=98, waist=76, hip=112)
_MAN = Build(neck=41, shoulder=166, chest=132, waist=112, hip=122)


@dataclass(frozen=True)
class Sitter:
    """
    Who is drawn and how they are seen.

    *holding* is what the picture's right hand holds (`"umbrella"`, `"call"`, `"thing"`), *seat* what
    they sit on; both may be empty.
    """

    look: Look
    view: View
    tones: Tones
    feeling: Feeling = Feeling.CALM
    holding: str = ""
    seat: str = ""

    @property
    def build(self) -> Build:
        """The widths of this body."""
        return _WOMAN if self.look.female else _MAN

    @property
    def fine(self) -> bool:
        """Whether folds, strands and seams are drawn."""
        return self.view.fine

    def lit(self, side: int, color: str) -> str:
        """*color* as it is on that *side* of the body: plain towards the light, else in shadow."""
        return color if side == self.view.lit else self.tones.shade(color)
