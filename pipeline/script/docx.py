"""
Word documents (.docx): the paragraphs and tables in their order, as a reader of the last version sees them.

Deleted and hidden words, notes, comments, text boxes and tables of contents are not read. Headings are
told by their outline level, which heading styles in any language have.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import ScriptError
from pipeline.script import archive
from pipeline.script.archive import Archive
from pipeline.script.container import Contents, heading
from pipeline.script.markup import word
from pipeline.script.numbering import Numbering
from pipeline.story import Unused

_TYPES = "[Content_Types].xml"
_ANEW = "Open it in Word, WPS or LibreOffice, save it as a Word document (.docx), and try again."
#: Runs that a reader sees: not deleted or moved away, no reading above characters, no text box.
_SEEN = ".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::w:rt or ancestor::w:txbxContent)]"
_PARTS_OF_BOOK = ".//w:sdtPr/w:docPartObj/w:docPartGallery/@w:val"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the ZIP archive at *path*, which begins with *head*, holds a Word document."""
    if not head.startswith(b"PK"):
        return False
    with archive.opened(path) as parts:
        return _TYPES in parts.names and any(name.startswith("word/") for name in parts.names)


def read(path: Path) -> Contents:
    """The text of the document at *path*; `ScriptError` where it is damaged, locked or empty."""
    with archive.opened(path) as parts:
        _check(parts)
    with _told(path.name):
        from docx import Document

        reader = _Reader(Document(str(path)))
        lines = [line for block in reader.blocks() for line in block]
    if not any(lines):
        raise ScriptError(f"{path.name} has no text.", "Write at least one scene or one sentence.")
    return Contents("\n".join(lines), reader.title, tuple(reader.left_out))


def _check(parts: Archive) -> None:
    """python-docx reads and parses all parts at once, so all are looked at before."""
    for name in sorted(parts.names):
        data = parts.read(name)
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in data:
            raise ScriptError(f"The part {name} of {parts.called} defines entities; Word never does.", _ANEW)


@contextmanager
def _told(called: str) -> Iterator[None]:
    """Turn what python-docx raises for missing parts, wrong relations and foreign XML into `ScriptError`."""
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from docx.oxml.exceptions import XmlchemyError
    from lxml.etree import LxmlError

    try:
        yield
    except (
        *(PythonDocxError, OpcError, XmlchemyError, LxmlError, OSError),
        *(KeyError, ValueError, AttributeError, TypeError, IndexError, AssertionError),
    ) as error:
        raise ScriptError(f"{called} is no Word document that can be read ({error}).", _ANEW) from error


class _Reader:
    """Goes through a document once; *title* and *left_out* are known afterwards."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.numbering = Numbering(document)
        self.title = ""
        self.left_out: list[Unused] = []
        self.line_number = 1
        self._styles: dict[str | None, list[Any]] = {}

    def blocks(self) -> Iterator[list[str]]:
        """The lines of each paragraph, table row and the like."""
        for lines in self._below(self.document.element.body):
            yield lines
            self.line_number += len(lines)

    def _below(self, parent: Any) -> Iterator[list[str]]:
        for element in parent.iterchildren():
            kind = _kind(element)
            if kind == "p":
                yield self._paragraph(element)
            elif kind == "tbl":
                yield from self._table(element)
            elif kind == "sdt":
                yield from self._control(element)
            elif kind in {"sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
                yield from self._below(element)

    def _control(self, element: Any) -> Iterator[list[str]]:
        gallery = next(iter(word(element, _PARTS_OF_BOOK)), "")
        if gallery in {"Table of Contents", "Cover Pages"}:
            text = " ".join(" ".join(map(_words, word(element, ".//w:p"))).split())
            self._leave(text, f"a part that Word made: {gallery}")
        else:
            yield from self._below(element)

    def _table(self, table: Any) -> Iterator[list[str]]:
        """A row of short cells is one line; where a cell has several paragraphs, each is one."""
        for row in word(table, "./w:tr[not(./w:trPr/w:del)]"):
            cells = [list(self._below(cell)) for cell in word(row, "./w:tc | ./w:sdt/w:sdtContent/w:tc")]
            lines = [[line for block in cell for line in block if line] for cell in cells]
            if all(len(cell) <= 1 for cell in lines):
                yield ["\t".join(line for cell in lines for line in cell)]
            else:
                yield [line for cell in lines for line in cell]

    def _paragraph(self, element: Any) -> list[str]:
        styles = self._styles_of(element)
        names = {str(style.name).lower() for style in styles}
        words = _words(element)
        if not words.strip():
            return [""]
        if any(name.startswith("toc ") for name in names):
            self._leave(words, "a table of contents")
            return []
        words = self.numbering.label(element, styles) + words
        if "title" in names and not self.title and self.line_number < 10:
            self.title = words.strip().strip("《》")
            return []
        level = 1 if "title" in names else _level(element, styles)
        return [heading(" ".join(words.split()), level)] if level else words.split("\n")

    def _styles_of(self, element: Any) -> list[Any]:
        """The style of a paragraph and those that it is based on."""
        from docx.text.paragraph import Paragraph

        if element.style not in self._styles:
            self._styles[element.style] = list(_styles(Paragraph(element, self.document).style))
        return self._styles[element.style]

    def _leave(self, text: str, why: str) -> None:
        if text:
            short = text if len(text) <= 80 else f"{text[:80]}…"
            self.left_out.append(Unused(text=short, line_number=self.line_number, why=why))


def _kind(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _styles(style: Any) -> Iterator[Any]:
    """*style* and those that it is based on; a circle of them ends."""
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        yield style
        style = style.base_style


def _level(element: Any, styles: list[Any]) -> int:
    """The outline level of a paragraph, its own or its style's, from 1; 0 for body text."""
    for properties in (element, *(style.element for style in styles)):
        for value in word(properties, "./w:pPr/w:outlineLvl/@w:val"):
            return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0
    return 0


def _words(element: Any) -> str:
    """The words of a paragraph that a reader sees, with its line breaks."""
    from docx.text.run import Run

    runs = [Run(run, None) for run in word(element, _SEEN)]  # type: ignore[arg-type]  # the parent is unused
    return "".join(run.text for run in runs if not run.font.hidden)
