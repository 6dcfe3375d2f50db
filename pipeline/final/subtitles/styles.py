"""
Styles of subtitles: small files that say how each kind of cue looks.

A drama's own `styles/<name>.yaml` goes before the one of that name that comes with the program.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from pipeline.assets import assets
from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import ProfileError
from pipeline.options import instead, read_file

if TYPE_CHECKING:
    from pipeline.final.subtitles.subtitles import Subtitles

#: Where styles lie: in the program's assets, and in a drama's folder.
_FOLDER = "styles"

Colour = Annotated[str, Field(pattern="^#[0-9A-Fa-f]{6}$")]
Letters = Annotated[int, Field(ge=24, le=160)]
Thickness = Annotated[float, Field(ge=0, le=20)]


@options(frozen=True, config=OPTIONS)
class Look:
    """
    How one kind of cue looks. Lengths are in 1/1080 of the picture's shorter side.

    What is left out is as `final.subtitles` says, and of asides and the second language as for lines.
    """

    size: Letters | None = None
    """Size of a letter."""
    colour: Colour | None = None
    """Colour of the letters."""
    outline_colour: Colour | None = None
    """Colour of the outline and the shadow."""
    outline: Thickness | None = None
    """Thickness of the outline."""
    shadow: Thickness | None = None
    """How far the shadow falls; without a box."""
    blur: Annotated[float, Field(ge=0, le=10)] | None = None
    """How soft the outline is."""
    box: Colour | None = None
    """Colour of a box behind all rows; without it there is none."""
    box_opacity: Annotated[float, Field(ge=0, le=1)] | None = None
    """How much the box hides: 1 is all."""
    padding: Annotated[float, Field(ge=0, le=60)] | None = None
    """How far the box goes beyond the letters."""


@options(frozen=True, config=OPTIONS)
class Style:
    """How all kinds of cues look. What a style says goes before `final.subtitles`."""

    line: Look = Look()
    """What people say."""
    aside: Look = Look()
    """The narrator and thoughts."""
    caption: Look = Look()
    """The script's captions."""
    second: Look = Look()
    """The second language, below the first."""
    speakers: dict[str, Colour] = Field(default_factory=dict)
    """The colour of what a character says, by name."""
    palette: tuple[Colour, ...] = ()
    """Colours for all others, in the order of the outline; the first again after the last."""
    unspoken: Colour | None = None
    """Karaoke: the colour of words until they are heard."""

    def over(self, said: Subtitles) -> Subtitles:
        """The options *said* with the sizes of this style, by which rows are broken."""
        known: dict[str, Any] = {
            "font_size": self.line.size,
            "caption_size": self.caption.size,
            "second_size": self.second.size,
        }
        return replace(said, **{key: value for key, value in known.items() if value is not None})


def shipped() -> list[str]:
    """The names of the styles that come with the program."""
    return sorted(file.stem for file in (assets() / _FOLDER).glob("*.yaml"))


def stamp(name: str, root: Path) -> tuple[int, int]:
    """What changes when the style *name* is edited."""
    file = _file(name, root)
    return (file.stat().st_mtime_ns, file.stat().st_size) if file.is_file() else (0, 0)


def _file(name: str, root: Path) -> Path:
    own = root / _FOLDER / f"{name}.yaml"
    return own if own.is_file() else assets() / _FOLDER / f"{name}.yaml"


def read(name: str, root: Path) -> Style:
    """The style *name* of the drama *root*; `ProfileError` with every mistake in it and its line."""
    file = _file(name, root)
    if not file.is_file():
        known = sorted({*shipped(), *(path.stem for path in (root / _FOLDER).glob("*.yaml"))})
        raise ProfileError(
            f"`final.subtitles.style` is {name!r}, and there is no such style.",
            f"{instead(name, known)} Or write your own as {_FOLDER}/{name}.yaml in the drama's folder.",
        )
    return read_file(file, Style, "style")
