"""The request that costs money: sent once, with a ticket before and after."""

from __future__ import annotations

import logging

from pipeline.hosted import waiting
from pipeline.hosted.errand import Errand
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, quoted

_SUBMITS = 8
_LONGEST_REST_SECONDS = 120.0
#: A job whose answer was lost can be looked for after so long.
_SETTLING_SECONDS = 10.0
_LOOKS = 3

log = logging.getLogger("drama")


def submit(errand: Errand) -> None:
    """
    Have the vendor take the job; the ticket is then waiting.

    It is sent again only where the vendor did not take it: nobody was there, or it said that there
    are too many. `Unsettled` where it is not known whether it did.
    """
    for step in errand.job.prepare:
        errand.step(step)
    for tried in range(_SUBMITS):
        errand.gate.rest()
        if _taken(errand, tried, last=tried == _SUBMITS - 1):
            errand.gate.well()
            return
    raise Fault("transient", "it took nothing, however often it was asked")


def recover(errand: Errand) -> None:
    """
    A job was sent by a process that died before it had the answer: find it, or send the same again.

    The ticket is then waiting, or dropped where the vendor says that it has no such job, or where a new
    one costs next to nothing. `Unsettled` where the vendor offers no way.
    """
    told = errand.job.submit
    errand.values["client_id"] = errand.ticket.page.client
    if told.find and _found(errand):
        return
    if told.once:
        _send_the_same(errand)
    elif told.find:
        errand.ticket.drop()
    elif told.cheap:
        errand.anew()
    else:
        raise errand.unknown("this program was stopped before the answer was there")


def _send_the_same(errand: Errand) -> None:
    for step in errand.job.prepare:
        errand.step(step)
    try:
        _send(errand)
    except Fault as fault:
        # It would have given the job that it has, had it taken it the time before.
        if fault.kind == "moderation":
            errand.ticket.drop()
            raise
        raise errand.unknown(fault.words) from fault
    except (NotSent, Unanswered) as error:
        raise errand.unknown(str(error)) from error


def _taken(errand: Errand, tried: int, *, last: bool) -> bool:
    """Whether the vendor has the job now; `Fault` where it won't, or the last try was in vain."""
    pause = min(waiting.about(2.0**tried), _LONGEST_REST_SECONDS)
    doubtful = errand.ticket.page.standing == "sending"
    try:
        _send(errand)
    except NotSent as error:
        _refused(errand, str(error), doubtful=doubtful)
        if last:
            raise Fault("transient", f"{errand.job.base_url} can't be reached: {error}") from error
        waiting.sleep(pause)
        return False
    except Fault as fault:
        if fault.ambiguous or fault.kind == "duplicate":
            return _there(errand, fault.words, again=fault.ambiguous and not last)
        _refused(errand, fault.words, doubtful=doubtful)
        if fault.kind != "rate_limit" or last:
            raise
        errand.gate.slower(min(fault.wait_seconds or pause, _LONGEST_REST_SECONDS))
        return False
    except Unanswered as error:
        return _there(errand, str(error), again=not last)
    return True


def _refused(errand: Errand, why: str, *, doubtful: bool) -> None:
    """The vendor did not take it this time; `Unsettled` where it may have done so the time before."""
    if doubtful:
        raise errand.unknown(f"the answer was lost, and then: {why}")
    errand.ticket.drop()


def _there(errand: Errand, why: str, *, again: bool) -> bool:
    """Whether a job is there whose answer was lost; False where it can be sent *again*, else `Unsettled`."""
    waiting.sleep(waiting.about(_SETTLING_SECONDS))
    if errand.job.submit.find and _found(errand):
        return True
    if again and errand.job.submit.once:
        return False
    if again and errand.job.submit.cheap:
        errand.ticket.drop() if errand.job.submit.find else errand.anew()
        return False
    raise errand.unknown(why)


def _send(errand: Errand) -> None:
    told, ticket = errand.job.submit, errand.ticket
    errand.values["client_id"] = ticket.page.client
    ticket.sending(errand.order.price)
    answer = errand.web.send(told.request, errand.values, paid=True)
    kept = {name: answer.find(path) for name, path in told.keep.items()}
    if errand.job.poll is None:
        errand.answered = answer
        # A file inside the answer is too large for a ticket.
        kept |= {"answer": answer.data} if answer.find(errand.job.result.url) else {}
    else:
        kept["id"] = answer.find(told.id)
        if not _names_a_job(kept["id"]):
            raise Unanswered(f"an answer without the job's id: {quoted(answer.data)}")
    errand.keep(kept)
    page = ticket.page
    log.info(
        "%s: %s took it as job %s",
        page.name,
        errand.order.vendor,
        page.job.get("id", "done"),
        extra={"sent": page.name},
    )


def _names_a_job(id_: object) -> bool:
    return isinstance(id_, str | int | float) and not isinstance(id_, bool) and id_ != ""


def _found(errand: Errand) -> bool:
    """Whether there is a job with the ticket's client id; the ticket is then waiting for it."""
    for look in range(_LOOKS):
        if look:
            waiting.sleep(waiting.about(_SETTLING_SECONDS))
        id_ = _looked_for(errand)
        if _names_a_job(id_):
            errand.keep({**errand.ticket.page.job, "id": id_})
            return True
    return False


def _looked_for(errand: Errand) -> object:
    find = errand.job.submit.find
    assert find
    try:
        return errand.web.patiently(find.request, errand.values).find(find.set["id"])
    except Fault as fault:
        if fault.kind in ("unavailable", "lost", "invalid"):
            return None
        raise errand.unknown(fault.words) from fault
    except (NotSent, Unanswered) as error:
        raise errand.unknown(str(error)) from error
