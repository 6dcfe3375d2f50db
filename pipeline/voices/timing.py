"""When each word is heard, told in places of the original text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.voices import sound
from pipeline.voices.engine import Word
from pipeline.voices.speakable import Spoken

#: Frames of `sound.heard` in a second.
_FRAMES = 100
#: Seconds; a shorter silence is how the frames lie, or a closed mouth within a word.
_NO_PAUSE = 0.02


@dataclass(frozen=True)
class Mark:
    """At *seconds* the voice comes to character *first* of the spoken text."""

    first: int
    seconds: float


def word_times(marks: Sequence[Mark], spoken: Spoken, samples: sound.Samples, rate: int) -> tuple[Word, ...]:
    """
    The marks of a voice as words of the original text, each after the one before.

    A word ends where the next begins, or where it falls silent before that. What comes from one
    number or date of the original is one word.
    """
    heard, seconds = sound.heard(samples, rate), len(samples) / rate
    words: list[Word] = []
    for mark, following in pairwise((*_onward(marks), Mark(len(spoken.text), seconds))):
        part = spoken.source(mark.first if words else 0, following.first)
        if part is None:
            continue
        start, end = (min(max(at, 0.0), seconds) for at in (mark.seconds, following.seconds))
        word = Word(*part, start, _falls_silent(heard, start, end))
        if words and _belong_together(words[-1], word):
            word = _together(words.pop(), word)
        words.append(word)
    return tuple(words)


def _onward(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks that move on in the text; a word that is read in pieces has several."""
    furthest = -1
    for mark in marks:
        if mark.first > furthest:
            furthest = mark.first
            yield mark


def _belong_together(before: Word, after: Word) -> bool:
    return after.first < before.last or after.start <= before.start or after.end <= after.start


def _together(before: Word, after: Word) -> Word:
    return Word(before.first, max(before.last, after.last), before.start, max(before.end, after.end))


def _falls_silent(heard: npt.NDArray[np.bool_], start: float, end: float) -> float:
    """When the last sound from *start* to *end* ends, in seconds; *end* where none falls silent."""
    first = int(start * _FRAMES)
    loud = np.flatnonzero(heard[first : int(end * _FRAMES)])
    silent = (first + int(loud[-1]) + 1) / _FRAMES if loud.size else end
    return silent if end - silent > _NO_PAUSE else end
