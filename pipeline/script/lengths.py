"""A long text without chapters, cut into parts of about the same length."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pipeline.script.book import Item, Paragraph, Rank, Title, told_length, wide_length

#: In Latin letters; a hanzi counts as three, so 6,000 hanzi are whole and parts have about 3,000.
LONGEST_WHOLE = 18_000
PART = 9_000

_HUGE = PART // 3
_SENTENCE_END = re.compile(r"[。！？…!?.]+[”」』’\")）]*(?=\s|[\u3000-\u9fff“「『]|$)\s*")


def cut_by_length(items: list[Item]) -> list[Item]:
    """
    *items* with an untitled chapter for every 3,000 hanzi or 9,000 Latin letters, where they have none.

    Cut at the ends of paragraphs, and of sentences where a paragraph is huge. What is no longer
    than two parts stays whole, and so does a chapter, however long it is.
    """
    has_chapters = any(isinstance(item, Title) and item.rank is Rank.CHAPTER for item in items)
    whole = told_length(items)
    if has_chapters or whole <= LONGEST_WHOLE:
        return items
    return list(_in_parts([piece for item in items for piece in _pieces(item)], whole))


def _in_parts(items: list[Item], whole: int) -> Iterator[Item]:
    """A part begins at the paragraph whose begin or end is nearest to its share of the *whole*."""
    share = whole / round(whole / PART)
    begun, told = 0, 0
    for item in items:
        length = told_length([item])
        if length and told + length / 2 >= begun * share and whole - told > share / 2:
            begun += 1
            yield Title(item.line_number, "", Rank.CHAPTER)
        told += length
        yield item


def _pieces(item: Item) -> Iterator[Item]:
    """A huge paragraph as pieces of whole sentences; all else as it is."""
    if not isinstance(item, Paragraph) or wide_length(item.text) <= _HUGE:
        yield item
        return
    begin, length = 0, 0
    for start, end in itertools.pairwise([0, *_sentence_ends(item.text), len(item.text)]):
        length += wide_length(item.text[start:end])
        if length >= _HUGE // 2 or end == len(item.text):
            piece = item.text[begin:end].strip()
            begin, length = end, 0
            if piece:
                yield Paragraph(item.line_number, piece)


def _sentence_ends(text: str) -> Iterator[int]:
    """Behind every sentence that ends outside a quotation, which is taken for closed after `_HUGE`."""
    at, opened, is_open = 0, 0, False
    for match in _SENTENCE_END.finditer(text):
        for mark in re.finditer(r"[“”「」\"]", text[at : match.end()]):
            is_open = mark[0] in "“「" or (mark[0] == '"' and not is_open)
            opened = at + mark.start()
        at = match.end()
        if not is_open or at - opened > _HUGE:
            yield at
