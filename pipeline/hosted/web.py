"""Requests to one vendor: the only place that knows HTTP and sends keys."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import quote

import httpx
import jmespath
import stamina

from pipeline.addresses import host_of, is_below, is_web, leads_inside
from pipeline.hosted.auth import token_of
from pipeline.hosted.body import TooMuch, pieces
from pipeline.hosted.fill import filled, holes, plain
from pipeline.hosted.kinds import Fault, NotSent, Unanswered, kind_of, quoted
from pipeline.hosted.spec import Job, Request

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_TRIES = 8
_LONGEST_WAIT_SECONDS = 60.0
#: Answers are JSON; films in base64 are the largest of them.
_MOST_MB = 128.0
_LONGEST_ANSWER_SECONDS = 600.0
_making = Lock()


@dataclass(frozen=True)
class Answer:
    """What a vendor said: its JSON, and the HTTP status."""

    data: Any
    status: int = 200

    def find(self, path: str) -> Any:
        """What is at the JMESPath *path*; None where nothing of use is, or where there is no path."""
        return found_at(path, self.data)


@dataclass(frozen=True)
class Received:
    """What a vendor sent: a sound, for example; of JSON also its *data*."""

    content: bytes
    data: Any = None


@dataclass(frozen=True)
class Web:
    """Sends the requests of *job* for one shot, with its *values* and the pictures in *files*."""

    job: Job
    files: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)

    def send(self, request: Request, values: Mapping[str, Any], *, paid: bool = False) -> Answer:
        """
        The answer to *request*, once; one that is *paid* goes over a connection of its own.

        `Fault` where it is an error or can't be sent as it is, `NotSent` where nobody took it,
        `Unanswered` where it is not known what became of it.
        """
        return self._answer(*self._got(request, values, paid))

    def receive(self, request: Request, values: Mapping[str, Any], *, paid: bool = False) -> Received:
        """The same, where the answer may be a file, or a stream; it is read when it is whole."""
        response, content = self._got(request, values, paid)
        told = response.status_code >= 300 or _is_json(content)
        return Received(content, self._answer(response, content).data if told else None)

    def _got(self, request: Request, values: Mapping[str, Any], paid: bool) -> tuple[httpx.Response, bytes]:
        client = _client(self.job.timeout_seconds, kept=not paid)
        built = self._built(client, request, values)
        try:
            with closing(client.send(built, stream=True)) as response:
                content = b"".join(pieces(response, _MOST_MB, _LONGEST_ANSWER_SECONDS))
        except _NOT_SENT as error:
            raise NotSent(quoted(error)) from error
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol) as error:
            # What it says may quote a header, and with it the key.
            raise Fault("invalid", "a header or address of the request can't be sent") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unanswered(quoted(error) if str(error) else type(error).__name__) from error
        except TooMuch as error:
            raise Unanswered(f"an answer that is not read: {error}") from error
        return response, content

    def _built(self, client: httpx.Client, request: Request, values: Mapping[str, Any]) -> httpx.Request:
        address = self.address(request, values)
        asked = {**values, "uuid": str(uuid.uuid4())}
        files = [
            (part, (name, content))
            for part, hole in request.files.items()
            for name, content in self.files.get(hole.strip("{}"), ())
        ]
        try:
            return client.build_request(
                request.method,
                address,
                params=filled(request.query, asked) or None,
                headers=self._headers(request, address, asked),
                json=filled(request.json, asked) if request.json is not None else None,
                data=filled(request.form, asked) or None,
                files=files or None,
            )
        except (httpx.InvalidURL, TypeError, ValueError) as error:
            raise Fault("invalid", f"the request can't be sent as it is: {quoted(error)}") from error

    def patiently(self, request: Request, values: Mapping[str, Any]) -> Answer:
        """The same for a free request: asked again where the vendor is busy or was not heard."""
        for attempt in stamina.retry_context(
            on=_worth_another, attempts=_TRIES, timeout=None, wait_initial=1, wait_max=_LONGEST_WAIT_SECONDS
        ):
            with attempt:
                return self.send(request, values)
        raise AssertionError

    def address(self, request: Request, values: Mapping[str, Any]) -> str:
        """
        Where *request* goes; an address that the vendor gave stands for itself.

        `Fault` where the vendor gave none, or one that is none of its business.
        """
        path = filled(request.path, {**values, **_quoted_for(request.path, values)})
        if path is None:
            raise Fault("invalid", f"it gave no address for {request.path}")
        whole = filled(request.path, values) if request.path.startswith("{") else ""
        if is_web(str(whole)):
            if leads_inside(whole, self.job.base_url):
                raise Fault("invalid", f"it gave an address inside a private network, {host_of(whole)}")
            return str(whole)
        if ".." in path.split("/"):
            raise Fault("invalid", f"it gave an address that leads elsewhere, {path}")
        return f"{self.job.base_url.rstrip('/')}{'/' if path and path[0] != '/' else ''}{path}"

    def key_headers(self, address: str) -> dict[str, str]:
        """The key, where *address* may get it: on the vendor's own hosts, by the scheme of its API."""
        auth = self.job.auth
        token = token_of(auth) if self._ours(address) else ""
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise Fault("auth", f"the key in {' or '.join(auth.env)} has characters that no key has")
        return {auth.header: auth.format.replace("{key}", token)} if token else {}

    def _ours(self, address: str) -> bool:
        try:
            there, base = httpx.URL(address), httpx.URL(self.job.base_url)
        except httpx.InvalidURL:
            return False
        alike = (there.scheme, there.port) == (base.scheme, base.port)
        return alike and is_below(str(there), (base.host, *self.job.hosts))

    def _headers(self, request: Request, address: str, values: Mapping[str, Any]) -> dict[str, str]:
        own = {**self.job.headers, **request.headers}
        given = {name: str(told) for name, told in (filled(own, values) or {}).items()}
        return {**given, **self.key_headers(address)}

    def _answer(self, response: httpx.Response, content: bytes) -> Answer:
        said = content.decode(errors="replace")
        try:
            # Numbers that are none (NaN) are nothing; what is folded too deep is no answer.
            data = json.loads(said, parse_constant=lambda _: None) if said.strip() else {}
        except (ValueError, RecursionError) as error:
            if response.status_code < 300:
                raise Unanswered(f"an answer that is no JSON: {quoted(said)}") from error
            data = {}
        answer = Answer(data, response.status_code)
        told = self.job.errors
        code = answer.find(told.code)
        words = answer.find(told.message) or code or said
        kind = kind_of(told, code, str(words), answer.status)
        if kind is None and 300 <= answer.status < 400:
            kind, words = "unavailable", f"it moved to {response.headers.get('location', 'nowhere')}"
        if kind:
            shown = quoted(words)
            shown += f" (HTTP {answer.status})" if answer.status >= 300 else ""
            raise Fault(kind, shown, answer.status, _retry_after(response))
        return answer


def _is_json(content: bytes) -> bool:
    """Whether *content* is an object of JSON; headers say so of other things, and do not of this."""
    with suppress(ValueError, RecursionError):
        return content.lstrip().startswith(b"{") and bool(json.loads(content))
    return False


def found_at(path: str, data: Any) -> Any:
    """What is at the JMESPath *path* in *data*; None where nothing is, or nothing that the path can take."""
    try:
        return jmespath.search(path, data) if path else None
    except (jmespath.exceptions.JMESPathTypeError, AttributeError, TypeError):
        return None


def _quoted_for(path: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The values in *path*, so that none of them ends it, or begins a query."""
    there = {name: values[name] for name in holes(path) if values.get(name) is not None}
    return {name: quote(plain(value), safe="/:@,~") for name, value in there.items()}


def _client(timeout_seconds: float, *, kept: bool) -> httpx.Client:
    # Each of the first threads would make one of its own, and nobody would close its connections.
    with _making:
        return _new_client(timeout_seconds, kept=kept)


@lru_cache(maxsize=32)
def _new_client(timeout_seconds: float, *, kept: bool) -> httpx.Client:
    """
    One pool of connections for the whole process; redirects are never followed with a key.

    A connection that is *kept* may be closed by the other side just when it is used again, and then
    nobody knows whether the request came through.
    """
    return httpx.Client(
        timeout=httpx.Timeout(timeout_seconds, connect=20.0),
        limits=httpx.Limits(max_connections=256, max_keepalive_connections=64 if kept else 0),
        headers={"Accept-Encoding": "gzip, deflate"},
    )


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
    except (ValueError, OverflowError):
        return None
