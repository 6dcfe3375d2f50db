"""What is heard in a film, and when: decided before anything is mixed, and part of the mix's recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.final.sound import effects, music_library
from pipeline.final.sound.effects import Cue, Effect, Take
from pipeline.final.sound.effects_words import Sound as Kind
from pipeline.final.sound.music_library import Stretch, Tune
from pipeline.timeline import Timeline

if TYPE_CHECKING:
    from pipeline.final.sound.sound import Sound


@dataclass(frozen=True)
class Library:
    """The sounds that can be chosen from: music of the user's, and all effects."""

    tunes: tuple[Tune, ...] = ()
    effects: tuple[Effect, ...] = field(default_factory=lambda: effects.effects(None))


@dataclass(frozen=True)
class Score:
    """
    What is heard in a film, and when.

    *under* are the takes that lie under scenes; *clips* are those with sound, by the ids of shots, with
    the factor by which each is slowed.
    """

    timeline: Timeline
    voices: Mapping[str, Path]
    seed: int
    music: tuple[Stretch, ...] = ()
    cues: tuple[Cue, ...] = ()
    under: Mapping[Kind, Take] = field(default_factory=dict)
    clips: Mapping[str, tuple[Path, float]] = field(default_factory=dict)

    @property
    def own(self) -> tuple[object, ...]:
        """What of the user's sounds decides how the film sounds."""
        music = [stretch.decides for stretch in self.music if isinstance(stretch.music, Tune)]
        once = [cue for cue in self.cues if isinstance(cue.take.source, Path)]
        under = [(kind.heard, take) for kind, take in self.under.items()]
        return (*music, *once, *under)


def score(
    timeline: Timeline,
    voices: Mapping[str, Path],
    options: Sound,
    seed: int,
    library: Library | None = None,
) -> Score:
    """
    What is heard in *timeline*, but for its clips; *voices* has the file of every line by the line's id.

    *seed* is the drama's own and decides its music.
    """
    library = library or Library()
    known = library.effects if options.effects else ()
    return Score(
        timeline,
        voices,
        seed,
        music=music_library.score(timeline, library.tunes, seed) if options.music else (),
        cues=effects.cues(timeline, known, seed),
        under=effects.ambiences(timeline, library.effects, seed) if options.ambience else {},
    )
