"""
When each word is heard, told in places of the original text.

What a voice tells becomes `Mark`s of the spoken text (`aligned`), or they are reckoned from the text and
the silences in the sound (`reckoning.py`); `word_times` makes the words of the original of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.voices import sound
from pipeline.voices.engine import Word
from pipeline.voices.pinyin import HANZI
from pipeline.voices.speakable import Spoken

#: Frames of `sound.heard` in a second.
_FRAMES = 100
#: Seconds; a shorter silence is how the frames lie, or a closed mouth within a word.
_NO_PAUSE = 0.02
_WORD = re.compile(rf"[{HANZI}]|[^\W_{HANZI}](?:[^\W_{HANZI}]|['’](?=\w))*")

#: Of a letter; the end of one is not quite the beginning of the next.
_WHOLE = 1 - 1e-6

#: A word or a character as a voice tells it, with its start and end in seconds.
Timed = tuple[str, float, float]


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


def aligned(timed: Iterable[Timed], spoken: Spoken) -> tuple[Mark, ...]:
    """
    What a voice tells of its own words or characters, as marks of the words of *spoken*.

    A voice may read numbers in its own way, write other hanzi, or leave marks out: what is not found in what
    it tells lies between its neighbours, in proportion. Nothing where less than half of it is found.
    """
    said = [at for at, character in enumerate(spoken.text) if character.isalnum()]
    told = [letter for one in timed for letter in _letters(*one)]
    found = SequenceMatcher(
        None, [spoken.text[at].casefold() for at in said], [letter for letter, *_ in told], autojunk=False
    ).get_matching_blocks()
    known = [(one.a + step, told[one.b + step]) for one in found for step in range(one.size)]
    if not known or 2 * len(known) < len(said):
        return ()
    places = [edge for at, _ in known for edge in (at, at + _WHOLE)]
    seconds = np.maximum.accumulate([edge for _, (_, *edges) in known for edge in edges])
    starts = dict(zip(said, np.interp(range(len(said)), places, seconds).tolist(), strict=True))
    return tuple(Mark(first, starts[first]) for first, _ in words_of(spoken.text))


def words_of(text: str) -> Iterator[tuple[int, int]]:
    """Where each word of *text* stands: a hanzi, or letters and digits together."""
    return (match.span() for match in _WORD.finditer(text))


def _letters(word: str, start: float, end: float) -> Iterator[tuple[str, float, float]]:
    """The letters and digits of *word* and when each is heard, all equally long."""
    letters = [letter for letter in word.casefold() if letter.isalnum()]
    each = (end - start) / max(1, len(letters))
    for number, letter in enumerate(letters):
        yield letter, start + number * each, start + (number + 1) * each


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
