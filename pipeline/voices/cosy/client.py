"""
A CosyVoice server, asked over HTTP: the official one, or ours.

The official one answers with chunks of bare 16 bit PCM, without a header or the rate, and can't say that
something went wrong once it began: it breaks off an answer that has the status 200.
"""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import stamina

from pipeline.addresses import is_near
from pipeline.errors import BadResult, EngineError, NotHere, Rejected, Wait
from pipeline.hosted.body import TooMuch, pieces
from pipeline.hosted.gate import gate_of
from pipeline.hosted.kinds import NotSent, Unanswered, quoted
from pipeline.voices import sound
from pipeline.voices.cosy.calls import RATES, Call, Version

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_TRIES = 4
_LONGEST_PAUSE_SECONDS = 10.0
_HEALTH_SECONDS = 30.0
_MOST_MB = 256.0
#: A server that is started, or has more to do than it can.
_BUSY = (429, 502, 503, 504)
_START = (
    "Start one with `drama voice-server --repository FOLDER --model FOLDER`, or the official "
    "runtime/python/fastapi/server.py, and write its address under `address`."
)
#: What statuses mean that are no fault of the model's.
_STATUSES: dict[int, tuple[type[EngineError], str]] = {
    400: (Rejected, "Correct the engine's options in drama.yaml."),
    404: (NotHere, f"That is no CosyVoice server. {_START}"),
    405: (NotHere, f"That is no CosyVoice server. {_START}"),
    413: (Rejected, "Use a shorter recording: 3 to 10 s are enough."),
    422: (Rejected, "Correct the engine's options in drama.yaml."),
}
_CLONING = (
    "The official server breaks off at every recording since December 2025, a fault that is known as #1794. "
    "Use `drama voice-server`, which has it not, or take the official repository as it was before: "
    "`git checkout 622a3a1~1`."
)


@dataclass(frozen=True)
class Server:
    """
    What a server says of itself; *ours* takes a seed and a speed.

    Of the official one nothing is known but that it is there.
    """

    ours: bool = False
    version: Version | None = None
    voices: tuple[str, ...] = ()
    model: str = ""


@dataclass(frozen=True)
class _Said:
    status: int
    content: bytes


@dataclass(frozen=True)
class Client:
    """Asks the server at *address* for *at_once* lines side by side; each may take *patience* seconds."""

    address: str
    patience: float = 600.0
    at_once: int = 1

    def server(self) -> Server:
        """Which server it is; `NotHere` where nobody answers, `Wait` where it is busy."""
        return _introduced(self._asked(lambda: self._sent("GET", "health", _HEALTH_SECONDS)))

    def say(self, call: Call, version: Version, extras: Mapping[str, str]) -> tuple[sound.Samples, int]:
        """
        The sound of *call* and its rate in Hz; *extras* are further form fields.

        `BadResult` where the answer was broken off, is empty or ends within a sample, `Rejected` where the
        server does not take the call.
        """
        # All of them as parts of multipart/form-data, also where there is no file.
        form: list[tuple[str, Any]] = [
            (name, (None, value)) for name, value in {**call.texts, **extras}.items()
        ]
        if call.prompt_wav:
            form.append(("prompt_wav", ("prompt.wav", call.prompt_wav.read_bytes(), "audio/wav")))
        try:
            said = self._asked(lambda: self._sent("POST", call.route, self.patience, form))
            _look_at(said, self.address)
            return _heard(said.content, RATES[version])
        except _Broken as error:
            raise BadResult(f"CosyVoice at {self.address} {error}.", _what_helps(call, version)) from error

    def _asked(self, ask: Callable[[], _Said]) -> _Said:
        """What the server says, asked again where it was not heard: that costs nothing."""
        with self._turn():
            try:
                for attempt in stamina.retry_context(
                    on=(NotSent, Unanswered),
                    attempts=_TRIES,
                    timeout=None,
                    wait_initial=1,
                    wait_max=_LONGEST_PAUSE_SECONDS,
                ):
                    with attempt:
                        return ask()
            except NotSent as error:
                raise NotHere(f"No CosyVoice server answers at {self.address}: {error}.", _START) from error
            except Unanswered as error:
                raise Wait(
                    f"CosyVoice at {self.address} gives no answer: {error}.",
                    "See what it prints, and run again.",
                ) from error
        raise AssertionError

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for a place; where nobody is there, the lines that follow do not try for long as well."""
        gate = gate_of(("cosyvoice", self.address), self.at_once)
        with gate.passed():
            try:
                yield
            except NotHere as error:
                gate.close(error)
                raise

    def _sent(self, method: str, route: str, seconds: float, form: Any = None) -> _Said:
        client = _client(near=is_near(self.address))
        address = f"{self.address.rstrip('/')}/{route}"
        limit = httpx.Timeout(seconds, connect=20.0)
        try:
            request = client.build_request(method, address, files=form, timeout=limit)
            response = client.send(request, stream=True)
        except _NOT_SENT as error:
            raise NotSent(quoted(error)) from error
        except httpx.ReadTimeout as error:
            raise self._late(seconds) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise NotHere(f"{self.address!r} is no address: {quoted(error)}.", _START) from error
        except httpx.HTTPError as error:
            raise Unanswered(quoted(error) if str(error) else type(error).__name__) from error
        with closing(response):
            return self._read(response, seconds)

    def _read(self, response: httpx.Response, seconds: float) -> _Said:
        if response.status_code in _BUSY:
            raise Unanswered(f"HTTP {response.status_code}")
        try:
            return _Said(response.status_code, b"".join(pieces(response, _MOST_MB, seconds)))
        except httpx.ReadTimeout as error:
            raise self._late(seconds) from error
        except (httpx.HTTPError, TooMuch) as error:
            raise _Broken(f"broke off its answer ({quoted(error)})") from error

    def _late(self, seconds: float) -> Wait:
        return Wait(
            f"CosyVoice at {self.address} was not done after {seconds:g} s.",
            "Raise `patience_seconds`, or split the line.",
        )


class _Broken(Exception):
    """The server took the call and did not speak it; the words say how."""


@cache
def _client(*, near: bool) -> httpx.Client:
    """No connection is kept: a server closes them when it likes, also just when one is used again."""
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0), trust_env=not near)


def _introduced(said: _Said) -> Server:
    try:
        told = json.loads(said.content) if said.status == 200 else None
    except ValueError:
        told = None
    if not isinstance(told, dict) or told.get("version") not in RATES or "sample_rate" not in told:
        return Server()
    return Server(
        ours=True,
        version=told["version"],
        voices=tuple(map(str, told.get("voices") or ())),
        model=str(told.get("model") or ""),
    )


def _look_at(said: _Said, address: str) -> None:
    if said.status == 200:
        return
    words = quoted(_words(said.content))
    if said.status not in _STATUSES:
        raise _Broken(f"failed: {words} (HTTP {said.status})")
    kind, help_ = _STATUSES[said.status]
    raise kind(f"CosyVoice at {address} answers: {words} (HTTP {said.status}).", help_)


def _words(content: bytes) -> str:
    """What an error says: FastAPI's list of what is wrong, our server's sentence, or bare text."""
    text = content.decode(errors="replace")
    try:
        told = json.loads(text)
    except ValueError:
        return text
    found = told.get("error") or told.get("detail") if isinstance(told, dict) else told
    if isinstance(found, dict):
        return str(found.get("message") or found)
    if isinstance(found, list):
        places = (".".join(map(str, one.get("loc", ()))) + f": {one.get('msg')}" for one in found)
        return "; ".join(places)
    return str(found)


def _heard(content: bytes, rate: int) -> tuple[sound.Samples, int]:
    """The samples of bare PCM of that *rate*, or of a WAV, which says its own."""
    if not content:
        raise _Broken("answered without any sound")
    if content.startswith(b"RIFF"):
        try:
            with wave.open(io.BytesIO(content)) as file:
                rate, content = file.getframerate(), file.readframes(file.getnframes())
        except (wave.Error, EOFError) as error:
            raise _Broken(f"answered with a damaged WAV ({error})") from error
    if len(content) % 2:
        raise _Broken(f"broke off its answer within a sample, after {len(content)} bytes")
    return sound.from_pcm(content), rate


def _what_helps(call: Call, version: Version) -> str:
    if call.prompt_wav:
        return _CLONING
    if version == 1:
        return f"See what it prints: its model may have no speaker {call.spk_id}, or no mode {call.mode}."
    return (
        f"CosyVoice {version} has no speakers such as {call.spk_id}: leave `mode` at auto, and give it a "
        "recording in voices/cast/ or as `prompt`."
    )
