"""A file from an address that a vendor gave: limited in size, from where it should be, without the key."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import getproxies

import httpx
import stamina

from pipeline.addresses import host_of, is_global, is_near, is_web, leads_inside
from pipeline.errors import BadResult
from pipeline.hosted.body import TooMuch, pieces
from pipeline.hosted.kinds import Fault, quoted

_HOPS = 5
_TRIES = 5
_LONGEST_SECONDS = 1800.0
_LONGEST_PAUSE_SECONDS = 30.0
_GONE = (401, 403, 404, 410)


class Broken(Exception):
    """The connection ended before the file was whole."""


class Unfetchable(Exception):
    """It may lie there, and is not fetched; the words say why, and what would have to be changed."""


def fetch(address: str, out: Path, most_mb: float, headers: Mapping[str, str], home: str) -> None:
    """
    Write what is at *address* to *out*, whole or not at all; begun anew where the connection breaks.

    *headers* go to that address and to no other one that it leads to. Addresses inside a private
    network are refused unless the vendor's own *home* is there. `Fault` where there is no such file
    (any more), `Broken` where the connection breaks again and again, `Unfetchable` where it is larger
    than *most_mb* MiB or lies where a vendor has no business, `BadResult` where that is no address.
    """
    try:
        for attempt in stamina.retry_context(
            on=_worth_another, attempts=_TRIES, timeout=None, wait_initial=1, wait_max=_LONGEST_PAUSE_SECONDS
        ):
            with attempt:
                _fetch(address, out, most_mb, headers, home)
    except BaseException:
        out.unlink(missing_ok=True)
        raise


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that sign for hosts; reading them takes longer than many a download."""
    return httpx.create_ssl_context()


def _fetch(address: str, out: Path, most_mb: float, headers: Mapping[str, str], home: str) -> None:
    plain = {"Accept-Encoding": "identity"}
    limit = httpx.Timeout(120.0, connect=20.0)
    with httpx.Client(verify=_trusted(), timeout=limit, headers=plain) as client:
        for _ in range(_HOPS):
            _look_at(address, home)
            try:
                with client.stream("GET", address, headers=headers) as response:
                    _look_at_peer(response, address, home)
                    onward = response.headers.get("location", "") if response.is_redirect else ""
                    if not onward:
                        _receive(response, out, most_mb)
                        return
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Broken(quoted(error) if str(error) else type(error).__name__) from error
            address, headers = _joined(address, onward), {}
    raise Unfetchable(f"its address leads on and on, to {host_of(address)}")


def _joined(address: str, onward: str) -> str:
    try:
        return urljoin(address, onward)
    except ValueError:
        return onward


def _look_at(address: str, home: str) -> None:
    if not is_web(address):
        raise BadResult(f"{quoted(address[:80])!r} stands where its address should.", "Run again.")
    if leads_inside(address, home):
        raise _inside(host_of(address))


def _look_at_peer(response: httpx.Response, address: str, home: str) -> None:
    """A name may lead elsewhere by now than it did when it was looked up."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream and not getproxies() else None
    own = is_near(home) or host_of(address) == host_of(home)
    if peer and not own and not is_global(peer[0]):
        raise _inside(host_of(address))


def _inside(host: str) -> Unfetchable:
    return Unfetchable(f"{host} is inside a private network; where it is a server of yours, set `base_url`")


def _receive(response: httpx.Response, out: Path, most_mb: float) -> None:
    if response.status_code >= 400:
        gone = response.status_code in _GONE
        raise Fault("lost" if gone else "transient", f"HTTP {response.status_code}", response.status_code)
    written = 0
    try:
        with out.open("wb") as file:
            for piece in pieces(response, most_mb, _LONGEST_SECONDS):
                written += file.write(piece)
    except TooMuch as error:
        raise Unfetchable(f"{error}; `most_mb` says how large it may be") from error
    promised = response.headers.get("content-length", "")
    if promised.isdecimal() and "content-encoding" not in response.headers and written != int(promised):
        raise Broken(f"{written} of {promised} bytes came")


def _worth_another(error: Exception) -> bool:
    return isinstance(error, Broken) or (isinstance(error, Fault) and error.kind == "transient")
