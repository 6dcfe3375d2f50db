"""Limits that hold for all processes of one server, and what becomes of them where it is lost."""

from __future__ import annotations

import logging
from threading import Event, Thread

import pytest

from pipeline import limits as shared

pytestmark = pytest.mark.slow

LONG = 30.0


@pytest.fixture
def limits(monkeypatch):
    from flows import limits

    monkeypatch.setattr(limits._Lost, "at", -1e9)
    monkeypatch.setattr(limits, "_ASK_SECONDS", 0.02)
    yield limits
    shared.share(None)


def known(name):
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return client.read_global_concurrency_limit_by_name(name)


def test_a_limit_is_made_where_it_is_missing_and_its_places_are_given_back(server, limits):
    limits.share()

    with shared.place("runway 1f2e3d", 2):
        assert (known("runway 1f2e3d").limit, known("runway 1f2e3d").active_slots) == (2, 1)

    assert known("runway 1f2e3d").active_slots == 0


def test_what_a_person_set_on_the_page_holds(server, limits):
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate

    with get_client(sync_client=True) as client:
        client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name="kling 2", limit=1))
    limits.share()

    with shared.place("kling 2", 5):
        assert known("kling 2").limit == 1


def test_who_finds_no_place_waits_for_one(server, limits):
    limits.share()
    came, asked = Event(), Event()

    def second():
        asked.set()
        with shared.place("gpu0 on studio-3", 1):
            came.set()

    with shared.place("gpu0 on studio-3", 1):
        thread = Thread(target=second)
        thread.start()
        assert asked.wait(LONG)
        assert not came.wait(0.3)
    assert came.wait(LONG)
    thread.join(LONG)


def test_a_place_that_ran_out_while_the_server_was_away_is_taken_anew(server, limits):
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    url, name = PREFECT_API_URL.value(), "veo 7a7a7a"
    lease = limits._taken(url, name, 1)
    place = limits._Place(url, name, lease)
    with get_client(sync_client=True) as client:
        client.release_concurrency_slots_with_lease(lease)
    assert known(name).active_slots == 0

    place.renew()
    assert known(name).active_slots == 1

    place.leave()
    place.renew()
    assert known(name).active_slots == 0


def test_without_a_server_the_work_goes_on_and_the_loss_is_told_once(limits, caplog):
    place = limits._holding

    with caplog.at_level(logging.WARNING, "drama"):
        for _ in range(2):
            with place("http://127.0.0.1:9/api", "runway", 1):
                pass

    assert len([record for record in caplog.records if "limits" in record.message]) == 1


def test_a_run_without_a_server_that_stands_shares_with_nobody(limits):
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: None}):
        limits.share()

    assert not shared.shared()
