"""A storage of the tests' own, and no patience that takes time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina
from s3_server import S3, serving

from pipeline.storage import home

s3fs = pytest.importorskip("s3fs")


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    with serving() as server:
        for name, value in {
            "AWS_ENDPOINT_URL": server.url,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        yield server
        # It knows this server's address.
        s3fs.S3FileSystem.clear_instance_cache()


@pytest.fixture(autouse=True)
def _begun_anew() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=4):
        yield
    home._copies.clear()
