"""
What the engines of every stage have in common.

An engine is a frozen dataclass: its fields are its options, so they are documented, typed,
checked when a profile is read, and part of the recipe at once. Keys are read from the environment
inside the working method and never become fields; heavy imports are inside it too.
"""

from __future__ import annotations

from typing import Protocol

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as dataclass  # noqa: PLC0414 - re-exported

#: Put on every engine as ``@dataclass(frozen=True, config=OPTIONS)`` with pydantic's `dataclass`. The text
#: below each option is for people: to have pydantic read it takes more than a third of the program's start.
OPTIONS = ConfigDict(extra="forbid")


class Engine(Protocol):
    """
    What every engine can say of itself without doing any work.

    Nothing here opens a connection, loads a model or takes longer than a moment. An engine whose work
    is done elsewhere says so with a class variable `remote = True`: it takes none of this machine's cores.
    One that waits for its turn at a model by itself says `queues = True`, and takes none meanwhile.
    """

    def unavailable(self) -> str:
        """Why it can't run here, as a sentence with what helps; empty where it can."""
        ...
