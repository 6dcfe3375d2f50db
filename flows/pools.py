"""Work pools: runs are carried out by workers, on this machine or on others."""

import os
from collections.abc import Iterable
from contextlib import suppress

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.workers.process import ProcessWorker

from flows import SETTINGS
from flows.files import ADDRESS
from pipeline.dramas import VARIABLE

#: What a run's process needs before it imports Prefect, and what a worker sets for itself.
_OWN = ("PREFECT_HOME",)


def deploy(made: Iterable[RunnerDeployment], pool: str, at_once: int, heartbeat_seconds: int) -> None:
    """
    Have the runs of deployments carried out by the workers of *pool*.

    A pool that is not there is made, of processes, of which *at_once* run in all.
    """
    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(pool)
        except ObjectNotFound:
            template = ProcessWorker.get_default_base_job_template()
            new = WorkPoolCreate(
                name=pool, type="process", base_job_template=template, concurrency_limit=at_once
            )
            with suppress(ObjectAlreadyExists):
                client.create_work_pool(new)
    for deployment in made:
        deployment.job_variables = {"env": environment(heartbeat_seconds)}
        deployment.apply(work_pool_name=pool)


def environment(heartbeat_seconds: int) -> dict[str, str]:
    """That of a run's process: the flows' settings, where the dramas lie and where they can be seen."""
    ours = {name: os.environ[name] for name in SETTINGS if name not in _OWN}
    told = {name: os.environ[name] for name in (VARIABLE, ADDRESS) if name in os.environ}
    # Where it tells its metrics there is its worker already: a run would die of the port in use.
    alone = {"PREFECT_CLIENT_METRICS_ENABLED": "false"}
    return {**ours, **told, **alone, "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(heartbeat_seconds)}
