"""
The manual for a clip engine.

1. Write `pipeline/clips/<name>.py` with one frozen dataclass; its fields are its options.
2. `animate` writes one MP4 without sound to *out*, nothing else, and nothing at all when it fails.
   It is at least `request.seconds` long where `abilities` promised so; size and frame rate may
   differ from those asked for (the cut brings them to the film's).
3. `abilities` says what the engine reads of a request; the stage leaves the rest out, so that
   nothing that can't matter makes a paid clip again.
4. Raise only errors of `pipeline.errors`; map foreign ones once, with `raise ... from`.
5. Add the class to `ENGINES` in `pipeline/clips/__init__.py`: the contract suite runs over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.engine import Engine
from pipeline.story import Move


@dataclass(frozen=True)
class Talk:
    """A line that is heard during the shot: *speaker* from *start* to *end* seconds, with its *sound*."""

    speaker: str
    start: float
    end: float
    sound: Path


@dataclass(frozen=True)
class ClipRequest:
    """
    One moving shot, beginning with the picture *image* and ending with *last*, where there is one.

    *talks* are of people who are seen speaking. *keys* are pictures that it passes on the way, in order
    and evenly spread between its beginning and its end.
    """

    prompt: str
    image: Path
    seconds: float
    width: int
    height: int
    fps: int
    move: Move
    seed: int
    talks: tuple[Talk, ...] = ()
    last: Path | None = None
    keys: tuple[Path, ...] = ()


@dataclass(frozen=True)
class ClipAbilities:
    """
    What a clip engine can do; the stage asks for no more.

    *lengths* are the seconds it can make, shortest first; empty means any length up to *longest*.
    *reads_talks* says that mouths move with the voice, *reads_prompt* that words decide what moves,
    *last* that a clip can end with a given picture, and *joins* that it is to end with the first one of
    the next shot where the camera goes on; *keys* is how many pictures on the way it takes. *animatic* says
    that its pictures are moved, not acted, which the film says on every frame.
    """

    lengths: tuple[float, ...] = ()
    longest: float = 60.0
    reads_talks: bool = False
    reads_prompt: bool = True
    last: bool = False
    joins: bool = False
    keys: int = 0
    animatic: bool = False

    def length_for(self, seconds: float) -> float:
        """What to ask for: the next longer length that the engine makes, or its longest."""
        if self.lengths:
            return next((length for length in self.lengths if length >= seconds), self.lengths[-1])
        return min(seconds, self.longest)


class ClipEngine(Engine, Protocol):
    """Brings a picture to life."""

    @property
    def abilities(self) -> ClipAbilities:
        """What it can do with its present options."""
        ...

    def animate(self, request: ClipRequest, out: Path) -> None:
        """Write the moving shot to *out* (MP4, H.264, no sound)."""
        ...
