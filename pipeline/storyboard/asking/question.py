"""A question to a language model on this machine, as the shelf of models takes it: without PyTorch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from pipeline.local.cards import Card
from pipeline.local.memory import Wish
from pipeline.local.order import Notes, Steps
from pipeline.storyboard.asking.model import Message


@dataclass(frozen=True)
class LanguageWeights:
    """A checkpoint of transformers, a folder or an id on a hub, with room for so many *tokens* at once."""

    model: str
    wish: Wish = field(default_factory=Wish)
    tokens: int = 0

    @property
    def name(self) -> str:
        """What the user calls it: the folder's name, or the id's last part."""
        return Path(self.model).name

    def load(self, card: Card) -> Any:
        """A `pipeline.storyboard.asking.local.LocalModel`; `NotHere` where it can't be."""
        from pipeline.storyboard.asking.local import LocalModel

        return LocalModel(self, card)


@dataclass(frozen=True)
class Taste:
    """How the next word is chosen; *most_tokens* ends an answer that does not end by itself."""

    temperature: float
    most_tokens: int


@dataclass(frozen=True)
class Question:
    """*messages* to go on with, in the form of *schema*; its notes are the fields of a `Reply`."""

    weights: LanguageWeights
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]
    taste: Taste
    seed: int
    alike: ClassVar[None] = None

    def carry_out(self, loaded: Any, orders: Sequence[Question], steps: Steps) -> Iterator[Notes]:
        """What the model that is *loaded* says to each; `TooMuch` where it can't read so much."""
        for one in orders:
            yield asdict(loaded.answer(one.messages, one.schema, one.taste, one.seed, steps))
