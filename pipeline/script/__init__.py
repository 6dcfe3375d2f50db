"""Scripts: one file per format, each with `recognise` and `parse`; `read` finds out which it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.script import chinese, fountain, plain, prose
from pipeline.script.decode import load
from pipeline.script.screenplay import Screenplay


@dataclass(frozen=True)
class Format:
    """How a format is told from others (text, file name), and how it is read (text, title)."""

    recognise: Callable[[str, str], bool]
    parse: Callable[[str, str], Screenplay]


#: In the order in which they are tried; prose is what nothing else recognises.
FORMATS: dict[str, Format] = {
    "chinese": Format(chinese.recognise, chinese.parse),
    "plain": Format(plain.recognise, plain.parse),
    "fountain": Format(fountain.recognise, fountain.parse),
    "prose": Format(prose.recognise, prose.parse),
}


def read(path: Path) -> Screenplay:
    """
    The script at *path*, in whichever encoding and format it is.

    Raises `ScriptError` where it is empty, binary, too large, in an unknown encoding, can't be
    opened, or tells no story.
    """
    return parse(load(path), path.name)


def parse(text: str, name: str = "") -> Screenplay:
    """The script in *text*; its file *name* helps to tell the format and is the title where it has none."""
    return FORMATS[format_of(text, name)].parse(text, Path(name).stem)


def format_of(text: str, name: str = "") -> str:
    """Which of `FORMATS` *text* is written in."""
    return next(key for key, form in FORMATS.items() if form.recognise(text, name))
