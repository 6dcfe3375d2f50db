"""
Fonts of a person or of their system: read from their files, found by name.

libass knows a font by the family name in its file, so that name is read here, with the measures that
libass goes by. The system's fonts are looked for where Linux, macOS and Windows keep them.
"""

from __future__ import annotations

import difflib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pipeline.errors import ProfileError
from pipeline.final.subtitles.fonts import Font

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_BOLD = 600
#: Numbers of the OpenType table `name`: the family, the full name, and the family of all weights.
_FAMILY, _FULL, _TYPOGRAPHIC = 1, 4, 16
#: What marks a family that does not go well with the bundled one, and what one that does.
_UNLIKE, _LIKE = ("serif", "mono", "song", "ming", "italic", "oblique"), ("sc", "yahei", "pingfang", "hei")


@dataclass(frozen=True)
class Face:
    """One *font* of a file, by all its *names* in small letters; *refused* says why it can't be used."""

    font: Font
    names: frozenset[str]
    bold: bool
    refused: str = ""


def find(wanted: str, root: Path) -> Font:
    """
    The font of the file *wanted*, absolute or in the drama *root*, or the system's of that name.

    Of several weights the bold one. `ProfileError` where there is none that can be used.
    """
    if wanted.lower().endswith(_ENDINGS):
        return _usable(_of_file(wanted, root), wanted)
    asked = wanted.casefold().strip()
    found = [face for face in system() if asked in face.names]
    if not found:
        families = sorted({face.font.family for face in system() if not face.refused})
        near = difflib.get_close_matches(wanted, families, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(map(repr, near))}?" if near else "Install it."
        raise ProfileError(
            f"There is no font {wanted!r} on this system.",
            f"{hint} Or write the path of a font file, such as fonts/mine.otf in the drama's folder.",
        )
    return _usable(sorted(found, key=lambda face: (bool(face.refused), not face.bold)), wanted)


def _of_file(wanted: str, root: Path) -> list[Face]:
    file = Path(wanted) if Path(wanted).is_absolute() else root / wanted
    if not Path(wanted).is_absolute() and not file.resolve().is_relative_to(root.resolve()):
        raise ProfileError(
            f"The font {wanted} leads out of the drama's folder.",
            "Put the file into the folder, or write its absolute path.",
        )
    if not file.is_file():
        raise ProfileError(
            f"There is no font file {file}.", "Put it there, or write the name of a font of the system."
        )
    if not (found := list(faces(file))):
        raise ProfileError(
            f"The font file {file} can't be read.", "It must be a TrueType or OpenType font (ttf, otf, ttc)."
        )
    families = sorted({face.font.family for face in found})
    if len(families) > 1:
        raise ProfileError(
            f"The font file {file} holds several fonts: {', '.join(families)}.",
            "Install it on the system and write one of these names.",
        )
    return found


def _usable(found: list[Face], wanted: str) -> Font:
    if found[0].refused:
        raise ProfileError(f"The font {wanted} can't be used: {found[0].refused}.", "Choose another one.")
    return found[0].font


@cache
def stand_in(character: str) -> Font | None:
    """The system's font that is to show *character* where no other has it; the same for each character."""
    return next((face.font for face in _standing_by() if ord(character) in face.font.characters), None)


@cache
def _standing_by() -> tuple[Face, ...]:
    """The system's fonts that can be used, those first that are most like the bundled one."""

    def unlike(face: Face) -> tuple[bool, bool, bool, str]:
        words = face.font.family.lower().split()
        other = any(mark in face.font.family.lower() for mark in _UNLIKE)
        return other, not face.bold, not any(word.endswith(_LIKE) for word in words), face.font.family

    return tuple(sorted((face for face in system() if not face.refused), key=unlike))


@cache
def system() -> tuple[Face, ...]:
    """Every font of the system, in an order that does not change."""
    files = {
        Path(folder, name)
        for place in folders()
        for folder, _, names in os.walk(place)
        for name in names
        if name.lower().endswith(_ENDINGS)
    }
    return tuple(face for file in sorted(files) for face in faces(file))


def folders() -> tuple[Path, ...]:
    """Where systems keep their fonts; those that are not there count for nothing."""
    home, data = Path.home(), os.environ.get("XDG_DATA_HOME", "")
    windows, own = os.environ.get("WINDIR", ""), os.environ.get("LOCALAPPDATA", "")
    return (
        *map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")),
        *(home / name for name in (".local/share/fonts", ".fonts", "Library/Fonts")),
        *((Path(data, "fonts"),) if data else ()),
        *((Path(windows, "Fonts"),) if windows else ()),
        *((Path(own, "Microsoft/Windows/Fonts"),) if own else ()),
    )


@cache
def faces(file: Path) -> tuple[Face, ...]:
    """The fonts in *file*; none where it can't be read."""
    from fontTools.ttLib import TTFont, TTLibError

    found: list[Face] = []
    # A damaged table shows itself by whatever its reader stumbles over.
    damaged = (TTLibError, OSError, ValueError, LookupError, AttributeError, AssertionError, struct.error)
    try:
        with file.open("rb") as opened:
            for number in range(_count(opened)):
                font = TTFont(opened, fontNumber=number, lazy=True)
                found.append(_face(font, file, number))
    except damaged:
        return ()
    return tuple(found)


def _count(file: BinaryIO) -> int:
    """How many fonts the *file* holds: a collection says it in its third word."""
    head = file.read(12)
    file.seek(0)
    return int.from_bytes(head[8:12]) if head.startswith(b"ttcf") else 1


def _face(font: TTFont, file: Path, number: int) -> Face:
    names, metrics, em = font["name"], font["OS/2"], font["head"].unitsPerEm
    family = str(names.getDebugName(_FAMILY) or "")
    height = metrics.usWinAscent + metrics.usWinDescent or font["hhea"].ascent - font["hhea"].descent
    return Face(
        Font(family, file, height / em, (getattr(metrics, "sCapHeight", 0) or 0.7 * em) / em, number),
        frozenset(
            str(name).casefold() for name in names.names if name.nameID in (_FAMILY, _FULL, _TYPOGRAPHIC)
        ),
        metrics.usWeightClass >= _BOLD,
        "; ".join(_refused(font, family)),
    )


def _refused(font: TTFont, family: str) -> Iterator[str]:
    if not family or set(family) & set(",{}\\"):
        yield f"its family name {family!r} can't be written in a subtitle file"
    if "fvar" in font:
        yield "it is a variable font, of which players draw one weight or another"
    if "glyf" not in font and "CFF " not in font:
        yield "it holds pictures instead of outlines"
