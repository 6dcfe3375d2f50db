"""What is heard of those who are seen speaking in one shot."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from pipeline.clips.engine import Talk
from pipeline.final.sound.instruments import RATE
from pipeline.final.sound.speech import ready
from pipeline.story import Mode
from pipeline.voices.sound import write_wav


def mix(talks: Iterable[Talk], seconds: float, out: Path) -> None:
    """Write *talks* at their times, and silence between them, to *out*: a WAV of so many *seconds*."""
    mixed = np.zeros(round(seconds * RATE), np.float32)
    for talk in talks:
        voice, first = ready(talk.sound, Mode.SPEECH), round(talk.start * RATE)
        heard = mixed[first : first + len(voice)]
        heard += voice[: len(heard)]
    write_wav(out, mixed, RATE)
