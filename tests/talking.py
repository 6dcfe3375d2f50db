"""Sound that has the shape of speech, for stand-ins of voices: quick to make, and a good take of its text."""

from __future__ import annotations

import numpy as np

from pipeline.voices import sound

#: Seconds that a hanzi, a letter of another script and a mark take.
HANZI, LETTER, MARK = 0.2, 0.06, 0.25


def seconds(character: str) -> float:
    """How long *character* takes."""
    if not character.isalnum():
        return 0.0 if character.isspace() else MARK
    return LETTER if character.isascii() else HANZI


def speech(text: str, rate: int, hertz: float = 200, peak: float = 0.4) -> sound.Samples:
    """A swelling and fading tone for each letter of *text*, and silence for its marks and at both ends."""
    parts = [np.zeros(round(MARK * rate), np.float32)]
    for character in text:
        size = round(seconds(character) * rate)
        tone = peak * np.sin(2 * np.pi * hertz * np.arange(size) / rate) * np.hanning(size)
        parts.append((tone if character.isalnum() else np.zeros(size)).astype(np.float32))
    return np.concatenate([*parts, parts[0]])


def pcm(text: str, rate: int) -> bytes:
    """The same as 16 bit little-endian mono PCM."""
    return (speech(text, rate) * 32767).astype("<i2").tobytes()
