"""The flow that makes one episode, in its own process and without a server."""

from __future__ import annotations

import pytest

from pipeline.attempt import Made

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

    state = run(folder)

    assert (state.name, state.is_failed()) == ("Partial", True)
    assert "frame e01s01-01" in state.message
    assert (folder / "final/shots/e01s01-02.mp4").is_file()


def test_problems_are_found_before_anything_is_made(folder, calls):
    from pipeline.errors import PlanError

    state = run(folder, episode=9)

    with pytest.raises(PlanError):
        state.result()
    assert calls.total == 0


def test_tasks_have_names_from_the_story_and_kept_files_are_cached(tmp_path):
    from prefect import flow

    from flows.episode import in_a_task
    from flows.here import run_here

    def made(status):
        return Made("images/e01s01-01.png", tmp_path / "x.png", status, "drawn", 1)

    @flow
    def two():
        promises = [in_a_task("frame e01s01-01", made, status) for status in ("made", "kept")]
        for promise in promises:
            promise.future.wait()
        return [(p.future.state.name, p.result().status) for p in promises]

    assert run_here(two).result() == [("Completed", "made"), ("Cached", "kept")]


def test_only_a_busy_vendor_is_asked_again():
    from prefect.states import Failed

    from flows.episode import _may_pass
    from pipeline.errors import Refused, Wait

    assert _may_pass(None, None, Failed(data=Wait("busy")))
    assert not _may_pass(None, None, Failed(data=Refused("no")))
