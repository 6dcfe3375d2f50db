"""
The sound of the whole film: voices, music and effects, mixed once and brought to one loudness.

What is heard when is decided first (`score`); it is then mixed block by block (`mixing`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.final.sound.loudness import master
from pipeline.final.sound.mixing import Desk
from pipeline.final.sound.score import Score, score
from pipeline.timeline import Timeline


@dataclass(frozen=True, config=OPTIONS)
class Sound:
    """How the film sounds."""

    aside: ClassVar[tuple[str, ...]] = ("music_folder", "effects_folder")

    loudness_lufs: Annotated[float, Field(ge=-31, le=-9)] = -14.0
    """Loudness of the whole film: -14 for social platforms, -16 for the web, -23 for television."""
    true_peak_dbtp: Annotated[float, Field(ge=-9, le=-0.5)] = -1.5
    """No peak, also between samples, is higher; encoding to AAC may add a few tenths."""
    music: bool = True
    """Whether music plays, by the mood of each scene."""
    music_folder: str = ""
    """Folder with music of yours; empty for `music/` in the drama's folder. Without one it is composed."""
    music_db: Annotated[float, Field(ge=-40, le=0)] = -11.0
    """Level of the music against the voices, where nobody speaks; -8 to -14 is usual."""
    duck_db: Annotated[float, Field(ge=-40, le=0)] = -9.0
    """How far the music steps back while somebody speaks."""
    ambience: bool = True
    """Whether rain, storm and wind are heard in scenes that play outside, and a room's tone inside."""
    room_tone_db: Annotated[float, Field(ge=-90, le=-20)] = -48.0
    """Level of a room's tone against the voices: silence that is no gap."""
    effects: bool = True
    """Whether doors, phones and thunder are heard where the story tells of them."""
    effects_folder: str = ""
    """Folder with effects of yours; empty for `effects/` in the drama's folder. A few are built in."""
    effects_db: Annotated[float, Field(ge=-40, le=0)] = -8.0
    """Level of the effects against the voices; under words they are never above -6."""
    clips: Literal["mute", "mix", "keep"] = "mute"
    """The clips' own sound: mute leaves it out, mix lays it under words, keep has it as loud as they are."""
    clips_db: Annotated[float, Field(ge=-40, le=0)] = -12.0
    """Level of the clips' sound in `mix`, against the voices."""


def mix(timeline: Timeline, voices: Mapping[str, Path], options: Sound, seed: int, out: Path) -> None:
    """
    Write the sound of *timeline* to *out*, without any sounds of the user's; see `mix_score`.

    *voices* has the file of every line by the line's id; *seed* is the drama's own and decides its music.
    """
    mix_score(score(timeline, voices, options, seed), options, out)


def mix_score(asked: Score, options: Sound, out: Path) -> None:
    """
    Write what is *asked* for to *out*: WAV, 48 kHz, stereo, 24 bit, as long as the film's frames exactly.

    `BadResult` where a file can't be read.
    """
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        desk = Desk(asked, options, Path(work))
        raw = Path(work, "mix.f32")
        with raw.open("wb") as file:
            for speech, music, effects in zip(desk.voices(), desk.music(), desk.effects(), strict=True):
                file.write((speech + (music + effects)).tobytes())
        master(raw, desk.samples, lufs=options.loudness_lufs, dbtp=options.true_peak_dbtp, out=out)
