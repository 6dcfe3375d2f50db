"""
Make `ShortdramaSans-Bold.otf` from Noto Sans CJK: `python assets/fonts/build.py NotoSansCJK-Bold.ttc`.

Debian's package fonts-noto-cjk has that file. The result is a subset under a name of its own, as
the licence beside it (OFL.txt) allows; copyright and licence stay in its name table. The name is
its own because libass takes a font by its family, and an installed Noto must not come in between.
"""

# ruff: noqa: INP001 - a script beside the font it makes, in no package
from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Shortdrama Sans"
FILE = "ShortdramaSans-Bold.otf"
#: The collection's face with the forms of mainland China.
SIMPLIFIED = 2
#: Line height in thousandths of the letter size; Noto's own 1448 is loose for two lines on a picture.
ASCENT, DESCENT = 1000, 250
#: Latin-1 and what Noto CJK has of Extended-A, punctuation, kana, full-width forms.
RANGES = (
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x2010, 0x2027), (0x2030, 0x203E), (0x2190, 0x2193),
    (0x3000, 0x30FF), (0xFF01, 0xFFEE),
)  # fmt: skip
SIGNS = "€№™℃℉√×÷≈≠≤≥∞★☆♀♂♡♥♪♫○●◎◇◆□■△▲▽▼✓✕"


def characters() -> str:
    """
    All that a subtitle may need.

    GB2312, the first level of Big5, Latin, punctuation and kana; and from `more-characters.txt`
    what China's table of general standard characters (2013) has beyond them, plus a few of the net.
    """
    more = Path(__file__).with_name("more-characters.txt").read_text(encoding="utf-8")
    simplified = _decoded("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    traditional = _decoded("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    ranges = (chr(code) for first, last in RANGES for code in range(first, last + 1))
    return "".join(sorted({*"".join(ranges), *SIGNS, *simplified, *traditional, *"".join(more.split())}))


def _decoded(encoding: str, firsts: range, seconds: range | tuple[int, ...]) -> str:
    """What the two-byte codes of *encoding* stand for, holes left out."""
    return "".join(bytes((a, b)).decode(encoding, "ignore") for a in firsts for b in seconds)


def subset(collection: Path) -> TTFont:
    """The face for mainland China with no more than `characters`."""
    font = TTFont(collection, fontNumber=SIMPLIFIED, recalcTimestamp=False)
    options = Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    return font


def rename(font: TTFont) -> None:
    """Give the subset its own name, in all languages of the name table."""
    postscript = FAMILY.replace(" ", "") + "-Bold"
    names = {1: FAMILY, 3: f"{postscript};subset of Noto Sans CJK SC", 4: f"{FAMILY} Bold", 6: postscript}
    for entry in font["name"].names:
        entry.string = names.get(entry.nameID, str(entry))
    top = font["CFF "].cff
    top.fontNames = [postscript]
    top[0].FullName, top[0].FamilyName = names[4], names[1]


def tighten(font: TTFont) -> None:
    """Set the line height that every program reads."""
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, -DESCENT, 0
    font["OS/2"].usWinAscent, font["OS/2"].usWinDescent = ASCENT, DESCENT


def main(collection: Path) -> None:
    """Write the font beside this file."""
    font = subset(collection)
    rename(font)
    tighten(font)
    font.save(Path(__file__).with_name(FILE))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
