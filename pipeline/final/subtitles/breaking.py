"""
Where a text is broken into pieces that are read at a glance.

Dynamic programming over the parts that may not be broken: pieces end where a sentence or a clause
does, are well filled, and don't part what belongs together. The time grows with the length of the
text, not with its square.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from math import inf
from typing import Literal

from pipeline.final.subtitles.fonts import strip_unshown
from pipeline.final.subtitles.parts import SENTENCE, Part, parts
from pipeline.story import Language

#: Two sentences in one piece cost this: less only than pieces that would flash by.
_TWO_SENTENCES = 0.6
#: Break costs inside a piece weigh less than between pieces: the eye sees both rows at once.
_ROW_BREAK = 0.3
_UNEVEN_ROWS = 0.5
#: Signs of spoken Chinese whose pause the rhythm of the cues gives instead.
_PAUSES = "，。；,"
_CLOSERS = "」』”’）》】"
#: In a Chinese font the curly quotes and the ellipsis are as wide as a hanzi.
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True)
class Shape:
    """
    What a piece may be: *rows* rows, each at most *width* letter sizes; best filled to *ideal* in all.

    In Chinese the rhythm of the pieces takes the place of commas and full stops.
    """

    language: Language
    width: float
    ideal: float
    rows: Literal[1, 2] = 1

    @property
    def hidden(self) -> str:
        """The signs that are shown as a space, and not at all at the end of a row."""
        return _PAUSES if self.language == "zh" else ""


@dataclass(frozen=True)
class Piece:
    """What is shown at once: `text[first:last]`, in *rows* as they are to be read."""

    first: int
    last: int
    rows: tuple[str, ...]


@lru_cache(maxsize=1024)
def split(text: str, shape: Shape) -> tuple[Piece, ...]:
    """
    *text* in pieces of that *shape*, in order; all that can be read is in one of them.

    Words and numbers stay whole unless one alone is wider than a row.
    """
    return _Splitter(text, shape).pieces()


def divide(text: str, shape: Shape, shares: Sequence[float]) -> list[tuple[Piece, ...]]:
    """
    *text* cut into one part for each of *shares*, of about that length, each in pieces of that *shape*.

    A text of fewer words than shares stays whole.
    """
    splitter = _Splitter(text, shape)
    cuts = splitter.cuts(shares) if len(splitter.parts) >= len(shares) else [len(text)]
    return [split(text[first:last], shape) for first, last in pairwise([0, *cuts])]


def shown(text: str, shape: Shape) -> str:
    """A row as it is read: single spaces, the quotes of its language, no pauses in Chinese."""
    text = " ".join(strip_unshown(text).split())
    if shape.language == "en":
        return text.translate(_STRAIGHT).replace("…", "...")
    text = re.sub(r"(?<=[A-Za-z])’(?=[A-Za-z])", "'", text)
    text = re.sub(rf"[{_PAUSES}、：]+(?=[{_CLOSERS}]*$)", "", text)
    text = re.sub(rf"[，。；]+(?=[{_CLOSERS}])", "", text)
    text = re.sub(r"[，。；]+\s*|,(?!\d)\s*", " ", text)
    return text.strip()


class _Splitter:
    """The parts of a text, and the cheapest way to join them."""

    def __init__(self, text: str, shape: Shape) -> None:
        self.text = text.translate(_STRAIGHT) if shape.language == "en" else text
        self.shape = shape
        self.parts: tuple[Part, ...] = tuple(parts(self.text, shape.width, shape.hidden))
        self.ends = [0.0, *accumulate(part.gap + part.width for part in self.parts)]
        self.sentences = [0, *accumulate(part.after == SENTENCE for part in self.parts)]

    def pieces(self) -> tuple[Piece, ...]:
        """The text in pieces; where nothing can be read there is none."""
        found = (self.piece(first, last) for first, last in self.best())
        return tuple(piece for piece in found if piece.rows)

    def cuts(self, shares: Sequence[float]) -> list[int]:
        """Where in the text each part of about that share of its width ends, at the best break nearby."""
        ends, count = [0], len(self.parts)
        for place, wanted in enumerate([*accumulate(shares)][:-1], start=1):
            target = self.ends[-1] * wanted / sum(shares)
            possible = range(ends[-1] + 1, count - len(shares) + place + 1)
            ends.append(min(possible, key=partial(self.misplaced, target)))
        ends.append(count)
        return [self.parts[end - 1].last for end in ends[1:]]

    def misplaced(self, target: float, end: int) -> float:
        """How bad a cut behind part *end* is, that should lie at the width *target*."""
        return ((self.ends[end] - target) / self.shape.ideal) ** 2 + self.parts[end - 1].after

    def best(self) -> list[tuple[int, int]]:
        """From which part to which each piece goes, at the least cost in all."""
        costs, begins = [0.0], [0]
        for last in range(1, len(self.parts) + 1):
            cost, first = min(self.ways(last, costs))
            costs.append(cost)
            begins.append(first)
        ranges: list[tuple[int, int]] = []
        last = len(self.parts)
        while last:
            ranges.append((begins[last], last))
            last = begins[last]
        return ranges[::-1]

    def ways(self, last: int, costs: list[float]) -> list[tuple[float, int]]:
        """Every part that a piece before *last* could begin with, and what all costs until there."""
        found: list[tuple[float, int]] = []
        for first in range(last - 1, -1, -1):
            if self.width(first, last) > self.shape.rows * self.shape.width:
                break
            found.append((costs[first] + self.cost(first, last), first))
        return found

    def width(self, first: int, last: int) -> float:
        """How wide the parts from *first* up to *last* are in one row."""
        return self.ends[last] - self.ends[first] - self.parts[first].gap - self.parts[last - 1].hidden

    def cost(self, first: int, last: int) -> float:
        """How bad a piece of these parts is; infinite where it does not go into the rows."""
        filled = self.width(first, last) / self.shape.ideal
        sentences = self.sentences[last - 1] - self.sentences[first]
        rows = self.row_break(first, last)[0]
        return (1 - filled) ** 2 + sentences * _TWO_SENTENCES + self.parts[last - 1].after + rows

    def row_break(self, first: int, last: int) -> tuple[float, int]:
        """What the best break into two rows costs, and before which part it is; *last* where one row does."""
        if self.width(first, last) <= self.shape.width:
            return 0.0, last
        breaks = [(inf, last)]
        for middle in range(first + 1, last):
            above, below = self.width(first, middle), self.width(middle, last)
            if max(above, below) <= self.shape.width:
                uneven = ((above - below) / self.shape.width) ** 2
                after = self.parts[middle - 1].after
                breaks.append((uneven * _UNEVEN_ROWS + after * _ROW_BREAK, middle))
        return min(breaks)

    def piece(self, first: int, last: int) -> Piece:
        """These parts as they are to be read; without rows where all of it is unreadable."""
        middle = self.row_break(first, last)[1]
        texts = (
            self.text[self.parts[a].first : self.parts[b - 1].last]
            for a, b in ((first, middle), (middle, last))
            if a < b
        )
        rows = (shown(text, self.shape) for text in texts)
        return Piece(self.parts[first].first, self.parts[last - 1].last, tuple(row for row in rows if row))
