"""
A storage that speaks S3, as far as dramas need it, and that fails when it is told to.

Writes are whole, conditions are looked at under one lock, and lists show what was written, as S3
promises. `MOTO=URL` has the same tests run against another server; what needs its inside is then
left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


@dataclass
class Stored:
    content: bytes
    known: dict[str, str]
    at: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.md5(self.content, usedforsecurity=False).hexdigest()}"'


@dataclass(frozen=True)
class Asked:
    method: str
    key: str
    status: int


@dataclass
class Trouble:
    """What goes wrong: *status* is answered, after the work was done where it is *late*."""

    status: int = 503
    late: bool = False


class S3(ThreadingHTTPServer):
    """One bucket, named in the address; *trouble* is asked before each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = RLock()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Be empty, and well."""
        self.objects: dict[str, Stored] = {}
        self.asked: list[Asked] = []
        self.trouble: Callable[[str, str], Trouble | None] = lambda _method, _key: None
        #: How far this server's clock is from ours.
        self.skew = timedelta(0)
        #: Keys per page of a list.
        self.page = 100
        #: Whether If-Match and If-None-Match are looked at.
        self.conditions = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.skew

    def store(self, key: str, content: bytes) -> None:
        """Put an object there as a person would."""
        self.objects[key] = Stored(content, {}, self.now)

    def grow_older(self, key: str, seconds: float) -> None:
        self.objects[key].at -= timedelta(seconds=seconds)

    def count(self, method: str, ending: str = "") -> int:
        return sum(one.method == method and one.key.endswith(ending) for one in self.asked)


class _Handler(BaseHTTPRequestHandler):
    server: S3
    protocol_version = "HTTP/1.1"
    # Else the second packet of an answer, its body, waits for a word about the first one.
    disable_nagle_algorithm = True

    def handle_any(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        key = unquote(url.path).split("/", 2)[2] if url.path.count("/") > 1 else ""
        content = self.rfile.read(int(self.headers.get("content-length") or 0))
        trouble = self.server.trouble(self.command, key)
        if trouble and not trouble.late:
            self.answer(trouble.status, _error("ServiceUnavailable"), {}, key)
            return
        with self.server.lock:
            status, body, headers = getattr(self, self.command.lower())(key, query, content)
        if trouble:
            status, body, headers = trouble.status, _error("InternalError"), {}
        self.answer(status, body, headers, key)

    do_GET = do_PUT = do_HEAD = do_DELETE = handle_any  # noqa: N815 - as http.server calls them

    def answer(self, status: int, body: bytes, headers: dict[str, str], key: str) -> None:
        self.server.asked.append(Asked(self.command, key, status))
        self.send_response_only(status)
        self.send_header("Date", format_datetime(self.server.now, usegmt=True))
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def get(self, key: str, query: dict[str, str], content: bytes) -> tuple[int, bytes, dict[str, str]]:
        if not key:
            return 200, self.listed(query), {"Content-Type": "application/xml"}
        status, body, headers = self.head(key, query, content)
        return status, (self.server.objects[key].content if status == 200 else body), headers

    def head(self, key: str, query: dict[str, str], content: bytes) -> tuple[int, bytes, dict[str, str]]:
        there = self.server.objects.get(key)
        if there is None:
            return 404, _error("NoSuchKey"), {}
        known = {f"x-amz-meta-{name}": value for name, value in there.known.items()}
        return (
            200,
            b"",
            {
                "ETag": there.etag,
                "Last-Modified": format_datetime(there.at, usegmt=True),
                "Content-Length": str(len(there.content)),
                **known,
            },
        )

    def put(self, key: str, query: dict[str, str], content: bytes) -> tuple[int, bytes, dict[str, str]]:
        there = self.server.objects.get(key)
        wanted = self.headers.get("If-Match")
        if self.server.conditions and wanted and there is None:
            return 404, _error("NoSuchKey"), {}
        another = wanted and there and there.etag.strip('"') != wanted.strip('"')
        if self.server.conditions and (another or (there and self.headers.get("If-None-Match") == "*")):
            return 412, _error("PreconditionFailed"), {}
        if source := self.headers.get("x-amz-copy-source"):
            return self.copied(unquote(source).lstrip("/").split("/", 1)[1], key)
        known = {
            name.lower().removeprefix("x-amz-meta-"): value
            for name, value in self.headers.items()
            if name.lower().startswith("x-amz-meta-")
        }
        self.server.objects[key] = Stored(content, known, self.server.now)
        return 200, b"", {"ETag": self.server.objects[key].etag}

    def copied(self, source: str, key: str) -> tuple[int, bytes, dict[str, str]]:
        there = self.server.objects.get(source)
        wanted = self.headers.get("x-amz-copy-source-if-match", "")
        if there is None:
            return 404, _error("NoSuchKey"), {}
        if there.etag.strip('"') != wanted.strip('"'):
            return 412, _error("PreconditionFailed"), {}
        self.server.objects[key] = Stored(there.content, there.known, self.server.now)
        told = f"<CopyObjectResult><ETag>{escape(there.etag)}</ETag></CopyObjectResult>"
        return 200, told.encode(), {"Content-Type": "application/xml"}

    def delete(self, key: str, query: dict[str, str], content: bytes) -> tuple[int, bytes, dict[str, str]]:
        self.server.objects.pop(key, None)
        return 204, b"", {}

    def listed(self, query: dict[str, str]) -> bytes:
        after = query.get("continuation-token", "")
        keys = sorted(
            key for key in self.server.objects if key.startswith(query.get("prefix", "")) and key > after
        )
        folders: list[str] = []
        if query.get("delimiter"):
            after_prefix = len(query.get("prefix", ""))
            folders = sorted(
                {key[: key.index("/", after_prefix) + 1] for key in keys if "/" in key[after_prefix:]}
            )
            keys = [key for key in keys if "/" not in key[after_prefix:]]
        more = len(keys) > self.server.page
        keys = keys[: self.server.page]
        parts = [
            f"<Contents><Key>{escape(key)}</Key><ETag>{escape(one.etag)}</ETag><Size>{len(one.content)}</Size>"
            f"<LastModified>{one.at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for key in keys
            for one in [self.server.objects[key]]
        ]
        token = f"<NextContinuationToken>{escape(keys[-1])}</NextContinuationToken>" if more else ""
        parts += [f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in folders]
        told = f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{''.join(parts)}"
        return f"<ListBucketResult>{told}</ListBucketResult>".encode()

    def log_message(self, *_: object) -> None:
        pass


def _error(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()


@contextmanager
def serving() -> Iterator[S3]:
    """An empty storage."""
    with S3() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
