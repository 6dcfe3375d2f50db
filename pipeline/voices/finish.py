"""What every voice engine does with the speech it got, so that all sound as one recording."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import BadResult
from pipeline.voices import sound
from pipeline.voices.engine import Word
from pipeline.voices.speakable import Spoken
from pipeline.voices.timing import Mark, word_times

#: Hz; what films have.
RATE = 48_000
#: Loudness of a line in LUFS, before the mix.
LOUDNESS = -19.0


def finish(
    samples: sound.Samples,
    rate: int,
    spoken: Spoken,
    out: Path,
    *,
    marks: Sequence[Mark] = (),
    loudness: float = LOUDNESS,
) -> tuple[Word, ...]:
    """
    Write *samples*, the speech of *spoken*, to *out*: a WAV of 48 kHz; the times of its words.

    Silence at both ends is cut off, the level is that of all lines. *marks* are the engine's own times, in
    seconds of *samples*; without any they are reckoned. `BadResult` for a bad take: silent, clipped, cut
    off, or far too short or long for its words.
    """
    trimmed, cut = sound.trim(samples, rate)
    if not trimmed.size:
        raise BadResult(f"The voice said nothing of {spoken.text!r}.", "Run again.")
    moved = [Mark(mark.first, mark.seconds - cut) for mark in marks]
    words = word_times(moved, spoken, trimmed, rate) if moved else ()
    sound.write_wav(out, sound.level(sound.fade(trimmed, rate), rate, loudness), rate)
    return words
