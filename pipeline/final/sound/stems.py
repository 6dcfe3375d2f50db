"""Stems: the voices, the music and the effects of a film as files of their own, to be mixed elsewhere."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from pipeline.ffmpeg import feed
from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.mixing import Desk
from pipeline.final.sound.score import Score

if TYPE_CHECKING:
    from pipeline.final.sound.sound import Sound

Stem = Literal["voices", "music", "effects"]
STEMS: tuple[Stem, ...] = get_args(Stem)


def write(asked: Score, options: Sound, stem: Stem, out: Path) -> None:
    """
    Write one *stem* of what is *asked* for to *out*: WAV, 48 kHz, stereo, 32 bit float, as long as the film.

    Together the stems are the mix before it is brought to its loudness; float holds peaks over full scale.
    """
    form = ["-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", "pipe:0"]
    exact = ["-c:a", "pcm_f32le", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    with (
        tempfile.TemporaryDirectory(dir=out.parent) as work,
        feed([*form, *exact, str(out.resolve())], what=f"stem {stem}") as pipe,
    ):
        desk = Desk(asked, options, Path(work))
        played = {"voices": desk.voices, "music": desk.music, "effects": desk.effects}
        for block in played[stem]():
            pipe.write(block.tobytes())
