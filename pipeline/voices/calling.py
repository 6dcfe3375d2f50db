"""
Calls that cost money and answer with the speech itself: sent with a ticket, repeated, and told in our errors.

A line costs less than a cent and is there in seconds. So there is one rule for all engines: the ticket is on
disk before a line is sent and goes when its file is in its place or there will be none. A call without an
answer is repeated at once, also by the next run, and counts as paid each time: it may have been billed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from pipeline.addresses import is_near
from pipeline.errors import EngineError, Refused
from pipeline.hosted import waiting
from pipeline.hosted.auth import token_of
from pipeline.hosted.gate import Gate, gate_of
from pipeline.hosted.kinds import Fault, NotSent, Unanswered
from pipeline.hosted.spec import Job
from pipeline.keys import secret
from pipeline.spending import Money
from pipeline.tickets import Ticket, current

_T = TypeVar("_T")

_TRIES = 6
#: So often is a line sent whose answer does not come, or is cut off.
_UNANSWERED = 3
_LONGEST_REST_SECONDS = 60.0
_OTHER_WORDS = "Change the words of the line, or use another voice engine."


@dataclass
class Calling:
    """The calls for one line to *vendor*; *price* is what one costs, *paid* what all may have cost so far."""

    vendor: str
    gate: Gate
    price: Money | None
    ticket: Ticket = field(default_factory=current)
    paid: float = 0.0

    def ask(self, send: Callable[[], _T]) -> _T:
        """What *send* gives; it is called again where the vendor is busy, or was not heard. `Fault` else."""
        unanswered = 0
        with self.gate.passed():
            for tried in range(_TRIES):
                last = tried == _TRIES - 1
                self.gate.rest()
                try:
                    answer = self._sent(send)
                except Fault as fault:
                    if last or fault.kind not in ("transient", "rate_limit"):
                        raise
                    self._rest(fault, tried)
                except NotSent as error:
                    if last:
                        raise Fault("transient", f"it can't be reached: {error}") from error
                    waiting.sleep(_pause(tried))
                except Unanswered as error:
                    unanswered += 1
                    if last or unanswered == _UNANSWERED:
                        raise Fault("failed", f"no whole answer came, {unanswered} times: {error}") from error
                else:
                    self.gate.well()
                    return answer
        raise AssertionError

    def _sent(self, send: Callable[[], _T]) -> _T:
        before, price = self.paid, self.price.amount if self.price else 0.0
        if self.price:
            self.ticket.sending(self.price)
        self.paid += price
        try:
            return send()
        except NotSent:
            self.paid = before
            raise
        except Fault as fault:
            if not fault.ambiguous:
                self.paid = before
            raise

    def _rest(self, fault: Fault, tried: int) -> None:
        seconds = min(fault.wait_seconds or _pause(tried), _LONGEST_REST_SECONDS)
        if fault.kind == "rate_limit":
            self.gate.slower(seconds)
        else:
            waiting.sleep(seconds)

    def billed(self, amount: float) -> None:
        """The vendor itself says that the last call cost *amount*."""
        if self.price:
            self.paid += amount - self.price.amount

    def letter(self, fault: Fault) -> EngineError:
        """The error that *fault* is for whoever chose it; the gate closes where no other call helps."""
        if fault.kind == "moderation":
            self.ticket.refuse(fault.words)
            error: EngineError = Refused(f"{self.vendor} answers: {fault.words}.", _OTHER_WORDS)
        else:
            error = fault.letter(self.vendor)
        in_vain = fault.kind == "rate_limit" or (fault.kind == "transient" and not fault.status)
        if in_vain or fault.kind in ("quota", "auth"):
            self.gate.close(error)
        return error


@contextmanager
def calling(vendor: str, gate: Gate, price: Money | None) -> Iterator[Calling]:
    """
    Whatever happens to one line that *vendor* speaks: the block asks, and makes a file of the answer.

    Its `Fault` becomes the engine's error, and what may have been paid is in it, or told to the ticket.
    """
    call = Calling(vendor, gate, price)
    if call.ticket.page.standing == "refused":
        why = call.ticket.page.why
        raise Refused(f"{vendor} refused this before: {why}.", _OTHER_WORDS)
    if call.ticket.open and price:  # the process that sent it died
        call.paid = price.amount
    try:
        yield call
    except Fault as fault:
        raise _over(call, call.letter(fault)) from fault
    except EngineError as error:
        _over(call, error)
        raise
    if price:
        call.ticket.told["paid"] = round(call.paid, 6)


def _over(call: Calling, error: EngineError) -> EngineError:
    if call.ticket.open:
        call.ticket.drop()
    error.paid = round(call.paid, 6)
    return error


def _pause(tried: int) -> float:
    return min(waiting.about(2.0**tried), _LONGEST_REST_SECONDS)


def gate_to(name: str, job: Job) -> Gate:
    """The queue of the engine *name* before the server and account of *job*."""
    return gate_of((name, job.base_url, sha256(token_of(job.auth).encode()).hexdigest()), job.at_once)


def without_key(job: Job) -> str:
    """Why *job* can't be asked for want of a key; empty where it can, or where servers nearby need none."""
    missing = [name for name in job.auth.env if not secret(name)]
    if not missing or is_near(job.base_url):
        return ""
    return f"There is no key for {job.base_url}. Set the environment variable {' and '.join(missing)} to it."
