"""Deployments whose runs workers carry out: which pool, and what their processes are told."""

from __future__ import annotations

import pytest

from pipeline.dramas import VARIABLE, Dramas

pytestmark = pytest.mark.slow


def test_a_pool_is_made_and_its_runs_know_where_the_dramas_lie(folder, server, monkeypatch):
    from prefect.client.orchestration import get_client

    from flows.pools import deploy
    from flows.serve import deployments

    monkeypatch.setenv(VARIABLE, str(folder.parent))
    for _ in range(2):
        deploy(deployments(Dramas(folder.parent)), "gpus", 3, 30)

    with get_client(sync_client=True) as client:
        pool = client.read_work_pool("gpus")
        made = client.read_deployment_by_name("make-series/make-series")
    assert (pool.type, pool.concurrency_limit) == ("process", 3)
    assert (made.work_pool_name, made.entrypoint) == ("gpus", "flows.series.make_series")
    told = made.job_variables["env"]
    assert told[VARIABLE] == str(folder.parent)
    assert (told["DO_NOT_TRACK"], told["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]) == ("1", "30")
    assert "PREFECT_HOME" not in told
