"""
Scripts: one file per format, each with `recognise` and `parse`; `read` finds out which it is.

A container (.docx, .epub, .pdf) is a file around a text, which may be in any of the formats: one file
each as well, with `recognise` and `read`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.script import chinese, docx, epub, final_draft, fountain, pdf, plain, prose, subrip
from pipeline.script.container import Contents, check_size
from pipeline.script.decode import decode, load
from pipeline.script.foreign import refuse
from pipeline.script.screenplay import Screenplay


@dataclass(frozen=True)
class Format:
    """How a format is told from others (text, file name), and how it is read (text, title)."""

    recognise: Callable[[str, str], bool]
    parse: Callable[[str, str], Screenplay]


#: In the order in which they are tried; prose is what nothing else recognises.
FORMATS: dict[str, Format] = {
    "final_draft": Format(final_draft.recognise, final_draft.parse),
    "subrip": Format(subrip.recognise, subrip.parse),
    "chinese": Format(chinese.recognise, chinese.parse),
    "plain": Format(plain.recognise, plain.parse),
    "fountain": Format(fountain.recognise, fountain.parse),
    "prose": Format(prose.recognise, prose.parse),
}


@dataclass(frozen=True)
class Container:
    """How a container is told by the file and its first bytes, never by its name; and how it is read."""

    recognise: Callable[[Path, bytes], bool]
    read: Callable[[Path], Contents]


#: In the order in which they are tried; a file that is none of them holds text, or no script.
CONTAINERS: dict[str, Container] = {
    "docx": Container(docx.recognise, docx.read),
    "epub": Container(epub.recognise, epub.read),
    "pdf": Container(pdf.recognise, pdf.read),
}

_HEAD_BYTES = 4096


def read(path: Path) -> Screenplay:
    """
    The script at *path*, in whichever container, encoding and format it is.

    Lines are counted in its text, without the container. Raises `ScriptError` where it is empty,
    binary, damaged, protected, too large, in an unknown encoding, can't be opened, or tells no story.
    """
    container = container_of(path)
    if container is None:
        return parse(load(path), path.name)
    contents = container.read(path)
    text = decode(contents.text.encode("utf-8", "replace"), path.name)
    screenplay = FORMATS[format_of(text)].parse(text, contents.title or path.stem)
    return replace(screenplay, unused=(*contents.left_out, *screenplay.unused))


def container_of(path: Path) -> Container | None:
    """
    Which container the file at *path* is; nothing for what seems to be text.

    Looks at a few of its bytes only. Raises `ScriptError` where it is known and no script, is a
    damaged archive, or has more bytes than any script.
    """
    head = _head(path)
    container = next((found for found in CONTAINERS.values() if found.recognise(path, head)), None)
    if container is None:
        refuse(path, head)
    if head:
        check_size(path)
    return container


def _head(path: Path) -> bytes:
    """The first bytes; nothing where `load` will say why there are none."""
    if not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return b""


def parse(text: str, name: str = "") -> Screenplay:
    """The script in *text*; its file *name* helps to tell the format and is the title where it has none."""
    return FORMATS[format_of(text, name)].parse(text, Path(name).stem)


def format_of(text: str, name: str = "") -> str:
    """Which of `FORMATS` *text* is written in."""
    return next(key for key, form in FORMATS.items() if form.recognise(text, name))
