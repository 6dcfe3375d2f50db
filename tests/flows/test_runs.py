"""Runs whose process died or was stopped: they are watched for, ended, and put back."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest
from started import Started

from pipeline.dramas import VARIABLE


@pytest.mark.slow
def test_runs_whose_process_died_are_watched_for_once(server):
    from prefect.client.orchestration import get_client

    from flows.runs import watch_over

    watch_over(["make-episode"])
    watch_over(["make-episode"])

    with get_client(sync_client=True) as client:
        (found,) = client.read_automations()
    assert found.trigger.within.total_seconds() == 90


@pytest.mark.slow
def test_runs_that_a_killed_process_left_behind_are_ended_and_go_on(folder, server, monkeypatch):
    from prefect.client.orchestration import get_client
    from prefect.states import Pending

    from flows.runs import at_work, left_behind, put_back
    from flows.series import make_series

    monkeypatch.setenv(VARIABLE, str(folder.parent))
    run = Started(make_series, folder="rain")
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Pending(), force=True)
    told = {**os.environ, "PREFECT__FLOW_RUN_ID": str(run.id)}
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, env=told) as orphan:
        assert at_work([psutil.Process(orphan.pid)]) == {psutil.Process(orphan.pid): run.id}
        assert left_behind(["make-series"]) == [run.id]
        assert orphan.wait(10) != 0

    put_back([run.id])

    assert (run.run.state.name, left_behind(["make-series"])) == ("AwaitingRetry", [])
