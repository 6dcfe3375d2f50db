"""The contact sheet as one picture: rows of shots, each with its id, its time and its words."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.contact.entries import Contact, Entry
from pipeline.contact.frames import Picture
from pipeline.ffmpeg import feed
from pipeline.final.picture.headline import Setting
from pipeline.final.subtitles import ass
from pipeline.final.subtitles.lettering import Lettering, folder
from pipeline.final.subtitles.parts import advance
from pipeline.wording import Wording

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

#: Pixels around the sheet, between shots, and of its head.
_EDGE, _GAP, _HEAD = 32, 20, 76
#: Letters of the title and of all else, and how far apart rows are.
_TITLE, _LETTER, _STEP = 30, 17, 24
#: Rows of words below a picture, behind two of facts; more are cut off.
_WORDS = 3
#: The sheet and a shot without a picture (blue, green, red); letters, and those that matter less.
_PAPER, _EMPTY = (23, 21, 21), (47, 42, 42)
_INK, _SOFT = "&HEEECEC&", "&HA8A0A0&"


@dataclass(frozen=True)
class _Grid:
    """Where each of *count* shots lies: in rows of *columns*, of pictures *wide* and *high*."""

    count: int
    columns: int
    wide: int
    high: int

    @property
    def cell(self) -> int:
        """The height of a picture with what stands below it."""
        return self.high + 10 + (2 + _WORDS) * _STEP

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the sheet: even, as an encoder of pictures wants them."""
        rows = math.ceil(self.count / self.columns)
        width = 2 * _EDGE + self.columns * (self.wide + _GAP) - _GAP
        height = _EDGE + _HEAD + rows * (self.cell + _GAP)
        return width + width % 2, height + height % 2

    def place(self, number: int) -> tuple[int, int]:
        """The upper left corner of a shot."""
        row, column = divmod(number, self.columns)
        return _EDGE + column * (self.wide + _GAP), _EDGE + _HEAD + row * (self.cell + _GAP)


def draw(contact: Contact, out: Path, columns: int = 0) -> None:
    """Write the sheet to *out* as PNG, in rows of *columns*; 0 makes it about as wide as high."""
    grid = _grid(contact, columns)
    width, height = grid.size
    sheet = np.full((height, width, 3), _PAPER, np.uint8)
    lettering = Lettering()
    setting = Setting(contact.drama.profile.film, contact.outline.language, lettering)
    events = list(_head(contact, setting))
    for number, entry in enumerate(contact.entries):
        x, y = grid.place(number)
        picture: Picture | tuple[int, ...] = _EMPTY if entry.picture is None else entry.picture
        sheet[y : y + grid.high, x : x + grid.wide] = picture
        events += _below(entry, setting, (x, y + grid.high + 10), grid.wide)
    _write(sheet, _document(events, lettering, grid.size), contact, out)


def _grid(contact: Contact, columns: int) -> _Grid:
    wide, high = contact.size
    count = len(contact.entries)
    one = _Grid(count, 1, wide, high)
    square = math.ceil(math.sqrt(count * one.cell / wide))
    return _Grid(count, min(count, columns or max(3, square)), wide, high)


def _head(contact: Contact, setting: Setting) -> Iterator[SSAEvent]:
    wording = Wording(contact.outline.language)
    title = wording.title(contact.episode.number, contact.episode.title)
    yield _text(f"{contact.outline.title} · {title}", (_EDGE, _EDGE - 8), setting, _INK, _TITLE)
    length = wording.clock(contact.timeline.seconds, exact=True)
    facts = f"{length} · {wording.count(len(contact.entries), 'shot')}"
    yield _text(facts, (_EDGE, _EDGE + _TITLE + 4), setting, _SOFT)


def _below(entry: Entry, setting: Setting, place: tuple[int, int], width: int) -> Iterator[SSAEvent]:
    """What stands below a picture."""
    span, (x, y) = entry.span, place
    wording = Wording(setting.language)
    yield _text(span.shot.id, place, setting, _INK)
    minutes, seconds = divmod(span.start, 60)
    yield _text(f"{minutes:.0f}:{seconds:04.1f}", (x + width, y), setting, _SOFT, corner=9)
    engines = ", ".join(dict.fromkeys(wording.say(shown.made.engine) for _, shown in entry.engines))
    facts = " · ".join(filter(None, (wording.seconds(span.seconds), engines)))
    yield _text(_cut(facts, width), (x, y + _STEP), setting, _SOFT)
    rows = list(_words(entry, setting, width))
    if len(rows) > _WORDS:
        rows[_WORDS - 1] = _cut(f"{rows[_WORDS - 1]}…{' ' * width}", width)
    for number, row in enumerate(rows[:_WORDS], 2):
        yield _text(row, (x, y + number * _STEP), setting, _INK)


def _words(entry: Entry, setting: Setting, width: int) -> Iterator[str]:
    for heard in entry.lines:
        line = heard.span.line
        speaker = line.speaker or Wording(setting.language).say("narrator")
        yield from setting.rows(f"{speaker}{Wording(setting.language).say(': ')}{line.text}", _LETTER, width)


def _cut(text: str, width: int) -> str:
    """As much of *text* as goes into a row."""
    if advance(text) * _LETTER <= width:
        return text
    while text and advance(f"{text}…") * _LETTER > width:
        text = text[:-1]
    return f"{text.rstrip(' …')}…"


def _text(
    text: str, place: tuple[int, int], setting: Setting, colour: str, size: int = _LETTER, *, corner: int = 7
) -> SSAEvent:
    look = rf"\an{corner}\pos({place[0]},{place[1]})\bord0\shad0\q2\c{colour}"
    height = size * setting.lettering.main.line_height
    return ass.event(0, 1, rf"{{{look}\fs{height:g}}}{setting.lettering.written(text, size)}", "Sheet")


def _document(events: list[SSAEvent], lettering: Lettering, size: tuple[int, int]) -> str:
    from pysubs2 import SSAFile

    file = SSAFile()
    file.info.update({"PlayResX": str(size[0]), "PlayResY": str(size[1])})
    file.styles = {"Sheet": ass.style(lettering.main, _LETTER)}
    file.events = events
    return file.to_string("ass", header_notice="")


def _write(sheet: Picture, document: str, contact: Contact, out: Path) -> None:
    """Write *sheet* with the letters of *document*."""
    fonts = folder(Lettering().files(document), contact.drama.project.records.made)
    height, width, _ = sheet.shape
    raw = ["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{width}x{height}", "-r", "1", "-i", "pipe:0"]
    drawn = ["-vf", "ass=sheet.ass:fontsdir=fonts,format=rgb24", "-frames:v", "1", "-fflags", "+bitexact"]
    with tempfile.TemporaryDirectory() as work:
        Path(work, "sheet.ass").write_text(document, encoding="utf-8")
        Path(work, "fonts").symlink_to(fonts.resolve(), target_is_directory=True)
        arguments = [*raw, *drawn, "-f", "image2", "-c:v", "png", str(out.resolve())]
        with feed(arguments, cwd=Path(work), what="contact sheet") as pipe:
            pipe.write(sheet.tobytes())
