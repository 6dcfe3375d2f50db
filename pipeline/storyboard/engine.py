"""
The manual for a storyboard engine.

1. Write `pipeline/storyboard/<name>.py` with one frozen dataclass; its fields are its options. An
   engine that asks a language model inherits all but the asking: see `asking/teller.py`.
2. `outline` reads a whole script once: title, people, places, episodes.
3. `write` breaks one episode into scenes, shots and lines. Every line of dialogue is kept word
   for word and in order; what is neither shown nor heard is listed in `Episode.unused`.
4. `needs` says what of the outline an episode depends on: a change of it makes the episode anew.
5. What takes long or costs money is done inside `Work.answer`, so that it is never done twice.
6. Raise only errors of `pipeline.errors`.
7. Add the class to `ENGINES` in `pipeline/storyboard/__init__.py`: the contract suite runs over it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import BaseModel

from pipeline.engine import Engine
from pipeline.script.screenplay import Screenplay
from pipeline.spending import Money
from pipeline.story import Episode, Outline

Form = TypeVar("Form", bound=BaseModel)


@dataclass(frozen=True)
class Answer:
    """
    What a model answered: the *form* it filled in, or none where the answer grew too long.

    *notes* are remembered with it (calls, tokens). *paid* is what it cost, where that is known.
    """

    form: BaseModel | None
    notes: Mapping[str, Any] = field(default_factory=dict)
    paid: Money | None = None


class Work(Protocol):
    """The drama that an engine works for: its prompts, its earlier outline, and a place for answers."""

    @property
    def seed(self) -> int:
        """The seed of the file that is made; a redo gives another one. Part of every question."""
        ...

    @property
    def before(self) -> Outline | None:
        """The outline that is to be replaced, so that people and places keep what they are."""
        ...

    def prompt(self, name: str, values: Mapping[str, str]) -> str:
        """The prompt *name* with *values* filled in; the drama's own file of that name is used first."""
        ...

    def answer(
        self, name: str, question: object, form: type[Form], ask: Callable[[], Answer], price: Money | None
    ) -> Form | None:
        """
        The answer called *name*: kept, or asked for now and kept as a file of the drama.

        *question* is a dataclass that holds all that decides the answer; *price* is what asking
        costs at most. Nothing is returned where the answer grew too long. Safe to call from
        several threads at once.
        """
        ...

    def keep_words(self, name: str, words: str) -> str:
        """Write down what a model said that could not be used; the name of the file to read."""
        ...


class StoryEngine(Engine, Protocol):
    """
    Turns a script into a storyboard.

    *previews* says that it is free and quick, so that a plan may do its work; *prompts* are the
    names of the prompts it uses.
    """

    previews: ClassVar[bool]
    prompts: ClassVar[tuple[str, ...]]

    def outline(self, screenplay: Screenplay, work: Work) -> Outline:
        """The people, places and episodes of the whole script."""
        ...

    def needs(self, screenplay: Screenplay, outline: Outline, number: int) -> Mapping[str, Any]:
        """What of *outline* decides how episode *number* is written, as plain data."""
        ...

    def write(self, screenplay: Screenplay, outline: Outline, number: int, work: Work) -> Episode:
        """
        Episode *number* as scenes, shots and lines; `ScriptError` where there is no such episode.

        *screenplay* is cut into the episodes of *outline* already.
        """
        ...

    def quote(self, characters: int) -> Money | None:
        """What it costs at most to read or to write that many *characters* of the script; nothing if free."""
        ...
