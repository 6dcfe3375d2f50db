"""
A vendor of speech of the tests: how it answers when all is well, and how it says what goes wrong.

One file per engine holds a `Speaker`, which is the vendor's documents as code. Those that talk HTTP are
played by a real server on this machine.
"""

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar, Literal

import talking
from vendors.stand_in import Asked

#: What a vendor may have to say, or do, instead of speaking.
Trouble = Literal[
    "wrong_key", "no_money", "busy", "moderated", "invalid", "down",
    "silent", "empty", "cut_off", "garbage", "a page", "dropped",
]  # fmt: skip


@dataclass
class Reply:
    """What a vendor sends, piece by piece; one that *breaks* ends before it said it would."""

    pieces: list[bytes]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks: bool = False
    drops: bool = False


_ANSWERS: dict[str, Reply] = {
    "dropped": Reply([], drops=True),
    "empty": Reply([]),
    "garbage": Reply([bytes(range(7, 256)) * 9 + b"!"], headers={"Content-Type": "audio/wav"}),
    "a page": Reply([b"<html><body>Please log in.</body></html>"], headers={"Content-Type": "text/html"}),
}


class Speaker:
    """
    How one vendor answers.

    *engine* names ours, *options* what it is chosen with; *env* are the keys it knows. *billed* counts the
    lines that it would ask money for.
    """

    engine: ClassVar[str]
    options: ClassVar[dict[str, Any]] = {}
    env: ClassVar[dict[str, str]] = {}
    base: ClassVar[str] = ""
    #: Troubles that this vendor does not know, with the reason.
    lacks: ClassVar[dict[str, str]] = {}
    #: Whether a line that was cut off is asked for again at once, and not as another take.
    asks_again: ClassVar[bool] = True
    #: Whether it takes a seed, whether it tells when words are heard, and what a hundred characters cost.
    seeds: ClassVar[bool] = False
    times: ClassVar[bool] = False
    price: ClassVar[float] = 0.0

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.troubles: list[Trouble] = []
        self.billed = 0

    def asked_now(self, what: Any) -> Trouble | None:
        """Remember *what* was asked; the trouble that is to come of it, if any."""
        self.heard.append(what)
        return self.troubles.pop(0) if self.troubles else None

    @contextmanager
    def speaking(self) -> Iterator[dict[str, Any]]:
        """While the block runs, the vendor is there; the options that lead our engine to it."""
        raise NotImplementedError
        yield {}


class WebSpeaker(Speaker):
    """One that is asked over HTTP."""

    def knows(self, asked: Asked) -> bool:
        """Whether the key of *asked* is right."""
        return all(asked.headers.get("authorization") == f"Bearer {key}" for key in self.env.values())

    def answer(self, asked: Asked) -> Reply:
        """The answer when all is well; assertions say what the vendor would not take."""
        raise NotImplementedError

    def say(self, trouble: Trouble) -> Reply:
        """How it says that something is wrong, in its own way."""
        raise NotImplementedError

    def reply(self, asked: Asked) -> Reply:
        trouble = self.asked_now(asked)
        if not self.knows(asked):
            return self.say("wrong_key")
        if trouble == "cut_off":
            whole = self.answer(asked)
            sent = b"".join(whole.pieces)
            return Reply([sent[: len(sent) // 2]], headers=whole.headers, breaks=True)
        if trouble in _ANSWERS:
            return _ANSWERS[trouble]
        return self.say(trouble) if trouble else self.answer(asked)

    @contextmanager
    def speaking(self) -> Iterator[dict[str, Any]]:
        with _Server(("127.0.0.1", 0), _Handler) as server:
            server.speaker = self
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
            try:
                yield {"base_url": f"http://127.0.0.1:{server.server_port}{self.base}", **self.options}
            finally:
                server.shutdown()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    speaker: WebSpeaker

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # ours closed it, as it may
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self) -> None:
        headers = {key.lower(): value for key, value in self.headers.items()}
        raw = self.rfile.read(int(headers.get("content-length", 0)))
        reply = self.server.speaker.reply(Asked(self.command, self.path, {}, headers, raw))
        self.close_connection = reply.breaks or reply.drops
        if not reply.drops:
            self._send(reply)

    do_GET = do_POST = handle_any  # noqa: N815 - the names that http.server calls

    def _send(self, reply: Reply) -> None:
        """In chunks, as servers that speak while they think do; one that breaks sends no last one."""
        self.send_response(reply.status)
        for name, value in {"Transfer-Encoding": "chunked", **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in filter(None, reply.pieces):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        if not reply.breaks:
            self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: Any) -> None:
        pass


def wav(text: str, rate: int = 24_000, channels: int = 1) -> bytes:
    """*text* as speech in a WAV, by a writer that knew how long it would be."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        mono = talking.pcm(text, rate)
        file.writeframes(b"".join(mono[at : at + 2] * channels for at in range(0, len(mono), 2)))
    return content.getvalue()


def streamed_wav(text: str, rate: int = 24_000) -> bytes:
    """The same, by one that did not: both lengths are as large as they can be."""
    content = bytearray(wav(text, rate))
    content[4:8] = content[40:44] = b"\xff\xff\xff\xff"
    return bytes(content)


def words(text: str) -> Iterator[tuple[str, int, float, float]]:
    """Each hanzi or word of *text*: its first character, and the seconds from when until when it is heard."""
    from pipeline.voices.timing import words_of

    spans = dict(words_of(text))
    at = talking.MARK
    begins = []
    for character in text:
        begins.append(at)
        at += talking.seconds(character)
    begins.append(at)
    for first, last in spans.items():
        yield text[first:last], first, begins[first], begins[last]
