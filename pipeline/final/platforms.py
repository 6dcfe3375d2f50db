"""
Platforms: what each takes and how it shows a film, a small file for each.

A drama's own `platforms/<name>.yaml` goes before the one of that name that comes with the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import ProfileError
from pipeline.final.film import Codec, Pixels
from pipeline.final.subtitles.subtitles import Zones
from pipeline.options import instead, read_file

#: Where platforms lie: beside the profiles, and in a drama's folder.
_SHIPPED = Path(__file__).parents[2] / "configs" / "platforms"
_FOLDER = "platforms"

#: A film's folder has the name of its platform; these lie beside it.
_TAKEN = ("colours", "shots", "sound", "stems")

Rate = Annotated[int, Field(ge=1, le=240)]
Name = Annotated[str, Field(pattern=r"^[\w-]{1,40}$")]


@dataclass(frozen=True, config=OPTIONS)
class Platform:
    """What a platform takes, as far as it is known; what is left out has no limit."""

    title: str
    """What people call it."""
    source: str
    """Where the numbers are from, and which of them nobody published."""
    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    """The month in which they were looked up: platforms change them without notice."""
    width: Pixels = 1080
    """Pixels across of a film that fills its picture."""
    height: Pixels = 1920
    """Pixels down."""
    least_fps: Rate = 1
    """The fewest frames per second."""
    most_fps: Rate = 60
    """The most frames per second."""
    codecs: tuple[Codec, ...] = ("h264",)
    """What it decodes; a film of another kind is encoded in the first one."""
    most_kbps: Annotated[int, Field(ge=0)] = 0
    """The most that the pictures may take, in kilobits a second; 0 for no ceiling."""
    most_audio_kbps: Annotated[int, Field(ge=64)] = 512
    """The same for the sound."""
    shortest_seconds: Annotated[float, Field(ge=0)] = 0.0
    """Nothing shorter is taken."""
    longest_seconds: Annotated[float, Field(gt=0)] | None = None
    """Nothing longer is taken."""
    most_megabytes: Annotated[float, Field(gt=0)] | None = None
    """No larger file is taken, in millions of bytes."""
    loudness_lufs: Annotated[float, Field(ge=-31, le=-9)] | None = None
    """The loudness to which it turns films down; without one it is that of `final.sound`."""
    true_peak_dbtp: Annotated[float, Field(ge=-9, le=0)] | None = None
    """No peak is higher; without one it is that of `final.sound`."""
    zones: Zones = Zones()
    """What it covers with buttons and words."""
    cover_width: Pixels | None = None
    """Pixels across of its cover; without both it is as large as the film."""
    cover_height: Pixels | None = None
    """Pixels down of its cover."""
    label: tuple[Literal["visible", "metadata", "c2pa"], ...] = ()
    """What of `final.label` it asks for, or reads."""


def shipped() -> list[str]:
    """The names of the platforms that come with the program."""
    return sorted(file.stem for file in _SHIPPED.glob("*.yaml"))


def known(root: Path | None = None) -> list[str]:
    """The names of all platforms, with those of the drama *root*."""
    own = (root / _FOLDER).glob("*.yaml") if root else ()
    return sorted({*shipped(), *(file.stem for file in own)})


def read_all(names: Sequence[str], root: Path) -> Mapping[str, Platform]:
    """The platforms *names* of the drama *root*, each once; errors are those of `read`."""
    return {name: read(name, root) for name in dict.fromkeys(names)}


def read(name: str, root: Path | None = None) -> Platform:
    """The platform *name* of the drama *root*; `ProfileError` with every mistake in it and its line."""
    own = root / _FOLDER / f"{name}.yaml" if root else None
    file = own if own and own.is_file() else _SHIPPED / f"{name}.yaml"
    if name in _TAKEN or not file.is_file():
        why = "that name is a folder of every film" if name in _TAKEN else "there is no such platform"
        raise ProfileError(
            f"`final.platforms` asks for {name!r}, and {why}.",
            f"{instead(name, known(root))} Or write your own as {_FOLDER}/<name>.yaml in the drama's folder.",
        )
    return read_file(file, Platform, "platform")
