"""
The font of everything that is written on the picture.

libass finds a font by its family name, in the folder it is given; it takes no glyph from another
file there. So `Lettering` says in which font each character is drawn, and `missing` tells what none of
them has before anything is burnt.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.assets import assets

#: Emoji, flags and dingbats, less those that the font draws: libass can't use colour fonts.
_PICTURES = re.compile("(?![★☆♀♂♡♥♪♫✓✕])[\u2600-\u27bf\u20e3\U0001f000-\U0001faff]")
#: Control, format, private and unassigned characters, and surrogates.
_NOT_TEXT = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


@dataclass(frozen=True)
class Font:
    """
    A font file and the *family* that libass knows it by.

    *line_height* and *capital* are the height of a line and of a capital letter, in letter sizes;
    *number* counts the fonts of a collection.
    """

    family: str
    path: Path
    line_height: float
    capital: float
    number: int = 0

    @property
    def characters(self) -> frozenset[int]:
        """The code points that it can show."""
        return _characters(self.path, self.number)


def bundled() -> Font:
    """The font that comes with the program; `assets/fonts/build.py` made it."""
    path = assets() / "fonts" / "ShortdramaSans-Bold.otf"
    return Font("Shortdrama Sans", path, line_height=1.25, capital=0.733)


def missing(text: str, font: Font) -> str:
    """The characters of *text* that would be boxes, each once and in order."""
    has = font.characters
    return "".join(dict.fromkeys(c for c in strip_unshown(text) if not c.isspace() and ord(c) not in has))


@cache
def _characters(path: Path, number: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=number, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def unshown(text: str) -> str:
    """The emoji of *text*, which are left out, each once and in order."""
    return "".join(dict.fromkeys(_PICTURES.findall(text)))


def strip_unshown(text: str) -> str:
    """*text* without what is never drawn as letters: emoji, control and format characters; space stays."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in _PICTURES.sub("", text) if c.isspace() or _is_text(c))


def _is_text(character: str) -> bool:
    """Variation selectors are marks by their category, but only choose the look of an emoji."""
    return unicodedata.category(character) not in _NOT_TEXT and not "\ufe00" <= character <= "\ufe0f"
