"""Chat completions of one model of one server, through the package openai. Imported when used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from threading import BoundedSemaphore, Lock
from typing import Any

import httpx2
import openai
from openai.types.chat import ChatCompletion

from pipeline.storyboard.asking.faults import Server
from pipeline.storyboard.asking.habits import Habits
from pipeline.storyboard.asking.model import Ask, Reply

#: Why an answer ended, as vendors say that they kept the rest to themselves.
_WITHHELD = {"content_filter", "sensitive"}
#: Keys, money, a wrong name, haste: to ask in another way would not help.
_NOT_ABOUT_THAT = {401, 402, 403, 404, 408, 429}


class Chat:
    """
    One model of *server* for all threads of this process.

    Up to *at_once* calls run side by side; what the server does not take is learned once.
    """

    def __init__(
        self, server: Server, habits: Habits, timeout_seconds: float, retries: int, at_once: int
    ) -> None:
        self._server = server
        self._habits = habits
        self._timeout_seconds = timeout_seconds
        self._gate = BoundedSemaphore(at_once)
        self._client = openai.OpenAI(
            # The package wants a key also where the server wants none.
            api_key=server.secret or "none",
            base_url=server.address,
            timeout=timeout_seconds,
            max_retries=retries,
        )

    def complete(
        self, ask: Ask, temperature: float | None, extra: Mapping[str, Any], *, other_formats: bool
    ) -> Reply:
        """What the model says to *ask*, asked in the strictest way that the server takes."""
        with self._gate:
            while True:
                habits = self._habits
                try:
                    done = self._sent(habits.parameters(ask, temperature), extra)
                except openai.APIStatusError as error:
                    better = _learned(habits, error, other_formats=other_formats)
                    if better is None:
                        raise self._fault(error) from error
                    self._habits = better
                else:
                    return self._reply(done, habits.answers)

    def _sent(self, parameters: Mapping[str, Any], extra: Mapping[str, Any]) -> Any:
        try:
            return self._client.chat.completions.create(
                model=self._server.model, extra_body=dict(extra) or None, **parameters
            )
        except openai.APITimeoutError as error:
            raise self._server.silence(self._timeout_seconds) from error
        except openai.APIConnectionError as error:
            why = error.__cause__ or error
            if isinstance(why, httpx2.ConnectError):
                raise self._server.absence(str(why)) from error
            raise self._server.fault(503, "", f"the connection broke, {why}") from error
        except json.JSONDecodeError as error:
            raise self._server.nonsense(error.doc) from error

    def _fault(self, error: openai.APIStatusError) -> Exception:
        return self._server.fault(error.status_code, f"{error.code} {error.type}", _said(error))

    def _reply(self, done: Any, answers: str) -> Reply:
        if not isinstance(done, ChatCompletion):
            raise self._server.nonsense(str(done))
        if not done.choices:
            # Some gateways put an error where the answer should be.
            raise self._server.fault(200, "", json.dumps(done.model_extra or {}, ensure_ascii=False))
        choice, usage = done.choices[0], done.usage
        if choice.message.refusal or choice.finish_reason in _WITHHELD:
            raise self._server.refusal(choice.message.refusal or f"it ends with {choice.finish_reason}")
        return Reply(
            choice.message.content or "",
            cut_off=choice.finish_reason == "length",
            tokens_read=(usage and usage.prompt_tokens) or 0,
            tokens_written=(usage and usage.completion_tokens) or 0,
            asked_as=answers,
        )


def _learned(habits: Habits, error: openai.APIStatusError, *, other_formats: bool) -> Habits | None:
    """How to ask instead, where the server complains of what it was sent."""
    if error.status_code in _NOT_ABOUT_THAT:
        return None
    return habits.learned(_said(error), other_formats=other_formats)


def _said(error: openai.APIStatusError) -> str:
    """The server's own words, or all that it sent."""
    if isinstance(error.body, Mapping):
        said = error.body.get("message") or error.body.get("detail") or error.body
        return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return str(error.body or error.message)


_one_at_a_time = Lock()


def chat_with(server: Server, habits: Habits, timeout_seconds: float, retries: int, at_once: int) -> Chat:
    """The `Chat` with *server*, one in this process however many ask for it; *habits* is where it begins."""
    with _one_at_a_time:
        return _chat(server, habits, timeout_seconds, retries, at_once)


@cache
def _chat(server: Server, habits: Habits, timeout_seconds: float, retries: int, at_once: int) -> Chat:
    return Chat(server, habits, timeout_seconds, retries, at_once)
