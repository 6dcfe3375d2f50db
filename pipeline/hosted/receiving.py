"""The finished file: fetched at once, since links expire, and looked at before it counts."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from pipeline.errors import EngineError
from pipeline.hosted.errand import Errand
from pipeline.hosted.fetch import Broken, fetch
from pipeline.hosted.kinds import Fault
from pipeline.hosted.spec import Step
from pipeline.hosted.watching import watched
from pipeline.hosted.web import Answer

#: What an answer says of the job, and not of the moment or of who asks.
_FAILURES = ("failed", "moderation", "invalid")


def receive(errand: Errand, answer: Answer, out: Path) -> None:
    """
    Write the file that *answer* tells of to *out*.

    A link that has expired is asked for anew, once. `Unsettled` where it can't be fetched now,
    `BadResult` where it is of no use; what it cost is in the error.
    """
    try:
        _received(errand, answer, out)
    except Fault as fault:
        if not errand.ticket.open:
            raise
        if fault.kind != "lost" or errand.job.poll is None:
            raise _gone(errand, fault) from fault
        try:
            _received(errand, watched(errand), out)
        except Fault as again:
            raise _gone(errand, again) from again


def _gone(errand: Errand, fault: Fault) -> Exception:
    if fault.kind == "lost":
        return errand.wasted(f"its address has expired ({fault.words}).")
    return errand.unsettled(f"the finished file can't be fetched: {fault.words}")


def _received(errand: Errand, answer: Answer, out: Path) -> None:
    for step in errand.job.finish:
        answer = _finished(errand, step)
    try:
        _write(errand, answer, out)
        errand.order.accept(out)
    except Broken as error:
        raise errand.unsettled(f"the finished file can't be fetched: {error}") from error
    except (EngineError, binascii.Error) as error:
        out.unlink(missing_ok=True)
        raise errand.wasted(str(error)) from error


def _finished(errand: Errand, step: Step) -> Answer:
    """The answer to a *step* after the job; where that tells that it failed, the ticket is dropped."""
    try:
        return errand.step(step)
    except Fault as fault:
        if step.decides and fault.kind in _FAILURES:
            errand.bill(None, failed=True)
            errand.ticket.drop()
        raise


def _write(errand: Errand, answer: Answer, out: Path) -> None:
    result = errand.job.result
    content, address = answer.find(result.base64), answer.find(result.url)
    if content:
        out.write_bytes(base64.b64decode(str(content).partition(";base64,")[2] or str(content)))
    elif address:
        headers = errand.web.key_headers(str(address)) if result.with_key else {}
        fetch(str(address), out, errand.job.most_mb, headers, near=errand.job.local)
    else:
        raise errand.wasted("there is no file in its answer.")
