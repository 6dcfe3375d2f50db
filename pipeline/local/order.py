"""
The contract between an engine and the place where models are loaded.

All of it are plain values, which can go to another process. An engine fills in an `Order` and hands it to
`pipeline.local.shelf.ask`, which returns its notes when the file is there. The order names its `Weights`;
the shelf loads them where they are not loaded, and lets those wait that need others.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Protocol, Self, runtime_checkable

from pipeline.local.cards import Card

#: What an order tells of its work when it is done, for the record of the file.
Notes = dict[str, Any]


class Steps(Protocol):
    """Told of every step of the work; raises `Stopped` where the user wants no more of it."""

    def __call__(self, done: int, of: int, what: str = "") -> None:
        """*done* of *of* steps are done (0: nobody knows of how many); *what* says of what: `faces`."""
        ...


@runtime_checkable
class Loaded(Protocol):
    """A model in memory, with all that it keeps there."""

    @property
    def told(self) -> str:
        """How it was loaded, in one line: `FLUX.1-dev on cuda:0, whole, bfloat16`."""
        ...

    def unload(self) -> None:
        """Give all its memory back; it is not used afterwards."""
        ...


class Weights(Protocol):
    """
    Which model, and all that decides how it is loaded: a frozen dataclass that can be hashed and pickled.

    Two orders with equal weights share one loaded model.
    """

    @property
    def name(self) -> str:
        """What the user calls it: `FLUX.1-dev`."""
        ...

    def load(self, card: Card) -> Loaded:
        """Load it on *card*; `NotHere` where it is damaged, incomplete, or too large for it."""
        ...


class Order(Protocol):
    """One file to make with a model: a frozen dataclass that can be pickled."""

    @property
    def weights(self) -> Weights:
        """The model it needs."""
        ...

    @property
    def alike(self) -> Hashable:
        """Orders of the same weights that are alike here can be carried out in one batch; None: alone."""
        ...

    def carry_out(self, loaded: Any, orders: Sequence[Self], steps: Steps) -> Iterator[Notes]:
        """
        Make the files of *orders*, which are alike and begin with this one; yield the notes of each in turn.

        How many go through the model at once is for it to say: by what its memory holds. Errors are those
        of `pipeline.errors`; what was yielded before one is done.
        """
        ...


class Stopped(Exception):
    """The user wants no more of this work; nothing was written."""
