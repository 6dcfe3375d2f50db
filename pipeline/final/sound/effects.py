"""
Effects: what the story tells that is heard, a door or a phone, at its moment; and what lies under a scene.

They come from a folder of the user's, and a few are made by the program. What a storyboard tells is in
its shots: what is seen and moves, what the narrator says, the script's remarks and its sound cues.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.final.sound.ambience import air_of
from pipeline.final.sound.effects_built import BUILT
from pipeline.final.sound.effects_words import SOUNDS, Kind, Sound, sound_of
from pipeline.final.sound.library import Shelf, name_in, shelf
from pipeline.story import Mode, Scene
from pipeline.timeline import ShotSpan, Timeline

#: The same sound is not heard again before so many seconds have passed.
_APART = 4.0

#: Of a shot, the part in which an effect may begin: one at the very end would belong to the next.
_WITHIN = 0.8


@options(frozen=True, config=OPTIONS)
class Tags:
    """What `effects.yaml` says of a file."""

    words: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """The words that call for it, Chinese or English; empty reads the file's name."""
    kind: Kind | None = None
    """once, at the word; or ambience, under the whole scene. Empty goes by what it is."""
    gain_db: Annotated[float, Field(ge=-24, le=12)] = 0.0
    """Louder or softer than the others; all are brought to one loudness."""
    licence: str = ""
    """The licence it may be used by."""
    credit: str = ""
    """Whom the credits name."""


@dataclass(frozen=True)
class Take:
    """One recording of an effect: a file of the user's, or the name of a built one; louder by *gain_db*."""

    source: Path | str
    gain_db: float = 0.0


@dataclass(frozen=True)
class Effect:
    """A *sound*, and the *takes* that there are of it."""

    sound: Sound
    kind: Kind
    takes: tuple[Take, ...]


@dataclass(frozen=True)
class Cue:
    """An effect that is heard once, from *start* seconds of the film on and not beyond *end*."""

    take: Take
    start: float
    end: float


def tagged(folder: Path) -> Shelf[Tags]:
    """The effects in *folder*, with the tags of `effects.yaml`, and every mistake in them."""
    return shelf(folder, "effects.yaml", Tags)


def effects(found: Shelf[Tags] | None = None) -> tuple[Effect, ...]:
    """The effects that can be heard: those of the user's, and the built ones that they do not replace."""
    takes: dict[tuple[Sound, Kind], list[Take]] = {}
    if found:
        for file, tags in found.tags.items():
            sound = sound_of(tags.words, name_in(found, file))
            takes.setdefault((sound, tags.kind or sound.kind), []).append(Take(file, tags.gain_db))
    own = tuple(Effect(sound, kind, tuple(files)) for (sound, kind), files in takes.items())
    names = {name for effect in own for name in effect.sound.called}
    built = (name for name in BUILT if not names & set(SOUNDS[name].called))
    return (*own, *(Effect(SOUNDS[name], "once", (Take(name),)) for name in built))


def cues(timeline: Timeline, known: Sequence[Effect], seed: int) -> tuple[Cue, ...]:
    """When the effects that are heard once are heard; *seed* decides which take comes first."""
    last: dict[Effect, float] = {}
    turns: Counter[Effect] = Counter()
    found: list[Cue] = []
    ends = {span.scene.id: span.end for span in timeline.shots}
    for span in timeline.shots:
        for effect, start in _heard_in(span, known):
            if start - last.get(effect, -_APART) < _APART:
                continue
            last[effect] = start
            turn = np.random.default_rng(seed).integers(len(effect.takes)) + turns[effect]
            turns[effect] += 1
            found.append(Cue(effect.takes[turn % len(effect.takes)], start, ends[span.scene.id]))
    return tuple(found)


def _heard_in(span: ShotSpan, known: Sequence[Effect]) -> Iterator[tuple[Effect, float]]:
    """Each effect that a shot tells of, and when it is heard first."""
    for effect in known:
        if effect.kind == "once" and (times := list(_times(span, effect.sound))):
            yield effect, min(times)


def _times(span: ShotSpan, sound: Sound) -> Iterator[float]:
    """When *sound* is heard in a shot: where a cue stands, or as far into it as its word is in a text."""
    if any(map(sound.in_cue, span.shot.sounds)):
        yield span.start
    for line in span.lines:
        if sound.in_story(line.line.note) is not None:
            yield max(span.start, line.start - 0.3)
        if line.line.mode is Mode.NARRATION:
            yield from _along(line.line.text, sound, line.start, line.end - line.start)
    told = {line.line.text for line in span.lines if line.line.mode is Mode.NARRATION}
    for text in (span.shot.seen, span.shot.moves):
        if text not in told:
            yield from _along(text, sound, span.start, _WITHIN * span.seconds)


def _along(text: str, sound: Sound, start: float, seconds: float) -> Iterator[float]:
    at = sound.in_story(text)
    if at is not None:
        yield start + seconds * at / len(text)


def ambiences(timeline: Timeline, known: Iterable[Effect], seed: int) -> dict[Sound, Take]:
    """The takes that lie under scenes of *timeline*, one of each effect."""
    scenes = {span.scene.id: span.scene for span in timeline.shots}.values()
    under = [
        effect
        for effect in known
        if effect.kind == "ambience" and any(lies_under(scene, effect.sound) for scene in scenes)
    ]
    turn = np.random.default_rng(seed)
    return {effect.sound: effect.takes[int(turn.integers(len(effect.takes)))] for effect in under}


def lies_under(scene: Scene, sound: Sound) -> bool:
    """Whether *sound* is heard all through *scene*, by its weather, its place or what is told in it."""
    air = air_of(scene)
    cues = (*((air.value,) if air else ()), *(cue for shot in scene.shots for cue in shot.sounds))
    told = (text for shot in scene.shots for text in (shot.seen, shot.moves))
    return (
        any(map(sound.in_cue, cues))
        or any(map(sound.at, (scene.heading, scene.place)))
        or any(sound.in_story(text) is not None for text in told)
    )


def credits_of(takes: Iterable[Take], found: Shelf[Tags] | None) -> tuple[str, ...]:
    """Whom the credits name for the effects that are heard, with their licences, each once."""
    heard = (found.tags[take.source] for take in takes if found and isinstance(take.source, Path))
    return tuple(
        dict.fromkeys(", ".join(filter(None, (tags.credit, tags.licence))) for tags in heard if tags.credit)
    )
