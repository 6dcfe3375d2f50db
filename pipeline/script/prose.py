"""
Plain prose, Chinese or English: a narrator reads, and quotations go to whoever says them.

Chapters (`第十二回`, `Chapter IV`, Markdown headings) become episodes; `***`, `---` and headings
without words begin scenes. A quotation whose speaker the text does not name is read by the
narrator, with its quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.script.draft import Draft
from pipeline.script.headings import Heading
from pipeline.script.language import CHINESE_NUMERALS, chinese_number, english_number
from pipeline.script.quotes import Part, split_quotes
from pipeline.script.screenplay import Screenplay
from pipeline.script.speakers import Speakers
from pipeline.story import Mode

_LONGEST_HEADING = 80
_BREAK = re.compile(r"(?:[*＊]\s*){3,}|(?:[-—–]\s*){3,}|(?:[=_~※◇◆○●☆★#]\s*){3,}|#{1,6}|[◇◆※]")
_MARKDOWN = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_CHINESE_CHAPTER = re.compile(
    rf"第\s*([{CHINESE_NUMERALS}]{{1,9}})\s*[章回节卷集篇](?:[\s:：、.—\-]+(.*)|([^，。]{{0,30}}))"
)
_ENGLISH_CHAPTER = re.compile(
    r"(?:chapter|part|book|episode)\s+(\w{1,12})\b\s*[:.—–-]?\s*(.*)", re.IGNORECASE
)
_TITLE = re.compile(r"(?:书名|剧名|Title)?[:：]?\s*[《“]?([^《》“”]{1,60}?)[》”]?")


@dataclass(frozen=True)
class _Chapter:
    number: int | None
    title: str


def recognise(text: str, name: str) -> bool:  # noqa: ARG001 - prose is what nothing else is
    """Always: what no other format recognises is read as prose."""
    return True


def parse(text: str, name: str) -> Screenplay:
    """The screenplay in *text*; *name* is its title where it has none."""
    draft = Draft()
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    lines = _without_title(lines, draft)
    paragraphs = {number: split_quotes(line) for number, line in lines if not _is_heading(line)}
    speakers = Speakers(list(paragraphs.values()))
    for line_number, line in lines:
        if line_number in paragraphs:
            _tell(draft, paragraphs[line_number], speakers, line_number)
        else:
            _begin(draft, line, line_number)
    return draft.screenplay(name)


def _without_title(lines: list[tuple[int, str]], draft: Draft) -> list[tuple[int, str]]:
    """The first line is the title where it is in 《》, a lone Markdown heading, or above a chapter."""
    if len(lines) < 2:
        return lines
    first, following = lines[0][1], lines[1][1]
    marked = _MARKDOWN.fullmatch(first)
    bare = marked[2] if marked else first
    match = _TITLE.fullmatch(bare) if len(bare) <= _LONGEST_HEADING and not _chapter(bare) else None
    below = (line for _, line in lines[1:])
    alone = marked is not None and not any(line.startswith(f"{marked[1]} ") for line in below)
    if match and (alone or bare.startswith("《") or (not marked and _chapter(following))):
        draft.title = match[1].strip()
        return lines[1:]
    return lines


def _is_heading(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and (bool(_BREAK.fullmatch(line)) or _chapter(line) is not None)


def _chapter(line: str) -> _Chapter | None:
    """The number and title of a chapter's heading; nothing where *line* is none."""
    if len(line) > _LONGEST_HEADING:
        return None
    marked = _MARKDOWN.fullmatch(line)
    bare = marked[2].strip("*") if marked else line
    for pattern, number_of in ((_CHINESE_CHAPTER, chinese_number), (_ENGLISH_CHAPTER, english_number)):
        match = pattern.fullmatch(bare)
        number = number_of(match[1]) if match else None
        if match and number is not None and not bare.endswith(("。", ".", "!", "?")):
            return _Chapter(number, next((title for title in match.groups()[1:] if title), "").strip())
    return _Chapter(None, bare) if marked else None


def _begin(draft: Draft, line: str, line_number: int) -> None:
    chapter = _chapter(line)
    if chapter:
        draft.episode(chapter.number, chapter.title, line, line_number)
    else:
        draft.scene(Heading(""), line_number)


def _tell(draft: Draft, parts: list[Part], speakers: Speakers, line_number: int) -> None:
    for text, speaker, how in _heard(parts, speakers.of(parts)):
        mode = Mode.SPEECH if speaker else Mode.NARRATION
        draft.add("dialogue", text, line_number, speaker, how, mode)


def _heard(parts: list[Part], speakers: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Text, speaker and remark; what the narrator reads in a row is one text."""
    said_by = iter(speakers)
    told = ""
    for part in parts:
        speaker, how = next(said_by) if part.said else ("", "")
        if speaker:
            yield told, "", ""
            yield part.text, speaker, how
            told = ""
        else:
            told += part.quoted or part.text
    yield told, "", ""
