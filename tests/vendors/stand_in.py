"""
A vendor of the tests: a real server on this machine that answers as the vendor's documents say.

One file per vendor holds a `Vendor`: how it answers when all is well, and how it says each thing that
can go wrong. The server plays the faults that do not depend on the vendor: lost connections, errors
in between, broken downloads. It counts what would have been billed.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs, urlsplit

#: What kind of request it is.
Phase = Literal["upload", "submit", "poll", "finish", "cancel", "find", "check", "file"]
#: What a vendor may have to say instead of a result.
Trouble = Literal["wrong_key", "no_money", "busy", "moderated", "invalid"]


@dataclass
class Asked:
    """One request: its method, path, query, headers (in lower case), and what was in it."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    raw: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.raw)

    @property
    def parts(self) -> dict[str, list[bytes]]:
        """The parts of a multipart body, by name."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.raw)
        found: dict[str, list[bytes]] = {}
        for part in message.iter_parts():
            found.setdefault(part.get_param("name", header="content-disposition"), []).append(
                part.get_payload(decode=True)
            )
        return found


@dataclass
class Reply:
    """What a vendor answers."""

    data: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Job:
    """A job that was billed: *polls* are left before it *ends*; *asked* is the body it came with."""

    id: str
    asked: dict[str, Any]
    polls: int = 1
    ends: Literal["done", "failed", "moderated", "lost"] = "done"
    links: int = 0
    client: str = ""


class Vendor:
    """
    How one vendor answers; a subclass is its documents as code.

    *engine* and *makes* name our engine, *options* what it is chosen with; *env* are the keys it
    knows. *price* is what it bills for the contract suite's order (5 s, or as *seconds* says).
    *result* is what the answer's address leads to.
    """

    engine: ClassVar[str]
    makes: ClassVar[Literal["clips", "images", "voices", "lips"]] = "clips"
    #: The kind of file that its links lead to.
    ending: ClassVar[str] = ""
    #: What its address has after the host.
    base: ClassVar[str] = ""
    options: ClassVar[dict[str, Any]] = {}
    #: Further models that it knows, for the orders of every kind.
    models: ClassVar[tuple[str, ...]] = ()
    env: ClassVar[dict[str, str]]
    seconds: ClassVar[float] = 5
    price: ClassVar[float]
    #: Troubles that this vendor does not know, with the reason.
    lacks: ClassVar[dict[str, str]] = {}
    #: Whether the answer to the submit is the result.
    sync: ClassVar[bool] = False
    #: Whether sending one client id twice, or looking for it, makes a lost answer harmless.
    finds_again: ClassVar[bool] = False
    #: Whether a client id that it knows is refused, so that sending again is harmless, and finds nothing.
    sends_again: ClassVar[bool] = False
    #: Whether what costs next to nothing is sent anew where its answer was lost, and paid twice.
    cheap: ClassVar[bool] = False
    #: Whether its files are for those who show the key.
    guards_files: ClassVar[bool] = False

    def __init__(self) -> None:
        self.url = ""
        self.jobs: dict[str, Job] = {}
        self.ends: str = "done"
        self.cancelled: list[str] = []

    def phase(self, asked: Asked) -> Phase:
        """What *asked* is about; `KeyError` for a path that the vendor does not have."""
        raise NotImplementedError

    def knows(self, asked: Asked) -> bool:
        """Whether the key of *asked* is right, in the vendor's own header."""
        raise NotImplementedError

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        """The answer when all is well; assertions say what the vendor would not take."""
        raise NotImplementedError

    def trouble(self, kind: Trouble) -> Reply:
        """How it says that something is wrong, at the submit."""
        raise NotImplementedError

    def new_job(self, asked: Mapping[str, Any], client: str = "") -> Job:
        """A job that is billed from now on."""
        job = Job(f"job-{len(self.jobs) + 1}", dict(asked), ends=self.ends, client=client)  # type: ignore[arg-type]
        self.jobs[job.id] = job
        return job

    def look(self, id_: str) -> Job | None:
        """The job *id_*, one poll further; None where it is lost."""
        job = self.jobs.get(str(id_))
        if job is None or job.ends == "lost":
            return None
        job.polls -= 1
        return job

    def link(self, job: Job) -> str:
        """A fresh address of the result."""
        job.links += 1
        return f"{self.url}/files/{job.id}-{job.links}.{self.ending or _ENDINGS[self.makes]}"


@dataclass
class Faults:
    """What goes wrong, whatever the vendor: so many times each, by phase."""

    #: Answers to give instead of the vendor's.
    instead: dict[str, list[Reply]] = field(default_factory=dict)
    #: How often the connection is dropped after the vendor has done what was asked.
    dropped: dict[str, int] = field(default_factory=dict)
    #: What downloads get: `gone`, `truncated`, `page`, `broken`; nothing means the file.
    downloads: list[str] = field(default_factory=list)


class Server(ThreadingHTTPServer):
    """Plays *vendor*; remembers every request with its phase."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, vendor: Vendor) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.vendor, self.faults = vendor, Faults()
        self.log: list[tuple[str, Asked]] = []
        self.lock = Lock()
        vendor.url = self.url

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def billed(self) -> int:
        """How many jobs the vendor would ask money for."""
        return len(self.vendor.jobs)

    def count(self, phase: str) -> int:
        return sum(one == phase for one, _ in self.log)

    def reply(self, phase: str, asked: Asked) -> Reply | None:
        """The answer; None for a dropped connection."""
        self.log.append((phase, asked))
        if self.faults.instead.get(phase):
            return self.faults.instead[phase].pop(0)
        if phase != "file" and not self.vendor.knows(asked):
            return self.vendor.trouble("wrong_key")
        answered = self.vendor.answer(phase, asked)  # type: ignore[arg-type]
        if self.faults.dropped.get(phase, 0) > 0:
            self.faults.dropped[phase] -= 1
            return None
        return answered

    def spoiled(self, asked: Asked) -> str:
        """What the download *asked* for gets instead of the file; empty for the file."""
        self.log.append(("file", asked))
        if self.vendor.guards_files and not self.vendor.knows(asked):
            return "gone"
        return self.faults.downloads.pop(0) if self.faults.downloads else ""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    #: Else small answers wait for the acknowledgement of their headers.
    disable_nagle_algorithm = True

    def handle_any(self) -> None:
        split = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(split.query).items()}
        headers = {key.lower(): value for key, value in self.headers.items()}
        raw = self.rfile.read(int(headers.get("content-length", 0)))
        asked = Asked(self.command, split.path, query, headers, raw)
        with self.server.lock:
            if split.path.startswith("/files/"):
                fault = self.server.spoiled(asked)
            else:
                fault = ""
                reply = self.server.reply(self.server.vendor.phase(asked), asked)
        if split.path.startswith("/files/"):
            self._file(split.path, fault)
        elif reply is None:
            self.close_connection = True
        else:
            content = reply.data if isinstance(reply.data, bytes) else json.dumps(reply.data).encode()
            self._send(reply.status, content, {"Content-Type": "application/json", **reply.headers})

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - the names that http.server calls

    def _file(self, path: str, fault: str) -> None:
        content = _FILES[path.rpartition(".")[2]]()
        match fault:
            case "gone":
                self._send(
                    403, b"<Error><Code>AccessDenied</Code></Error>", {"Content-Type": "application/xml"}
                )
            case "truncated":
                self._send(200, content[: len(content) // 2], {"Content-Length": str(len(content))})
                self.close_connection = True
            case "page":
                self._send(200, b"<html>Please log in.</html>", {"Content-Type": "text/html"})
            case "broken":
                self._send(200, content[:64] + bytes(len(content) - 64), {"Content-Type": "video/mp4"})
            case _:
                self._send(200, content, {"Content-Type": "video/mp4"})

    def _send(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


_ENDINGS = {"clips": "mp4", "lips": "mp4", "images": "png", "voices": "wav"}


@contextmanager
def serving(vendor: Vendor) -> Iterator[Server]:
    with Server(vendor) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()


@cache
def clip(seconds: float = 10.5) -> bytes:
    """A small playable MP4, long enough for every order of the tests."""
    from pipeline.ffmpeg import executable

    command = [
        executable(), "-v", "error",
        "-f", "lavfi", "-i", f"testsrc=s=36x64:r=8:d={seconds}",
        "-pix_fmt", "yuv420p", "-preset", "ultrafast",
        "-movflags", "frag_keyframe+empty_moov", "-f", "mp4", "-",
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=True).stdout


@cache
def picture(width: int = 72, height: int = 128) -> bytes:
    """A small PNG."""
    import cv2
    import numpy as np

    pixels = np.linspace(0, 255, width * height * 3).reshape(height, width, 3).astype(np.uint8)
    return cv2.imencode(".png", pixels)[1].tobytes()


#: The line that every stand-in of a vendor of voices speaks, whatever it is asked for: 3 s of it.
LINE = "说定了，我们明天一起去北京。"


@cache
def speech(format_: str = "wav") -> bytes:
    """The line as a sound file, by espeak-ng."""
    from pipeline.ffmpeg import executable
    from pipeline.story import Age, Feeling, Mode
    from pipeline.voices.engine import Voice, VoiceRequest
    from pipeline.voices.espeak import Espeak

    request = VoiceRequest(LINE, "zh", Voice("", "male", Age.MIDDLE), Feeling.CALM, Mode.NARRATION, 1)
    with TemporaryDirectory() as folder:
        Espeak().speak(request, Path(folder, "line.wav"))
        command = [executable(), "-v", "error", "-i", f"{folder}/line.wav", f"{folder}/out.{format_}"]
        subprocess.run(command, capture_output=True, check=True)
        return Path(folder, f"out.{format_}").read_bytes()


def heard() -> list[tuple[str, float, float]]:
    """The hanzi of the line and when each is heard, as a vendor says it that spreads them evenly."""
    hanzi = [one for one in LINE if one.isalpha()]
    each = 2.8 / len(hanzi)
    return [(one, round(at * each, 3), round((at + 1) * each, 3)) for at, one in enumerate(hanzi)]


def words() -> bytes:
    """The times of the line as a file beside it, as MiniMax has it."""
    told = [{"word": one, "time_begin": start * 1000, "time_end": end * 1000} for one, start, end in heard()]
    return json.dumps([{"text": LINE, "timestamped_words": told}]).encode()


_FILES = {"mp4": clip, "png": picture, "wav": speech, "mp3": lambda: speech("mp3"), "json": words}
