"""What a server behind an OpenAI-compatible address takes and what not, learned from its complaints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pipeline.storyboard.asking.model import Ask

#: How an answer is held to its form, from the strictest on.
AnswersAs = Literal["schema", "json", "text"]

_AFTER: dict[AnswersAs, AnswersAs] = {"schema": "json", "json": "text"}
#: What some models refuse, and can do without.
_SPARE = ("temperature", "seed")

_OTHER_NAME = re.compile(r"use\W+max_completion_tokens|max_completion_tokens\W+instead")
_TOKENS = re.compile(r"max_(?:completion_|output_|new_)?tokens")
_CONTEXT = re.compile(r"(?:maximum context length|context (?:length|window|size))\D{1,20}(\d+)")
_READ = re.compile(
    r"(\d+) (?:tokens )?(?:in the (?:messages|prompt|input)|input tokens|prompt tokens|of text input)|"
    r"(?:prompt|messages|input) (?:has|have|contains?|resulted in) (\d+)"
)
_FORMAT = re.compile(
    r"response_format|json|schema|structured|guided|grammar|unsupported|not support|unrecogni[sz]ed|"
    r"unknown (?:field|parameter|argument)|extra (?:inputs|fields)"
)
#: With less room there is no answer worth asking for.
_LEAST_TOKENS = 256


@dataclass(frozen=True)
class Habits:
    """How to ask one model of one server; *without* names parameters that it does not take."""

    most_tokens: int
    answers: AnswersAs = "schema"
    tokens: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    without: frozenset[str] = frozenset()

    def parameters(self, ask: Ask, temperature: float | None) -> dict[str, Any]:
        """All that is sent for *ask*, but for the model's name."""
        wished = {"temperature": temperature, "seed": ask.seed}
        spare = {key: value for key, value in wished.items() if key not in self.without and value is not None}
        return {
            "messages": [{"role": message.role, "content": message.words} for message in ask.messages],
            self.tokens: self.most_tokens,
            **spare,
            **_format(self.answers, ask.schema),
        }

    def learned(self, said: str, *, other_formats: bool) -> Habits | None:
        """
        How to ask after the server *said* why it did not take what was sent; nothing if there is no way.

        Another way to hold the answer to its form is only tried where *other_formats* may be.
        """
        said = said.casefold()
        if self.tokens == "max_tokens" and _OTHER_NAME.search(said):
            return replace(self, tokens="max_completion_tokens")
        if _CONTEXT.search(said) or _TOKENS.search(said):
            return self._shorter(said)
        for spare in _SPARE:
            if spare not in self.without and re.search(rf"\b{spare}\b", said):
                return replace(self, without=self.without | {spare})
        if other_formats and self.answers in _AFTER and _FORMAT.search(said):
            return replace(self, answers=_AFTER[self.answers])
        return None

    def _shorter(self, said: str) -> Habits | None:
        """With an answer short enough for what the server *said* of its limits."""
        numbers = [int(number) for number in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", said))]
        room = max((number for number in numbers if number < self.most_tokens), default=0)
        if context := _CONTEXT.search(said):
            read = _READ.search(said)
            room = int(context[1]) - int(read[1] or read[2]) if read else 0
        if not _LEAST_TOKENS <= room < self.most_tokens:
            return None
        return replace(self, most_tokens=room)


def _format(answers: AnswersAs, schema: Mapping[str, Any]) -> dict[str, Any]:
    if answers == "text":
        return {}
    if answers == "json":
        return {"response_format": {"type": "json_object"}}
    strict = {"name": "answer", "schema": dict(schema), "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": strict}}
