"""A language model for tests of what is asked: it says what it was told to say, and counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desks import Memory

from pipeline.story import Outline
from pipeline.storyboard.asking.ask import Asker
from pipeline.storyboard.asking.model import Ask, Reply

Says = Callable[[str], Any]


def part_of(words: str) -> str:
    """The part of a story in the question *words*."""
    return words.rsplit("Now the part to read:\n", maxsplit=1)[-1]


@dataclass
class Reader:
    """
    Answers each question by what stands in *says* for the beginning of its name.

    An answer is a function of the question's words; none is an answer without an end.
    """

    says: Mapping[str, Says]
    asked: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def complete(self, ask: Ask) -> Reply:
        self.asked.append(ask.name)
        self.words.append(ask.messages[1].words)
        for name, say in self.says.items():
            if ask.name.startswith(name):
                said = say(ask.messages[1].words)
                return Reply(json.dumps(said, ensure_ascii=False) if said is not None else "{", said is None)
        raise AssertionError(f"nobody expected {ask.name}")


@dataclass(frozen=True)
class Short:
    """Options for small stories."""

    source_per_episode: int = 60
    reads_at_once: int = 200
    episode_seconds: float = 90


def asker(says: Mapping[str, Says], before: Outline | None = None, tries: int = 1) -> tuple[Asker, Reader]:
    """Someone who asks, and whom."""
    reader = Reader(says)
    return Asker(reader, Memory(before=before), tries=tries, side_by_side=1), reader
