"""The flow that makes several episodes."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def run(folder, episodes, **parameters):
    from flows.here import run_here
    from flows.series import make_series

    return run_here(make_series, folder=str(folder), episodes=episodes, **parameters)


def test_every_episode_becomes_a_film(folder):
    outcomes = run(folder, "1-2").result()

    assert [outcomes[number].film.name for number in (1, 2)] == ["final/e01.mp4", "final/e02.mp4"]


def test_an_episode_that_fails_does_not_stop_the_next(folder, calls):
    calls.refused.add("e01s01-01.png")

    state = run(folder, "1-2")
    outcomes = state.result(raise_on_failure=False)

    assert state.name == "Partial"
    assert "frame e01s01-01" in state.message
    assert outcomes[1].film is None
    assert outcomes[2].film.name == "final/e02.mp4"
