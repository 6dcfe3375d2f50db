"""The flow that makes one episode, in its own process and without a server."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def run(folder, **parameters):
    from flows.episode import make_episode
    from flows.here import run_here

    return run_here(make_episode, folder=str(folder), **parameters)


def test_the_flow_makes_the_film(folder):
    state = run(folder)

    assert state.is_completed()
    assert state.result().film.path == folder / "final/e01.mp4"


def test_a_missing_shot_ends_the_run_as_partial_and_keeps_the_rest(folder, calls):
    calls.refused.add("e01s01-01.png")

    state = run(folder, until="clips")

    assert (state.name, state.is_failed()) == ("Partial", True)
    assert "frame e01s01-01" in state.message
    assert (folder / "clips/e01s01-02.mp4").is_file()


def test_problems_are_found_before_anything_is_made(folder, calls):
    from pipeline.errors import PlanError

    state = run(folder, episode=9)

    with pytest.raises(PlanError):
        state.result()
    assert calls.total == 0
