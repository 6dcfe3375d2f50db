"""
The manual for a voice engine.

1. Write `pipeline/voices/<name>.py` with one frozen dataclass; its fields are its options.
2. `speak` writes one WAV (PCM 16 bit, mono, any rate) with the spoken line to *out*, nothing else,
   and nothing at all when it fails. It gives back when each word is heard, or nothing where the
   engine can't tell. `finish.py` does what all need: silence cut off, level, rate, a bad take refused,
   and the times of the words where the engine gives none.
3. The same person always gets the same voice: `request.voice` says who speaks, `request.called` which of
   `abilities.voices` was cast for them, `request.recording` whom they shall sound like.
4. Raise only errors of `pipeline.errors`; map foreign ones once, with `raise ... from`.
5. Add the class to `ENGINES` in `pipeline/voices/__init__.py`: the contract suite runs over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

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
class Recording:
    """
    How somebody sounds: a WAV of 3 to 30 s, and the *words* that are heard in it, where they are known.

    It has been looked at (`recordings.py`) before an engine gets it.
    """

    sound: Path
    words: str = ""


@dataclass(frozen=True)
class VoiceRequest:
    """
    One line to speak; *text* is what the script says, not yet prepared for speaking.

    *called* is the engine's own voice that was cast for the person, *recording* what they shall sound
    like, *note* how the script wants it said ("whispering"), and *lexicon* how words of this text are
    read, as pairs of a word and its pinyin or other words. An engine gets what its abilities ask for.
    """

    text: str
    language: Language
    voice: Voice
    feeling: Feeling
    mode: Mode
    seed: int
    called: str = ""
    recording: Recording | None = None
    note: str = ""
    lexicon: tuple[tuple[str, str], ...] = ()


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


@dataclass(frozen=True)
class Offered:
    """
    A voice that an engine has, by the *name* that it goes by there.

    Of unknown sex or age it suits anybody; *manner* says how it sounds, for those who choose. Without
    *notes* it follows none, though others of its engine do.
    """

    name: str
    sex: Sex = "unknown"
    age: Age | None = None
    languages: tuple[Language, ...] = ()
    manner: str = ""
    notes: bool = True

    def speaks(self, language: str) -> bool:
        """Whether it speaks *language*; of unknown languages it speaks all."""
        return not self.languages or language in self.languages


@dataclass(frozen=True)
class VoiceAbilities:
    """
    What a voice engine can do; the stage asks for no more.

    *voices* are those it has, of which each character is given one; none where it goes by sex and age
    itself. *clones* says that it speaks as a recording, *notes* that it follows a note in words, and
    *lexicon* that it reads the words of a lexicon as they stand there.
    """

    voices: tuple[Offered, ...] = ()
    clones: bool = False
    notes: bool = False
    lexicon: bool = False

    def follows_notes(self, called: str) -> bool:
        """Whether the voice *called* so, or a recording where that is empty, follows a note."""
        return self.notes and all(one.notes for one in self.voices if one.name == called)


@runtime_checkable
class Listing(Protocol):
    """A voice engine whose server can be asked which voices it has."""

    def listed(self) -> tuple[str, ...]:
        """Their names within seconds, none where that is not told; `EngineError` where nobody answers."""
        ...


class VoiceEngine(Engine, Protocol):
    """Speaks one line."""

    @property
    def abilities(self) -> VoiceAbilities:
        """What it can do with its present options."""
        ...

    def speak(self, request: VoiceRequest, out: Path) -> tuple[Word, ...]:
        """Write the speech to *out* (WAV); the times of its words, or nothing where unknown."""
        ...
