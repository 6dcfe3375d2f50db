"""Karaoke: the words of a cue light up one by one as they are heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from math import floor

from pipeline.final.subtitles.parts import WIDE

#: What lights up at once: a hanzi or a kana, or a word with what it holds ("don't", "3.14").
_UNIT = re.compile(rf"(?=[^\W_])[{WIDE}]|(?:(?![{WIDE}])[^\W_]|(?<=[^\W_])['’.,:](?=[^\W_]))+")


def tagged(
    rows: tuple[str, ...],
    heard: tuple[tuple[float, float], ...],
    bounds: tuple[float, float],
    written: Callable[[str], str],
) -> str:
    r"""
    *rows* as ASS with a `\kf` for each word; *written* makes text of an event from plain text.

    *heard* says for each letter of the rows from when to when it is heard, and *bounds* when the event
    begins and ends, all in seconds. The lengths add up to the event's, in its hundredths.
    """
    begin, end = (floor(seconds * 100 + 1e-6) for seconds in bounds)
    tags, at = "", 0
    for text, first, last in _units("\n".join(rows), heard):
        start, stop = (
            min(max(floor(seconds * 100 + 0.5 + 1e-6) - begin, at), end - begin) for seconds in (first, last)
        )
        tags += rf"{{\k{start - at}}}" if start > at else ""
        tags += rf"{{\kf{stop - start}}}" + r"\N".join(map(written, text.split("\n")))
        at = stop
    return tags + (rf"{{\k{end - begin - at}}}" if end - begin > at else "")


def _units(text: str, heard: tuple[tuple[float, float], ...]) -> Iterator[tuple[str, float, float]]:
    """The pieces of *text* that light up at once, and from when to when; in all they are all of it."""
    found = list(_UNIT.finditer(text))
    if not found:
        yield text, 0.0, 0.0
        return
    starts = [0, *(unit.start() for unit in found[1:]), len(text)]
    letter = 0
    for unit, (first, last) in zip(found, pairwise(starts), strict=True):
        count = sum(map(str.isalnum, unit[0]))
        yield text[first:last], heard[letter][0], heard[letter + count - 1][1]
        letter += count
