"""A machine whose clock is not the server's is told of it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from s3_server import serving

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("skew", "told"),
    [
        (timedelta(hours=1), "3600 seconds behind that of Prefect's server: runs start that much later"),
        (timedelta(hours=-1), "3600 seconds ahead of that of Prefect's server: runs start too early"),
        (timedelta(seconds=10), ""),
    ],
)
def test_a_clock_that_is_far_from_the_servers_is_told_once(skew, told, caplog):
    from flows.clocks import compare

    # Any server that dates its answers.
    with serving() as server, caplog.at_level(logging.WARNING, "drama"):
        server.skew = skew
        compare(server.url)
        compare(server.url)

    assert len(caplog.records) == bool(told)
    assert told in caplog.text.replace("3601", "3600").replace("3599", "3600")


def test_a_server_that_does_not_answer_is_left_to_others(caplog):
    from flows.clocks import compare

    compare("http://127.0.0.1:9/api")

    assert caplog.records == []
