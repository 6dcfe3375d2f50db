"""
The manual for an engine of lips.

1. Write `pipeline/clips/lips/<name>.py` with one frozen dataclass; its fields are its options.
2. `sync` writes one MP4 to *out*, nothing else, and nothing at all when it fails: the video, as long as it
   was, with mouths that say what is heard. Sound in it is left out by the cut.
3. Raise only errors of `pipeline.errors`; map foreign ones once, with `raise ... from`.
4. Add the class to `ENGINES` in `pipeline/clips/lips/__init__.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.engine import Engine


@dataclass(frozen=True)
class LipRequest:
    """
    A *video* (MP4, without sound) of so many *seconds*, exactly as long as its shot.

    *sound* is as long (WAV, 48 kHz, mono): what those say who are seen speaking, and nothing else.
    """

    video: Path
    sound: Path
    seconds: float
    seed: int


class Lasting(Protocol):
    """Whatever has a length, by which lips are paid."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        ...


class LipEngine(Engine, Protocol):
    """Moves the lips in a clip."""

    def sync(self, request: LipRequest, out: Path) -> None:
        """Write the video with moved lips to *out* (MP4)."""
        ...
