"""A server of the tests that says what it is told to say, and remembers what it was asked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Said:
    """One answer; *drop* ends the connection without it, *promised* is a wrong content length."""

    content: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    promised: int | None = None


def as_json(data: Any, status: int = 200, **headers: str) -> Said:
    return Said(json.dumps(data).encode(), status, headers)


@dataclass
class Heard:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    content: bytes


class Answering(ThreadingHTTPServer):
    """Says what is listed for a path, in that order, and the last of it again and again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.says: dict[str, list[Said]] = defaultdict(lambda: [Said(status=404)])
        self.heard: list[Heard] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Answering
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        length = int(self.headers.get("content-length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.heard.append(Heard(self.command, self.path, headers, self.rfile.read(length)))
        answers = self.server.says[self.path.partition("?")[0]]
        said = answers.pop(0) if len(answers) > 1 else answers[0]
        self.close_connection = said.drop or said.promised is not None
        if not said.drop:
            self._say(said)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - the names that http.server calls

    def _say(self, said: Said) -> None:
        self.send_response(said.status)
        length = len(said.content) if said.promised is None else said.promised
        for name, value in {"Content-Length": str(length), **said.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said.content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def answering() -> Iterator[Answering]:
    with Answering() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
