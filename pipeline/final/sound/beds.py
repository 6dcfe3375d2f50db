"""What is heard: beds that lie under a part of the film, and sounds that are heard once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.final.sound.instruments import BED_LEVEL, RATE, Samples
from pipeline.final.sound.speech import LEVEL
from pipeline.story import Scene
from pipeline.timeline import LineSpan, Timeline

Key = TypeVar("Key", bound=Hashable)
Seconds = NDArray[np.float64]

#: When a bed enters, is full, begins to fade and has ended, in seconds of the film.
When = tuple[float, float, float, float]

#: Gives samples of a bed at `BED_LEVEL`: so many, from that sample of the film on.
Play = Callable[[int, int], Samples]


@dataclass(frozen=True)
class Bed:
    """
    Sound that lies under a part of the film; *db* is its level against the voices.

    It enters from *start* to *full* and leaves from *fading* to *end*, in seconds of the film.
    """

    play: Play
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
        return self.play(first, len(times)) * gain[:, None].astype(np.float32)


def repeated(loop: Callable[[], Samples]) -> Play:
    """A bed without an end; *loop* gives one round of it."""
    return lambda first, count: np.take(loop(), np.arange(first, first + count), axis=0, mode="wrap")


@dataclass(frozen=True)
class Hit:
    """
    Sound that is heard once, from *start* seconds of the film on; *play* gives it, mono or stereo.

    It steps back by *under_words* decibels (negative, or 0) while somebody speaks.
    """

    start: float
    play: Callable[[], Samples]
    under_words: float = 0.0


def together(beds: Sequence[Bed], first: int, times: Seconds) -> Samples:
    """All *beds* that are heard at *times*."""
    heard = (bed.heard(first, times) for bed in beds if bed.start <= times[-1] and times[0] < bed.end)
    return sum(heard, np.zeros((len(times), 2), np.float32))


def hits_in_blocks(
    hits: Iterable[Hit], samples: int, block: int, talk: Callable[[Seconds], Seconds]
) -> Iterator[Samples]:
    """
    The *hits* in blocks of *block* samples; each is read when it is due.

    *talk* says of seconds of the film how much somebody speaks, from 0 to 1.
    """
    waiting = deque(sorted(hits, key=lambda hit: hit.start))
    sounding: list[tuple[int, Hit, Samples]] = []
    for first in range(0, samples, block):
        mixed = np.zeros((min(block, samples - first), 2), np.float32)
        last = first + len(mixed)
        while waiting and round(waiting[0].start * RATE) < last:
            hit = waiting.popleft()
            sounding.append((round(hit.start * RATE), hit, hit.play()))
        for start, hit, sound in sounding:
            part = sound[max(0, first - start) : last - start]
            at = max(0, start - first)
            gain = np.ones(1, np.float32)
            if hit.under_words:
                times = np.arange(first + at, first + at + len(part)) / RATE
                gain = (10 ** (hit.under_words * talk(times) / 20)).astype(np.float32)
            mixed[at : at + len(part)] += part.reshape(len(part), -1) * gain[:, None]
        sounding = [one for one in sounding if one[0] + len(one[2]) > last]
        yield mixed


def runs(timeline: Timeline, key: Callable[[Scene], Key], *, fade: float) -> Iterator[tuple[Key, When]]:
    """
    Neighbouring shots whose scenes have the same *key*, and when they enter, are full, fade and end.

    Neighbours cross for *fade* seconds, or as long as the shorter of them allows.
    """
    grouped = [(name, list(shots)) for name, shots in groupby(timeline.shots, lambda span: key(span.scene))]
    lengths = [shots[-1].end - shots[0].start for _, shots in grouped]
    reach = [min(fade, *pair) / 2 for pair in pairwise([lengths[0], *lengths, lengths[-1]])]
    for (name, shots), (before, after) in zip(grouped, pairwise(reach), strict=True):
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
