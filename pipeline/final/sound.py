"""
The sound of the whole film: voices, music and weather, mixed once and brought to one loudness.

It is mixed in blocks of some seconds, so that a long episode needs no more memory than a short one.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass as plain
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import Annotated, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.final import ambience, music
from pipeline.final.instruments import BED_LEVEL, RATE, Samples
from pipeline.final.loudness import master
from pipeline.final.speech import LEVEL, ready
from pipeline.story import Scene
from pipeline.timeline import LineSpan, Timeline

_BLOCK = 10 * RATE

Key = TypeVar("Key", bound=Hashable)
Seconds = NDArray[np.float64]


@dataclass(frozen=True, config=OPTIONS)
class Sound:
    """How the film sounds."""

    loudness_lufs: Annotated[float, Field(ge=-31, le=-9)] = -14.0
    """Loudness of the whole film: -14 for social platforms, -16 for the web, -23 for television."""
    true_peak_dbtp: Annotated[float, Field(ge=-9, le=-0.5)] = -1.5
    """No peak, also between samples, is higher; encoding to AAC may add a few tenths."""
    music: bool = True
    """Whether music plays, by the mood of each scene."""
    music_db: Annotated[float, Field(ge=-40, le=0)] = -11.0
    """Level of the music against the voices, where nobody speaks; -8 to -14 is usual."""
    duck_db: Annotated[float, Field(ge=-40, le=0)] = -9.0
    """How far the music steps back while somebody speaks."""
    ambience: bool = True
    """Whether rain, storm and wind are heard in scenes that play outside."""


@plain(frozen=True)
class Bed:
    """
    Sound without an end that lies under a part of the film; *play* gives one round of it.

    It enters from *start* to *full* and leaves from *fading* to *end*, in seconds of the film; *db*
    is its level against the voices.
    """

    play: Callable[[], Samples]
    db: float
    start: float
    full: float
    fading: float
    end: float

    def heard(self, first: int, times: Seconds) -> Samples:
        """What of it is heard at *times*, which begin with sample *first* of the film."""
        # The sine makes two that cross as loud as one: they have nothing in common.
        entered = np.interp(times, [self.start, self.full, self.fading, self.end], [0, 1, 1, 0])
        gain = np.sin(entered * np.pi / 2) * 10 ** ((LEVEL + self.db - BED_LEVEL) / 20)
        sound = np.take(self.play(), np.arange(first, first + len(times)), axis=0, mode="wrap")
        return sound * gain[:, None].astype(np.float32)


def mix(timeline: Timeline, voices: Mapping[str, Path], options: Sound, seed: int, out: Path) -> None:
    """
    Write the sound of *timeline* to *out*: WAV, 48 kHz, stereo, 24 bit, as long as its frames exactly.

    *voices* has the file of every line by the line's id; *seed* is the drama's own and decides its
    music. `BadResult` where a voice can't be read.
    """
    samples = round(timeline.frames * RATE / timeline.fps)
    scores = music_beds(timeline, options.music_db, seed) if options.music else []
    airs = ambience_beds(timeline, seed) if options.ambience else []
    seconds, gains = ducking(timeline.lines, options.duck_db)
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        raw = Path(work, "mix.f32")
        with raw.open("wb") as file:
            for first, speech in _speech(timeline, voices, samples):
                times = np.arange(first, first + len(speech)) / RATE
                ducked = 10 ** (np.interp(times, seconds, gains)[:, None].astype(np.float32) / 20)
                under = _together(scores, first, times) * ducked + _together(airs, first, times)
                file.write((speech + under).tobytes())
        master(raw, samples, lufs=options.loudness_lufs, dbtp=options.true_peak_dbtp, out=out)


def music_beds(timeline: Timeline, db: float, seed: int) -> list[Bed]:
    """The music by the mood of each scene; it goes on over cuts and crosses over where the mood turns."""
    return [
        Bed(partial(music.loop, mood, seed), db, *when)
        for mood, when in _runs(timeline, music.mood_of, fade=2.0)
    ]


def ambience_beds(timeline: Timeline, seed: int) -> list[Bed]:
    """The weather of each scene that plays outside."""
    return [
        Bed(partial(ambience.loop, air, seed), ambience.LEVELS[air], *when)
        for air, when in _runs(timeline, ambience.air_of, fade=0.6)
        if air
    ]


def _runs(
    timeline: Timeline, key: Callable[[Scene], Key], *, fade: float
) -> Iterator[tuple[Key, tuple[float, float, float, float]]]:
    """
    Neighbouring shots whose scenes have the same *key*, and when they enter, are full, fade and end.

    Neighbours cross for *fade* seconds, or as long as the shorter of them allows.
    """
    runs = [(name, list(shots)) for name, shots in groupby(timeline.shots, lambda span: key(span.scene))]
    lengths = [shots[-1].end - shots[0].start for _, shots in runs]
    reach = [min(fade, *pair) / 2 for pair in pairwise([lengths[0], *lengths, lengths[-1]])]
    for (name, shots), (before, after) in zip(runs, pairwise(reach), strict=True):
        start, end = shots[0].start, shots[-1].end
        yield (
            name,
            (max(0.0, start - before), start + before, end - after, min(end + after, timeline.seconds)),
        )


def ducking(lines: Iterable[LineSpan], db: float) -> tuple[list[float], list[float]]:
    """
    The music's gain under *lines*, as seconds of the film and decibels; straight lines lie between.

    It begins to fall 0.12 s before a word, takes 0.15 s, and rises for 0.4 s after the last one; it
    stays down where the next line follows within 0.7 s.
    """
    spans: list[tuple[float, float]] = []
    for line in lines:
        if spans and line.start - spans[-1][1] < 0.7:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
    seconds, gains = [0.0], [0.0]
    for start, end in spans:
        seconds += [start - 0.12, start + 0.03, max(end, start + 0.03), max(end, start + 0.03) + 0.4]
        gains += [0.0, db, db, 0.0]
    return seconds, gains


def _together(beds: Sequence[Bed], first: int, times: Seconds) -> Samples:
    """All *beds* that are heard at *times*."""
    heard = (bed.heard(first, times) for bed in beds if bed.start <= times[-1] and times[0] < bed.end)
    return sum(heard, np.zeros((len(times), 2), np.float32))


def _speech(timeline: Timeline, voices: Mapping[str, Path], samples: int) -> Iterator[tuple[int, Samples]]:
    """Block by block its first sample and the voices in it; a voice is read when it is due."""
    waiting = deque(timeline.lines)
    speaking: list[tuple[int, Samples]] = []
    for first in range(0, samples, _BLOCK):
        block = np.zeros((min(_BLOCK, samples - first), 2), np.float32)
        last = first + len(block)
        while waiting and round(waiting[0].start * RATE) < last:
            span = waiting.popleft()
            speaking.append((round(span.start * RATE), ready(voices[span.line.id], span.line.mode)))
        for start, voice in speaking:
            part = voice[max(0, first - start) : last - start]
            at = max(0, start - first)
            block[at : at + len(part)] += part[:, None]
        speaking = [(start, voice) for start, voice in speaking if start + len(voice) > last]
        yield first, block
