"""A storage of the tests' own, and no patience that takes time."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
import stamina
from s3_server import S3, serving

from pipeline.storage import home

#: Without the package of the extra `s3` there is nothing to test.
collect_ignore_glob = [] if find_spec("s3fs") else ["test_*.py"]


@pytest.fixture(scope="session")
def one_server() -> Iterator[S3]:
    with serving() as server:
        yield server


@pytest.fixture
def s3(one_server: S3, monkeypatch: pytest.MonkeyPatch) -> S3:
    one_server.begin_anew()
    for name, value in {
        "AWS_ENDPOINT_URL": one_server.url,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    return one_server


@pytest.fixture(autouse=True)
def _begun_anew() -> Iterator[None]:
    with stamina.set_testing(testing=True, attempts=4):
        yield
    home._copies.clear()
