"""
Final Draft (.fdx): each paragraph is read as the Fountain that it would be.

Notes, synopses, omitted scenes and the title page (but for the title) are listed as unused. What
the file says beside its text (who reads which part aloud, colours, revisions) is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import ScriptError
from pipeline.script.cast import read_entry
from pipeline.script.draft import Draft
from pipeline.script.emphasis import escaped
from pipeline.script.fountain import Numbered, Reader
from pipeline.script.front import is_about_the_script
from pipeline.script.screenplay import Screenplay

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROOT = re.compile(r"<FinalDraft[\s>]")
#: How Fountain begins such a line; all other paragraphs but headings and dialogue are action.
_MARKS = {
    "Transition": "> ",
    "Lyrics": "~",
    "Singing": "~",
    "New Act": "# ",
    "End of Act": "# ",
    "Outline 1": "# ",
    "Outline Body": "= ",
}
_SPOKEN = {"Dialogue", "Parenthetical", "Lyrics", "Singing"}
_ASIDES = {"SceneProperties": "a synopsis", "OmittedScene": "an omitted scene"}


def recognise(text: str, name: str) -> bool:
    """Whether *name* ends in `.fdx`, or *text* is XML whose root is Final Draft's."""
    return name.lower().endswith(".fdx") or (
        text.lstrip().startswith("<") and bool(_ROOT.search(text[:5000]))
    )


def parse(text: str, name: str) -> Screenplay:
    """The screenplay in *text*; *name* is its title where it has none. `ScriptError` where it is no XML."""
    from pipeline.script.markup import xml

    # The byte order mark outweighs whatever encoding the file, decoded by now, says it has.
    root = xml(text.encode("utf-16"), f"The Final Draft script {name}")
    if root.tag != "FinalDraft":
        raise ScriptError(
            f"The script {name} is named .fdx, but its XML is of another kind ({root.tag}).",
            "Export it from Final Draft anew, or give it the ending that fits.",
        )
    reader = Reader()
    _read_title_page(root, reader.draft)
    _read_content(root, reader)
    return reader.draft.screenplay(name)


def _read_title_page(root: Element, draft: Draft) -> None:
    for paragraph in root.iterfind("TitlePage/Content/Paragraph"):
        words = " ".join(_text(paragraph).split())
        if not draft.title and not is_about_the_script(words.rstrip(":")):
            draft.title = words
        elif words:
            draft.leave(words, paragraph.sourceline, "on the title page")


def _read_content(root: Element, reader: Reader) -> None:
    speech: list[Numbered] = []
    for paragraph in (each for content in root.iterfind("Content") for each in _paragraphs(content)):
        kind = paragraph.get("Type", "Action")
        if not (speech and kind in _SPOKEN):
            _end(speech, reader)
        _leave_asides(paragraph, reader.draft)
        lines = _lines(paragraph)
        if kind == "Character" or speech:
            speech += _spoken(kind, lines)
        elif kind == "Cast List":
            _list_people(lines, reader.draft)
        elif lines:
            reader.read(_block(kind, paragraph.get("Alignment") == "Center", lines))
    _end(speech, reader)


def _end(speech: list[Numbered], reader: Reader) -> None:
    """Who says nothing after all is shown."""
    if len(speech) == 1:
        reader.read([(number, f"!{line.removeprefix('@')}") for number, line in speech])
    elif speech:
        reader.read(speech)
    speech.clear()


def _paragraphs(parent: Element) -> Iterator[Element]:
    """Two voices at once, which stand beside each other, come one after the other."""
    for child in parent:
        both = child if child.tag == "DualDialogue" else child.find("DualDialogue")
        if both is not None:
            yield from _paragraphs(both)
        elif child.tag == "Paragraph":
            yield child


def _text(paragraph: Element) -> str:
    return "".join("".join(run.itertext()) for run in paragraph.iterfind("Text"))


def _lines(paragraph: Element) -> list[Numbered]:
    return [(paragraph.sourceline, line.strip()) for line in _text(paragraph).splitlines() if line.strip()]


def _leave_asides(paragraph: Element, draft: Draft) -> None:
    """Notes and the like have paragraphs of their own inside the one that they are pinned to."""
    for aside in paragraph:
        words = " ".join("".join(run.itertext()) for run in aside.iter("Text")) if aside.tag != "Text" else ""
        if words.strip():
            draft.leave(words.strip(), aside.sourceline, _ASIDES.get(aside.tag, "a note"))


def _spoken(kind: str, lines: list[Numbered]) -> list[Numbered]:
    if kind == "Character":
        return [(number, f"@{name}") for number, name in _in_one(lines)]
    if kind == "Parenthetical":
        return [(number, f"({re.sub('[()（）]', '', remark)})") for number, remark in _in_one(lines)]
    sung = _MARKS.get(kind, "")
    return [(number, f"{sung}{escaped(line)}") for number, line in lines]


def _in_one(lines: list[Numbered]) -> list[Numbered]:
    return [(lines[0][0], " ".join(line for _, line in lines))] if lines else []


def _list_people(lines: list[Numbered], draft: Draft) -> None:
    for number, line in lines:
        entries = map(read_entry, re.split("[,，、]", line.strip("()（）")))
        draft.people([entry.name for entry in entries if entry], number)


def _block(kind: str, centred: bool, lines: list[Numbered]) -> list[Numbered]:
    if kind == "Scene Heading":
        return [(number, re.sub(r"^\W*(?=\w)", ".", heading)) for number, heading in _in_one(lines)]
    if kind in _MARKS:
        return [(number, f"{_MARKS[kind]}{line}") for number, line in lines]
    if centred:
        return [(number, f"> {escaped(line)} <") for number, line in lines]
    return [(number, f"!{escaped(line)}") for number, line in lines]
