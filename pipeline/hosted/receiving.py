"""The finished file: fetched at once, since links expire, and looked at before it counts."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from pipeline.errors import BadResult
from pipeline.hosted import waiting
from pipeline.hosted.errand import Errand
from pipeline.hosted.fetch import Broken, Unfetchable, fetch
from pipeline.hosted.kinds import Fault, quoted
from pipeline.hosted.spec import Step
from pipeline.hosted.watching import watched
from pipeline.hosted.web import Answer

#: What an answer says of the job, and not of the moment or of who asks.
_FAILURES = ("failed", "moderation", "invalid")
#: A file can be a moment late; its address can be of yesterday.
_NOT_THERE = ("lost", "unavailable")
_LATE_SECONDS = 5.0


def receive(errand: Errand, answer: Answer, out: Path) -> None:
    """
    Write the file that *answer* tells of to *out*.

    Where it is not there, its address is asked for anew, once. `Unsettled` where it can't be fetched
    now, `BadResult` where it is of no use; what it cost is in the error.
    """
    try:
        _received(errand, answer, out)
    except Fault as fault:
        if not errand.ticket.open:
            raise
        if fault.kind not in _NOT_THERE:
            raise _gone(errand, fault) from fault
        waiting.sleep(waiting.about(_LATE_SECONDS))
        _once_more(errand, out)


def _once_more(errand: Errand, out: Path) -> None:
    try:
        _received(errand, watched(errand), out)
    except Fault as again:
        if not errand.ticket.open:
            raise
        raise _gone(errand, again) from again


def _gone(errand: Errand, fault: Fault) -> Exception:
    if fault.kind in _NOT_THERE:
        return errand.wasted(f"its address has expired ({fault.words}).")
    return errand.unsettled(f"the finished file can't be fetched: {fault.words}")


def _received(errand: Errand, answer: Answer, out: Path) -> None:
    for step in errand.job.finish:
        answer = _finished(errand, step)
    try:
        _write(errand, answer, out)
        errand.order.accept(out, answer)
    except (Broken, Unfetchable) as error:
        raise errand.unsettled(f"the finished file can't be fetched: {error}") from error
    except (BadResult, ValueError) as error:
        out.unlink(missing_ok=True)
        raise errand.wasted(str(error)) from error
    except BaseException:
        out.unlink(missing_ok=True)
        raise


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
    content, address = _text(answer.find(result.base64)), _text(answer.find(result.url))
    digits = _text(answer.find(result.hex))
    if address.startswith("data:"):
        content = address
    if content:
        out.write_bytes(base64.b64decode(content.partition(";base64,")[2] or content))
    elif digits:
        out.write_bytes(bytes.fromhex(digits))
    elif address:
        headers = errand.web.key_headers(address) if result.with_key else {}
        fetch(address, out, errand.job.most_mb, headers, errand.job.base_url)
    else:
        raise BadResult(f"There is no file in its answer: {quoted(answer.data)}.")


def _text(found: Any) -> str:
    """The text that was *found*; the first one of several."""
    while isinstance(found, list) and found:
        found = found[0]
    return found if isinstance(found, str) else ""
