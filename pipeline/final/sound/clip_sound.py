"""The sound that an engine returns with a clip, cut and slowed as the clip is."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.ffmpeg import run
from pipeline.final.sound.instruments import RATE, Samples
from pipeline.final.sound.speech import lift

#: What is soft in a clip is meant to be: more would lift its noise.
_MOST_GAIN = 12.0

#: A cut in the sound makes no click.
_FADE = RATE // 50


def heard(clip: Path, raw: Path, *, slower: float, seconds: float, db: float) -> Samples:
    """
    At most *seconds* of the sound of *clip*, stereo, as loud as a voice and *db* louder.

    It lasts *slower* times as long, at the same pitch. *raw* is a file to work with, gone afterwards.
    """
    tempo = ["-af", f"atempo={1 / slower:.6f}"] if slower != 1 else []
    form = ["-f", "f32le", "-ar", str(RATE), "-ac", "2", "-t", f"{seconds:.6f}"]
    run(["-i", str(clip.resolve()), "-map", "0:a:0", *tempo, *form, str(raw)], what=f"sound of {clip.name}")
    sound = np.fromfile(raw, np.float32).reshape(-1, 2)
    raw.unlink()
    sound *= np.float32(10 ** ((lift(sound.mean(axis=1), _MOST_GAIN) + db) / 20))
    fade = min(_FADE, len(sound) // 2)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)[:, None]
    sound[:fade] *= ramp
    sound[len(sound) - fade :] *= ramp[::-1]
    return sound
