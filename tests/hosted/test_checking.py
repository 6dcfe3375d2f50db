"""A key is tried without sending a job."""

from __future__ import annotations

import pytest
from vendors.runway import Runway
from vendors.stand_in import Reply, serving

from pipeline import clips
from pipeline.hosted.checking import checked


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("RUNWAYML_API_SECRET", "key_runway")
    with serving(Runway()) as server:
        yield server


def engine(server):
    return clips.ENGINES["runway"](spec={"base_url": server.url})


def test_a_key_that_works_is_told_with_what_is_left(server):
    assert checked(engine(server)) == "the key works, balance 1234"
    assert server.billed == 0


def test_a_key_that_does_not_is_told(server, monkeypatch):
    monkeypatch.setenv("RUNWAYML_API_SECRET", "old")

    assert "The API key is invalid" in checked(engine(server))


def test_without_a_key_nothing_is_asked(server, monkeypatch):
    monkeypatch.delenv("RUNWAYML_API_SECRET")

    assert "RUNWAYML_API_SECRET" in checked(engine(server))
    assert server.log == []


def test_an_error_of_the_vendor_is_told(server):
    server.faults.instead["check"] = [Reply({"error": "maintenance"}, 503)]

    assert "maintenance" in checked(engine(server))


def test_a_vendor_that_is_not_there_is_told():
    with serving(Runway()) as gone:
        address = gone.url
    assert "does not answer" in checked(
        clips.ENGINES["runway"](spec={"base_url": address, "auth": {"env": []}})
    )
