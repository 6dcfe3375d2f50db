"""
Tell another program, at an address of the user's, that an episode is done, failed or waits for somebody.

One POST of JSON, tried once and briefly: what is made does not depend on who listens. An address may hold
a secret, as those of chat rooms do, so it is never told; put it into `SHORTDRAMA_WEBHOOK` where others may
read the profile.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any

import httpx

from pipeline.addresses import is_near
from pipeline.keys import remember

VARIABLE = "SHORTDRAMA_WEBHOOK"
_SECONDS = 5.0
_JSON = {"Content-Type": "application/json"}

log = logging.getLogger("drama")


def post(address: str, news: dict[str, Any]) -> None:
    """POST *news* to *address*, or where there is none to the one in the environment; never raises."""
    address = address or os.environ.get(VARIABLE, "")
    if not address:
        return
    host = ""
    try:
        url = httpx.URL(address)
        # httpx logs whole addresses.
        remember(str(url))
        host = url.host
        why = _refused(url, news)
    except (httpx.HTTPError, httpx.InvalidURL, ImportError, OSError, ValueError) as error:
        # The last three come from names that are none, and from proxies and certificates that are set.
        # Its class only: its words may hold the address.
        why = type(error).__name__
    if why:
        log.warning("The webhook at %r was not told: %s.", host, why)


def _refused(url: httpx.URL, news: dict[str, Any]) -> str:
    """Send *news*; what the listener at *url* has against it, if anything."""
    near = is_near(str(url))
    told = httpx.stream(
        "POST", url, content=json.dumps(news), headers=_JSON, timeout=_SECONDS, trust_env=not near
    )
    # What is answered beyond the code is not read: whoever takes their time with it holds nobody up.
    with told as answer:
        return "" if answer.is_success else f"it answered {answer.status_code}"
