"""When each word is probably heard, where the voice does not say it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from pipeline.voices import sound
from pipeline.voices.speakable import Spoken
from pipeline.voices.timing import Mark, words_of

_Silence = tuple[float, float]
#: In dB: a silence is looked for below the first, then in the breath of hoarse voices and the hiss of rooms.
_FLOORS = (-50.0, -44.0, -38.0, -32.0)
#: How long a letter, a comma and a stop are, in hanzi; measured with espeak-ng.
_LATIN_LETTER, _COMMA, _STOP = 0.28, 1.0, 1.5
_COMMAS, _STOPS = "，,、；;：:", "。！？!?."
#: Seconds; so far from where it is expected, a silence is taken for that of a comma or a stop.
_NEAR = 0.35
#: Seconds; a shorter silence is a closed mouth within a word.
_SHORTEST = 0.06
_FRAME = 0.01
_PAUSE = re.compile(rf"(?<=\w)[^\w]*[{_COMMAS}{_STOPS}]\W*(?=\w)")


def reckoned(spoken: Spoken, samples: sound.Samples, rate: int) -> tuple[Mark, ...]:
    """
    When each word of *spoken* begins: in proportion to what is said, with the pauses where silence is.

    A comma is as long as a hanzi, a stop half as long again, a Latin letter 0.28 of one. Each pause is
    moved to the longest silence within 350 ms, those of stops first. Where nothing is heard, nothing is
    reckoned.
    """
    loud = np.flatnonzero(sound.heard(samples, rate))
    if not loud.size:
        return ()
    said = _said(spoken.text)
    known = _Known([0.0, said[-1]], [loud[0] * _FRAME, (loud[-1] + 1) * _FRAME])
    quiet = [list(_silences(samples, rate, floor)) for floor in _FLOORS]
    for first, last in _pauses(spoken.text):
        if found := known.nearest(quiet, said[first], said[last]):
            known = known.with_(said[first], said[last], found)
    return tuple(Mark(first, known.time(said[first])) for first, _ in words_of(spoken.text))


@dataclass(frozen=True)
class _Known:
    """The *times*, in seconds, at which so much is *said*, in hanzi; both in order."""

    said: Sequence[float]
    times: Sequence[float]

    def time(self, said: float) -> float:
        return float(np.interp(said, self.said, self.times))

    def with_(self, before: float, after: float, silence: _Silence) -> _Known:
        at = bisect_left(self.said, before)
        return _Known(
            [*self.said[:at], before, after, *self.said[at:]], [*self.times[:at], *silence, *self.times[at:]]
        )

    def nearest(self, quiet: Iterable[Sequence[_Silence]], before: float, after: float) -> _Silence | None:
        """The longest silence near the pause from *before* to *after*, of the quietest ones that has any."""
        at = bisect_left(self.said, after)
        earliest, latest = self.times[at - 1], self.times[at]
        expected = self.time((before + after) / 2)
        for silences in quiet:
            near = [
                (start, end)
                for start, end in silences
                if earliest <= start and end <= latest and start - _NEAR <= expected <= end + _NEAR
            ]
            if near:
                return max(near, key=lambda one: (one[1] - one[0], -abs(expected - sum(one) / 2)))
        return None


def _said(text: str) -> list[float]:
    """How much is said before each character of *text*, and before its end, in hanzi."""
    weights = [_weight(character) for character in text]
    for first, last in _pauses(text):
        weights[first] = _pause(text[first:last])
    return [0.0, *accumulate(weights)]


def _weight(character: str) -> float:
    if not character.isalnum():
        return 0.0
    return _LATIN_LETTER if character.isascii() and character.isalpha() else 1.0


def _pause(marks: str) -> float:
    return _STOP if any(mark in _STOPS for mark in marks) else _COMMA


def _pauses(text: str) -> list[tuple[int, int]]:
    """Where the pauses stand: first those of stops, then those of commas."""
    found = [match.span() for match in _PAUSE.finditer(text)]
    return sorted(found, key=lambda span: -_pause(text[slice(*span)]))


def _silences(samples: sound.Samples, rate: int, floor: float) -> Iterator[_Silence]:
    """The silences between sounds louder than *floor*."""
    loud = np.flatnonzero(sound.heard(samples, rate, floor)).tolist()
    for before, after in pairwise(loud):
        if (after - before - 1) * _FRAME >= _SHORTEST:
            yield (before + 1) * _FRAME, after * _FRAME
