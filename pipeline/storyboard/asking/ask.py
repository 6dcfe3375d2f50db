"""Ask a language model for a form, until it is filled in as it should be."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from threading import Event
from typing import Any, Generic, TypeVar

from pipeline.errors import BadResult, EngineError
from pipeline.spending import Money
from pipeline.storyboard.asking.filled import Filled, filled
from pipeline.storyboard.asking.loose import CutOff, NotJson, data_in
from pipeline.storyboard.asking.model import Ask, LanguageModel, Message, Reply, TooMuch
from pipeline.storyboard.asking.shape import pattern_of, schema_of
from pipeline.storyboard.engine import Answer, Form, Work

T = TypeVar("T")

#: What is wrong with a form that has the right shape, in words for the model; nothing if all is well.
Check = Callable[[Form], Sequence[str]]

#: What that many tokens, read and written, cost; nothing where they are free.
Cost = Callable[[int, int], Money | None]

#: No tokenizer of today needs more for a hanzi, on the average.
_TOKENS_PER_CHARACTER = 2
#: Of an answer that is sent back, this many characters of its beginning and of its end.
_SENT_BACK = 1500
_MOST_COMPLAINTS = 12

log = logging.getLogger("drama")


@dataclass(frozen=True)
class Asker:
    """
    Asks *model* on behalf of *work*, up to *tries* times each, up to *side_by_side* at once.

    *cost* says what that many tokens read and written cost; an answer has at most *most_tokens*.
    *called* names the model in messages.
    """

    model: LanguageModel
    work: Work
    tries: int = 3
    side_by_side: int = 4
    most_tokens: int = 16_000
    cost: Cost = lambda read, written: None  # noqa: ARG005 - what is free has no price
    called: str = "The language model"

    def ask(
        self,
        name: str,
        words: str,
        form: type[Form],
        check: Check[Form] = lambda _: (),
        *,
        system: str = "system",
    ) -> Form | None:
        """
        The answer to *words* as a *form*, kept under *name*; nothing where it grew too long.

        *system* names the prompt that says who the model is and how it answers.

        An answer that is no such form, or of which *check* complains, is sent back with the exact
        complaints. After the last try the form with the fewest complaints is taken; where none had
        the right shape, `BadResult` names the file with the model's own words.
        """
        schema = schema_of(form)
        role = self.work.prompt(system, {"form": pattern_of(schema)})
        question = _Question(role, words, form.__name__, _hash(schema), self.work.seed)
        ask = Ask(name, (Message("system", role), Message("user", words)), schema, self.work.seed)
        price = self._price(len(role) + len(words))
        return self.work.answer(name, question, form, _Conversation(self, ask, form, check).held, price)

    def all(self, jobs: Sequence[Callable[[], T]]) -> list[T]:
        """The results of *jobs* in their order, worked on side by side; the first error stops the rest."""
        stopped, waits = Event(), True
        threads = ThreadPoolExecutor(self.side_by_side, "ask")
        try:
            futures = [threads.submit(_unless, stopped, job) for job in jobs]
            for done, future in enumerate(as_completed(futures), start=1):
                with suppress(CancelledError):  # the error that stopped it is in another one
                    future.result()
                log.info("%d of %d parts are done", done, len(jobs))
        except KeyboardInterrupt:
            # Who presses Ctrl-C does not want to wait for answers.
            waits = False
            raise
        finally:
            stopped.set()
            threads.shutdown(wait=waits)
        return [future.result() for future in futures]

    def _price(self, characters: int) -> Money | None:
        """What a question of that many *characters* costs at most, if it must be asked again each time."""
        read = _TOKENS_PER_CHARACTER * (characters + 2 * _SENT_BACK)
        return self.cost(self.tries * read, self.tries * self.most_tokens)


@dataclass(frozen=True)
class _Question:
    """All that decides an answer, but for the model."""

    system: str
    words: str
    form: str
    schema: str
    seed: int


class _Conversation(Generic[Form]):
    """One question, asked until the answer is right or the tries are used up."""

    def __init__(self, asker: Asker, ask: Ask, form: type[Form], check: Check[Form]) -> None:
        self._asker, self._ask, self._form, self._check = asker, ask, form, check
        self._replies: list[Reply] = []
        self._best: Filled[Form] | None = None

    def held(self) -> Answer:
        """The best form of all tries; none where the answer grew too long. An error says what was paid."""
        try:
            return self._held()
        except EngineError as error:
            cost = self._asker.cost(*self._tokens)
            error.paid = cost.amount if cost else 0.0
            raise

    def _held(self) -> Answer:
        messages = self._ask.messages
        complaints: tuple[str, ...] = ()
        for _ in range(self._asker.tries):
            tried = self._tried(messages)
            if tried is None:
                return self._answer(self._best)
            self._best = min((self._best or tried, tried), key=_badness)
            complaints = tried.complaints
            if not complaints:
                break
            messages = (*self._ask.messages, *self._again(complaints))
        if self._best is None or self._best.form is None:
            raise self._failure(complaints)
        return self._answer(self._best)

    def _tried(self, messages: tuple[Message, ...]) -> Filled[Form] | None:
        """What the model makes of the form this time; nothing where there was no room for all of it."""
        ask = Ask(self._ask.name, messages, self._ask.schema, self._ask.seed)
        try:
            reply = self._asker.model.complete(ask)
        except TooMuch:
            return None
        self._replies.append(reply)
        try:
            return self._checked(filled(data_in(reply.words), self._form))
        except CutOff:
            return None
        except NotJson as why:
            return None if reply.cut_off else Filled(None, (str(why),))

    def _checked(self, tried: Filled[Form]) -> Filled[Form]:
        complaints = self._check(tried.form) if tried.form else ()
        return Filled(tried.form, (*tried.complaints, *complaints))

    def _again(self, complaints: tuple[str, ...]) -> tuple[Message, Message]:
        """The last answer and what is wrong with it, as the next turns of the conversation."""
        values = {"complaints": _listed(complaints)}
        return (
            Message("assistant", _shortened(self._replies[-1].words) or "{}"),
            Message("user", self._asker.work.prompt("again", values)),
        )

    def _answer(self, best: Filled[Form] | None) -> Answer:
        if best and best.form and best.complaints:
            log.warning("%s is taken as it is: %s", self._ask.name, best.complaints[0])
        read, written = self._tokens
        notes = {"calls": len(self._replies), "tokens_read": read, "tokens_written": written}
        said = {
            "asked_as": self._replies[-1].asked_as if self._replies else "",
            "complaints": list(best.complaints) if best and best.form else [],
        }
        filled_in = {key: value for key, value in said.items() if value}
        return Answer(best.form if best else None, {**notes, **filled_in}, self._asker.cost(read, written))

    @property
    def _tokens(self) -> tuple[int, int]:
        """How many were read and written in all tries."""
        read = sum(reply.tokens_read for reply in self._replies)
        return read, sum(reply.tokens_written for reply in self._replies)

    def _failure(self, complaints: tuple[str, ...]) -> BadResult:
        words = "\n\n----\n\n".join(reply.words for reply in self._replies)
        file = self._asker.work.keep_words(self._ask.name, words)
        return BadResult(
            f"{self._asker.called} did not answer {self._ask.name} as asked in {len(self._replies)} tries."
            f" At last: {complaints[0]}",
            f"Its own words are in {file}. Run again, allow more `tries`, or use another model.",
        )


def _unless(stopped: Event, job: Callable[[], T]) -> T:
    """The result of *job*, which is not begun after *stopped* is set; an error sets it."""
    if stopped.is_set():
        raise CancelledError
    try:
        return job()
    except BaseException:
        stopped.set()
        raise


def _badness(tried: Filled[Any]) -> tuple[bool, int]:
    return tried.form is None, len(tried.complaints)


def _listed(complaints: tuple[str, ...]) -> str:
    more = len(complaints) - _MOST_COMPLAINTS
    rest = [f"- and {more} more of the kind."] if more > 0 else []
    return "\n".join([f"- {complaint}" for complaint in complaints[:_MOST_COMPLAINTS]] + rest)


def _shortened(words: str) -> str:
    if len(words) <= 2 * _SENT_BACK:
        return words
    return f"{words[:_SENT_BACK]}\n…\n{words[-_SENT_BACK:]}"


def _hash(schema: Mapping[str, Any]) -> str:
    return sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()[:16]
