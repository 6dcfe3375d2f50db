"""What a language model reads in a part of the script: who, where, what, and how it falls into episodes."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import BadResult, Refused
from pipeline.story import Language
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.asking.understood import AgeWord, EraWord, KindWord, SexWord
from pipeline.storyboard.outlining.paragraphs import Chunk, halves
from pipeline.storyboard.writing.shots import Names, Source, Text
from pipeline.words import PlaceKind

LANGUAGES: dict[Language, str] = {"zh": "Chinese", "en": "English"}

log = logging.getLogger("drama")


class Options(Protocol):
    """What of the engine's options decides how a script is read."""

    @property
    def source_per_episode(self) -> int:
        """Characters of a novel that make one episode."""
        ...

    @property
    def reads_at_once(self) -> int:
        """Characters of the script that go into one call."""
        ...

    @property
    def episode_seconds(self) -> float:
        """How long an episode of a novel should be."""
        ...


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PersonForm(_Form):
    """Someone in a part of the script."""

    name: Text = Field(default="", description="the name that the text uses most")
    other_names: Names = Field(default=(), description="other names that the text has for the same person")
    who: Text = Field(default="", description="who it is, in a few words")
    sex: SexWord = Field(default="unknown", description="the sex")
    age: AgeWord | None = Field(default=None, description="the age")
    era: EraWord | None = Field(default=None, description="only of who comes from another time, else null")
    look: Text = Field(default="", description="face, hair, build, as a painter needs it")
    costume: Text = Field(default="", description="the clothes, with their colours")
    temper: Text = Field(default="", description="the character, in a few words")
    voice: Text = Field(default="", description="how the voice sounds, in a few words")


class PlaceForm(_Form):
    """Somewhere that a part of the script plays."""

    name: Text = Field(default="", description="name of the place, as the text has it")
    kind: KindWord = Field(default=PlaceKind.ROOM, description="what kind of place it is nearest to")
    look: Text = Field(default="", description="what it looks like, one sentence")


class PartForm(_Form):
    """One episode in a part of the script."""

    begins: Source = Field(default=(), description="number of the paragraph that it begins with")
    title: Text = Field(default="", description="title, a few words")
    hook: Text = Field(default="", description="what catches the viewer in the first seconds")
    cliffhanger: Text = Field(default="", description="the question that its end leaves open")


class ReadingForm(_Form):
    """All that a part of the script tells."""

    happens: Text = Field(default="", description="what happens, in two sentences")
    people: tuple[PersonForm, ...] = Field(default=(), description="everyone who acts or speaks")
    places: tuple[PlaceForm, ...] = Field(default=(), description="the places where it plays")
    episodes: tuple[PartForm, ...] = Field(default=(), description="the episodes, in order")


@dataclass(frozen=True)
class Reading:
    """What was read in *chunk*."""

    chunk: Chunk
    form: ReadingForm


def read(
    chunks: Sequence[Chunk], asker: Asker, options: Options, language: Language, *, cuts: bool
) -> list[Reading]:
    """
    What the model reads in each of *chunks*; one whose answer grew too long is read in halves.

    *cuts* says that it may choose where episodes begin. A question holds its chunk's text and
    nothing of the others, and is named by it: what did not change is not asked again. A chunk that
    the model refuses is left to what the text itself tells; `Refused` where it refuses all.
    """
    refused: list[Refused] = []

    def reading(chunk: Chunk) -> list[Reading]:
        words = _words(chunk, asker, options, language, cuts=cuts)
        name = f"outline-read-{sha256(chunk.text.encode()).hexdigest()[:8]}"
        try:
            form = asker.ask(name, words, ReadingForm, lambda form: _complaints(form, chunk))
        except Refused as why:
            log.warning("%s is not read: %s It begins with “%s”.", name, why.happened, chunk.text[:60])
            refused.append(why)
            return [Reading(chunk, ReadingForm())]
        if form is not None:
            return [Reading(chunk, form)]
        parts = halves(chunk)
        if not parts:
            raise BadResult(
                f"What the language model says of one paragraph of {chunk.size} characters grew too long.",
                f"Allow longer answers, or look into the paragraph: “{chunk.text[:60]}”.",
            )
        log.info("%s: the answer grew too long, read in halves", name)
        return [part for half in parts for part in reading(half)]

    parts = [part for some in asker.all([partial(reading, chunk) for chunk in chunks]) for part in some]
    if refused and len(refused) == len(parts):
        raise refused[0]
    return parts


def _words(chunk: Chunk, asker: Asker, options: Options, language: Language, *, cuts: bool) -> str:
    return asker.work.prompt(
        "reading",
        {
            "language": LANGUAGES[language],
            "episodes": _task(chunk, options, cuts=cuts),
            "example": asker.work.prompt(f"reading.{language}", {}),
            "text": chunk.text,
        },
    )


def _task(chunk: Chunk, options: Options, *, cuts: bool) -> str:
    """What is to be said of the episodes in *chunk*."""
    if not cuts:
        opening = ", ".join(map(str, dict.fromkeys((1, *chunk.opening))))
        return (
            f"The script has its own episodes: give one for each of the paragraphs {opening}, and no others."
        )
    count = max(1, round(chunk.size / options.source_per_episode))
    chapters = [number for number in chunk.opening if number > 1]
    also = f" One begins with each chapter: {', '.join(map(str, chapters))}." if chapters else ""
    return (
        f"Cut this part into about {count} episode(s) of like length, each ending where one wants to know"
        f" more. The first begins with paragraph 1.{also}"
    )


def _complaints(form: ReadingForm, chunk: Chunk) -> list[str]:
    """Only what can't be put right without the model."""
    if not form.happens and not form.people:
        return ["It says neither what happens nor who is there."]
    if form.episodes and not list(begun(form, chunk)):
        return [f"episodes: begins must be the number of a paragraph, from 1 to {len(chunk.paragraphs)}."]
    return []


def begun(form: ReadingForm, chunk: Chunk) -> Iterator[tuple[int, PartForm]]:
    """The index of the paragraph with which each episode begins, in order; impossible ones are left out."""
    last = 0
    for part in form.episodes:
        number = part.begins[0] if part.begins else 0
        if last < number <= len(chunk.paragraphs):
            yield chunk.paragraphs[number - 1].index, part
            last = number
