"""Tables of contents: titles that stand in a row with nothing told between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.script.book import Item, Paragraph, Rank, Title, left, may_be_title
from pipeline.script.titles import undecorated
from pipeline.story import Unused

_WHY = "a table of contents"
_LEADER = re.compile(r".{1,80}?(?:\.{4,}|(?: \.){3,}|…{3,}|·{4,})\s*\d{1,4}")
_FEWEST = 3


def without_contents(items: list[Item]) -> Iterator[Item]:
    """
    *items* with each table of contents as one block that is left out.

    A table is what follows `目录` or `Contents`, or three and more titles of chapters in a row; the
    last of them, below which something is told, is a title and no entry.
    """
    at = 0
    while at < len(items):
        end = _end(items, at)
        if end > at:
            yield from left(items[at:end], _WHY)
        else:
            yield _without_leader(items[at])
        at = max(end, at + 1)


def _without_leader(item: Item) -> Item:
    if isinstance(item, Paragraph) and len(item.text) <= 120 and _LEADER.fullmatch(item.text):
        return Unused(text=item.text, line_number=item.line_number, why=_WHY)
    return item


def _end(items: list[Item], at: int) -> int:
    """Where the table that begins *at* ends; *at* itself where none does."""
    item = items[at]
    if not isinstance(item, Title):
        return at
    return _end_below_heading(items, at) if item.rank is Rank.CONTENTS else _end_of_row(items, at)


def _end_below_heading(items: list[Item], at: int) -> int:
    """Up to where an entry comes again, or else to the last title before something is told."""
    seen: set[str] = set()
    end = at + 1
    while end < len(items):
        item = items[end]
        if isinstance(item, Title | Paragraph):
            entry = re.sub(r"\s+", "", undecorated(item.text)).lower()
            if isinstance(item, Paragraph) and not (_LEADER.fullmatch(item.text) or may_be_title(item.text)):
                return max(_last_title(items, at, end), at + 1)
            if entry in seen:
                return end
            seen.add(entry)
        end += 1
    return at + 1


def _end_of_row(items: list[Item], at: int) -> int:
    if at and _in_row(items, at - 1):
        return at
    end, chapters = at, 0
    while end < len(items) and _in_row(items, end):
        item = items[end]
        chapters += isinstance(item, Title) and item.rank is Rank.CHAPTER
        end += 1
    if chapters < _FEWEST or end == len(items):
        return at
    return _last_title(items, at, end) if isinstance(items[end], Paragraph) else end


def _in_row(items: list[Item], index: int) -> bool:
    """Titles, what is left out anyway, and a name below a title that has none."""
    item, above = items[index], items[index - 1] if index else None
    if isinstance(item, Title):
        return item.rank <= Rank.SECTION
    if isinstance(item, Paragraph):
        return isinstance(above, Title) and not above.name and may_be_title(item.text)
    return isinstance(item, Unused)


def _last_title(items: list[Item], at: int, end: int) -> int:
    """The last title of a chapter before *end*, with the titles of parts right above it; else *end*."""
    last = next((index for index in range(end - 1, at, -1) if _ranks(items[index], Rank.CHAPTER)), end)
    while last < end and last - 1 > at and _ranks(items[last - 1], Rank.PART):
        last -= 1
    return last


def _ranks(item: Item, rank: Rank) -> bool:
    return isinstance(item, Title) and item.rank is rank
