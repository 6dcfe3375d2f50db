"""A storyboard by any language model behind an OpenAI-compatible address, hosted or on this machine."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Any, ClassVar, Literal

from pydantic import Field

from pipeline.addresses import host_of, is_near
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere
from pipeline.keys import secret
from pipeline.spending import Money
from pipeline.storyboard.asking.faults import Server
from pipeline.storyboard.asking.habits import Habits
from pipeline.storyboard.asking.model import Ask, Reply
from pipeline.storyboard.asking.teller import Teller

_EXAMPLES = (
    "for example `base_url: https://api.openai.com/v1`, `https://api.deepseek.com/v1` or, on this machine,"
    " `http://localhost:11434/v1` for Ollama, and under `model` the name that the server gives it"
)
_PER_MILLION = 1_000_000


@dataclass(frozen=True, config=OPTIONS)
class OpenAI(Teller):
    """Reads and tells the story through chat completions, with the strictest answers the server can give."""

    aside: ClassVar[tuple[str, ...]] = (
        *Teller.aside, "base_url", "key", "answers", "timeout_seconds", "retries",
        "price_read", "price_written", "currency",
    )  # fmt: skip

    base_url: str = ""
    """The server's address, usually ending in /v1."""
    key: str = "OPENAI_API_KEY"
    """The environment variable that holds the key; a server on this machine needs none."""
    answers: Literal["auto", "schema", "json", "text"] = "auto"
    """How answers are held to their form; auto tries a JSON schema, then JSON, then plain text."""
    temperature: float | None = Field(default=0.7, ge=0, le=2)
    """How freely the model chooses its words; empty for the server's own."""
    extra: dict[str, Any] = Field(default_factory=dict)
    """More that the server is to be sent with each call, as its manual says."""
    timeout_seconds: float = Field(default=600.0, gt=0)
    """How long to wait for one answer."""
    retries: int = Field(default=5, ge=0, le=50)
    """How often a call is sent again when the server is busy or fails; it may say how long to wait."""
    price_read: float = Field(default=0.0, ge=0)
    """What a million tokens cost that it reads; with 0 for both it counts as free."""
    price_written: float = Field(default=0.0, ge=0)
    """What a million tokens cost that it writes."""
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    """The currency of the prices, by its three letters."""

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        if find_spec("openai") is None:
            return "The package openai is missing. Install it with `pip install openai`."
        missing = [name for name in ("base_url", "model") if not getattr(self, name)]
        if missing:
            return (
                f"The engine openai has no {' and no '.join(missing)}. Write it in drama.yaml, {_EXAMPLES}."
            )
        if not host_of(self.base_url):
            return f"{self.base_url!r} is no address. Write one under `base_url`, {_EXAMPLES}."
        if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", self.key):
            return (
                "`key` is not the name of an environment variable. Write the name there, and never the key."
            )
        if not self._secret and not is_near(self.base_url):
            return f"There is no key for {self.base_url}. Set the environment variable {self.key} to it."
        return ""

    def cost(self, read: int, written: int) -> Money | None:
        """What that many tokens cost by the prices given; nothing where none are."""
        if not self.price_read and not self.price_written:
            return None
        amount = (read * self.price_read + written * self.price_written) / _PER_MILLION
        return Money(round(amount, 6), self.currency)

    def complete(self, ask: Ask) -> Reply:
        """
        What the model says to *ask*; what its server does not take is left out from then on.

        `NotHere`, `Wait`, `Unpaid`, `Refused` or `BadResult` where there is no answer, `TooMuch`
        where the conversation is longer than the model reads.
        """
        from pipeline.storyboard.asking.chat import chat_with

        if problem := self.unavailable():
            raise NotHere(problem)
        server = Server(self.base_url, self.model, self.key, self._secret)
        first = Habits(self.most_tokens, "schema" if self.answers == "auto" else self.answers)
        chat = chat_with(server, first, self.timeout_seconds, self.retries, self.side_by_side)
        return chat.complete(ask, self.temperature, self.extra, other_formats=self.answers == "auto")

    @property
    def _secret(self) -> str:
        return secret(self.key)
