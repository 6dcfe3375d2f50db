"""Cut a novel that changed as it was cut before, so that episodes keep their numbers, titles and hooks."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.story import EpisodePlan
from pipeline.storyboard.letters import Letters, letters_of
from pipeline.storyboard.outlining.paragraphs import Paragraph
from pipeline.storyboard.outlining.planning import LEAST, MOST, Cut, Lengths

#: Where the numbers of episodes differ more, another length of them is wanted now.
_ANOTHER_LENGTH = 0.6


@dataclass(frozen=True)
class _Found:
    """The episode *number* (from 0) of the earlier outline begins with the paragraph *index*."""

    number: int
    index: int


def as_before(
    cuts: Sequence[Cut],
    before: Sequence[EpisodePlan],
    paragraphs: Sequence[Paragraph],
    letters: Letters,
    lengths: Lengths,
) -> list[Cut]:
    """
    *cuts*, changed to those of the episodes *before* wherever these begin with the same words.

    Between two that do there are as many as before, cut evenly if need be, unless the text there
    grew or shrank too much for that.
    """
    if not _ANOTHER_LENGTH <= len(cuts) / max(len(before), 1) <= 1 / _ANOTHER_LENGTH:
        return list(cuts)
    found = [_Found(-1, 0), *_found(before, paragraphs, letters), _Found(len(before), len(paragraphs))]
    by_index = {cut.index: cut for cut in cuts}
    kept: list[Cut] = []
    for one, other in pairwise(found):
        if one.number >= 0:
            plan = before[one.number]
            kept.append(Cut(one.index, plan.title, plan.hook, plan.cliffhanger))
        elif other.index > 0:
            kept.append(by_index.get(0, Cut(0)))
        if other.index > one.index:
            missing = other.number - one.number - 1 - (one.number < 0)
            kept += (
                by_index.get(index, Cut(index))
                for index in _between(one.index, other.index, missing, by_index, lengths)
            )
    return kept


def _between(start: int, end: int, missing: int, cuts: Mapping[int, Cut], lengths: Lengths) -> list[int]:
    """Where the *missing* episodes begin between two that are as before."""
    now = [index for index in cuts if start < index < end]
    share = lengths.episodes(start, end) / max(missing + 1, 1)
    if missing >= 0 and len(now) != missing and LEAST <= share <= MOST:
        return _even(start, end, missing, lengths)
    return now


def _even(start: int, end: int, missing: int, lengths: Lengths) -> list[int]:
    """*missing* cuts: chapters that are long enough begin one, the others where the parts are longest."""
    marks = [start]
    for index in lengths.openings(start, end):
        if lengths.episodes(marks[-1], index) >= LEAST <= lengths.episodes(index, end):
            marks.append(index)
    if len(marks) > missing + 1:
        return lengths.even(start, end, missing + 1)
    counts = dict.fromkeys(pairwise([*marks, end]), 1)
    for _ in range(missing + 1 - len(marks)):
        counts[max(counts, key=lambda part: lengths.episodes(*part) / counts[part])] += 1
    return [cut for part, count in counts.items() for cut in (part[0], *lengths.even(*part, count))][1:]


def _found(
    before: Sequence[EpisodePlan], paragraphs: Sequence[Paragraph], letters: Letters
) -> Iterator[_Found]:
    """The longest run of earlier episodes that are found in their order, at the beginning of paragraphs."""
    index_at = {paragraph.at: paragraph.index for paragraph in reversed(paragraphs)}
    words = [letters_of(plan.begins) for plan in before]
    places = _places(letters.text, words, index_at)
    chain = _longest_chain(
        [(number, at) for number, text in enumerate(words) for at in reversed(places[text])]
    )
    return (_Found(number, index_at[at]) for number, at in chain)


def _places(text: str, words: Sequence[str], possible: Mapping[int, int]) -> Mapping[str, list[int]]:
    """At which of the *possible* positions of *text* each of *words* stands."""
    length = min(map(len, filter(None, words)), default=0)
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for word in filter(None, words):
        wanted[word[:length]].add(word)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at in sorted(possible):
        for word in wanted.get(text[at : at + length], ()):
            if text.startswith(word, at):
                places[word].append(at)
    return places


def _longest_chain(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    The longest run of *places* in which number and position both grow.

    Patience sorting (Fredman 1975); the positions of one number come last first, so that only one
    of them is taken.
    """
    ends: list[int] = []
    tails: list[int] = []
    earlier: list[int] = []
    for index, (_, at) in enumerate(places):
        length = bisect_right(ends, at - 1)
        earlier.append(tails[length - 1] if length else -1)
        ends[length : length + 1] = [at]
        tails[length : length + 1] = [index]
    chain = []
    at_end = tails[-1] if tails else -1
    while at_end >= 0:
        chain.append(places[at_end])
        at_end = earlier[at_end]
    return chain[::-1]
