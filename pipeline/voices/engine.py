"""
The manual for a voice engine.

1. Write `pipeline/voices/<name>.py` with one frozen dataclass; its fields are its options.
2. `speak` writes one WAV (PCM 16 bit, mono, any rate) with the spoken line to *out*, nothing else,
   and nothing at all when it fails. It gives back when each word is heard, or nothing where the
   engine can't tell.
3. The same person always gets the same voice: `request.voice` says who speaks.
4. Raise only errors of `pipeline.errors`; map foreign ones once, with `raise ... from`.
5. Add the class to `ENGINES` in `pipeline/voices/__init__.py`: the contract suite runs over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.engine import Engine
from pipeline.story import Age, Feeling, Language, Mode, Sex


@dataclass(frozen=True)
class Voice:
    """
    Who speaks. *name* is empty for the narrator.

    *variant* tells apart people of the same sex and age: 0, 1, 2 ... in the order of the cast.
    """

    name: str
    sex: Sex
    age: Age
    variant: int = 0


@dataclass(frozen=True)
class VoiceRequest:
    """One line to speak; *text* is what the script says, not yet prepared for speaking."""

    text: str
    language: Language
    voice: Voice
    feeling: Feeling
    mode: Mode
    seed: int


@dataclass(frozen=True)
class Word:
    """
    When a part of the text is heard: *start* and *end* in seconds of the file.

    *first* and *last* count characters of `VoiceRequest.text`: the part is `text[first:last]`.
    """

    first: int
    last: int
    start: float
    end: float


class VoiceEngine(Engine, Protocol):
    """Speaks one line."""

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """Write the speech to *out* (WAV); the times of its words, or nothing where unknown."""
        ...
