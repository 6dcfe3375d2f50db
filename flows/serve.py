"""Serve the flows: what a person can start from a form or by a schedule runs in a process of its own here."""

import asyncio
import os
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import ExitStack, redirect_stdout
from functools import partial
from inspect import getdoc
from pathlib import Path
from typing import Any, NoReturn

import psutil
from httpx import TransportError
from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_METRICS_ENABLED, temporary_settings
from prefect.types.entrypoint import EntrypointType

from flows.episode import make_episode, shoot_episode
from flows.files import serving
from flows.here import answering, hush
from flows.pools import deploy
from flows.redo import redo
from flows.runs import HEARTBEAT_SECONDS, at_work, kill, left_behind, put_back, watch_over
from flows.series import make_series
from flows.server import server
from pipeline.dramas import VARIABLE, Dramas
from pipeline.errors import in_short
from pipeline.running import end_at_once

FLOWS: tuple[Flow[Any, Any], ...] = (make_episode, make_series, redo)

_POLL_SECONDS = 5.0

#: Tells a sentence to who started us.
Tell = Callable[[str], None]


def serve(dramas: Dramas, host: str, port: int, at_once: int, tell: Tell, *, pool: str = "") -> None:
    """
    Serve the flows for *dramas* until SIGINT, SIGTERM or SIGHUP, which end this process.

    *at_once* runs work at the same time, here or, with a *pool*, where its workers are. They are at the
    server at PREFECT_API_URL, or at one of our own. What is ready, and what was stopped, is told by *tell*.
    `NotHere` where the server is lost.
    """
    hush()
    with ExitStack() as own:
        theirs = PREFECT_API_URL.value()
        api = theirs or own.enter_context(server(host, port, dramas.place)).api
        os.environ[VARIABLE] = dramas.place
        # Links of earlier runs still hold after a new start. The next port is where clients may tell metrics.
        own.enter_context(serving(dramas.place, port=port + 2 if port < 65534 else 0))
        # What runs say is in the UI.
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
        with temporary_settings({PREFECT_API_URL: api, PREFECT_CLIENT_METRICS_ENABLED: False}), answering():
            watch_over([flow.name for flow in (*FLOWS, shoot_episode)])
            stop = partial(_stop, own, tell)
            if pool:
                deploy(deployments(dramas), pool, at_once, HEARTBEAT_SECONDS)
                tell(f"{_told(api)}\nWorkers: PREFECT_API_URL={api} prefect worker start --pool {pool}")
                asyncio.run(_until(stop))
            runner = _runner(dramas, at_once)
            if not theirs:
                put_back(left_behind([flow.name for flow in FLOWS]))
            tell(_told(api))
            # Where the server is lost it prints tracebacks, and forgets a coroutine; our letter says it all.
            warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
                asyncio.run(_work(runner, stop))


def deployments(dramas: Dramas) -> list[RunnerDeployment]:
    """The flows as they stand in the UI, each with its form. Their schedules stay as they are."""
    there = f"In {dramas.place} there are: {in_short(dramas.names())}."
    return [_deployment(flow, there) for flow in FLOWS]


def _deployment(flow: Flow[Any, Any], there: str) -> RunnerDeployment:
    summary = (getdoc(flow.fn) or "").partition("\n\n")[0]
    deployment = RunnerDeployment.from_flow(
        flow,
        flow.name,
        description=f"{summary}\n\n{there}",
        tags=["shortdrama"],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # What is set is written over what a person set in the UI, though it be nothing.
    deployment.model_fields_set.difference_update({"schedules", "paused"})
    return deployment


class _Runner(Runner):
    """A runner that leaves it to us how it is ended."""

    def handle_sigterm(self, *_: Any, **__: Any) -> None:
        signal.raise_signal(signal.SIGINT)


def _runner(dramas: Dramas, at_once: int) -> Runner:
    runner = _Runner(
        "shortdrama",
        query_seconds=_POLL_SECONDS,
        heartbeat_seconds=HEARTBEAT_SECONDS,
        limit=at_once,
        pause_on_shutdown=False,
    )
    for deployment in deployments(dramas):
        runner.add_deployment(deployment)
    return runner


async def _until(stop: Callable[[], None]) -> None:
    """Wait for a signal, which calls *stop*; that does not return."""
    _heed(stop, signal.SIGTERM)
    await asyncio.Event().wait()


def _heed(stop: Callable[[], None], *others: int) -> None:
    for number in (signal.SIGINT, signal.SIGHUP, *others):
        # Called between two steps of the loop: nothing can tell of a run meanwhile that it died.
        asyncio.get_running_loop().add_signal_handler(number, stop)


async def _work(runner: Runner, stop: Callable[[], None]) -> None:
    """Start the runs that are due, until a signal calls *stop*, which does not return."""
    _heed(stop)
    try:
        await runner.start()
    except* RuntimeError as errors:
        # Its loop has asked in vain for minutes.
        raise TransportError("it asked again and again") from errors


def _stop(own: ExitStack, tell: Tell) -> NoReturn:
    """End all runs, which go on when they are served again, our *own* server, and this process."""
    try:
        runs = at_work(psutil.Process().children())
        kill(runs)
        put_back(runs.values())
        told = f" with {len(runs)} run(s) at work, which go on when it is served again" if runs else ""
        with redirect_stdout(sys.__stdout__):
            tell(f"Stopped{told}. What was made is kept.")
        own.close()
    finally:
        end_at_once(130)


def _told(api: str) -> str:
    ui = api.removesuffix("/api")
    return (
        f"Serving at {ui}\n"
        f"Start a film: {ui}/deployments, `make-episode`, `make-series` or `redo`, then Run.\n"
        'Every night: `drama schedule FOLDER --cron "0 2 * * *"`. Ctrl-C ends it.'
    )
