"""
What web sites and their authors put between the lines of a novel, left out.

A line is litter only where it is so as a whole, or unmistakably speaks to readers of a site: story
that looks similar stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from pipeline.script.advertising import WHOLE, WITHIN, begs
from pipeline.script.book import Item, Paragraph, Rank, Title, left, told_length
from pipeline.story import Unused

_LONGEST = 200
_WHOLE = {why: re.compile("|".join(patterns), re.IGNORECASE) for why, patterns in WHOLE.items()}
_WITHIN = {why: re.compile("|".join(patterns), re.IGNORECASE) for why, patterns in WITHIN.items()}
_BRACKETS = {"）": "（(", ")": "（(", "】": "【", "]": "["}
_FRAME = " \t()【】[]〖〗=*~—-_·。.!"
_SAID = re.compile(r"^[“「『\"‘]|[：:]\s*[“「『\"]")
_UPDATE = re.compile("第[一二三四五六七八九十]更(?:[,。! ].{0,20})?|[二三四五六两]更合一|.{0,8}加更.{0,12}")
_NOTES_BEGIN = re.compile(
    r"作者(?:有话(?:要)?说|的话|留言)\s*[:：]?|题外话\s*[:：]?|(?:author['’]?s? note|a/n)s?\s*:?",
    re.IGNORECASE,
)
_LONGEST_NOTES = 3000


def why_litter(line: str) -> str:
    """Why *line* is no story, in plain words; empty where it may be."""
    if len(line) > _LONGEST or _SAID.search(line):
        return ""
    plain = unicodedata.normalize("NFKC", line).strip()
    if begs(plain):
        return "begs for votes"
    for text in (plain, plain.strip(_FRAME)):
        whole = (why for why, pattern in _WHOLE.items() if pattern.fullmatch(text))
        if why := next(whole, ""):
            return why
    return next((why for why, pattern in _WITHIN.items() if pattern.search(plain)), "")


def without_litter(items: list[Item]) -> list[Item]:
    """*items* without the paragraphs that are litter, nor litter in brackets at a paragraph's end."""
    return [part for item in items for part in _clean(item)]


def _clean(item: Item) -> Iterator[Item]:
    if not isinstance(item, Paragraph):
        yield item
        return
    why = why_litter(item.text)
    if why:
        yield from left([item], why)
        return
    text, cut = _without_tail(item.text)
    if text:
        yield replace(item, text=text)
    yield from (Unused(text=tail, line_number=item.line_number, why=why) for tail, why in cut)


def _without_tail(text: str) -> tuple[str, list[tuple[str, str]]]:
    """*text* without brackets of litter at its end, and each of these with its reason."""
    cut: list[tuple[str, str]] = []
    while text and text[-1] in _BRACKETS:
        opened = max(text.rfind(mark, -_LONGEST) for mark in _BRACKETS[text[-1]])
        inner = text[opened + 1 : -1].strip()
        why = "" if opened < 0 else why_litter(inner) or _counts_updates(inner)
        if not why:
            break
        cut.insert(0, (text[opened:], why))
        text = text[:opened].rstrip()
    return text, cut


def _counts_updates(inner: str) -> str:
    plain = unicodedata.normalize("NFKC", inner)
    return "counts the updates of a day" if _UPDATE.fullmatch(plain) else ""


def without_notes(items: list[Item]) -> list[Item]:
    """*items* without what an author says (`作者有话要说`) between a chapter's last words and the next."""
    kept: list[Item] = []
    begin = -1
    for item in [*items, None]:
        ends = item is None or (isinstance(item, Title) and item.rank is Rank.CHAPTER)
        if ends and begin >= 0:
            kept[begin:] = _noted(kept[begin:])
            begin = -1
        if isinstance(item, Paragraph) and len(item.text) < 20 and _NOTES_BEGIN.fullmatch(item.text):
            begin = len(kept)
        if item is not None:
            kept.append(item)
    return kept


def _noted(notes: list[Item]) -> list[Item]:
    """Short notes as left out; what is long may be story."""
    short = told_length(notes) <= _LONGEST_NOTES
    return [*left(notes if short else notes[:1], "the author's note"), *([] if short else notes[1:])]
