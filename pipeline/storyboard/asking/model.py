"""A language model as the storyboard needs it: words and a schema go in, words come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    words: str


@dataclass(frozen=True)
class Ask:
    """
    A conversation to go on with, and the JSON *schema* that the answer must have, called *name*.

    The same *seed* gives the same answer, where a model can promise that.
    """

    name: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Any]
    seed: int = 0


@dataclass(frozen=True)
class Reply:
    """
    The *words* that came back; *cut_off* where they end because there was no room for more.

    *tokens_read* and *tokens_written* are as the model counts them; 0 where it does not say.
    *asked_as* is how it was held to the schema, where there are several ways.
    """

    words: str
    cut_off: bool = False
    tokens_read: int = 0
    tokens_written: int = 0
    asked_as: str = ""


class LanguageModel(Protocol):
    """Something that can be asked."""

    def complete(self, ask: Ask) -> Reply:
        """
        What the model says to *ask*.

        `Refused` where it won't, `TooMuch` where the conversation is longer than it can read.
        """
        ...


class TooMuch(Exception):
    """The conversation is longer than the model can read: the question is divided and asked again."""
