"""
A server of language models on this machine, with the manners of the many that there are.

    with serving("chatty") as server:
        OpenAI(base_url=server.url, model="any")

It tells the story it is asked for (`storytelling.py`), wrapped, cut, refused or failed by its manner.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import storytelling


@dataclass(frozen=True)
class Asked:
    """A request; *number* counts from 1, *body* is what was sent."""

    number: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def turns(self) -> list[str]:
        """The words of the conversation."""
        return [message["content"] for message in self.body["messages"]]

    @property
    def again(self) -> bool:
        """Whether it is a second ask."""
        return len(self.turns) > 2

    @property
    def held_to(self) -> str:
        """The type of the `response_format`; empty where there is none."""
        return self.body.get("response_format", {}).get("type", "")

    def told(self, **manner: Any) -> dict[str, Any]:
        """The form that is asked for, filled in."""
        return storytelling.told(self.turns[0], self.turns[1], **manner)


@dataclass(frozen=True)
class Said:
    """A response: *words* of a model, or another *body* altogether."""

    words: str = ""
    finish: str = "stop"
    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def tokens(self, asked: Asked) -> tuple[int, int]:
        """What was read and written for it, two characters each; nothing for an error."""
        return (sum(map(len, asked.turns)) // 2, len(self.words) // 2) if self.body is None else (0, 0)

    def sent(self, asked: Asked) -> bytes:
        """The response as it goes over the wire."""
        if self.body is not None:
            return self.body if isinstance(self.body, bytes) else _json(self.body).encode()
        read, written = self.tokens(asked)
        message = {"role": "assistant", "content": self.words}
        return _json(
            {
                "id": f"chat-{asked.number}",
                "object": "chat.completion",
                "created": 0,
                "model": asked.body["model"],
                "choices": [{"index": 0, "message": message, "finish_reason": self.finish}],
                "usage": {
                    "prompt_tokens": read,
                    "completion_tokens": written,
                    "total_tokens": read + written,
                },
            }
        ).encode()


Manner = Callable[[Asked], Said]


def error(status: int, message: str, code: str | None = None, **headers: str) -> Said:
    """An error as most vendors send it; a header's underscores stand for hyphens."""
    body = {"error": {"message": message, "type": "invalid_request_error", "code": code}}
    return Said(status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


def strict(asked: Asked) -> Said:
    """Takes a schema and keeps to it."""
    return Said(_json(asked.told()))


def json_only(asked: Asked) -> Said:
    """Knows JSON mode and no schema."""
    if asked.held_to == "json_schema":
        return error(400, "This response_format type is unavailable now")
    return strict(asked)


def text_only(asked: Asked) -> Said:
    """Knows neither."""
    if asked.held_to:
        return error(400, "Unsupported parameter: response_format")
    return strict(asked)


def chatty(asked: Asked) -> Said:
    """Thinks aloud, explains, and fences its JSON."""
    story = json.dumps(asked.told(), ensure_ascii=False, indent=2)
    return Said(
        f"<think>\nThe user wants {{people}} and [1] first. Let me see…\n</think>\n好的，以下是内容：\n\n"
        f"```json\n{story}\n```\n\n希望对您有帮助！需要我继续吗？"
    )


def sloppy(asked: Asked) -> Said:
    """Writes JSON as people write it: single quotes, comments, a comma after the last item."""
    lines = json.dumps(asked.told(), ensure_ascii=False, indent=2).splitlines()
    return Said("\n".join(_sloppy(line, below) for line, below in zip(lines, [*lines[1:], ""], strict=True)))


def _sloppy(line: str, below: str) -> str:
    key, colon, value = line.partition('": ')
    line = f"{key.replace(chr(34), chr(39))}': {value}" if colon else line
    if below.strip()[:1] in ("}", "]") and line[-1] not in "{[":
        return f"{line},"
    return f"{line}  // here it begins" if line.endswith("{") else line


def cut_off(limit: int, *, silent: bool = False) -> Manner:
    """Stops after *limit* characters; a *silent* one does not say so."""

    def manner(asked: Asked) -> Said:
        words = _json(asked.told())
        return Said(words[:limit], "stop" if silent or len(words) <= limit else "length")

    return manner


def refuses(asked: Asked) -> Said:
    """Won't."""
    return Said("I'm sorry, but I can't help with stories in which people are hurt.")


def chinese_words(asked: Asked) -> Said:
    """Says the words of the form in Chinese, some of which nobody knows until it is asked again."""
    return Said(_json(storytelling.in_chinese(asked.told(), unknown=not asked.again)))


def flaky(asked: Asked) -> Said:
    """Is too busy for every third call and breaks on every fourth, the first two among them."""
    if asked.number % 3 == 1:
        return error(429, "Rate limit reached, slow down", "rate_limit_exceeded", retry_after_ms="1")
    if asked.number % 4 == 2:
        return error(500, "Internal server error", retry_after_ms="1")
    return strict(asked)


def forgetful(asked: Asked) -> Said:
    """Leaves lines of dialogue out until it is told which."""
    return Said(_json(asked.told(faithful=asked.again)))


def drops_and_rewrites(asked: Asked) -> Said:
    """Leaves lines of dialogue out, rewrites some and invents one, however often it is asked."""
    return Said(_json(asked.told(faithful=False)))


MANNERS: dict[str, Manner] = {
    "strict": strict,
    "json_only": json_only,
    "text_only": text_only,
    "chatty": chatty,
    "sloppy": sloppy,
    "cut_off": cut_off(2500),
    "cut_off_in_silence": cut_off(2500, silent=True),
    "refuses": refuses,
    "chinese_words": chinese_words,
    "flaky": flaky,
    "forgetful": forgetful,
    "drops_and_rewrites": drops_and_rewrites,
}


class Server(ThreadingHTTPServer):
    """
    Answers at *url* with *manner*.

    It remembers what it was *asked*, the *tokens* read and written for each call, how many *failed*
    and how many it had at once. *before* is called before each answer, to wait or to take its time.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, manner: Manner, before: Callable[[], object]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.manner, self.before = manner, before
        self.asked: list[Asked] = []
        self.tokens: list[tuple[int, int]] = []
        self.failed = 0
        self.in_flight = self.most_in_flight = 0
        self._lock = Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def answer(self, body: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[Said, bytes]:
        with self._lock:
            asked = Asked(len(self.asked) + 1, body, headers)
            self.asked.append(asked)
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            self.before()
            said = self.manner(asked)
            with self._lock:
                self.tokens.append(said.tokens(asked))
                self.failed += said.status != HTTPStatus.OK
            return said, said.sent(asked)
        finally:
            with self._lock:
                self.in_flight -= 1


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Small packets on a loopback would wait for each other.
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            said = error(404, f"Nothing is at {self.path}")
            sent = said.sent(Asked(0, body))
        else:
            said, sent = self.server.answer(body, {k.lower(): v for k, v in self.headers.items()})
        self.send_response(said.status)
        html = isinstance(said.body, bytes)
        for name, value in {
            "Content-Type": "text/html" if html else "application/json",
            **said.headers,
        }.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(manner: str | Manner = "strict", before: Callable[[], object] = lambda: None) -> Iterator[Server]:
    """A server of that *manner*, by its name or as a function, while the block runs."""
    server = Server(MANNERS[manner] if isinstance(manner, str) else manner, before)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
