"""A job under way: asked after until it is done, failed, or lost."""

from __future__ import annotations

import re

from pipeline.hosted import waiting
from pipeline.hosted.errand import Errand
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, quoted
from pipeline.hosted.spec import Kind, Poll
from pipeline.hosted.web import Answer


def watched(errand: Errand) -> Answer:
    """
    The vendor's last answer about the job, which is done; what it cost is told to the ticket.

    `Fault`, with the ticket dropped, where there will be no result; `Unsettled` where the job goes
    on and this run can't wait for it or can't ask.
    """
    errand.values |= errand.ticket.page.job
    poll = errand.job.poll
    answer = _at_once(errand) if poll is None else _done(errand, poll)
    errand.bill(answer)
    return answer


def _at_once(errand: Errand) -> Answer:
    kept = errand.ticket.page.job.get("answer")
    if errand.answered is None and kept is None:
        raise errand.unknown("the answer had the file in it, and was lost")
    return errand.answered or Answer(kept)


def _done(errand: Errand, poll: Poll) -> Answer:
    began = waiting.now()
    while True:
        answer = _asked(errand, poll)
        state = answer.find(poll.state)
        if state in poll.done:
            errand.values |= {name: answer.find(path) for name, path in poll.keep.items()}
            return answer
        if state in poll.failed:
            fault = _failure(answer, poll)
            errand.bill(answer, failed=fault.kind != "lost")
            errand.ticket.drop()
            raise fault
        if waiting.now() - began > errand.job.most_minutes * 60:
            raise errand.unsettled(f"it is {state!r} after {errand.job.most_minutes:g} minutes")
        waiting.sleep(waiting.about(poll.every_seconds))


def _asked(errand: Errand, poll: Poll) -> Answer:
    try:
        return errand.web.patiently(poll.request, errand.values)
    except (NotSent, Unanswered) as error:
        raise errand.unsettled(f"the vendor can't be reached: {error}") from error
    except Fault as fault:
        if fault.kind not in ("unavailable", "lost"):
            raise errand.unsettled(f"the vendor answers: {fault.words}") from fault
        errand.bill(None)
        job = errand.ticket.page.job.get("id")
        errand.ticket.drop()
        raise Fault("lost", f"it knows nothing of the job {job} any more ({fault.words})") from fault


def _failure(answer: Answer, poll: Poll) -> Fault:
    reason = answer.find(poll.reason) or answer.find(poll.state)
    words = answer.find(poll.message) or reason
    kind = _kind(poll, f"{reason} {words}")
    what = "it knows nothing of the job any more" if kind == "lost" else "the job failed"
    return Fault(kind, f"{what}: {quoted(words)}")


def _kind(poll: Poll, said: str) -> Kind:
    matching = (kind for pattern, kind in poll.reasons.items() if re.search(pattern, said, re.IGNORECASE))
    return next(matching, "failed")
