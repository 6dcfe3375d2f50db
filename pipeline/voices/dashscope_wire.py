"""What DashScope sends of a line: events, one after another, of sound, words and errors."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.hosted.kinds import Fault, Unanswered, kind_of, quoted
from pipeline.hosted.spec import Errors
from pipeline.hosted.web import Received
from pipeline.voices.timing import Timed

PATH = "/services/audio/tts/SpeechSynthesizer"
_STATUS = re.compile(rb"^:HTTP_STATUS/(\d{3})", re.MULTILINE)
_DATA = re.compile(rb"^data:(.*)$", re.MULTILINE)
_PER_SECOND = 1000


@dataclass(frozen=True)
class Said:
    """A whole line: 16 bit *pcm*, its *words*, and how many *characters* were billed."""

    pcm: bytes
    words: tuple[Timed, ...]
    characters: int


def heard(received: Received, errors: Errors) -> Said:
    """
    The line that was *received*.

    `Fault` where an event is an error, or there is no sound; `Unanswered` where the events break off.
    """
    pcm, ended, characters = b"", False, 0
    words: dict[Any, list[Any]] = {}
    for event in _events(received.content):
        _look_at(event, errors)
        output = _mapping(event.get("output"))
        pcm += _decoded(_mapping(output.get("audio")).get("data"))
        sentence = _mapping(output.get("sentence"))
        if told := sentence.get("words"):
            words[sentence.get("index")] = told  # a later event has all of them
        ended |= output.get("finish_reason") == "stop"
        billed = _mapping(event.get("usage")).get("characters")
        characters = billed if isinstance(billed, int) else characters
    if not ended:
        raise Unanswered(f"the answer breaks off after {len(pcm)} bytes of sound")
    if not pcm:
        raise Fault("failed", "an answer without sound")
    return Said(pcm, tuple(timed for told in words.values() for timed in _timed(told)), characters)


def _events(content: bytes) -> Iterator[Mapping[str, Any]]:
    """The data of each server-sent event (WHATWG HTML, 9.2); without any, the answer is one itself."""
    plain = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    streamed = _DATA.search(plain)
    for block in plain.split(b"\n\n") if streamed else [plain]:
        told = b"\n".join(_DATA.findall(block)) if streamed else block
        if streamed and not told:  # a comment, which keeps the connection awake
            continue
        try:
            event = json.loads(told)
        except ValueError as error:
            raise Unanswered(f"an event that is no JSON: {quoted(block[:80])}") from error
        if status := _STATUS.search(block):
            event = {"status": int(status[1]), **event}
        yield _mapping(event)


def _look_at(event: Mapping[str, Any], errors: Errors) -> None:
    code, status = event.get("code"), int(event.get("status") or 200)
    words = event.get("message") or code or "an error without words"
    if kind := kind_of(errors, code, str(words), status):
        raise Fault(kind, quoted(words), status)


def _decoded(data: Any) -> bytes:
    try:
        return base64.b64decode(data or "", validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise Unanswered("a piece of sound that is no base64") from error


def _timed(words: Any) -> Iterator[Timed]:
    for word in words if isinstance(words, list) else ():
        match word:
            case {
                "text": str(text),
                "begin_time": int() | float() as begin,
                "end_time": int() | float() as end,
            }:
                yield text, begin / _PER_SECOND, max(begin, end) / _PER_SECOND


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
