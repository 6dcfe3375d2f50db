"""Chapters that are nothing but a number, or a number and a name: titles only where they count upwards."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from pipeline.script.book import Item, Paragraph, Rank, Title, may_be_title, told_length
from pipeline.script.language import chinese_number, english_number

_NUMBER = re.compile(
    r"[（(]?(?:(?P<arabic>\d{1,4})|(?P<roman>(?=[IVXLC])(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3}))|"
    r"(?P<chinese>[一二三四五六七八九十百]{1,5})|(?P<word>[A-Z][A-Za-z]{2,8}))[）)]?(?P<mark>[.、．]?)"
)
_NAMED = re.compile(r"(\S{1,10}?[.、．])\s*(\S.{0,59})")
_ENDS_SENTENCE = re.compile(r"[。！？!?.…”」』\"’）)】—~～*]$")
#: Between two titles that have a name lies a chapter; less text is a list.
_SHORTEST_NAMED = 1500


@dataclass(frozen=True)
class _Count:
    index: int
    kind: str
    title: Title


def counted(items: list[Item]) -> list[Item]:
    """
    *items* with numbers on their own line (`3`, `IV`, `十二`, `（三）`, `Two`) as sections.

    Only where all of a kind count upwards from one, again after another title, and none
    interrupts a sentence, as the number of a page does. With a name behind it (`2. Rain`) there
    has to be a chapter's worth of text between them.
    """
    found = [count for index, item in enumerate(items) if (count := _count(index, item))]
    titles: dict[int, Title] = {}
    for kind in {count.kind for count in found}:
        counts = [count for count in found if count.kind == kind]
        if len(counts) > 1 and _counts_up(counts, items):
            titles |= {count.index: count.title for count in counts}
    return [titles.get(index, item) for index, item in enumerate(items)]


def _count(index: int, item: Item) -> _Count | None:
    if not isinstance(item, Paragraph) or len(item.text) > 80:
        return None
    named = _NAMED.fullmatch(item.text)
    name = named[2] if named and (may_be_title(named[2]) or named[2].isupper()) else ""
    match = _NUMBER.fullmatch(named[1] if named and name else item.text)
    number = _value(match) if match else None
    if match is None or number is None:
        return None
    title = Title(item.line_number, item.text, Rank.SECTION, number, name)
    return _Count(index, f"{_kind(match)} {bool(name)}", title)


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in ("arabic", "roman", "chinese", "word") if match[kind])


def _value(match: re.Match[str]) -> int | None:
    if match["chinese"]:
        return chinese_number(match["chinese"])
    return english_number(match["arabic"] or match["roman"] or match["word"] or "")


def _counts_up(counts: list[_Count], items: list[Item]) -> bool:
    if counts[0].title.number != 1 or not all(_is_free(items, count.index) for count in counts[1:]):
        return False
    return all(_follows(one, two, items) for one, two in itertools.pairwise(counts))


def _follows(one: _Count, two: _Count, items: list[Item]) -> bool:
    between = items[one.index + 1 : two.index]
    first, second = one.title.number or 0, two.title.number or 0
    again = second == 1 and any(isinstance(item, Title) for item in between)
    told = told_length(between)
    return (again or second == first + 1) and told >= (_SHORTEST_NAMED if two.title.name else 1)


def _is_free(items: list[Item], index: int) -> bool:
    """Whether what stands before it is at the end of a sentence."""
    before = items[index - 1]
    return not isinstance(before, Paragraph) or _ENDS_SENTENCE.search(before.text) is not None
