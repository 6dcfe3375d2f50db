"""
Where the chapters of a book begin: its titles told from what only looks like them.

Works on the items of `pipeline.script.book` in order and drops none of their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pipeline.script.book import Break, Item, Paragraph, Rank, Title, left, may_be_title
from pipeline.script.contents import without_contents
from pipeline.script.counting import counted
from pipeline.script.titles import is_break, read_title

_SENTENCE = re.compile(r"[，。；：？！“”]")


def find_chapters(items: list[Item]) -> list[Item]:
    """
    *items* with titles and breaks found among the paragraphs.

    Tables of contents and doubled titles are left out. A part's title opens the chapter below it,
    so what stands between the two belongs to that chapter; a part without chapters is one itself.
    """
    found = list(_parts_apart(_titles(items)))
    ranked = _ranked(counted(found))
    return list(_within_chapters(_named_below(_without_doubles(without_contents(ranked)))))


def _titles(items: list[Item]) -> Iterator[Item]:
    for item in items:
        if not isinstance(item, Paragraph):
            yield item
        elif is_break(item.text):
            yield Break(item.line_number)
        else:
            yield read_title(item) or item


def _parts_apart(items: Iterator[Item]) -> Iterator[Item]:
    """`第一卷 风起 第三章 夜雨` is the title of a part, where it is a new one, and one of a chapter."""
    part = ""
    for item in items:
        if isinstance(item, Title):
            own = item.part or (item.text if item.rank is Rank.PART else part)
            if item.part and _key(own) != _key(part):
                yield Title(item.line_number, item.part, Rank.PART)
            part = own
        yield item


def _ranked(items: list[Item]) -> list[Item]:
    """Markdown headings get their rank by their level, and sections are chapters where nothing else is."""
    titles = [item for item in items if isinstance(item, Title)]
    if titles and items[0] is titles[0] and _is_alone(titles):
        titles[0] = replace(titles[0], rank=Rank.BOOK)
    level = _chapter_level(titles)
    titles = [_by_level(title, level) for title in titles]
    sections = not any(
        title.rank is Rank.CHAPTER and (title.number is not None or not title.worded) for title in titles
    )
    ranked = iter(_promoted(title) if sections else title for title in titles)
    return [next(ranked) if isinstance(item, Title) else item for item in items]


def _is_alone(titles: list[Title]) -> bool:
    """Whether the first title is the only Markdown heading of its level, as that of a whole book is."""
    first = titles[0]
    return not first.worded and all(title.marks != first.marks for title in titles[1:])


def _chapter_level(titles: list[Title]) -> int:
    """How many `#` stand before a chapter's title; 0 where chapters are no Markdown headings."""
    chapters = [title for title in titles if title.rank is Rank.CHAPTER]
    numbered = Counter(title.marks for title in chapters if title.number is not None)
    if numbered:
        return numbered.most_common(1)[0][0]
    levels = Counter(title.marks for title in chapters if title.marks)
    return min((level for level, count in levels.items() if count > 1), default=min(levels, default=0))


def _by_level(title: Title, level: int) -> Title:
    if title.worded or title.marks == level or title.rank is Rank.BOOK:
        return title
    return replace(title, rank=Rank.PART if title.marks < level else Rank.SECTION)


def _promoted(title: Title) -> Title:
    by_number = title.rank is Rank.SECTION and title.number is not None
    return replace(title, rank=Rank.CHAPTER) if by_number else title


def _without_doubles(items: Iterator[Item]) -> list[Item]:
    """Of a title that stands there twice in a row, the fuller one."""
    kept: list[Item] = []
    place = 0
    above: Title | None = None
    for item in items:
        again: Title | Paragraph | None = None
        if isinstance(item, Title) and above and _is_double(above, item):
            above, again = (item, above) if len(item.name) > len(above.name) else (above, item)
            kept[place] = above
        elif isinstance(item, Title):
            place, above = len(kept), item
        elif isinstance(item, Paragraph):
            again = item if above and _repeats(item, above) else None
            above = above if again else None
        kept.extend(left([again], "the title again") if again else [item])
    return kept


def _is_double(above: Title, below: Title) -> bool:
    first, second = _key(above.name), _key(below.name)
    alike = first == second or ((first in second or second in first) and above.number is not None)
    return above.rank is below.rank and above.number == below.number and alike


def _repeats(paragraph: Paragraph, title: Title) -> bool:
    words = _key(paragraph.text)
    return bool(words) and words in {_key(title.name), _key(title.text)}


def _key(text: str) -> str:
    """*text* without what differs between two writings of one title."""
    return re.sub(r"[\W_]+", "", text[:200]).lower()


def _named_below(items: list[Item]) -> list[Item]:
    """A title with nothing but a number gets its name from the line below, where that can be one."""
    named: list[Item] = []
    for index, item in enumerate(items):
        above = named[-1] if named else None
        after = items[index + 1] if index + 1 < len(items) else None
        if isinstance(item, Paragraph) and isinstance(after, Paragraph) and _names(item, above):
            assert isinstance(above, Title)
            named[-1] = replace(above, name=item.text, text=f"{above.text}\n{item.text}")
        else:
            named.append(item)
    return named


def _names(paragraph: Paragraph, above: Item | None) -> bool:
    untitled = isinstance(above, Title) and not above.name and above.rank <= Rank.SECTION
    text = paragraph.text
    free = not _SENTENCE.search(text) and not text[0].islower()
    return untitled and free and (may_be_title(text) or (text.isupper() and len(text) <= 60))


def _within_chapters(items: list[Item]) -> Iterator[Item]:
    """Every part's title below that of the chapter that it stands above."""
    held: list[Item] = []
    for item in items:
        if isinstance(item, Title) and item.rank is Rank.PART:
            yield from _part(held)
            held = [item]
        elif isinstance(item, Title) and item.rank is Rank.CHAPTER and held:
            yield item
            yield from left(held[:1], "the title of a part")
            yield from held[1:]
            if any(isinstance(before, Paragraph) for before in held):
                yield Break(item.line_number)
            held = []
        elif held:
            held.append(item)
        else:
            yield item
    yield from _part(held)


def _part(held: list[Item]) -> Iterator[Item]:
    """A part without chapters: one itself, where it tells something."""
    for item in held[:1]:
        assert isinstance(item, Title)
        tells = any(isinstance(below, Paragraph) for below in held)
        yield from [replace(item, rank=Rank.CHAPTER)] if tells else left([item], "the title of a part")
    yield from held[1:]
