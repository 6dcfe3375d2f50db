"""What CosyVoice takes for a recording, and what it sounds well with."""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import Rejected
from pipeline.voices.cosy.calls import Sample

#: Of the official front end: Hz at least, and seconds at most.
LEAST_RATE = 16_000
MOST_SECONDS = 30.0
#: Beyond so many seconds a recording is too long for short lines.
_SHORT_SECONDS = 6.0
#: The official front end warns where a text is shorter than so much of the words of the recording.
_LEAST_SHARE = 0.5
_HANZI_PER_SECOND = 4.5
_MOST_BYTES = 32 * 2**20


def look_at(file: Path) -> float:
    """The seconds of the recording; `Rejected` where CosyVoice does not take it."""
    try:
        with wave.open(str(file)) as sound:
            rate, frames = sound.getframerate(), sound.getnframes()
    except (wave.Error, EOFError, OSError) as error:
        raise Rejected(
            f"{file.name} is no WAV that can be read: {str(error) or 'it ends too early'}.",
            "Convert it to 16 bit PCM, mono, 24 kHz.",
        ) from error
    if rate < LEAST_RATE:
        raise Rejected(
            f"{file.name} has {rate} Hz, and CosyVoice takes {LEAST_RATE} Hz or more.",
            "Record it again: what a lower rate has lost does not come back.",
        )
    seconds: float = frames / rate
    if not 0 < seconds <= MOST_SECONDS:
        raise Rejected(
            f"{file.name} has {seconds:.1f} s, and CosyVoice takes up to {MOST_SECONDS:g} s.",
            "Cut it to a sentence or two: 3 to 10 s are best.",
        )
    return seconds


@contextmanager
def as_file(content: bytes) -> Iterator[Path]:
    """*content* as a file while it is spoken: the model reads a recording several times, by its path."""
    if len(content) > _MOST_BYTES:
        raise Rejected(f"The recording has {len(content)} bytes.", "Send 3 to 10 s as 16 bit PCM.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "recording.wav")
        file.write_bytes(content)
        look_at(file)
        yield file


def rather_long(sample: Sample, seconds: float, text: str) -> dict[str, str]:
    """A note where *text* is so short beside the recording of *seconds* that it may be spoken badly."""
    words = len(sample.words) or seconds * _HANZI_PER_SECOND
    if seconds <= _SHORT_SECONDS or len(text) >= _LEAST_SHARE * words:
        return {}
    return {"recording": f"{sample.sound.name} has {seconds:.1f} s; for so short a line 3 to 6 s are better"}
