"""
Tell another program, at an address of the user's, that an episode is done, failed or waits for somebody.

One POST of JSON, tried once and briefly: what is made does not depend on who listens. An address may hold
a secret, as those of chat rooms do, so it is never told; put it into `SHORTDRAMA_WEBHOOK` where others may
read the profile.
"""

from __future__ import annotations

import logging
import os
from typing import Any

import httpx

VARIABLE = "SHORTDRAMA_WEBHOOK"
_SECONDS = 5.0

log = logging.getLogger("drama")


def post(address: str, news: dict[str, Any]) -> None:
    """POST *news* to *address*, or where there is none to the one in the environment; never raises."""
    address = address or os.environ.get(VARIABLE, "")
    if not address:
        return
    try:
        host = httpx.URL(address).host
        answer = httpx.post(address, json=news, timeout=_SECONDS)
    except httpx.HTTPError as error:
        # Its class only: its words may hold the address.
        log.warning("The webhook at %r was not told: %s.", host, type(error).__name__)
    except httpx.InvalidURL:
        log.warning("The webhook was not told: its address is none.")
    else:
        if not answer.is_success:
            log.warning("The webhook at %r was not told: it answered %s.", host, answer.status_code)
