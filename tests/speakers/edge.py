"""The package edge-tts as version 7 documents it, in place of the one that would ask Microsoft."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from threading import Lock
from types import ModuleType
from typing import Any

from speakers.openai import mp3
from speakers.stand_in import Speaker, words


class _ClientError(Exception):
    """As aiohttp has it; the one for a refused handshake has a status."""

    status = 0


class EdgeTTS(Speaker):
    """`Communicate(...).stream_sync()` gives pieces of MP3 and words, in units of 100 ns."""

    engine = "edge"
    times = True
    lacks = {
        "wrong_key": "there is no key", "no_money": "it is free", "moderated": "it refuses no text",
        "cut_off": "the package reads on to the last message, or raises",
        "a page": "the package reads messages of its own kind only",
    }  # fmt: skip

    @contextmanager
    def speaking(self) -> Iterator[dict[str, Any]]:
        modules = _modules(self)
        before = {name: sys.modules.get(name) for name in modules}
        sys.modules.update(modules)
        try:
            yield dict(self.options)
        finally:
            for name, module in before.items():
                sys.modules.pop(name)
                if module:
                    sys.modules[name] = module


def _modules(speaker: EdgeTTS) -> dict[str, ModuleType]:
    made = {name: ModuleType(name) for name in ("edge_tts", "edge_tts.exceptions", "aiohttp")}
    for name, module in made.items():
        module.__spec__ = ModuleSpec(name, None)
    exceptions = made["edge_tts.exceptions"]
    exceptions.EdgeTTSException = type("EdgeTTSException", (Exception,), {})
    for name in ("UnknownResponse", "UnexpectedResponse", "NoAudioReceived", "WebSocketError"):
        setattr(exceptions, name, type(name, (exceptions.EdgeTTSException,), {}))
    made["edge_tts"].exceptions = exceptions
    told = {"speaker": speaker, "exceptions": exceptions, "busy": Lock()}
    made["edge_tts"].Communicate = type("Communicate", (_Communicate,), told)
    made["aiohttp"].ClientError = _ClientError
    return made


class _Communicate:
    """One line of text; *speaker* and *exceptions* are those of the module that is played."""

    speaker: EdgeTTS
    exceptions: ModuleType
    busy: Lock

    def __init__(
        self, text: str, voice: str = "en-US-EmmaMultilingualNeural", *, rate: str = "+0%",
        volume: str = "+0%", pitch: str = "+0Hz", boundary: str = "SentenceBoundary",
        connector: Any = None, proxy: str | None = None,
        connect_timeout: int | None = 10, receive_timeout: int | None = 60,
    ) -> None:  # fmt: skip
        for name, value, form in (("rate", rate, "%"), ("volume", volume, "%"), ("pitch", pitch, "Hz")):
            if not re.fullmatch(rf"[+-]\d+{form}", value):
                raise ValueError(f"Invalid {name} {value!r}.")
        if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}-.+Neural", voice):
            raise ValueError(f"Invalid voice {voice!r}.")
        self.text, self.boundary = text, boundary
        self.asked = {"text": text, "voice": voice, "rate": rate, "volume": volume, "pitch": pitch}

    def stream_sync(self) -> Iterator[dict[str, Any]]:
        assert self.busy.acquire(blocking=False), "two lines at once are blocked"
        try:
            trouble = self.speaker.asked_now(self.asked)
            if error := self._error(trouble):
                raise error
            yield from [{"type": "audio", "data": b"\x07\x08" * 999}] if trouble else self._line()
        finally:
            self.busy.release()

    def _error(self, trouble: str | None) -> Exception | None:
        if trouble in ("busy", "down"):
            error = _ClientError("Invalid response status")
            error.status = {"busy": 403, "down": 503}[trouble]
            return error
        return {
            "dropped": ConnectionResetError("Cannot write to closing transport"),
            "silent": self.exceptions.NoAudioReceived("No audio was received."),
            "empty": self.exceptions.NoAudioReceived("No audio was received."),
            "invalid": ValueError("Invalid voice 'grace'."),
        }.get(trouble or "")

    def _line(self) -> Iterator[dict[str, Any]]:
        self.speaker.billed += 1
        sound = mp3(self.text)
        for at in range(0, len(sound), 720):
            yield {"type": "audio", "data": sound[at : at + 720]}
        for word, _, begin, end in words(self.text) if self.boundary == "WordBoundary" else ():
            yield {
                "type": "WordBoundary",
                "offset": begin * 1e7,
                "duration": (end - begin) * 1e7,
                "text": word,
            }
