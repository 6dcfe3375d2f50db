"""Taking a job back at the vendor's."""

from __future__ import annotations

from pipeline.errors import Unsettled
from pipeline.hosted.errand import Errand, Order
from pipeline.hosted.gate import Gate
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, words_of
from pipeline.hosted.spec import Job
from pipeline.hosted.watching import said
from pipeline.hosted.web import Answer
from pipeline.tickets import Ticket


def cancel(vendor: str, job: Job, ticket: Ticket, gate: Gate) -> float:
    """
    Have *vendor* stop the job of *ticket*; what it costs all the same, by the vendor's own figure.

    `Unsettled` where the vendor has no way to, does not do it, or has finished: the job goes on then,
    and can be fetched. A vendor that gives no figure is taken to bill nothing.
    """
    page, errand = ticket.page, _errand(vendor, job, ticket, gate)
    if not ticket.id:
        raise Unsettled(
            f"{page.name} was sent to {vendor}, and nobody knows as which job.",
            "Look at the vendor's page; then say `--id ID` to take it over, or `--again` to forget it.",
        )
    if job.cancel is None:
        raise Unsettled(
            f"{vendor} takes no job back: {page.name} goes on as job {ticket.id}.",
            "The next run fetches it, and it is paid only once; `--again` forgets it.",
        )
    try:
        _look(errand)
        errand.web.patiently(job.cancel, errand.values)
    except (Fault, NotSent, Unanswered) as error:
        raise errand.unsettled(f"it could not be taken back ({words_of(error)})") from error
    return _billed(errand)


def _look(errand: Errand) -> Answer | None:
    """What the vendor says of the job; `Unsettled` where it is done: some delete it then, paid as it is."""
    poll = errand.job.poll
    answer = errand.web.patiently(poll.request, errand.values) if poll else None
    if poll and answer and said(answer.find(poll.state)) in map(said, poll.done):
        raise errand.unsettled("it was done before it could be taken back")
    return answer


def _errand(vendor: str, job: Job, ticket: Ticket, gate: Gate) -> Errand:
    values = {**job.values, "client_id": ticket.page.client}
    order = Order(vendor, job, ticket.page.price, fill=lambda: (values, {}), accept=lambda *_: None)
    errand = Errand(order, ticket, gate)
    errand.values |= errand.kept()
    return errand


def _billed(errand: Errand) -> float:
    """What the vendor says of a job that was stopped; `Unsettled` where that came too late."""
    try:
        answer = _look(errand)
    except (Fault, NotSent, Unanswered):
        answer = None  # many know nothing of a job that was taken back
    if answer is None:
        return 0.0
    errand.bill(answer, failed=True)
    return float(errand.ticket.told.get("paid", 0.0))
