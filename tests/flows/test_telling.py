"""What a run shows on the server's pages while it works and when it ends, and whom it tells."""

from __future__ import annotations

import logging

import pytest
from started import Started

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("server")]


@pytest.fixture
def news(monkeypatch):
    """What was posted, by event and episode."""
    from pipeline import webhook

    posted = []
    monkeypatch.setattr(webhook, "post", lambda _address, told: posted.append(told))
    return posted


def artefacts():
    """The newest artefacts of this drama, by their keys: other tests share the server."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey

    with get_client(sync_client=True) as client:
        there = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(like_="%rain%"))
        return {one.key: one for one in client.read_latest_artifacts(artifact_filter=there)}


def test_an_episode_has_a_bar_that_ends_full_and_a_page_that_sums_it_up(folder, monkeypatch, news):
    from flows.episode import make_episode
    from pipeline.dramas import VARIABLE

    monkeypatch.setenv(VARIABLE, str(folder.parent))
    assert Started(make_episode, folder="rain").go().is_completed()

    there = artefacts()
    assert there["rain-e01"].data == 100.0
    assert "images 8/8, voices 4/4" in there["rain-e01"].description
    assert "| images | 8 | 0 | nothing |" in there["rain-e01-summary"].data
    assert (folder / "final/e01.mp4").as_uri() in there["rain-e01-summary"].data
    assert [(told["event"], told["episode"]) for told in news] == [("done", "e01")]


def test_a_problem_that_stops_a_run_is_told(folder, monkeypatch, news):
    from flows.series import make_series
    from pipeline.dramas import VARIABLE

    monkeypatch.setenv(VARIABLE, str(folder.parent))

    assert Started(make_series, folder="rain", episodes="9").go().is_failed()

    assert [told["event"] for told in news] == ["failed"]
    assert "no episode 9" in news[0]["message"]


def test_a_key_is_plain_and_of_one_drama_only():
    from flows.telling import key

    assert key("rain", "e01") == "rain-e01"
    assert key("雨夜", "e01") != key("雪夜", "e01")
    assert key("Rain Night", "e01") != key("rain-night", "e01")


def test_a_bar_moves_with_the_steps_of_a_model():
    from prefect import flow

    from flows.telling import _Bar

    @flow
    def filming():
        bar = _Bar("rain-bar", ["clips/e01s01-01.mp4", "clips/e01s01-02.mp4"])
        bar.handle(logging.makeLogRecord({"step": ("clips/e01s01-01.mp4", 4, 8, "step")}))
        bar.look_in()

    filming()

    bar = artefacts()["rain-bar"]
    assert (bar.data, bar.description) == (25.0, "clips 0/2. e01s01-01 step 4/8")
