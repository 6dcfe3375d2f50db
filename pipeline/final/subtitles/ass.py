"""
ASS as libass draws it: units, times, styles and escaping that subtitles and labels share.

Lengths are in a canvas of which the shorter side has 1080 units, so that a film of any size looks
the same. libass takes a font size as the height of a line; here sizes are those of a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.final.film import Film
from pipeline.final.subtitles.fonts import Font, strip_unshown

if TYPE_CHECKING:
    from pysubs2 import Color, SSAEvent, SSAStyle

#: Units of the shorter side.
SHORT_SIDE = 1080
#: Braces open override tags and a backslash begins a command: their full-width twins only look alike.
_ESCAPES = str.maketrans({"{": "｛", "}": "｝", "\\": "＼", "\n": " ", "\r": " "})


def canvas(film: Film) -> tuple[int, int]:
    """Width and height of the picture in units."""
    scale = SHORT_SIDE / min(film.width, film.height)
    return round(film.width * scale), round(film.height * scale)


def escaped(text: str) -> str:
    """*text* as plain text of an event, without what no font shows."""
    return strip_unshown(text.translate(_ESCAPES))


def event(start: float, end: float, text: str, style: str, name: str = "") -> SSAEvent:
    """
    An event from *start* to *end* seconds; *text* may hold tags, so escape what users wrote.

    ASS counts hundredths of a second. Rounded down, an event begins and ends exactly with its
    frames; rounded to the nearest, every third frame at 24 fps would come too late.
    """
    from pysubs2 import SSAEvent

    begin, stop = (int(seconds * 100 + 1e-6) * 10 for seconds in (start, end))
    # A comma would end the field.
    return SSAEvent(start=begin, end=stop, text=text, style=style, name=escaped(name).replace(",", "，"))


def style(font: Font, size: float, **more: Any) -> SSAStyle:
    """A style with letters of *size* units in *font*; *more* are fields of pysubs2's `SSAStyle`."""
    from pysubs2 import SSAStyle

    return SSAStyle(fontname=font.family, fontsize=size * font.line_height, bold=True, **more)


def colour(hexadecimal: str, opacity: float = 1.0) -> Color:
    """`#RRGGBB` as ASS has it; *opacity* 0 is invisible."""
    from pysubs2 import Color

    red, green, blue = bytes.fromhex(hexadecimal.removeprefix("#"))
    return Color(red, green, blue, round(255 * (1 - opacity)))


def document(film: Film, styles: Mapping[str, SSAStyle], events: Iterable[SSAEvent]) -> str:
    """A whole ASS file; the same input gives the same bytes."""
    from pysubs2 import SSAFile

    file = SSAFile()
    width, height = canvas(film)
    file.info.update(
        {
            "PlayResX": str(width),
            "PlayResY": str(height),
            "WrapStyle": "0",  # rows are broken before; what is still too wide goes on in the next row
            "ScaledBorderAndShadow": "yes",
            "YCbCr Matrix": "TV.709",
        }
    )
    file.styles = dict(styles)
    file.events = list(events)
    return file.to_string("ass", header_notice="")
