"""A run where no server stands has one of its own, which is not taken for one that stands."""

from __future__ import annotations

import shutil
import sys

import pytest


@pytest.fixture
def none_yet(monkeypatch):
    """No server of our own was started."""
    from flows import own

    monkeypatch.setattr(own._Own, "process", None)
    monkeypatch.setattr(own._Own, "api", "")


@pytest.mark.usefixtures("none_yet")
def test_a_server_that_ends_at_once_is_said_in_a_letter(tmp_path, monkeypatch):
    from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

    from flows import own
    from pipeline.errors import NotHere

    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with (
        temporary_settings({PREFECT_API_URL: None, PREFECT_HOME: tmp_path}),
        pytest.raises(NotHere, match="Prefect's server does not start") as told,
    ):
        own.address()

    assert "PREFECT_API_URL" in str(told.value)


@pytest.mark.usefixtures("none_yet")
def test_only_a_server_of_others_stands(monkeypatch):
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows import own

    monkeypatch.setattr(own._Own, "api", "http://127.0.0.1:1/api")

    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:1/api"}):
        assert own.standing() == ""
    with temporary_settings({PREFECT_API_URL: "http://studio:4200/api"}):
        assert own.standing() == "http://studio:4200/api"
    with temporary_settings({PREFECT_API_URL: None}):
        assert own.standing() == ""
