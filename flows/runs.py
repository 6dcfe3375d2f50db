"""Runs whose process died or was stopped: they are told so, ended, and put back to go on."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import psutil
from httpx import HTTPError
from prefect.automations import AutomationCore, EventTrigger, Posture, ResourceSpecification
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import State, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.settings import PREFECT_API_REQUEST_TIMEOUT, PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.states import AwaitingRetry

#: Every so often a run tells that it lives; who is silent for three times as long has died.
HEARTBEAT_SECONDS = 30
_WATCH = "shortdrama: runs whose process died"


def watch_over(flows: Sequence[str]) -> None:
    """Have the server end runs of *flows* that tell of themselves no more: who carried them out has died."""
    automation = AutomationCore(
        name=_WATCH,
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            # Of any kind: it may have been suspended, or have ended in a state of our own.
            expect={"prefect.flow-run.*"},
            match_related=ResourceSpecification(
                {"prefect.resource.role": "flow", "prefect.resource.name": list(flows)}
            ),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=3 * HEARTBEAT_SECONDS),
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED,
                message="Its process died, or its clock is behind. What it made is kept: `Retry` goes on.",
            )
        ],
    )
    with get_client(sync_client=True) as client:
        if not client.read_automations_by_name(_WATCH):
            client.create_automation(automation)


def at_work(processes: Iterable[psutil.Process]) -> dict[psutil.Process, UUID]:
    """Those of *processes* that carry out a run, each with its run."""
    found = {}
    for process in processes:
        with suppress(psutil.Error, KeyError, ValueError):
            found[process] = UUID(process.environ()["PREFECT__FLOW_RUN_ID"])
    return found


def kill(runs: Iterable[psutil.Process]) -> None:
    """End the processes of *runs*, and all that they started."""
    for process in runs:
        with suppress(psutil.NoSuchProcess):
            for part in [*process.children(recursive=True), process]:
                part.kill()


def left_behind(deployments: Sequence[str]) -> list[UUID]:
    """
    The runs of *deployments* that a killed process of ours left behind; what of them still works is ended.

    This is of our own server, where nobody else carries runs out.
    """
    ours = DeploymentFilter(name=DeploymentFilterName(any_=list(deployments)))
    begun = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            deployment_filter=ours, flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=begun))
        )
    left = [run.id for run in runs]
    kill(process for process, run in at_work(psutil.process_iter()).items() if run in left)
    return left


def put_back(runs: Iterable[UUID]) -> None:
    """Have *runs* start again when somebody serves; where the server is gone, it will tell that they died."""
    patience = {PREFECT_CLIENT_MAX_RETRIES: 0, PREFECT_API_REQUEST_TIMEOUT: 3.0}
    with temporary_settings(patience), get_client(sync_client=True) as client, suppress(HTTPError):
        for run in runs:
            state: State[Any] = AwaitingRetry(
                message="It was stopped, and goes on when `drama serve` is started again."
            )
            client.set_flow_run_state(run, state, force=True)
