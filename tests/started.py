"""Runs of a deployment, carried out in this process as a worker does, on a server of the tests."""

from __future__ import annotations

from contextlib import suppress

import pytest


@pytest.fixture(scope="session")
def server():
    """A Prefect server of its own, and its address as commands in this process see it."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


class Started:
    """A run of the deployment of *flow*, carried out here as a worker does."""

    def __init__(self, flow, **parameters):
        from prefect.client.orchestration import get_client

        self.flow = flow
        deployment = flow.to_deployment(flow.name).apply()
        with get_client(sync_client=True) as client:
            self.id = client.create_flow_run_from_deployment(deployment, parameters=parameters).id

    @property
    def run(self):
        from prefect.client.orchestration import get_client

        with get_client(sync_client=True) as client:
            return client.read_flow_run(self.id)

    def go(self):
        """The state that it is in after the worker let go of it."""
        from prefect.exceptions import Pause
        from prefect.flow_engine import run_flow

        with suppress(Pause):
            run_flow(self.flow, flow_run=self.run, parameters=self.run.parameters, return_type="state")
        return self.run.state

    def answer(self, **values):
        from prefect.flow_runs import resume_flow_run

        resume_flow_run(self.id, run_input=values)
        return self.go()
