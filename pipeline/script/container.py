"""What is in a file that holds more than text: a book, a Word document, pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ScriptError
from pipeline.story import Unused

#: Pictures make a file large; text alone never does. Bytes on the disk.
LARGEST_FILE = 100_000_000

_SCENE_HEADING = re.compile(r"(?:INT|EXT|EST|I/E)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Contents:
    """
    The *text*, one paragraph or script line per line, with headings as in Markdown.

    *title* is the one that the file gives itself apart from its text. *left_out* are the parts that
    are no story, at the line of *text* before which they stood.
    """

    text: str
    title: str = ""
    left_out: tuple[Unused, ...] = ()


def check_size(path: Path) -> None:
    """`ScriptError` where the file at *path* is larger than `LARGEST_FILE`."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ScriptError(
            f"{path.name} has {size / 1e6:.0f} MB, more than {LARGEST_FILE / 1e6:.0f}.",
            "Take its pictures out, or save its text alone as .txt in UTF-8.",
        )


def heading(words: str, level: int) -> str:
    """*words* as a Markdown heading; `INT. KITCHEN - DAY` is known by itself, and stays as it is."""
    return words if _SCENE_HEADING.match(words) else f"{'#' * min(max(level, 1), 6)} {words}"
