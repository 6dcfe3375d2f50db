"""
A CosyVoice server, asked over HTTP: the official one, or ours.

The official one answers with chunks of bare 16 bit PCM, without a header or the rate, and can't say that
something went wrong once it began: it breaks off an answer that has the status 200.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import stamina

from pipeline.addresses import is_near
from pipeline.errors import BadResult, NotHere, Wait
from pipeline.hosted.body import TooMuch, pieces
from pipeline.hosted.gate import gate_of
from pipeline.hosted.kinds import NotSent, Unanswered, quoted
from pipeline.voices import sound
from pipeline.voices.cosy.answers import START, Broken, Said, Server, heard, introduced, look_at, what_helps
from pipeline.voices.cosy.calls import RATES, Call, Version

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_TRIES = 4
_LONGEST_PAUSE_SECONDS = 10.0
_HEALTH_SECONDS = 30.0
_MOST_MB = 256.0
#: A server that is started, or has more to do than it can.
_BUSY = (429, 502, 503, 504)


@dataclass(frozen=True)
class Client:
    """Asks the server at *address* for *at_once* lines side by side; each may take *patience* seconds."""

    address: str
    patience: float = 600.0
    at_once: int = 1

    def server(self) -> Server:
        """Which server it is; `NotHere` where nobody answers, `Wait` where it is busy."""
        return introduced(self._asked(lambda: self._sent("GET", "health", _HEALTH_SECONDS)))

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
            look_at(said, self.address)
            return heard(said.content, RATES[version])
        except Broken as error:
            raise BadResult(f"CosyVoice at {self.address} {error}.", what_helps(call, version)) from error

    def _asked(self, ask: Callable[[], Said]) -> Said:
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
                raise NotHere(f"No CosyVoice server answers at {self.address}: {error}.", START) from error
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

    def _sent(self, method: str, route: str, seconds: float, form: Any = None) -> Said:
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
            raise NotHere(f"{self.address!r} is no address: {quoted(error)}.", START) from error
        except httpx.HTTPError as error:
            raise Unanswered(quoted(error) if str(error) else type(error).__name__) from error
        with closing(response):
            return self._read(response, seconds)

    def _read(self, response: httpx.Response, seconds: float) -> Said:
        if response.status_code in _BUSY:
            raise Unanswered(f"HTTP {response.status_code}")
        try:
            return Said(response.status_code, b"".join(pieces(response, _MOST_MB, seconds)))
        except httpx.ReadTimeout as error:
            raise self._late(seconds) from error
        except (httpx.HTTPError, TooMuch) as error:
            raise Broken(f"broke off its answer ({quoted(error)})") from error

    def _late(self, seconds: float) -> Wait:
        return Wait(
            f"CosyVoice at {self.address} was not done after {seconds:g} s.",
            "Raise `patience_seconds`, or split the line.",
        )


@cache
def _client(*, near: bool) -> httpx.Client:
    """No connection is kept: a server closes them when it likes, also just when one is used again."""
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0), trust_env=not near)
