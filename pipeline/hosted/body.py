"""What an answer holds, read within limits: whatever the other side sends, it ends."""

from __future__ import annotations

from collections.abc import Iterator

import httpx

from pipeline.hosted import waiting

#: A piece of these grows a thousandfold at most; of others, or of several over one another, without limit.
_PACKINGS = ("", "identity", "gzip", "deflate")


class TooMuch(Exception):
    """It is larger, slower or more tightly packed than anything that is expected."""


def pieces(response: httpx.Response, most_mb: float, most_seconds: float) -> Iterator[bytes]:
    """The body of *response* as it comes in; `TooMuch` beyond *most_mb* MiB or *most_seconds*."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in _PACKINGS:
        raise TooMuch(f"it is packed as {packing[:40]!r}, and nobody asked for that")
    size, until = 0, waiting.now() + most_seconds
    for piece in response.iter_bytes():
        size += len(piece)
        if size > most_mb * 2**20:
            raise TooMuch(f"it is larger than {most_mb:g} MiB")
        if waiting.now() > until:
            raise TooMuch(f"it is not whole after {most_seconds / 60:g} minutes")
        yield piece
