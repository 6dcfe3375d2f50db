"""What stands before and behind a story in a book: title page, blurb, copyright, thanks, afterword."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.script.book import Item, Paragraph, Rank, Title, left, may_be_title, told_length
from pipeline.script.draft import Draft
from pipeline.story import Unused

_LONGEST = 400
_KEYED = re.compile(r"【?([^:：】]{1,16}?)】?\s*[:：]\s*(.*)|【([^】]{1,12})】")
_BOOK_TITLE = re.compile(r"书\s*名|作品名称?|小说名|title", re.IGNORECASE)
_BLURB = re.compile(
    "(?:内容|作品|小说|本书|故事|剧情)?(?:简介|介绍|文案|梗概|提要)|文案|synopsis|blurb|summary|description",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"作\s*者|作者名|笔名|译\s*者|原著|编\s*者|责任编辑|出版(?:社|时间|日期|方)|isbn.{0,12}|定价|"
    r"字\s*数|总字数|状\s*态|类\s*型|类\s*别|分\s*类|标\s*签|"
    r"主\s*角|配\s*角|视\s*角|风\s*格|题\s*材|内容标签|搜索关键字|关键词|其它|立意|一句话简介|来\s*源|"
    r"首\s*发|更新(?:时间|日期)|最后更新|完结时间|文件大小|版权(?:信息|所有)?|"
    "author|written by|translated by|translator|illustrat(?:or|ed by)|publisher|published|copyright|"
    "genre|tags?|status|language|"
    "rating|words?|word count|release date|series|edition|cover(?: art| design)?(?: by)?|fandom|"
    "pairings?|disclaimer",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:copyright\b|©|\(c\) ?\d{4}|all rights reserved|isbn\b|first published|published (?:by|in)\b|"
    r"printed in\b|this is a work of fiction|"
    "names, characters,|no part of this|library of congress|cover (?:art|design|illustration)|"
    "版权所有|侵权必究|未经.{0,12}(?:许可|授权)|"
    r"图书在版编目|本书由.{1,40}(?:制作|整理|提供)|本故事纯属虚构|.{2,20}出版社(?:\s|出版|$)).*",
    re.IGNORECASE,
)
_TITLE_PAGE = re.compile(
    "(?:by|written by|translated by|a novel by) [A-Z].{1,60}|a (?:novel|novella|short story|thriller|"
    "romance)|(?:for|to) [^,;]{2,50}|"
    r"(?:谨以此书)?[献獻][给給].{1,40}|[^\s，。：！？“”]{1,16}\s*[著◎/]|[\w·]{2,12}\s*作品",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\s*[《“]?([^《》“”]{1,60}?)[》”]?")
_LONGEST_BLURB = 6000
_LONGEST_MATTER = 60_000


def read_front(items: list[Item], draft: Draft) -> list[Item]:
    """
    *items* with all that is not story before the first chapter left out.

    The title and the blurb of the book go into *draft*. Without chapters the front ends where a
    line is neither.
    """
    front = _Front(items, draft, _first_chapter(items))
    return list(front.read())


def _first_chapter(items: list[Item]) -> int:
    """
    The first title of a chapter; -1 where there is none.

    A bare Markdown heading with nothing but the title page between it and the next is no chapter.
    """
    first = -1
    below: Item | None = None
    for index in reversed(range(len(items))):
        item = items[index]
        bare = isinstance(item, Title) and not item.worded and isinstance(below, Title)
        if isinstance(item, Title) and item.rank is Rank.CHAPTER and not bare:
            first = index
        if isinstance(item, Title) or _tells(item):
            below = item
    return first


def _tells(item: Item) -> bool:
    return isinstance(item, Paragraph) and not _is_about(item.text)


@dataclass
class _Front:
    items: list[Item]
    draft: Draft
    chapter: int
    _blurb: int = 0

    def read(self) -> Iterator[Item]:
        end = self.chapter if self.chapter >= 0 else len(self.items)
        is_story = False
        for index, item in enumerate(self.items):
            if index >= end or (is_story and self.chapter < 0) or isinstance(item, Unused):
                yield item
            elif isinstance(item, Paragraph):
                kept = list(self._line(index, item, is_story))
                is_story = is_story or any(isinstance(one, Paragraph) for one in kept)
                yield from kept
            else:
                yield from self._above(item)

    def _above(self, item: Item) -> Iterator[Item]:
        """A heading before the first chapter: the title of the book or its blurb, where it tells no story."""
        self._blurb = 0
        if not isinstance(item, Title) or item.worded or item.rank > Rank.CHAPTER:
            yield item
        elif _BLURB.fullmatch(item.name):
            self._blurb = _LONGEST_BLURB
            yield from left([item], "the heading of the blurb")
        elif not self.draft.title and (item.rank is Rank.BOOK or self.chapter >= 0):
            self.draft.title = _bare(item.name)
        elif item.rank is Rank.BOOK or self.chapter >= 0:
            yield from left([item], "the title page")
        else:
            yield item

    def _line(self, index: int, line: Paragraph, is_story: bool) -> Iterator[Item]:
        text = line.text if len(line.text) <= _LONGEST else ""
        keyed = _KEYED.fullmatch(text)
        key, words = ((keyed[1] or keyed[3]).strip(), keyed[2] or "") if keyed else (text, "")
        if keyed and _BOOK_TITLE.fullmatch(key) and words:
            self.draft.title = _bare(words)
        elif _BLURB.fullmatch(key):
            self.draft.tell(words)
            self._blurb = _LONGEST_BLURB if not words or self.chapter >= 0 else 0
            yield from left(
                [Paragraph(line.line_number, line.text.removesuffix(words))], "the heading of the blurb"
            )
        elif keyed and _ABOUT.fullmatch(key):
            yield from left([line], "about the book")
        elif _RIGHTS.fullmatch(text):
            yield from left([line], "the rights in the book")
        elif self._tells(line):
            self.draft.tell(line.text)
        elif not is_story and self._is_title(index, text):
            self.draft.title = _bare(text)
        elif not is_story and _TITLE_PAGE.fullmatch(text) and (self.draft.title or self.chapter >= 0):
            yield from left([line], "the title page")
        else:
            yield line

    def _tells(self, line: Paragraph) -> bool:
        """Whether the blurb goes on; without chapters it is the one line below its heading."""
        if self._blurb <= 0:
            return False
        self._blurb = self._blurb - told_length([line]) if self.chapter >= 0 else 0
        return True

    def _is_title(self, index: int, text: str) -> bool:
        if self.draft.title or not text or index + 1 >= len(self.items):
            return False
        after = self.items[index + 1]
        above = isinstance(after, Title) or (isinstance(after, Paragraph) and _is_about(after.text))
        in_marks = index == 0 and text.startswith("《")
        return _TITLE.fullmatch(text) is not None and (in_marks or (above and may_be_title(text)))


def _is_about(text: str) -> bool:
    keyed = _KEYED.fullmatch(text[:_LONGEST])
    key = (keyed[1] or keyed[3]).strip() if keyed else text
    return bool(
        (keyed and _ABOUT.fullmatch(key))
        or _BLURB.fullmatch(key)
        or (len(text) < 80 and (_TITLE_PAGE.fullmatch(text) or _RIGHTS.fullmatch(text)))
    )


def _bare(text: str) -> str:
    match = _TITLE.fullmatch(text)
    return match[1].strip() if match else text.strip()


def without_matter(items: list[Item]) -> list[Item]:
    """
    *items* without their sections about the book: from a title such as `后记` up to the next title.

    A section that is longer than what was told before it, with no title below it, is story.
    """
    kept: list[Item] = []
    begin, told = -1, 0
    for item in [*items, None]:
        if begin >= 0 and (item is None or isinstance(item, Title)):
            section = kept[begin:]
            length = told_length(section)
            whole = length <= (_LONGEST_MATTER if item else min(_LONGEST_MATTER, told))
            kept[begin:] = [
                *left(section if whole else section[:1], "about the book"),
                *([] if whole else section[1:]),
            ]
            begin = -1
        if isinstance(item, Title) and item.rank is Rank.MATTER:
            begin = len(kept)
        elif begin < 0 and item is not None:
            told += told_length([item])
        if item is not None:
            kept.append(item)
    return kept
