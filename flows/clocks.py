"""Clocks that differ: schedules and signs of life go by those of the server and the workers alike."""

import logging
import time
from email.utils import parsedate_to_datetime
from functools import cache
from threading import Lock

import httpx

#: What a slow answer, and a date of whole seconds, may make of clocks that agree.
_NEAR_SECONDS = 30.0
_PATIENCE_SECONDS = 5.0

log = logging.getLogger("drama")
_one = Lock()


def compare(url: str) -> None:
    """Warn, once, where this machine's clock is far from that of Prefect's server at *url*."""
    with _one:
        _compare(url)


@cache
def _compare(url: str) -> None:
    try:
        answer = httpx.get(f"{url}/health", timeout=_PATIENCE_SECONDS)
        theirs = parsedate_to_datetime(answer.headers["date"]).timestamp()
    except (httpx.HTTPError, KeyError, ValueError):
        return
    ahead = time.time() - theirs
    if abs(ahead) > _NEAR_SECONDS:
        log.warning(
            "This machine's clock is %.0f seconds %s that of Prefect's server: %s. Have both set by NTP.",
            abs(ahead),
            "ahead of" if ahead > 0 else "behind",
            "runs start too early here, and one that dies is noticed that much later"
            if ahead > 0
            else "runs start that much later here, and are taken for dead while they live",
        )
