"""A call of a Gradio app under way: where it stands, what it gives back, and what went wrong with it."""

from __future__ import annotations

import logging
import re
from concurrent.futures import CancelledError, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import httpx

from pipeline.errors import Rejected, Wait
from pipeline.hosted import waiting
from pipeline.hosted.kinds import Fault, quoted
from pipeline.hosted.spec import Kind

if TYPE_CHECKING:
    from gradio_client.client import Job

log = logging.getLogger("drama")

_LOOK_SECONDS = 1.0
#: What apps say, in their own words, to a call that they do not carry out.
_WORDS: dict[str, Kind] = {
    r"than m(in|ax)imum value|not in the list of choices": "invalid",  # Gradio's own words
    r"quota": "quota",
    r"queue is full|too many|rate.limit|overloaded|no gpu|gpu.*unavailable|gpu task aborted": "transient",
    r"nsfw|safety|unsafe|sensitive|inappropriate|content policy|moderat|prohibited": "moderation",
}


def watched(job: Job, what: str, most_minutes: float) -> Any:
    """
    What the app gives back at the end; where it stands is logged, as *what*.

    It is cancelled when this is left before. `Fault` where the app fails, `Wait` where it takes longer
    than *most_minutes* or breaks off, `Rejected` where it takes no such values.
    """
    began, said = waiting.now(), ""
    try:
        while not wait([job.future], timeout=_LOOK_SECONDS).done:
            said = _tell(what, job, said)
            if waiting.now() - began > most_minutes * 60:
                raise Wait(f"{what} is not done after {most_minutes:g} minutes.", "Raise `most_minutes`.")
        return _result(job, what)
    finally:
        if not job.done():
            with suppress(httpx.HTTPError):
                job.cancel()


def _result(job: Job, what: str) -> Any:
    from gradio_client.exceptions import AppError, ValidationError
    from gradio_client.utils import QueueError

    try:
        return job.result()
    except ValidationError as error:
        raise Rejected(f"{what} is not taken: {quoted(error)}.", "Correct `inputs`.") from error
    except AppError as error:
        raise _fault(f"{error.title}: {error}" if error.title != "Error" else str(error)) from error
    except QueueError as error:
        raise _fault(str(error)) from error
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        kind: Kind = "transient" if status >= 500 or status == 429 else "invalid"
        raise Fault(kind, quoted(error), status) from error
    except (httpx.HTTPError, CancelledError) as error:
        raise Fault("transient", f"the connection broke ({type(error).__name__})") from error
    except (ValueError, KeyError) as error:
        raise Fault("failed", quoted(error)) from error


def _fault(words: str) -> Fault:
    kinds = (kind for pattern, kind in _WORDS.items() if re.search(pattern, words, re.IGNORECASE))
    again = re.search(r"try again in (?:(\d+) days?, )?(\d+):(\d\d):(\d\d)", words, re.IGNORECASE)
    days, hours, minutes, seconds = (int(part or 0) for part in again.groups()) if again else (0, 0, 0, 0)
    left = ((days * 24 + hours) * 60 + minutes) * 60.0 + seconds
    return Fault(next(kinds, "failed"), quoted(words), wait_seconds=left or None)


def _tell(what: str, job: Job, before: str) -> str:
    """Log where *job* stands, where that is something else than *before*."""
    now = job.status()
    if now.rank is not None and now.code.name == "IN_QUEUE":
        said = f"number {now.rank + 1} in the queue"
    elif steps := [one for one in now.progress_data or () if one.desc or one.progress is not None]:
        share = steps[0].progress
        said = f"{steps[0].desc or 'at work'} {'' if share is None else f'{share:.0%}'}".strip()
    else:
        said = now.code.name.replace("_", " ").lower()
    if said != before:
        log.info("%s: %s", what, said)
    return said
