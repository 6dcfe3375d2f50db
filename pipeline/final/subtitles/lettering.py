"""
In which font each character of a film is written.

The first font that has a character draws it. What none has is drawn by a font of the system, if there
is one, and else as a box: `lacking` names these before any work.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from pipeline.final.subtitles import ass
from pipeline.final.subtitles.fonts import Font, bundled, missing
from pipeline.final.subtitles.typefaces import find, stand_in


@dataclass(frozen=True)
class Lettering:
    """The *fonts* of a film in the order in which they are asked for a character; the first is its own."""

    fonts: tuple[Font, ...] = (bundled(),)

    @property
    def main(self) -> Font:
        """The font of everything that it can show."""
        return self.fonts[0]

    def font(self, character: str) -> Font | None:
        """Who draws *character*: nobody where it would be a box."""
        code = ord(character)
        return next((font for font in self.fonts if code in font.characters), None) or stand_in(character)

    def lacking(self, text: str) -> str:
        """The characters of *text* that would be boxes, each once and in order."""
        return "".join(c for c in missing(text, self.main) if self.font(c) is None)

    def standing_in(self, text: str) -> tuple[Font, ...]:
        """The fonts that draw what the main one lacks of *text*, in its order."""
        found = (self.font(character) for character in missing(text, self.main))
        return tuple(dict.fromkeys(font for font in found if font))

    def files(self, drawn: str) -> tuple[Path, ...]:
        """The font files, besides the bundled one, that libass needs for the ASS file *drawn*."""
        used = (self.main, *self.standing_in(drawn)) if drawn else ()
        return tuple(dict.fromkeys(font.path for font in used if font != bundled()))

    def written(self, text: str, size: float) -> str:
        """*text* in letters of *size* units as ASS has it, escaped, with tags where another font draws it."""
        text = ass.escaped(text)
        others = {character: self.font(character) for character in missing(text, self.main)}
        runs = groupby(text, key=others.get)
        return "".join(self._tagged("".join(run), font, size) for font, run in runs)

    def _tagged(self, run: str, font: Font | None, size: float) -> str:
        """*run* between a change to *font* and one back to the main one."""
        if font is None:
            return run
        return f"{_change(font, size)}{run}{_change(self.main, size)}"


def _change(font: Font, size: float) -> str:
    """The tags for letters of *size* units in *font*, whatever the style says."""
    return rf"{{\fn{font.family}\fs{size * font.line_height:g}}}"


def choose(family: str, others: tuple[str, ...], root: Path) -> Lettering:
    """
    The lettering whose own font is *family* (empty: the bundled one), with *others* behind it.

    Each is a name or a file, as for `find`. The bundled font stands in behind all of them.
    """
    named = [find(name, root) for name in (family, *others) if name]
    fonts = (*named, bundled()) if family else (bundled(), *named)
    return Lettering(tuple(dict.fromkeys(fonts)))


def folder(files: tuple[Path, ...], made: Path) -> Path:
    """
    A folder with the bundled font and *files*, and no others, for libass to find them in.

    It is put together below *made*, once for the same files.
    """
    if not files:
        return bundled().path.parent
    name = sha256("\n".join(map(str, files)).encode()).hexdigest()[:16]
    place = made / "fonts" / name
    place.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate((bundled().path, *files)):
        link = place / f"{number}{file.suffix.lower()}"
        # Somebody else may have put it there meanwhile.
        with suppress(FileExistsError):
            link.symlink_to(file.resolve())
    return place
