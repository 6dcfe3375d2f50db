"""
Plain prose, Chinese or English: a narrator reads, and quotations go to whoever says them.

Chapters (`第十二回`, `Chapter IV`, Markdown headings) become episodes; `***`, `---` and headings
without words begin scenes. What is no story (title page, contents, licence, the litter of web
sites) is listed as unused. A quotation whose speaker the text does not name is read by the
narrator, with its quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.script.book import Break, Paragraph, Rank, Title
from pipeline.script.chapters import find_chapters
from pipeline.script.draft import Draft
from pipeline.script.frame import without_frame
from pipeline.script.headings import Heading
from pipeline.script.lengths import cut_by_length
from pipeline.script.litter import without_litter, without_notes
from pipeline.script.matter import read_front, without_matter
from pipeline.script.paragraphs import paragraphs
from pipeline.script.quotes import Part, split_quotes
from pipeline.script.screenplay import Screenplay
from pipeline.script.speakers import Speakers
from pipeline.story import Mode, Unused


def recognise(text: str, name: str) -> bool:  # noqa: ARG001 - prose is what nothing else is
    """Always: what no other format recognises is read as prose."""
    return True


def parse(text: str, name: str) -> Screenplay:
    """The screenplay in *text*; *name* is its title where it has none."""
    framed, title = without_frame(paragraphs(text))
    draft = Draft(title, chapters=True)
    items = read_front(find_chapters(without_litter(framed)), draft)
    items = cut_by_length(without_notes(without_matter(items)))
    told = [(item, split_quotes(item.text)) for item in items if isinstance(item, Paragraph)]
    speakers = Speakers([parts for _, parts in told])
    quotes = iter(told)
    for item in items:
        if isinstance(item, Paragraph):
            _tell(draft, next(quotes)[1], speakers, item.line_number)
        else:
            if not isinstance(item, Unused):
                speakers.forget()
            _mark(draft, item)
    return draft.screenplay(name)


def _mark(draft: Draft, item: Title | Break | Unused) -> None:
    if isinstance(item, Unused):
        draft.leave(item.text, item.line_number, item.why)
    elif isinstance(item, Title) and item.rank is Rank.CHAPTER:
        draft.episode(item.number, item.name, item.text, item.line_number)
    else:
        if isinstance(item, Title):
            draft.leave(item.text, item.line_number, "the title of a section")
        draft.scene(Heading(""), item.line_number)


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
