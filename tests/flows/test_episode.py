"""The flow that makes one episode, in its own process and without a server."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def run(folder, **parameters):
    from flows.episode import make_episode
    from flows.here import run_here

    return run_here(make_episode, folder=str(folder), **parameters)


def task_runs(state):
    """What Prefect knows of the tasks of a run, by their names."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    chosen = FlowRunFilter(id=FlowRunFilterId(any_=[state.state_details.flow_run_id]))
    with get_client(sync_client=True) as client:
        return {run.name: run.state_name for run in client.read_task_runs(flow_run_filter=chosen, limit=200)}


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


def test_tasks_have_names_from_the_story_and_kept_files_are_cached(folder):
    run(folder, until="images")

    again = task_runs(run(folder, until="images"))

    assert again["frame e01s01-01"] == "Cached"
    assert again["portrait 林夏"] == "Cached"
    assert again["storyboard e01"] == "Cached"


def test_only_a_busy_vendor_is_asked_again():
    from prefect.states import Failed

    from flows.episode import _may_pass
    from pipeline.errors import Refused, Wait

    assert _may_pass(None, None, Failed(data=Wait("busy")))
    assert not _may_pass(None, None, Failed(data=Refused("no")))
