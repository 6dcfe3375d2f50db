"""However much, slow or tightly packed an answer is, reading it ends."""

from __future__ import annotations

import gzip
import zlib

import httpx
import pytest
from answering import Said, answering

from pipeline.hosted import waiting
from pipeline.hosted.body import TooMuch, pieces

ZEROS = bytes(3 * 2**20)


@pytest.fixture
def server():
    with answering() as server:
        yield server


def read(server, said: Said, most_mb: float = 2.0, most_seconds: float = 60.0) -> bytes:
    server.says["/x"] = [said]
    with httpx.Client() as client, client.stream("GET", f"{server.url}/x") as response:
        return b"".join(pieces(response, most_mb, most_seconds))


@pytest.mark.parametrize(
    "said",
    [
        Said(b"words"),
        Said(gzip.compress(b"words"), headers={"Content-Encoding": "gzip"}),
        Said(zlib.compress(b"words"), headers={"Content-Encoding": "Deflate"}),
        Said(b"words", headers={"Content-Encoding": "identity"}),
    ],
    ids=["plain", "gzip", "deflate", "identity"],
)
def test_an_ordinary_answer_is_read(server, said):
    assert read(server, said) == b"words"


def test_what_is_too_large_is_left(server):
    with pytest.raises(TooMuch, match="larger than 2 MiB"):
        read(server, Said(ZEROS))


def test_what_grows_too_large_is_left(server):
    packed = Said(gzip.compress(ZEROS), headers={"Content-Encoding": "gzip"})
    assert len(packed.content) < 5000

    with pytest.raises(TooMuch, match="larger than 2 MiB"):
        read(server, packed)


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "zstd"])
def test_what_could_grow_without_limit_is_not_unpacked(server, packing):
    with pytest.raises(TooMuch, match="is packed as"):
        read(server, Said(gzip.compress(gzip.compress(ZEROS)), headers={"Content-Encoding": packing}))


def test_what_takes_too_long_is_left(server, monkeypatch):
    ticks = iter(range(0, 1000, 40))
    monkeypatch.setattr(waiting, "now", lambda: next(ticks))

    with pytest.raises(TooMuch, match="not whole after 1 minutes"):
        read(server, Said(ZEROS), most_mb=99)
