"""What a book is made of, line by line: paragraphs, titles, breaks, and what is no part of the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from pipeline.story import Unused

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_MARK_AT_END = re.compile(r"[。！？!?.…，,；;：:、”」』\"’—]$")
_BLOCK = 65_536


class Rank(IntEnum):
    """What a title stands above."""

    BOOK = -1
    PART = 0
    CHAPTER = 1
    SECTION = 2
    CONTENTS = 3
    """The table of contents."""
    MATTER = 4
    """What is about the book: copyright, thanks, an afterword."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, which begins at *line_number* of the source (from 1)."""

    line_number: int
    text: str


@dataclass(frozen=True)
class Title:
    """
    A line that stands above others. *text* is the whole of it, *name* what it is called.

    *marks* is how many `#` Markdown gave it. *worded* tells that it says itself what it stands
    above (`第三章`, `Prologue`). *part* is a part's title in the same line.
    """

    line_number: int
    text: str
    rank: Rank
    number: int | None = None
    name: str = ""
    marks: int = 0
    worded: bool = True
    part: str = ""


@dataclass(frozen=True)
class Break:
    """A pause in the telling: `***`."""

    line_number: int


Item: TypeAlias = Paragraph | Title | Break | Unused


def wide_length(text: str) -> int:
    """The length of *text* in Latin letters, where a hanzi counts as three: about as long to read."""
    starts = range(0, len(text), _BLOCK)
    return len(text) + 2 * sum(sum(1 for _ in _WIDE.finditer(text, at, at + _BLOCK)) for at in starts)


def told_length(items: Iterable[Item]) -> int:
    """How much story *items* have, as `wide_length` counts."""
    return sum(wide_length(item.text) for item in items if isinstance(item, Paragraph))


def may_be_title(text: str) -> bool:
    """Whether *text* could be a title on its own line: short, and no mark at its end."""
    return wide_length(text) <= 60 and not _MARK_AT_END.search(text)


def left(items: Iterable[Item], why: str) -> Iterator[Unused]:
    """*items* as one block that is left out, for the reason given."""
    texts = [item for item in items if not isinstance(item, Break)]
    if texts:
        words = "\n".join(item.text for item in texts)
        yield Unused(text=words, line_number=texts[0].line_number, why=why)
