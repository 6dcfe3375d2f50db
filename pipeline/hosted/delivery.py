"""One job from the request to the file; whoever comes after a crash goes on where it stopped."""

from __future__ import annotations

import logging
from pathlib import Path

from pipeline.errors import EngineError, Refused, Unsettled
from pipeline.hosted.errand import Errand, Order
from pipeline.hosted.gate import Gate
from pipeline.hosted.kinds import Fault
from pipeline.hosted.receiving import receive
from pipeline.hosted.sending import recover, submit
from pipeline.hosted.watching import watched
from pipeline.tickets import Ticket

__all__ = ["Order", "deliver"]

log = logging.getLogger("drama")


def deliver(order: Order, ticket: Ticket, gate: Gate, out: Path) -> None:
    """
    Write the file of *order* to *out*; what it cost in the end is told to *ticket*.

    The errors are those of engines, or `Unsettled` where a job that costs money is neither done nor
    over. A job that failed without a reason is sent once more.
    """
    if ticket.page.standing == "refused":
        raise Refused(
            f"{order.vendor} refused this before: {ticket.page.why}.",
            "Change the words of the shot, or the picture it begins with.",
        )
    try:
        _twice(order, ticket, gate, out)
    except Fault as fault:
        raise _told(order, ticket, gate, fault) from fault
    except EngineError as error:
        if not ticket.open:
            raise
        # Another engine would be paid for the same file.
        raise Errand(order, ticket, gate).unsettled(str(error)) from error


def _twice(order: Order, ticket: Ticket, gate: Gate, out: Path) -> None:
    try:
        _deliver(Errand(order, ticket, gate), out)
    except Fault as fault:
        if fault.kind != "failed" or ticket.open:
            raise
        log.info("%s: %s failed, and is asked once more: %s", ticket.page.name, order.vendor, fault.words)
        _deliver(Errand(order, ticket, gate), out)


def _deliver(errand: Errand, out: Path) -> None:
    page, vendor = errand.ticket.page, errand.order.vendor
    if page.standing == "waiting":
        job = page.job.get("id", "done")
        log.info(
            "%s: %s has it as job %s since %s", page.name, vendor, job, page.at, extra={"sent": page.name}
        )
    with errand.gate.passed(at_once=errand.ticket.open):
        if errand.ticket.page.standing == "sending":
            recover(errand)
        if errand.answer_lost and errand.job.submit.cheap:
            errand.anew()
        if not errand.ticket.open:
            submit(errand)
        answer = watched(errand)
    receive(errand, answer, out)


def _told(order: Order, ticket: Ticket, gate: Gate, fault: Fault) -> EngineError | Unsettled:
    """What *fault* is for whoever chose the engine; the gate closes where no other call would help."""
    if ticket.open:
        return Errand(order, ticket, gate).unsettled(f"the vendor answers: {fault.words}")
    error = fault.letter(order.vendor, ticket.told.get("paid", 0.0))
    if fault.kind in ("quota", "auth") or _in_vain(fault):
        gate.close(error)
    if fault.kind == "moderation":
        ticket.refuse(fault.words)
    return error


def _in_vain(fault: Fault) -> bool:
    """Whether it was asked again and again for minutes: limits of a day, or nobody there."""
    return fault.kind == "rate_limit" or (fault.kind == "transient" and not fault.status)
