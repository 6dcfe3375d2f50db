"""Text in pieces that fit a shot; joined again they are the text, but for the blanks between them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

_SENTENCE = re.compile(
    r"[。！？!?…]+[”」』\"’）)]*|(?<!\bMr)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\b[A-Z])\.+[\"”’)]*(?=\s|$)|\n+"
)
_CLAUSE = re.compile(r"[，；、：—]+[”」』]*|[,;:]+[\"”’]*(?=\s)")
_WORD = re.compile(r"[A-Za-z0-9]{1,24}\S{0,2}\s*|.", re.DOTALL)

_ENDS_IN_PAUSE = re.compile(r"[。！？!?…，；、：—,;:.]\W*$")
_PAUSE_SECONDS = 0.4

Measure = Callable[[str], float]
#: Whether a sentence (the second) is kept from the text before it.
Apart = Callable[[str, str], bool]


def sentences(text: str) -> list[str]:
    """The sentences of *text*, each with its closing punctuation."""
    return _cut(text, _SENTENCE)


def clauses(text: str) -> list[str]:
    """The clauses of *text*, each with its closing punctuation."""
    return [clause for sentence in sentences(text) for clause in _clauses(sentence)]


def pieces(text: str, longest: float, measure: Measure) -> list[str]:
    """
    *text* in as few pieces as measure up to *longest*, cut where a reader would breathe.

    Cut between sentences; a sentence that is too long between clauses, and a clause that is too
    long between words. *measure* is called on parts alone, so the work grows with the text.
    """
    parts = [part for sentence in sentences(text) for part in _fitting(sentence, longest, measure)]
    return _gathered(parts, longest, measure)


def at_least(text: str, shortest: float, measure: Measure, apart: Apart = lambda *_: False) -> list[str]:
    """
    The sentences of *text*, joined where one alone measures less than *shortest*.

    Those that *apart* keeps from what stands before them are never joined to it.
    """
    groups: list[str] = []
    total = 0.0
    for sentence in sentences(text):
        if groups and total < shortest and not apart(groups[-1], sentence):
            groups[-1] += sentence
            total += measure(sentence)
        else:
            groups.append(sentence)
            total = measure(sentence)
    if len(groups) > 1 and total < shortest and not apart(groups[-2], groups[-1]):
        groups[-2:] = [groups[-2] + groups[-1]]
    return groups


def _fitting(sentence: str, longest: float, measure: Measure) -> list[str]:
    """The sentence, or its clauses, words or characters, whichever is the first to fit."""
    parts = [sentence]
    for cut in (_clauses, _WORD.findall, list):
        if all(measure(part) <= longest for part in parts):
            break
        parts = [smaller for part in parts for smaller in ([part] if measure(part) <= longest else cut(part))]
    return parts


def _clauses(sentence: str) -> list[str]:
    return _cut(sentence, _CLAUSE)


def _cut(text: str, ends: re.Pattern[str]) -> list[str]:
    places = [0, *(match.end() for match in ends.finditer(text)), len(text)]
    parts = [text[start:end] for start, end in itertools.pairwise(places)]
    return [part for part in parts if part.strip()]


def _gathered(parts: list[str], longest: float, measure: Measure) -> list[str]:
    """Neighbours joined while they measure up to *longest*, with the pauses between them."""
    gathered: list[list[str]] = []
    total = 0.0
    for part in parts:
        length = measure(part)
        pause = _PAUSE_SECONDS if gathered and _ENDS_IN_PAUSE.search(gathered[-1][-1][-6:]) else 0.0
        if gathered and total + pause + length <= longest:
            gathered[-1].append(part)
            total += pause + length
        else:
            gathered.append([part])
            total = length
    return ["".join(group) for group in gathered]
