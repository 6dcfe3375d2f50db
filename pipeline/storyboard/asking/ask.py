"""Ask a language model for a form, until it is filled in as it should be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.spending import Money
from pipeline.storyboard.asking.model import LanguageModel
from pipeline.storyboard.engine import Form, Work

T = TypeVar("T")

#: What is wrong with a form that has the right shape, in words for the model; nothing if all is well.
Check = Callable[[Form], Sequence[str]]

#: What that many tokens, read and written, cost; nothing where they are free.
Cost = Callable[[int, int], Money | None]


@dataclass(frozen=True)
class Asker:
    """
    Asks *model* on behalf of *work*, up to *tries* times each, up to *side_by_side* at once.

    *cost* says what that many tokens read and written cost; an answer has at most *most_tokens*.
    """

    model: LanguageModel
    work: Work
    tries: int = 3
    side_by_side: int = 4
    most_tokens: int = 16_000
    cost: Cost = lambda read, written: None  # noqa: ARG005 - what is free has no price

    def ask(self, name: str, words: str, form: type[Form], check: Check[Form] = lambda _: ()) -> Form | None:
        """
        The answer to *words* as a *form*, kept under *name*; nothing where it grew too long.

        An answer that is no such form, or of which *check* complains, is sent back with the exact
        complaints. After the last try the form with the fewest complaints is taken; where none had
        the right shape, `BadResult` names the file with the model's own words.
        """
        raise NotImplementedError

    def all(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """The results of *jobs* in their order, worked on side by side; the first error stops the rest."""
        raise NotImplementedError
