"""Requests to one vendor: the only place that knows HTTP and sends keys."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpx
import jmespath
import stamina

from pipeline.addresses import host_of, is_below
from pipeline.errors import NotHere
from pipeline.hosted.auth import token_of
from pipeline.hosted.fill import filled
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, kind_of, quoted
from pipeline.hosted.spec import Job, Request

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_TRIES = 6
_LONGEST_WAIT_SECONDS = 60.0
#: Answers are JSON; pictures in base64 are the largest of them.
_MOST_BYTES = 128 * 2**20


@dataclass(frozen=True)
class Answer:
    """What a vendor said: its JSON, and the HTTP status."""

    data: Any
    status: int = 200

    def find(self, path: str) -> Any:
        """What is at the JMESPath *path*; None where nothing is, or where there is no path."""
        return jmespath.search(path, self.data) if path else None


@dataclass(frozen=True)
class Web:
    """Sends the requests of *job* for one shot, with its *values* and the pictures in *files*."""

    job: Job
    files: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)

    def send(self, request: Request, values: Mapping[str, Any]) -> Answer:
        """
        The answer to *request*, once.

        `Fault` where it is an error, `NotSent` where nobody took it, `Unanswered` where it is not
        known what became of it.
        """
        address = self.address(request, values)
        asked = {**values, "uuid": str(uuid.uuid4())}
        body = filled(request.json, asked)
        files = [
            (part, (name, content))
            for part, hole in request.files.items()
            for name, content in self.files.get(hole.strip("{}"), ())
        ]
        form = filled(request.form, asked) or None
        try:
            with _client(self.job.timeout_seconds).stream(
                request.method,
                address,
                params=filled(request.query, asked) or None,
                headers=self._headers(request, address, asked),
                json=body if request.json is not None else None,
                data=form,
                files=files or None,
            ) as response:
                content = _whole(response)
        except _NOT_SENT as error:
            raise NotSent(quoted(error)) from error
        except httpx.InvalidURL as error:
            raise NotHere(f"{address!r} is no address.", "Correct `base_url`.") from error
        except httpx.HTTPError as error:
            raise Unanswered(quoted(error) if str(error) else type(error).__name__) from error
        return self._answer(response, content)

    def patiently(self, request: Request, values: Mapping[str, Any]) -> Answer:
        """The same for a free request: asked again where the vendor is busy or was not heard."""
        for attempt in stamina.retry_context(
            on=_worth_another, attempts=_TRIES, timeout=None, wait_max=_LONGEST_WAIT_SECONDS
        ):
            with attempt:
                return self.send(request, values)
        raise AssertionError

    def address(self, request: Request, values: Mapping[str, Any]) -> str:
        """Where *request* goes; an address that the vendor gave stands for itself."""
        path = filled(request.path, values)
        if path is None:
            raise Fault("failed", f"it gave no address for {request.path}")
        return path if "://" in path else f"{self.job.base_url.rstrip('/')}{path}"

    def key_headers(self, address: str) -> dict[str, str]:
        """The key, where *address* may get it: on the vendor's own hosts, by the scheme of its API."""
        job = self.job
        ours = is_below(address, (host_of(job.base_url), *job.hosts))
        safe = address.partition("://")[0] == job.base_url.partition("://")[0]
        token = token_of(job.auth) if ours and safe else ""
        return {job.auth.header: job.auth.format.replace("{key}", token)} if token else {}

    def _headers(self, request: Request, address: str, values: Mapping[str, Any]) -> dict[str, str]:
        own = {**self.job.headers, **request.headers}
        given = {name: str(told) for name, told in (filled(own, values) or {}).items()}
        return {**given, **self.key_headers(address)}

    def _answer(self, response: httpx.Response, content: bytes) -> Answer:
        try:
            data = json.loads(content) if content.strip() else {}
        except ValueError as error:
            if response.status_code < 300:
                raise Unanswered(f"an answer that is no JSON: {quoted(content[:200])}") from error
            data = {}
        answer = Answer(data, response.status_code)
        told = self.job.errors
        code = answer.find(told.code)
        words = answer.find(told.message) or code or content[:400].decode(errors="replace")
        kind = kind_of(told, code, str(words), answer.status)
        if kind is None and 300 <= answer.status < 400:
            kind, words = "unavailable", f"it moved to {response.headers.get('location', 'nowhere')}"
        if kind:
            shown = quoted(f"{words} (HTTP {answer.status})" if answer.status >= 300 else words)
            raise Fault(kind, shown, answer.status, _retry_after(response))
        return answer


@lru_cache(maxsize=16)
def _client(timeout_seconds: float) -> httpx.Client:
    """One pool of connections for the whole process; redirects are never followed with a key."""
    limits = httpx.Limits(max_connections=256, max_keepalive_connections=64)
    return httpx.Client(timeout=httpx.Timeout(timeout_seconds, connect=20.0), limits=limits)


def _whole(response: httpx.Response) -> bytes:
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > _MOST_BYTES:
            raise Unanswered(f"an answer of more than {_MOST_BYTES >> 20} MiB")
    return bytes(content)


def _worth_another(error: Exception) -> bool | float:
    if isinstance(error, NotSent | Unanswered):
        return True
    if isinstance(error, Fault) and error.kind in ("transient", "rate_limit"):
        return min(error.wait_seconds, _LONGEST_WAIT_SECONDS) if error.wait_seconds else True
    return False


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that the vendor asks to wait; it may also give a date (RFC 9110, 10.2.3)."""
    from email.utils import parsedate_to_datetime

    said = response.headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return None
