"""
Large words on a picture, as big as they fit: titles and credits, on cards and on the cover.

Lengths are in 1/1080 of the picture's shorter side, as ASS has them here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.final.film import Film
from pipeline.final.subtitles import ass
from pipeline.final.subtitles.breaking import Shape, split
from pipeline.final.subtitles.fonts import bundled
from pipeline.final.subtitles.lettering import Lettering
from pipeline.story import Language

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

#: Letter sizes of a headline, the largest first: the first in which it takes few rows is taken.
_SIZES = (168, 132, 104, 84, 66)
_ROWS = 3
#: The words below it, at most so large; and from row to row.
_BELOW, _STEP = 58, 1.25

#: Where a block of rows stands: above a height, around it or below it; by ASS's numbers.
_STANDS = {"above": 2, "around": 5, "below": 8}
Stands = Literal["above", "around", "below"]


@dataclass(frozen=True)
class Setting:
    """In which *language*, and in which letters, words are set into the picture of *film*."""

    film: Film
    language: Language
    lettering: Lettering

    @property
    def canvas(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return ass.canvas(self.film)

    def rows(self, text: str, size: float, width: float) -> tuple[str, ...]:
        """*text*, with all its punctuation, in rows of at most that *width* in letters of *size*."""
        shape = Shape(self.language, width / size, ideal=0.9 * width / size)
        return tuple(text[piece.first : piece.last].strip() for piece in split(text, shape))

    def document(self, events: Sequence[SSAEvent]) -> str:
        """An ASS file of *events*, with the style `Mark` that they name."""
        # The label, which names that style too, has the height that a law asks for in the bundled font.
        return ass.document(self.film, {"Mark": ass.style(bundled(), _BELOW)}, events)


@dataclass(frozen=True)
class Block:
    """*rows* in letters of *size* across the middle of a picture; *y* is the height that they stand at."""

    rows: tuple[str, ...]
    size: float
    y: float
    stands: Stands

    def event(self, start: float, end: float, setting: Setting, tags: str = "") -> SSAEvent:
        """The block as an event of the style `Mark`, from *start* to *end* seconds."""
        lettering = setting.lettering
        text = r"\N".join(lettering.written(row, self.size) for row in self.rows)
        place = rf"\an{_STANDS[self.stands]}\pos({setting.canvas[0] / 2:.0f},{self.y:.0f})"
        family = "" if lettering.main == bundled() else rf"\fn{lettering.main.family}"
        letters = (
            rf"{family}\fs{self.size * lettering.main.line_height:.1f}\bord{self.size / 20:.1f}\shad0\blur2"
        )
        colours = r"\c&HFFFFFF&\3c&H100B0B&"
        return ass.event(start, end, f"{{{place}{letters}{colours}{tags}}}{text}", "Mark")


def headline(title: str, below: str, setting: Setting, box: tuple[float, float], y: float) -> list[Block]:
    """*title* above the height *y*, in a *box* of that width and height, and what stands *below* it."""
    fitted = [(size, setting.rows(title, size, box[0])) for size in _SIZES]
    few = (one for one in fitted if len(one[1]) <= _ROWS and len(one[1]) * one[0] * _STEP <= box[1])
    size, rows = next(few, fitted[-1])
    small = min(_BELOW, 0.6 * size)
    under = setting.rows(below, small, box[0])
    blocks = [Block(rows, size, y, "above"), Block(under, small, y + 0.35 * small, "below")]
    return [block for block in blocks if block.rows]
