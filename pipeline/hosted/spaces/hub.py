"""Hugging Face's own API, as far as it tells where a Space runs."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

import httpx
import stamina

from pipeline.errors import NotHere, Wait
from pipeline.hosted.kinds import quoted

_TRIES = 3
_PATIENCE_SECONDS = 30.0


def host_of_space(space: str, token: str) -> str:
    """
    The address of the Space with the id *space*, which is running; the *token* shows private ones.

    `NotHere` where there is no such Space, or it does not run; one that sleeps is woken. The API of
    Hugging Face is asked, or of the mirror that the environment variable `HF_ENDPOINT` names.
    """
    found = _asked(space, token)
    stage, host = str((found.get("runtime") or {}).get("stage", "")), str(found.get("host") or "")
    if stage == "SLEEPING" and host:
        with suppress(httpx.HTTPError):
            httpx.get(host, timeout=_PATIENCE_SECONDS)
        raise NotHere(f"The Space {space} slept, and wakes up now.", "Run again in some minutes.")
    if not host or (stage and not stage.startswith("RUNNING")):
        raise NotHere(
            f"The Space {space} does not run: {stage.replace('_', ' ').lower() or 'it has no address'}.",
            f"Look at https://huggingface.co/spaces/{space}, or use a copy of it that is yours.",
        )
    return host


def _asked(space: str, token: str) -> dict[str, Any]:
    hub = os.environ.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        for attempt in stamina.retry_context(on=httpx.TransportError, attempts=_TRIES):
            with attempt:
                answer = httpx.get(
                    f"{hub}/api/spaces/{space}",
                    headers=headers,
                    timeout=_PATIENCE_SECONDS,
                    follow_redirects=True,
                )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotHere(
            f"Hugging Face can't be reached at {hub}: {quoted(error)}.",
            "Check the network, or name a mirror in the environment variable HF_ENDPOINT.",
        ) from error
    if answer.status_code in (401, 403, 404):
        raise NotHere(
            f"Hugging Face shows no Space {space} (HTTP {answer.status_code}).",
            "Check its name; for a private one, set the environment variable HF_TOKEN.",
        )
    try:
        found: dict[str, Any] = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise Wait(f"Hugging Face does not say where {space} runs: {quoted(error)}.", "Run again.") from error
    return found
