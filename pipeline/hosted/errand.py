"""What is known of one job while it is carried out: the order, the ticket, and the values so far."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import BadResult, Unsettled
from pipeline.hosted.gate import Gate
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, quoted
from pipeline.hosted.quotes import quote
from pipeline.hosted.spec import Job, Step
from pipeline.hosted.web import Answer, Web, found_at
from pipeline.keys import hidden, opened, sealed
from pipeline.spending import Money
from pipeline.tickets import Ticket


@dataclass(frozen=True)
class Order:
    """
    A file to be made by *vendor* as its *job* says.

    *fill* gives the values that requests are filled in with, and the pictures for multipart bodies. It
    is called when it is the order's turn: hundreds may wait, and pictures are large. *accept* looks at
    the finished file, with the vendor's last answer, and raises what is wrong with it.
    """

    vendor: str
    job: Job
    price: Money | None
    fill: Callable[[], tuple[Mapping[str, Any], Mapping[str, Sequence[tuple[str, bytes]]]]]
    accept: Callable[[Path, Answer], None]


class Errand:
    """One *order* on its way, remembered by its *ticket*; *gate* is the queue before the vendor."""

    def __init__(self, order: Order, ticket: Ticket, gate: Gate) -> None:
        self.order, self.ticket, self.gate = order, ticket, gate
        self.job: Job = order.job
        #: The answer of a vendor that answers with the result itself.
        self.answered: Answer | None = None
        #: What jobs cost that were sent for the same file before this one.
        self._before: float = ticket.told.get("paid", 0.0)

    @cached_property
    def _filled(self) -> tuple[Mapping[str, Any], Mapping[str, Sequence[tuple[str, bytes]]]]:
        return self.order.fill()

    @cached_property
    def values(self) -> dict[str, Any]:
        """What requests are filled in with, so far."""
        return dict(self._filled[0])

    @cached_property
    def web(self) -> Web:
        """Who sends the requests."""
        return Web(self.job, self._filled[1])

    def step(self, step: Step) -> Answer:
        """Carry out a free *step* and take the values that it sets."""
        if not step.each:
            answer, found = _carried_out(step, self.web, self.values)
            self.values |= found
            return answer
        pictures = self.web.files.get("references", ())
        for item, picture in zip(self.values.get("references") or (), pictures, strict=True):
            web = replace(self.web, files={"reference": [picture]})
            item.update(_carried_out(step, web, {**self.values, **item})[1])
        return Answer({})

    def bill(self, answer: Answer | None, *, failed: bool = False) -> None:
        """Tell the ticket what it cost: the vendor's own figure, else the price, or nothing if failed."""
        bill, price, told = self.job.bill, self.order.price, self.ticket.told
        if price is None:
            return
        figures = {**self.ticket.page.job, "answer": answer.data if answer else None}
        paid = 0.0 if failed else price.amount
        if bill and (units := _figure(found_at(bill.units, figures))) is not None:
            paid = units * (self._price_of_one() if bill.each == "price" else bill.each)
        told["paid"] = round(self._before + paid, 6)

    def _price_of_one(self) -> float:
        price = quote(self.job, {**self.values, "duration": 1, "characters": 1})
        return price.amount if price else 0.0

    @property
    def answer_lost(self) -> bool:
        """Whether the answer had the file in it, and was lost with the process that got it."""
        page = self.ticket.page
        lost = page.standing == "waiting" and self.job.poll is None and "answer" not in page.job
        return lost and self.answered is None

    def anew(self) -> None:
        """What was sent may be billed, and nobody has it: it counts as paid, and the next is a new job."""
        self._before += self.order.price.amount if self.order.price else 0.0
        self.ticket.told["paid"] = round(self._before, 6)
        self.ticket.drop()

    def keep(self, told: Mapping[str, Any]) -> None:
        """The vendor took the job: all that is *told* of it, and who has it, is on the ticket from now on."""
        kept = {**told, "server": self.job.base_url}
        self.ticket.waiting(sealed(kept, self.job.auth.env))

    def kept(self) -> dict[str, Any]:
        """What is on the ticket, as it can be used."""
        page: dict[str, Any] = opened(self.ticket.page.job, self.job.auth.env)
        return page

    def wasted(self, why: str) -> BadResult:
        """It was made, may be paid, and can't be had: only a new job helps."""
        self.ticket.drop()
        error = BadResult(f"What {self.order.vendor} made can't be used: {hidden(why)}", "Run again.")
        error.paid = self.ticket.told.get("paid", 0.0)
        return error

    def unknown(self, why: str) -> Unsettled:
        """It may be under way, and nobody knows by which name."""
        page = self.ticket.page
        return Unsettled(
            f"{page.name or 'The job'} was sent to {self.order.vendor} at {page.at}, and what became of it"
            f" is not known: {hidden(why)}.",
            "It may be made and billed. Look at the vendor's page, then say `drama jobs FOLDER"
            f" {page.name} --id ID` if it is there, or `--again` to send it anew.",
        )

    def unsettled(self, why: str) -> Unsettled:
        """It is under way or done, and can't be had now."""
        page = self.ticket.page
        if page.standing == "sending":
            return self.unknown(why)
        job = page.job.get("id")
        return Unsettled(
            f"{page.name or 'The job'} is with {self.order.vendor} as job {job}: {hidden(why)}.",
            "It is paid only once: run again to fetch it, or see `drama jobs FOLDER`.",
        )


def _figure(found: Any) -> float | None:
    """The amount that a vendor tells, as a number or as the text of one; None where it is none."""
    try:
        figure = float(found)
    except (TypeError, ValueError):
        return None
    return figure if 0 <= figure < math.inf else None


def _carried_out(step: Step, web: Web, values: Mapping[str, Any]) -> tuple[Answer, dict[str, Any]]:
    """The answer to a free *step*, and the values that it sets; `Fault` where there is none."""
    try:
        answer = web.patiently(step.request, values)
    except (NotSent, Unanswered) as error:
        where = web.address(step.request, values)
        raise Fault("transient", f"{where} can't be reached: {error}") from error
    found = {name: answer.find(path) for name, path in step.set.items()}
    for name, value in found.items():
        if value is None:
            raise Fault("failed", f"an answer without {name}: {quoted(answer.data)}")
    return answer, found
