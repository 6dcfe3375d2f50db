"""A job in ComfyUI's queue: watched for as long as the server says that it is there, and what came of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.errors import BadResult, Wait
from pipeline.hosted import waiting
from pipeline.hosted.comfy.server import Server
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, quoted, words_of

_EVERY_SECONDS = 1.5
_SAY_AGAIN_SECONDS = 60.0
#: As torch and ComfyUI say it.
_OUT_OF_MEMORY = ("outofmemory", "out of memory", "allocation on device")

log = logging.getLogger("drama")


class Lost(Exception):
    """The server does not have the job: it was started anew, or somebody emptied the queue."""


class OutOfMemory(Exception):
    """The server's graphics card was too small for the job, at the node that is named."""


def watched(server: Server, job: str, name: str, silent_minutes: float) -> Mapping[str, Any]:
    """
    What the history says of *job* when it is over, however long that takes.

    *name* is what log lines call it. `Lost` where the server does not have it, `Wait` where the
    server has not answered for so many minutes.
    """
    heard = said = waiting.now()
    before: int | None = None
    while True:
        try:
            ended, ahead = _asked(server, job)
        except (NotSent, Unanswered, Fault) as error:
            if waiting.now() - heard > silent_minutes * 60:
                raise _silent(server, error, silent_minutes) from error
        else:
            if ended:
                return ended
            heard = waiting.now()
            if ahead != before or heard - said > _SAY_AGAIN_SECONDS:
                log.info("%s: %s", name, _state(ahead))
                before, said = ahead, heard
        waiting.sleep(waiting.about(_EVERY_SECONDS))


def files(ended: Mapping[str, Any], nodes: Sequence[str]) -> list[dict[str, str]]:
    """
    The files that a job that is over saved, those of *nodes* only where there are any.

    `OutOfMemory`, or `BadResult` with the node and what it said, where it failed or was stopped.
    """
    status = ended.get("status") or {}
    if status.get("status_str") == "error":
        raise _failure(dict(_messages(status)))
    outputs: Mapping[str, Any] = ended.get("outputs") or {}
    told = [output for id_, output in outputs.items() if not nodes or id_ in nodes]
    lists = [items for output in told for items in output.values() if isinstance(items, list)]
    return [item for items in lists for item in items if isinstance(item, dict) and item.get("filename")]


def _asked(server: Server, job: str) -> tuple[Mapping[str, Any] | None, int]:
    """How the job stands; asked for once more, since it may end between two questions."""
    for _ in range(2):
        if ended := server.ended(job):
            return ended, 0
        ahead = server.ahead(job)
        if ahead is not None:
            return None, ahead
    raise Lost


def _state(ahead: int) -> str:
    if not ahead:
        return "ComfyUI works on it"
    return f"in ComfyUI's queue, after {ahead} other{'s' if ahead > 1 else ''}"


def _silent(server: Server, error: NotSent | Unanswered | Fault, minutes: float) -> Wait:
    return Wait(
        f"ComfyUI at {server.address} has not answered for {minutes:g} minutes: {words_of(error)}.",
        "Look whether it runs. Nothing is lost: run again, and a job that it still has is fetched.",
    )


def _messages(status: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for message in status.get("messages") or ():
        yield message[0], message[1]


def _failure(messages: Mapping[str, Mapping[str, Any]]) -> Exception:
    if "execution_error" not in messages:
        return BadResult("The job was stopped at the ComfyUI server.", "Run again if that was not meant.")
    told = messages["execution_error"]
    node = f"{told.get('node_type')} (node {told.get('node_id')})"
    said = quoted(f"{told.get('exception_type')}: {told.get('exception_message')}")
    if any(words in said.lower() for words in _OUT_OF_MEMORY):
        return OutOfMemory(node)
    return BadResult(
        f"ComfyUI failed at {node}: {said}.", "Run the workflow in ComfyUI's editor to see what it lacks."
    )
