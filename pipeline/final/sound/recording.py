"""
Sound of any file, of any length, in the little memory that a block of the mix needs.

A file is decoded once into a raw file beside the mix, brought to one loudness there, and read from it
block by block. What is shorter than it is needed for is repeated, with a crossfade at its seam.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import BadResult
from pipeline.final.sound.effects_built import at_level
from pipeline.final.sound.instruments import BED_LEVEL, RATE, Samples
from pipeline.final.sound.loudness import measure_raw

if TYPE_CHECKING:
    import av

#: What a bed at `BED_LEVEL` on both sides has in LUFS: BS.1770 adds the power of both, music has its middle.
BED_LUFS = BED_LEVEL + 2.5

#: Longer than a chord and shorter than a phrase.
_SEAM_SECONDS = 2.0

#: Softer is silence, against the loudest twentieth of a second of the file.
_SILENT_BELOW = 10 ** (-50 / 10)
_WINDOW = RATE // 20

#: Decoded beyond what is played: for silence at the beginning, and for a seam that is not reached.
_SLACK_SECONDS = 10.0

#: An effect that is heard once is no longer.
_LONGEST_STRIKE = 12 * RATE

#: No file is lifted by more: it would be its noise that is heard.
_MOST_GAIN = 20.0


@dataclass(frozen=True)
class Recording:
    """
    Decoded sound: float32, stereo, at `RATE`, *samples* long, in the file *raw*; *gain* is a factor.

    It begins at *begin*, and is repeated between the samples *loop*.
    """

    raw: Path
    samples: int
    begin: int
    loop: tuple[int, int]
    gain: float

    def heard(self, first: int, count: int) -> Samples:
        """*count* samples from *first* of its playing time on; before its start there is silence."""
        played = np.arange(first, first + count) + self.begin
        start, end = self.loop
        seam = min(round(_SEAM_SECONDS * RATE), (end - start) // 4)
        turn = end - seam
        into = np.where(played < turn, seam, (played - turn) % (turn - start))
        sound = self._at(np.where(played < turn, np.maximum(played, 0), start + into))
        sound[played < self.begin] = 0
        self._cross(sound, into, seam)
        return sound

    def _cross(self, sound: Samples, into: NDArray[np.int64], seam: int) -> None:
        """Let the round before fade out where a round is less than *seam* samples old."""
        crossing = np.flatnonzero(into < seam)
        if crossing.size:
            # Sounds that have nothing in common are together as loud as one by sine and cosine.
            angle = (into[crossing] / seam * np.pi / 2)[:, None].astype(np.float32)
            before = self._at(self.loop[1] - seam + into[crossing])
            sound[crossing] = sound[crossing] * np.sin(angle) + before * np.cos(angle)

    def _at(self, indices: NDArray[np.int64]) -> Samples:
        # Mapped for this block alone, so that no more than the block stays in memory.
        whole = np.memmap(self.raw, np.float32, "r", shape=(self.samples, 2))
        return np.asarray(whole[np.minimum(indices, self.samples - 1)] * np.float32(self.gain))


def record(
    file: Path,
    raw: Path,
    *,
    seconds: float,
    start: float = 0.0,
    loop: tuple[float, float] | None = None,
    gain_db: float = 0.0,
) -> Recording:
    """
    Decode at most *seconds* of *file*, from *start* on, into *raw*; its loudness becomes `BED_LUFS`.

    Silence at both ends is left out, unless *start* and *loop* (seconds of the file) say where it
    begins and is repeated; *gain_db* comes on top. `BadResult` where it can't be decoded or is silent.
    """
    samples = _decode(file, raw, loop[1] if loop else start + seconds + _SLACK_SECONDS)
    begin, end = _sounding(raw, samples)
    begin = round(start * RATE) if start else begin
    if loop:
        begin, end = (begin if start else 0), min(round(loop[1] * RATE), samples)
    if end - begin < _WINDOW:
        raise BadResult(f"{file.name} holds no sound to play.", "Put another file in its place.")
    measured = measure_raw(raw)
    lift = 0.0 if measured.silent else min(BED_LUFS - measured.integrated, _MOST_GAIN)
    again = round(loop[0] * RATE) if loop else begin
    return Recording(raw, samples, begin, (again, end), float(10 ** ((lift + gain_db) / 20)))


def strike(file: Path) -> Samples:
    """The first seconds of *file*, stereo, without silence before them; loudest at `BED_LEVEL`."""
    parts: list[Samples] = []
    for part in blocks(file):
        parts.append(part)
        if sum(map(len, parts)) >= _LONGEST_STRIKE:
            break
    sound = np.concatenate([np.zeros((0, 2), np.float32), *parts])[:_LONGEST_STRIKE]
    size = np.abs(sound).max(axis=1, initial=0.0)
    heard = np.flatnonzero(size > size.max(initial=0.0) * 10 ** (-40 / 20))
    return at_level(sound[heard[0] :] if heard.size else sound)


def _decode(file: Path, raw: Path, seconds: float) -> int:
    """Write the sound of *file* to *raw*; how many samples there are, at most those of *seconds*."""
    most, written = round(seconds * RATE), 0
    with raw.open("wb") as out:
        for block in blocks(file):
            part = block[: most - written]
            out.write(part.tobytes())
            written += len(part)
            if written >= most:
                break
    return written


def blocks(file: Path) -> Iterator[Samples]:
    """The first sound track of *file* as stereo at `RATE`, part by part; `BadResult` where it is damaged."""
    import av

    try:
        with av.open(str(file)) as container:
            if not container.streams.audio:
                raise _unreadable(file, "it holds no sound")
            for frame in _frames(container):
                yield np.asarray(frame.to_ndarray(), np.float32).reshape(-1, 2)
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(file, str(error)) from error


def _frames(container: av.container.InputContainer) -> Iterator[av.AudioFrame]:
    import av

    resampler = av.AudioResampler("flt", "stereo", RATE)
    for decoded in container.decode(audio=0):
        yield from resampler.resample(decoded)
    yield from resampler.resample(None)


def _unreadable(file: Path, why: str) -> BadResult:
    return BadResult(
        f"The sound file {file.name} can't be read: {why}.",
        "It is usually cut off or of another kind than its name says; convert it, or take it away.",
    )


def _sounding(raw: Path, samples: int) -> tuple[int, int]:
    """Where sound begins and ends in *raw*, to a twentieth of a second."""
    power: list[NDArray[np.float64]] = []
    with raw.open("rb") as file:
        while len(part := np.fromfile(file, np.float32, 200 * _WINDOW * 2)):
            squares = np.square(np.pad(part, (0, -len(part) % (2 * _WINDOW))), dtype=np.float64)
            power.append(squares.reshape(-1, 2 * _WINDOW).mean(axis=1))
    levels = np.concatenate([np.zeros(0), *power])
    loud = np.flatnonzero(levels > max(levels.max(initial=0.0) * _SILENT_BELOW, 1e-12))
    return (int(loud[0]) * _WINDOW, min((int(loud[-1]) + 1) * _WINDOW, samples)) if loud.size else (0, 0)
