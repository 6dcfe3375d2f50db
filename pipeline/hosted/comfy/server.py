"""Requests to one ComfyUI server."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from pipeline.hosted.comfy.nodes import Nodes
from pipeline.hosted.comfy.workflow import Graph
from pipeline.hosted.fetch import fetch
from pipeline.hosted.offer import Price
from pipeline.hosted.spec import Auth, Errors, Job, Request, Result, Submit
from pipeline.hosted.web import Answer, Web

#: Where our files lie in the server's folders.
FOLDER = "shortdrama"
#: The key of a server behind a gate of one's own; ComfyUI itself asks for none.
_KEY = "COMFYUI_KEY"
_MOST_MB = 2000.0
#: What a refused workflow lacks is said of each node; the rest of the answer says little.
_SAID = (
    "join('; ', [error.message, error.details, node_errors.*.join(': ', [class_type,"
    " join(', ', errors[*].join(' - ', [message, details]))])][] | [?@])"
)
_SUBMIT = Request("/prompt", "POST", json={"prompt": "{graph}", "prompt_id": "{job}", "client_id": "{job}"})
_UPLOAD = Request(
    "/upload/image",
    "POST",
    form={"subfolder": FOLDER, "overwrite": "true", "type": "input"},
    files={"image": "{image}"},
)


class Server:
    """The server at *address*; every request is free. The errors are those of `Web`."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._web = Web(_job(self.address))
        self._nodes: Nodes | None = None

    def nodes(self, *, anew: bool = False) -> Nodes:
        """What it has, as it said at first, or *anew*; `NotSent` at once where nobody is there."""
        if self._nodes is None or anew:
            self._web.send(Request("/system_stats"), {})
            self._nodes = Nodes(self._ask(Request("/object_info")).data)
        return self._nodes

    def upload(self, name: str, content: bytes) -> str:
        """Store a picture under its hash, so that equal ones are stored once; gives what nodes call it."""
        called = f"{sha256(content).hexdigest()[:16]}{Path(name).suffix}"
        web = Web(self._web.job, {"image": [(called, content)]})
        told = web.patiently(_UPLOAD, {}).data
        return "/".join(part for part in (told.get("subfolder"), told["name"]) if part)

    def submit(self, graph: Graph, job: str) -> tuple[str, str]:
        """
        Queue *graph* as *job*, a UUID; gives what the server calls it, and what is wrong with some nodes.

        Servers older than the middle of 2025 take no id, and give their own. Asked once.
        """
        answer = self._web.send(_SUBMIT, {"graph": graph, "job": job})
        return str(answer.find("prompt_id") or job), str(answer.find(_SAID))

    def ended(self, job: str) -> Mapping[str, Any] | None:
        """What became of *job*; None while it is not over, or was lost. Asked once."""
        told: Mapping[str, Any] = self._web.send(Request(f"/history/{job}"), {}).data
        return told.get(job)

    def ahead(self, job: str) -> int | None:
        """
        How many jobs come before *job*, 0 when it is worked on; None where it is not in the queue.

        Asked once, as `ended` is.
        """
        told = self._web.send(Request("/queue"), {})
        running, pending = (told.find(f"{part}[*][:2]") or [] for part in ("queue_running", "queue_pending"))
        if any(id_ == job for _, id_ in running):
            return 0
        # The server works by number, and does not list by it.
        waiting = [id_ for _, id_ in sorted(pending)]
        return len(running) + waiting.index(job) if job in waiting else None

    def cancel(self, job: str) -> None:
        """Take *job* out of the queue, or end it where it is worked on."""
        self._ask(Request("/queue", "POST", json={"delete": ["{job}"]}), {"job": job})
        self._ask(Request("/interrupt", "POST", json={"prompt_id": "{job}"}), {"job": job})

    def free(self) -> None:
        """Have it unload its models before the next job."""
        self._ask(Request("/free", "POST", json={"unload_models": True, "free_memory": True}))

    def fetch(self, file: Mapping[str, str], out: Path) -> None:
        """Write *file*, as the history names it, to *out*; the errors are those of `fetch`."""
        asked = {key: file.get(key, "") for key in ("filename", "subfolder", "type")}
        address = f"{self.address}/view?{urlencode(asked)}"
        fetch(address, out, _MOST_MB, self._web.key_headers(address), self.address)

    def _ask(self, request: Request, values: Mapping[str, Any] | None = None) -> Answer:
        return self._web.patiently(request, values or {})


def _job(address: str) -> Job:
    return Job(
        base_url=address,
        name="ComfyUI",
        submit=Submit(_SUBMIT),
        result=Result(),
        price=Price(as_of="", source=""),
        auth=Auth((_KEY,), optional=True),
        errors=Errors(message=_SAID),
    )
