"""Prefect's server of our own: where it listens, what it is told, and what stands in its way."""

from __future__ import annotations

import socket

import pytest
from filelock import FileLock

from pipeline.errors import FolderError, InputError


@pytest.fixture
def home(tmp_path):
    from prefect.settings import PREFECT_HOME, temporary_settings

    with temporary_settings({PREFECT_HOME: tmp_path / "home"}):
        yield tmp_path / "home"


def started(tmp_path, port):
    from flows.server import server

    with server("127.0.0.1", port, tmp_path):
        pytest.fail("it was started")


def test_a_port_in_use_is_a_letter_that_names_both_ways_out(home, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(InputError, match=rf"port {port}.* another --port; .*127.0.0.1:{port}/api"):
            started(tmp_path, port)


def test_a_second_server_of_the_same_user_is_refused(home, tmp_path):
    home.mkdir()
    (home / "serving.json").write_text('{"url": "http://127.0.0.1:4200", "dramas": "there"}')

    with (
        FileLock(home / "serve.lock"),
        pytest.raises(FolderError, match=r"at work at http://127\.0\.0\.1:4200"),
    ):
        started(tmp_path, 1)


def test_it_calls_nobody_and_lets_no_other_page_in(monkeypatch):
    from flows.server import environment

    monkeypatch.setenv("PREFECT_API_URL", "http://elsewhere/api")
    told = environment("0.0.0.0", 4300)

    assert told["DO_NOT_TRACK"] == "1"
    assert told["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert told["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4300"
    assert (told["PREFECT_SERVER_UI_API_URL"], told["PREFECT_SERVER_API_PORT"]) == ("/api", "4300")
    assert told["PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE"].endswith(".filesystem")
    assert "PREFECT_API_URL" not in told


def test_what_the_user_has_set_stands(monkeypatch):
    from flows.server import environment

    monkeypatch.setenv("PREFECT_SERVER_CORS_ALLOWED_ORIGINS", "https://studio.example")

    assert environment("127.0.0.1", 4300)["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "https://studio.example"
