"""
The chain's stage functions as Prefect tasks, named from the story.

`SHORTDRAMA_TASKS` says where they are carried out: on `threads` of the run's own process, or on a cluster of
`dask` or `ray`, whose address stands in `SHORTDRAMA_CLUSTER`; without one, it is started for the run.
"""

import logging
import os
from collections.abc import Callable
from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import State
from prefect.exceptions import UnfinishedRun
from prefect.futures import PrefectFuture
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import exponential_backoff

from flows.limits import share
from pipeline.attempt import Made
from pipeline.errors import InputError, NotHere, Skipped, Wait
from pipeline.storage.home import catch_up

log = logging.getLogger("drama")
# Or the server's pages would show warnings only.
log.setLevel(logging.INFO)

#: Of a cluster that is started for one run on this machine.
_PROCESSES, _THREADS = 2, 64


def _runner() -> Any:
    """The task runner that is set; `InputError` where it is none, `NotHere` without its package."""
    kind, address = os.environ.get("SHORTDRAMA_TASKS", "threads"), os.environ.get("SHORTDRAMA_CLUSTER", "")
    try:
        if kind == "dask":
            from prefect_dask import DaskTaskRunner

            own = {"n_workers": _PROCESSES, "threads_per_worker": _THREADS, "dashboard_address": None}
            return DaskTaskRunner(address=address) if address else DaskTaskRunner(cluster_kwargs=own)
        if kind == "ray":
            from prefect_ray import RayTaskRunner

            return RayTaskRunner(address=address or None)
    except ImportError as error:
        raise NotHere(
            f"SHORTDRAMA_TASKS is {kind}, and {error.name} is not installed.",
            f"Install it: `pip install 'shortdrama[{kind}]'`, here and on all machines of the cluster.",
        ) from error
    if kind != "threads":
        raise InputError(f"SHORTDRAMA_TASKS is {kind!r}.", "It can be threads, dask or ray.")
    # A task that waits, for a vendor or for another file, holds a thread and nothing else: there are enough
    # of them for the shots of an episode. Work on this machine takes turns at its cores (`pipeline.attempt`),
    # and each vendor has its own queue (`pipeline.hosted.gate`), so that nobody waits for another's.
    return ThreadPoolTaskRunner(max_workers=512)


runner: Any = _runner()


def _may_pass(_task: object, _run: object, state: State[Any]) -> bool:
    """
    Whether another round over all engines is worth it: only where the last one said that it may be later.

    The clients are patient themselves, for minutes, with limits and with vendors that can't be reached.
    Where that was in vain, the vendor's gate is closed, and a round ends there at once: patience is not
    multiplied. What is left for rounds is a vendor that was down for a moment, which its client does not
    wait for, since another engine may be there.
    """
    return isinstance(state.result(raise_on_failure=False), Wait)


@task(
    task_run_name="{label}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=3,
    retry_delay_seconds=exponential_backoff(10),
    retry_jitter_factor=0.5,
    retry_condition_fn=_may_pass,
)
def make(label: str, function: "_AsItIs", *arguments: Any) -> Any:
    """Make or keep one file; `Cached` in the UI where it was kept."""
    # Here, since this may be another process than the flow's.
    share()
    catch_up()
    made = function.value(*(one.value if isinstance(one, _AsItIs) else one for one in arguments))
    log.info(_sentence(label, made), extra={"made": made})
    if made.status == "made":
        return made
    return Completed(name="Cached", message=f"{made.name}: {made.status}", data=made)


def _sentence(label: str, made: Made) -> str:
    if made.status != "made":
        return f"{label}: {made.status}"
    passed_over = "".join(f"; passed over {why}" for why in made.passed_over)
    return f"{label}: made by {made.engine}{passed_over}"


class _AsItIs:
    """Hands a *value* on: neither Prefect nor Dask searches it for task runs, or takes it apart."""

    def __init__(self, value: Any) -> None:
        self.value = value


class _Task:
    """A task run as a promise of the chain."""

    def __init__(self, label: str, future: PrefectFuture[Made]) -> None:
        self._label = label
        self.future = future

    def result(self) -> Made:
        try:
            made = self.future.result()
        except UnfinishedRun as error:
            raise Skipped(f"{self._label} waits for a file that could not be made.") from error
        catch_up()
        return made


def in_a_task(label: str, function: Callable[..., Made], *arguments: Any) -> _Task:
    """Start *function* as a task run called *label*; it waits for the task runs among its arguments."""
    handed = [argument.future if isinstance(argument, _Task) else _AsItIs(argument) for argument in arguments]
    stage = label.partition(" ")[0]
    # Without tags: Prefect asks its server about limits of each, and a task fails while that is away.
    told: Task[..., Any] = make.with_options(name=stage)
    return _Task(label, told.submit(label, _AsItIs(function), *handed))
