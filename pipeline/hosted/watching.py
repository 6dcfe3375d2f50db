"""A job under way: asked after until it is done, failed, or lost."""

from __future__ import annotations

import re

from pipeline.hosted import waiting
from pipeline.hosted.errand import Errand
from pipeline.hosted.fill import plain
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, quoted
from pipeline.hosted.spec import Kind, Poll
from pipeline.hosted.web import Answer

#: A vendor is believed that it does not know a job after being asked so often.
_LOOKS = 3
_SETTLING_SECONDS = 5.0


def watched(errand: Errand) -> Answer:
    """
    The vendor's last answer about the job, which is done; what it cost is told to the ticket.

    `Fault`, with the ticket dropped, where there will be no result; `Unsettled` where the job goes
    on and this run can't wait for it or can't ask.
    """
    errand.values |= errand.kept()
    poll = errand.job.poll
    answer = _at_once(errand) if poll is None else _done(errand, poll)
    errand.bill(answer)
    return answer


def _at_once(errand: Errand) -> Answer:
    kept = errand.kept().get("answer")
    if errand.answered is None and kept is None:
        raise errand.unknown("the answer had the file in it, and was lost")
    return errand.answered or Answer(kept)


def _done(errand: Errand, poll: Poll) -> Answer:
    began = waiting.now()
    while True:
        answer = _asked(errand, poll)
        state = said(answer.find(poll.state))
        if state in map(said, poll.done):
            errand.values |= {name: answer.find(path) for name, path in poll.keep.items()}
            return answer
        if state in map(said, poll.failed):
            fault = _failure(answer, poll)
            errand.bill(answer, failed=fault.kind != "lost")
            errand.ticket.drop()
            raise fault
        if waiting.now() - began > errand.job.most_minutes * 60:
            raise errand.unsettled(f"it is {state!r} after {errand.job.most_minutes:g} minutes")
        waiting.sleep(waiting.about(poll.every_seconds))


def said(state: object) -> str:
    """A state as text: vendors write 7 or "7", and SUCCESS or Success."""
    return plain(state).casefold()


def _asked(errand: Errand, poll: Poll) -> Answer:
    for asked in range(_LOOKS):
        if asked:
            # A job that was just taken is not known everywhere at once.
            waiting.sleep(waiting.about(_SETTLING_SECONDS))
        try:
            return errand.web.patiently(poll.request, errand.values)
        except (NotSent, Unanswered) as error:
            raise errand.unsettled(f"the vendor can't be reached: {error}") from error
        except Fault as fault:
            if fault.kind not in ("unavailable", "lost"):
                raise errand.unsettled(f"the vendor answers: {fault.words}") from fault
            words = fault.words
    raise _lost(errand, words)


def _lost(errand: Errand, words: str) -> Fault:
    page, here = errand.ticket.page, errand.job.base_url
    if (there := page.job.get("server", here)) != here:
        raise errand.unsettled(f"it was sent to {there}, and {here} does not know it")
    errand.bill(None)
    errand.ticket.drop()
    return Fault("lost", f"it knows nothing of the job {page.job.get('id')} any more ({words})")


def _failure(answer: Answer, poll: Poll) -> Fault:
    reason = answer.find(poll.reason) or answer.find(poll.state)
    words = answer.find(poll.message) or reason
    kind = _kind(poll, f"{reason} {words}")
    what = "it knows nothing of the job any more" if kind == "lost" else "the job failed"
    return Fault(kind, f"{what}: {quoted(words)}")


def _kind(poll: Poll, said: str) -> Kind:
    matching = (kind for pattern, kind in poll.reasons.items() if re.search(pattern, said, re.IGNORECASE))
    return next(matching, "failed")
