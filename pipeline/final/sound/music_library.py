"""
Music of the user's: which tune is heard when.

A tune goes on over cuts and through neighbouring scenes that it fits. Where the mood turns, or a tune
is over, the next one that fits is heard; one that comes back goes on where it was left, so that no
seam is heard twice where there are several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.final.sound.beds import When, runs
from pipeline.final.sound.library import Shelf, name_in, opened, says, shelf
from pipeline.final.sound.music import Mood, mood_of
from pipeline.timeline import Timeline

#: Where moods meet, the music crosses for so long.
_FADE = 2.0

#: A tune of which less is left is not begun for it; a shorter file is a loop, and repeats itself.
_LEAST_LEFT, _LEAST_TUNE = 10.0, 20.0

#: What a mood is called in the names of files.
_CALLED = {
    Mood.TENSE: ("tense", "tension", "suspense", "thriller", "angry", "紧张", "惊悚", "悬念", "愤怒"),
    Mood.SAD: ("sad", "sorrow", "melancholy", "melancholic", "tears", "悲", "伤", "忧", "哭", "虐"),
    Mood.WARM: ("warm", "tender", "romantic", "romance", "love", "温", "柔", "浪漫", "甜", "爱"),
    Mood.BRIGHT: ("bright", "happy", "cheerful", "upbeat", "fun", "欢", "快乐", "轻快", "明亮", "喜"),
    Mood.MYSTERIOUS: ("mysterious", "mystery", "eerie", "dark", "神秘", "诡", "悬疑", "阴森", "暗"),
    Mood.EPIC: ("epic", "heroic", "battle", "powerful", "史诗", "激昂", "热血", "燃", "战"),
}


@options(frozen=True, config=OPTIONS)
class Tags:
    """What `music.yaml` says of a file."""

    moods: tuple[Mood, ...] = ()
    """What it is for: tense, sad, warm, bright, mysterious, epic; empty reads the name, and else fits all."""
    start: Annotated[float, Field(ge=0)] = 0.0
    """Where it begins, in seconds of the file."""
    loop: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(gt=0)]] | None = None
    """Between which seconds it is repeated, as long as it is needed; without them another tune follows."""
    gain_db: Annotated[float, Field(ge=-24, le=12)] = 0.0
    """Louder or softer than the others; all are brought to one loudness."""
    licence: str = ""
    """The licence it may be used by."""
    credit: str = ""
    """Whom the credits name."""


@dataclass(frozen=True)
class Tune:
    """A *file* of the user's for *moods*, or for all where there are none; *seconds* can be heard of it."""

    file: Path
    moods: tuple[Mood, ...]
    seconds: float
    tags: Tags


@dataclass(frozen=True)
class Stretch:
    """What plays *when*: a tune of the user's, from *skip* seconds of it on, or composed music of a mood."""

    music: Tune | Mood
    when: When
    skip: float = 0.0

    @property
    def decides(self) -> tuple[object, ...]:
        """What of a tune decides how it sounds."""
        assert isinstance(self.music, Tune)
        tags = self.music.tags
        return self.music.file, tags.start, tags.loop, tags.gain_db, self.skip, self.when


def tagged(folder: Path) -> Shelf[Tags]:
    """The music in *folder*, with the tags of `music.yaml`, and every mistake in them."""
    found = shelf(folder, "music.yaml", Tags)
    wrong = [
        f"music.yaml, {file.name}: loop ends at {tags.loop[1]:g} s, before it begins."
        for file, tags in found.tags.items()
        if tags and tags.loop and tags.loop[1] < max(tags.loop[0], tags.start) + 1
    ]
    return replace(found, wrong=(*found.wrong, *wrong))


def tunes(found: Shelf[Tags]) -> tuple[Tune, ...]:
    """The tunes of a shelf whose tags are right; `BadResult` where one can't be opened."""
    return tuple(
        Tune(file, tags.moods or _named(name_in(found, file)), opened(file).seconds - tags.start, tags)
        for file, tags in found.tags.items()
    )


def _named(name: str) -> tuple[Mood, ...]:
    """The moods that a file's *name* speaks of."""
    return tuple(mood for mood, words in _CALLED.items() if any(says(name, word) for word in words))


def fitting(library: Sequence[Tune], mood: Mood) -> tuple[Tune, ...] | Mood:
    """The tunes for *mood*, else those for any, else the mood itself: composed music."""
    own = tuple(tune for tune in library if mood in tune.moods)
    return own or tuple(tune for tune in library if not tune.moods) or mood


def lacking(library: Sequence[Tune], timeline: Timeline) -> list[Mood]:
    """The moods of a film that the user's music has nothing for."""
    moods = dict.fromkeys(mood_of(span.scene) for span in timeline.shots)
    return [mood for mood in moods if isinstance(fitting(library, mood), Mood)]


def score(timeline: Timeline, library: Sequence[Tune], seed: int) -> tuple[Stretch, ...]:
    """What plays when in *timeline*; *seed* is the drama's own and decides which tune comes first."""
    found = list(runs(timeline, lambda scene: fitting(library, mood_of(scene)), fade=_FADE))
    if timeline.opening:
        choice, when = found[0]
        found[0] = choice, (0.0, min(_FADE / 2, when[2]), *when[2:])
    if timeline.closing:
        choice, when = found[-1]
        found[-1] = choice, (*when[:2], timeline.seconds - _FADE / 2, timeline.seconds)
    programme = _Programme(seed)
    return tuple(
        stretch
        for choice, when in found
        for stretch in (
            [Stretch(choice, when)] if isinstance(choice, Mood) else programme.stretches(choice, when)
        )
    )


class _Programme:
    """Which tune comes next, and how much of each was heard."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._turns: Counter[tuple[Tune, ...]] = Counter()
        self._heard: defaultdict[Tune, float] = defaultdict(float)
        self._last: Tune | None = None

    def stretches(self, choice: tuple[Tune, ...], when: When) -> Iterator[Stretch]:
        """Tunes of *choice* from the start to the end of *when*, each as long as it lasts."""
        start, full, fading, end = when
        while True:
            tune, skip = self._next(choice)
            left = tune.seconds - skip
            repeats = len(choice) == 1 or tune.tags.loop or tune.seconds < _LEAST_TUNE
            if repeats or start + left >= end - _LEAST_LEFT:
                self._heard[tune] += end - start
                yield Stretch(tune, (start, full, fading, end), skip)
                return
            over = start + left
            self._heard[tune] += left
            yield Stretch(tune, (start, full, over - _FADE, over), skip)
            start, full = over - _FADE, over

    def _next(self, choice: tuple[Tune, ...]) -> tuple[Tune, float]:
        """The next tune, never the one before where there are others; and the seconds of it to skip."""
        round_, at = divmod(self._turns[choice], len(choice))
        order = [choice[i] for i in np.random.default_rng([self._seed, round_]).permutation(len(choice))]
        if order[0] == self._last and not at:
            self._turns[choice] += 1
            at = 1 % len(order)
        self._turns[choice] += 1
        self._last = order[at]
        skip = self._heard[order[at]] % order[at].seconds
        return order[at], 0.0 if order[at].seconds - skip < _LEAST_LEFT else skip


def credits_of(stretches: Sequence[Stretch]) -> tuple[str, ...]:
    """Whom the credits name for the tunes that are heard, with their licences, each once."""
    heard = [stretch.music.tags for stretch in stretches if isinstance(stretch.music, Tune)]
    said = (", ".join(filter(None, (tags.credit, tags.licence))) for tags in heard if tags.credit)
    return tuple(dict.fromkeys(said))
