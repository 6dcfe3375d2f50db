"""A file from an address that a vendor gave: limited in size, from where it should be, without the key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from pipeline.addresses import host_of, is_near, is_public
from pipeline.errors import BadResult
from pipeline.hosted.kinds import Fault, quoted

_HOPS = 5
_TRIES = 4
_MEBIBYTE = 2**20


class Broken(Exception):
    """The connection ended before the file was whole."""


def fetch(address: str, out: Path, most_mb: float, headers: Mapping[str, str], *, near: bool) -> None:
    """
    Write what is at *address* to *out*, whole or not at all; begun anew where the connection breaks.

    *headers* go to that address and to no other one that it leads to. Addresses inside a private
    network are refused unless *near*: a vendor has no business there. `Fault` where there is no such
    file (any more), `Broken` where the connection breaks again and again, `BadResult` where it is
    larger than *most_mb* MiB.
    """
    try:
        for attempt in stamina.retry_context(on=_worth_another, attempts=_TRIES, timeout=None):
            with attempt:
                _fetch(address, out, most_mb, headers, near=near)
    except BaseException:
        out.unlink(missing_ok=True)
        raise


def _fetch(address: str, out: Path, most_mb: float, headers: Mapping[str, str], *, near: bool) -> None:
    with httpx.Client(timeout=httpx.Timeout(120.0, connect=20.0)) as client:
        for _ in range(_HOPS):
            _look_at(address, near=near)
            try:
                with client.stream("GET", address, headers=headers) as response:
                    onward = response.headers.get("location", "") if response.is_redirect else ""
                    if not onward:
                        _receive(response, out, most_mb)
                        return
            except httpx.HTTPError as error:
                raise Broken(quoted(error) if str(error) else type(error).__name__) from error
            address, headers = urljoin(address, onward), {}
    raise BadResult(f"The address of the result leads on and on, to {host_of(address)}.", "Run again.")


def _look_at(address: str, *, near: bool) -> None:
    scheme, host = urlsplit(address).scheme, host_of(address)
    if scheme not in ("http", "https") or not host:
        raise BadResult(
            f"The vendor gave {address[:80]!r} for the result, which is no web address.", "Run again."
        )
    if near:
        return
    try:
        inside = is_near(address) or not is_public(host)
    except OSError:
        return  # behind a proxy names need not be known here; the request will tell
    if inside:
        raise BadResult(
            f"The vendor gave an address inside a private network, {host}, for the result.",
            "Nothing was fetched. Where that is a server of your own, set its `base_url`.",
        )


def _receive(response: httpx.Response, out: Path, most_mb: float) -> None:
    if response.status_code >= 400:
        gone = response.status_code in (401, 403, 404, 410)
        raise Fault("lost" if gone else "transient", f"HTTP {response.status_code}", response.status_code)
    written = 0
    with out.open("wb") as file:
        for piece in response.iter_bytes():
            written += len(piece)
            if written > most_mb * _MEBIBYTE:
                raise BadResult(
                    f"The result is larger than {most_mb:g} MiB.", "Raise `most_mb` if that is right."
                )
            file.write(piece)
    promised = response.headers.get("content-length")
    if promised and "content-encoding" not in response.headers and written != int(promised):
        raise Broken(f"{written} of {promised} bytes came")


def _worth_another(error: Exception) -> bool:
    return isinstance(error, Broken) or (isinstance(error, Fault) and error.kind == "transient")
