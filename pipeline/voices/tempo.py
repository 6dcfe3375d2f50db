"""Speech made faster, where the user asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import ffmpeg
from pipeline.story import Language
from pipeline.storyboard.pace import speech_seconds
from pipeline.voices import sound
from pipeline.voices.engine import Word

#: A difference in pace that nobody hears.
_UNHEARD = 1.02


def hasten(
    file: Path, words: Sequence[Word], text: str, language: Language, fastest: float
) -> tuple[Word, ...]:
    """
    Make the speech of *text* in *file* faster, up to *fastest* times, where it is slower than usual speech.

    Usual is `speech_seconds`. The pitch stays; the times of its *words* follow and are given back.
    """
    samples, rate = sound.read_wav(file)
    factor = min(fastest, len(samples) / rate / speech_seconds(text, language))
    if factor < _UNHEARD:
        return tuple(words)
    faster = file.with_name("faster.wav")
    exact = ("-c:a", "pcm_s16le", "-fflags", "+bitexact", "-flags:a", "+bitexact")
    ffmpeg.run(
        ["-i", str(file), "-af", f"atempo={factor:.6f}", *exact, str(faster)],
        what=f"A faster {file.name}",
    )
    faster.replace(file)
    return tuple(replace(word, start=word.start / factor, end=word.end / factor) for word in words)
