"""What all engines share that have a language model tell the story."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from pipeline.engine import OPTIONS, dataclass
from pipeline.script.screenplay import Screenplay
from pipeline.spending import Money
from pipeline.story import Episode, Outline
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.asking.model import Ask, Reply
from pipeline.storyboard.engine import Work

#: Tokens that the prompts take beside the script itself, at most.
PROMPT_TOKENS = 6000


# Explained by `description`, which goes on to the engines that inherit these options.
@dataclass(frozen=True, config=OPTIONS)
class Teller(ABC):
    """
    Reads the script in parts, tells who and what there is in it, and then each episode in shots.

    An engine adds `complete`, `unavailable` and, where it costs money, `cost`.
    """

    previews: ClassVar[bool] = False
    prompts: ClassVar[tuple[str, ...]] = (
        "system", "again", "reading", "reading.zh", "reading.en", "same", "people", "series",
        "episode", "episode.zh", "episode.en",
    )  # fmt: skip
    #: It waits for answers, within an episode as well: cores are for who works.
    remote: ClassVar[bool] = True
    aside: ClassVar[tuple[str, ...]] = ("tries", "side_by_side", "most_tokens")

    model: str = Field(default="", description="The model's name; a server's own names are in its manual.")
    source_per_episode: int = Field(
        default=1500,
        ge=200,
        le=100_000,
        description="About how many characters of a novel make one episode; more are told in fewer words.",
    )
    episode_seconds: float = Field(
        default=90.0, ge=20, le=1800, description="How long an episode of a novel should be."
    )
    shortest_shot_seconds: float = Field(default=2.0, ge=0.5, le=10, description="No shot is shorter.")
    longest_shot_seconds: float = Field(
        default=8.0, ge=3, le=60, description="Longer actions and lines are split into several shots."
    )
    least_told: float = Field(
        default=0.9,
        ge=0,
        le=1,
        description="Share of an episode's dialogue below which the model is asked for what it left out.",
    )
    reads_at_once: int = Field(
        default=6000, ge=500, le=200_000, description="Characters of the script that go into one call."
    )
    most_tokens: int = Field(
        default=16_000,
        ge=256,
        le=1_000_000,
        description="Length of an answer; what needs more is asked for in halves.",
    )
    tries: int = Field(
        default=3, ge=1, le=10, description="How often the model may answer until its answer is right."
    )
    side_by_side: int = Field(default=4, ge=1, le=64, description="Calls that run at once, at most.")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.shortest_shot_seconds >= self.longest_shot_seconds:
            raise ValueError("shortest_shot_seconds must be below longest_shot_seconds")
        return self

    @abstractmethod
    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""

    @abstractmethod
    def complete(self, ask: Ask) -> Reply:
        """What the model says to *ask*; see `LanguageModel`."""

    def cost(self, read: int, written: int) -> Money | None:  # noqa: ARG002 - it is free
        """What that many tokens cost; nothing where they are free."""
        return None

    def quote(self, characters: int) -> Money | None:
        """What it costs at most, without second tries, to read or to write that many *characters*."""
        calls = -(-characters // self.reads_at_once)
        return self.cost(2 * characters + calls * PROMPT_TOKENS, calls * self.most_tokens)

    def outline(self, screenplay: Screenplay, work: Work) -> Outline:
        """The people, places and episodes of the whole script."""
        from pipeline.storyboard.outlining.outline import outline

        return outline(screenplay, self.asker(work), self)

    def needs(self, screenplay: Screenplay, outline: Outline, number: int) -> Mapping[str, Any]:
        """What of the outline episode *number* is told from."""
        from pipeline.storyboard.writing.question import needs

        return needs(screenplay, outline, number)

    def write(self, screenplay: Screenplay, outline: Outline, number: int, work: Work) -> Episode:
        """Episode *number* as scenes, shots and lines; `ScriptError` where there is no such episode."""
        from pipeline.storyboard.writing.write import write

        return write(screenplay, outline, number, self.asker(work), self)

    def asker(self, work: Work) -> Asker:
        """Who asks the model on behalf of *work*."""
        called = f"The model {self.model}"
        return Asker(self, work, self.tries, self.side_by_side, self.most_tokens, self.cost, called)
