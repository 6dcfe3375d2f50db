"""What every voice engine does with the speech it got, so that all sound as one recording."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.voices import sound
from pipeline.voices.aligner import Aligner
from pipeline.voices.decoding import resampled
from pipeline.voices.engine import Word
from pipeline.voices.reckoning import reckoned
from pipeline.voices.speakable import Spoken, pause
from pipeline.voices.takes import check
from pipeline.voices.timing import Mark, aligned, word_times

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
    aligner: Aligner | None = None,
) -> tuple[Word, ...]:
    """
    Write *samples*, the speech of *spoken*, to *out*: a WAV of 48 kHz; the times of its words.

    Silence at both ends is cut off, the level is that of all lines. *marks* are the engine's own times, in
    seconds of *samples* (`timing.aligned` makes them of what it tells); without any, the *aligner* listens
    where there is one, and else they are reckoned. A text without words is a pause. `BadResult` for a bad
    take (`takes.py`).
    """
    if not spoken.audible:
        return silent(spoken.text, out)
    check(samples, rate, spoken)
    # Evened twice: a soft voice is no silence, and silence that will be cut off has a part in the loudness.
    even = sound.level(resampled(samples, rate, RATE), RATE, loudness)
    trimmed, cut = sound.trim(even, RATE)
    trimmed = sound.level(trimmed, RATE, loudness)
    told = [Mark(mark.first, mark.seconds - cut) for mark in marks]
    if not told and aligner:
        told = [*aligned(aligner.times(trimmed, RATE, spoken), spoken)]
    words = word_times(told or reckoned(spoken, trimmed, RATE), spoken, trimmed, RATE)
    sound.write_wav(out, sound.fade(trimmed, RATE), RATE)
    return words


def silent(text: str, out: Path) -> tuple[Word, ...]:
    """Write the pause that *text*, the original of a line without words, is to *out*; it has no words."""
    sound.write_wav(out, sound.silence(pause(text), RATE), RATE)
    return ()
