"""
The mixing desk: the voices, the music and the effects of a film, each in blocks of some seconds.

A long episode needs no more memory than a short one: long files are decoded into raw ones beside the
mix (`recording`), short ones are read when they are due.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.final.sound import ambience, clip_sound, effects_built, music
from pipeline.final.sound.ambience import Air, air_of
from pipeline.final.sound.beds import (
    Bed,
    Hit,
    Play,
    Seconds,
    When,
    ducking,
    hits_in_blocks,
    repeated,
    runs,
    together,
)
from pipeline.final.sound.effects import Cue, Take, lies_under
from pipeline.final.sound.instruments import BED_LEVEL, RATE, Samples
from pipeline.final.sound.music import Mood
from pipeline.final.sound.music_library import Stretch
from pipeline.final.sound.recording import Recording, record, strike
from pipeline.final.sound.score import Score
from pipeline.final.sound.speech import LEVEL, ready
from pipeline.story import Scene

if TYPE_CHECKING:
    from pipeline.final.sound.sound import Sound

_BLOCK = 10 * RATE

#: Decibels of the user's ambience against the voices, between the built rain and the storm.
_UNDER_SCENES = -22.0

#: No effect is louder against the voices while somebody speaks.
_UNDER_WORDS = -6.0

#: Seconds in which the air of one scene goes over into that of the next.
_AIR_FADE = 0.6


class Desk:
    """What a *score* asks for; *work* is a folder for the raw files of long sounds."""

    def __init__(self, score: Score, options: Sound, work: Path) -> None:
        self._score, self._options, self._work = score, options, work
        timeline = score.timeline
        self.samples = round(timeline.frames * RATE / timeline.fps)
        self._talk = ducking(timeline.lines, 1.0)
        self._recordings: dict[Path, Recording] = {}

    def voices(self) -> Iterator[Samples]:
        """Every line at its place."""
        return self._hits(
            Hit(span.start, partial(ready, self._score.voices[span.line.id], span.line.mode))
            for span in self._score.timeline.lines
        )

    def music(self) -> Iterator[Samples]:
        """The music; it steps back while somebody speaks."""
        beds = [self._music_bed(stretch) for stretch in self._score.music]
        seconds, gains = ducking(self._score.timeline.lines, self._options.duck_db)
        for first, times in self._times():
            ducked = 10 ** (np.interp(times, seconds, gains)[:, None].astype(np.float32) / 20)
            yield np.asarray(together(beds, first, times) * ducked, np.float32)

    def effects(self) -> Iterator[Samples]:
        """The air of the scenes, the effects, and the sound of the clips."""
        airs = list(self._airs()) if self._options.ambience else []
        hits = self._hits(chain(map(self._cue, self._score.cues), self._clips()))
        for (first, times), heard in zip(self._times(), hits, strict=True):
            yield together(airs, first, times) + heard

    def _times(self) -> Iterator[tuple[int, Seconds]]:
        for first in range(0, self.samples, _BLOCK):
            yield first, np.arange(first, min(first + _BLOCK, self.samples)) / RATE

    def _hits(self, hits: Iterator[Hit]) -> Iterator[Samples]:
        return hits_in_blocks(hits, self.samples, _BLOCK, lambda times: np.interp(times, *self._talk))

    def _music_bed(self, stretch: Stretch) -> Bed:
        db, seed = self._options.music_db, self._score.seed
        if isinstance(stretch.music, Mood):
            return Bed(repeated(partial(music.loop, stretch.music, seed)), db, *stretch.when)
        tune, tags = stretch.music, stretch.music.tags
        recorded = self._recorded(
            Take(tune.file, tags.gain_db), self._needed[tune.file], start=tags.start, loop=tags.loop
        )
        return Bed(_played(recorded, stretch.when[0], stretch.skip), db, *stretch.when)

    @cached_property
    def _needed(self) -> dict[Path, float]:
        """How many seconds are heard of each file of music, from where it begins."""
        needed: dict[Path, float] = {}
        for stretch in self._score.music:
            if not isinstance(stretch.music, Mood):
                file, reach = stretch.music.file, stretch.skip + stretch.when[3] - stretch.when[0]
                needed[file] = max(reach, needed.get(file, 0.0))
        return needed

    def _airs(self) -> Iterator[Bed]:
        """The weather outside, the tone of rooms inside, and the user's own, which go before the weather."""
        own, seed = self._score.under, self._score.seed

        def built(scene: Scene) -> Air | None:
            air = air_of(scene)
            return None if air and any(kind.in_cue(air.value) for kind in own) else air

        def under(air: Air, db: float, when: When) -> Bed:
            return Bed(repeated(partial(ambience.loop, air, seed)), db, *when)

        timeline = self._score.timeline
        for air, when in runs(timeline, built, fade=_AIR_FADE):
            if air:
                yield under(air, ambience.LEVELS[air], when)
        for inside, when in runs(timeline, lambda scene: scene.inside, fade=_AIR_FADE):
            if inside:
                yield under(Air.ROOM, self._options.room_tone_db, when)
        for kind, take in own.items():
            for lies, when in runs(timeline, partial(lies_under, sound=kind), fade=_AIR_FADE):
                if lies:
                    recorded = self._recorded(take, timeline.seconds)
                    yield Bed(_played(recorded, when[0], 0.0), _UNDER_SCENES, *when)

    def _recorded(
        self, take: Take, seconds: float, *, start: float = 0.0, loop: tuple[float, float] | None = None
    ) -> Recording:
        if take.source not in self._recordings:
            raw = self._work / f"{len(self._recordings)}.f32"
            assert isinstance(take.source, Path)
            self._recordings[take.source] = record(
                take.source, raw, seconds=seconds, start=start, loop=loop, gain_db=take.gain_db
            )
        return self._recordings[take.source]

    def _cue(self, cue: Cue) -> Hit:
        db = self._options.effects_db + cue.take.gain_db
        return Hit(cue.start, partial(_once, cue, LEVEL + db - BED_LEVEL), min(0.0, _UNDER_WORDS - db))

    def _clips(self) -> Iterator[Hit]:
        mixed = self._options.clips == "mix"
        db, ducked = (self._options.clips_db, self._options.duck_db) if mixed else (0.0, 0.0)
        for span in self._score.timeline.shots:
            if span.shot.id in self._score.clips:
                clip, slower = self._score.clips[span.shot.id]
                raw = self._work / "clip.f32"
                heard = partial(clip_sound.heard, clip, raw, slower=slower, seconds=span.seconds, db=db)
                yield Hit(span.start, heard, ducked)


def _played(recorded: Recording, start: float, skip: float) -> Play:
    """*recorded* from *start* seconds of the film on, without its first *skip* seconds."""
    ahead = round(skip * RATE) - round(start * RATE)
    return lambda first, count: recorded.heard(first + ahead, count)


def _once(cue: Cue, db: float) -> Samples:
    """The effect of *cue*, louder by *db* than `BED_LEVEL`, as long as it may be heard."""
    source = cue.take.source
    sound = strike(source) if isinstance(source, Path) else effects_built.built(source)
    heard = sound[: max(1, round((cue.end - cue.start) * RATE))] * np.float32(10 ** (db / 20))
    fade = min(len(heard), RATE // 10 if len(heard) == len(sound) else RATE // 2)
    heard[len(heard) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return heard
