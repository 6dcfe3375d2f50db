"""
Recordings of people whom characters shall sound like, and whether they are good enough to be cloned.

The limits are those of the models: CosyVoice takes 16 kHz and more, and at most 30 s. A clone takes over all
that it hears, a room and a noise as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import BadResult, InputError
from pipeline.voices import sound

if TYPE_CHECKING:  # PyAV, which lists of voices do without
    import av

#: The kinds of file that a recording may be.
SUFFIXES = (".wav", ".mp3", ".m4a", ".flac")

SHORTEST, LONGEST = 3.0, 30.0
#: Up to so many seconds serve best: more makes short lines worse, and tells nothing new of a voice.
BEST = 10.0
LOWEST_RATE = 16_000
#: Of all samples; speech that was levelled to the top touches it now and then.
MOST_CLIPPED = 0.001
#: Of its time; who speaks without haste is heard two thirds of it.
LEAST_HEARD = 0.5
#: dB between the voice and what is heard while it pauses; a quiet room has 40 and more.
LEAST_ABOVE_NOISE = 15.0

_FULL = 0.999
_ANOTHER = "Put a recording of a voice there, as WAV, MP3, M4A or FLAC."
#: Shares of all frames of 10 ms: the quietest of them are pauses, and the loudest are the voice.
_PAUSES, _VOICE = 5, 90


@dataclass(frozen=True)
class Heard:
    """
    What a recording is: *seconds*, *rate* in Hz, *channels*; *clipped* and *heard* are shares from 0 to 1.

    *above_noise* is how many dB the voice is louder than what is heard in its pauses.
    """

    seconds: float
    rate: int
    channels: int
    clipped: float
    heard: float
    above_noise: float

    @property
    def problems(self) -> Iterator[str]:
        """Why it can't be used, each with its value and limit."""
        if not SHORTEST <= self.seconds <= LONGEST:
            yield (
                f"It is {self.seconds:.1f} s long, and must have {SHORTEST:g} to {LONGEST:g} s."
                f" {SHORTEST:g} to {BEST:g} s serve best."
            )
        if self.rate < LOWEST_RATE:
            yield (
                f"It has {self.rate} Hz, and needs {LOWEST_RATE} Hz."
                " Record it anew: no conversion brings back what was lost."
            )
        if self.clipped > MOST_CLIPPED:
            yield (
                f"It is clipped: {self.clipped:.1%} of it is at full scale, and {MOST_CLIPPED:.1%} may be."
                " Record it with less gain."
            )
        if not self.heard:
            yield f"Nothing is heard in it. {_ANOTHER}"
        elif self.heard < LEAST_HEARD:
            yield (
                f"It is silent for {1 - self.heard:.0%} of its time, and may be for {1 - LEAST_HEARD:.0%}."
                " Cut the silence out."
            )
        elif self.above_noise < LEAST_ABOVE_NOISE:
            yield (
                f"It is noisy: the voice is {self.above_noise:.0f} dB above the rest, and"
                f" {LEAST_ABOVE_NOISE:g} dB are needed. Record it in a quiet room, without music."
            )

    @property
    def remarks(self) -> Iterator[str]:
        """What is good to know of one that can be used."""
        if BEST < self.seconds <= LONGEST:
            yield f"{self.seconds:.1f} s are longer than serves best: {SHORTEST:g} to {BEST:g} s."
        if self.channels > 1:
            yield f"its {self.channels} channels are mixed down to one."


def listen(file: Path) -> Heard:
    """What is heard in *file*; read once as long as it does not change. `BadResult` where it is no sound."""
    try:
        stat = file.stat()
    except OSError as error:
        raise _unreadable(error) from error
    return _listen(file, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=512)
def _listen(file: Path, size: int, mtime_ns: int) -> Heard:  # noqa: ARG001 - as long as they stay
    channels, rate, seconds = _decoded(file)
    mixed = _mixed(channels)
    return Heard(
        seconds=seconds,
        rate=rate,
        channels=len(channels),
        clipped=float(np.mean(np.abs(channels) >= _FULL)),
        heard=float(np.mean(sound.heard(mixed, rate))),
        above_noise=_above_noise(mixed, rate),
    )


def _decoded(file: Path) -> tuple[npt.NDArray[np.float32], int, float]:
    """The samples (of what is too long, the begin), a row per channel; the rate in Hz and the seconds."""
    import av

    parts: list[npt.NDArray[Any]] = []
    seconds = 0.0
    try:
        with av.open(str(file)) as container:
            if not container.streams.audio:
                raise BadResult("It holds no sound.", _ANOTHER)
            stream, plain = container.streams.audio[0], av.AudioResampler(format="fltp")
            rate = stream.rate
            for frame in container.decode(stream):
                parts += [one.to_ndarray() for one in plain.resample(frame)]
                seconds += frame.samples / rate
                if seconds > LONGEST + 1:  # a whole audiobook would not fit into memory
                    seconds = max(seconds, (container.duration or 0) / av.time_base)
                    break
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(error) from error
    if not parts:
        raise BadResult("It holds no sound.", _ANOTHER)
    return np.concatenate(parts, axis=1).astype(np.float32), rate, seconds


def _unreadable(error: av.FFmpegError | OSError) -> BadResult:
    return BadResult(f"It can't be read as sound: {error.strerror}.", _ANOTHER)


def _mixed(channels: npt.NDArray[np.float32]) -> sound.Samples:
    """The mean of all *channels*: ffmpeg's own mix is louder by 3 dB and may clip."""
    mixed: sound.Samples = channels.mean(axis=0, dtype=np.float32)
    return mixed


def _above_noise(mixed: sound.Samples, rate: int) -> float:
    frame = round(rate / 100)
    whole = mixed[: len(mixed) // frame * frame].reshape(-1, frame)
    if not len(whole):
        return 0.0
    # What was made without any noise has pauses of nothing at all: 16 bits reach 96 dB.
    levels = 10 * np.log10(np.mean(np.square(whole), axis=1) + 10**-9.6)
    quiet, loud = np.percentile(levels, (_PAUSES, _VOICE))
    return float(loud - quiet)


def words_of(file: Path) -> str:
    """What is said in the recording *file*, as a text file of its name says; empty where there is none."""
    beside = file.with_suffix(".txt")
    if not beside.is_file():
        return ""
    try:
        return beside.read_text("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise InputError(
            f"{beside.name} is not written in UTF-8.", "Save it as UTF-8 in your editor."
        ) from error


def _is_plain(file: Path) -> bool:
    """Whether *file* is what engines take as it is: a mono 16 bit WAV."""
    try:
        sound.read_wav(file)
    except BadResult:
        return False
    return True


def as_wav(file: Path, out: Path) -> Path:
    """*file* where it is a mono 16 bit WAV, else the same sound as one at *out*; always the same bytes."""
    if _is_plain(file):
        return file
    channels, rate, _ = _decoded(file)
    sound.write_wav(out, _mixed(channels), rate)
    return out
