"""Run a flow in this very process: no server needed, or the one at `PREFECT_API_URL`."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from httpx import HTTPError
from prefect.client.orchestration import get_client
from prefect.logging.handlers import PrefectConsoleHandler
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    PREFECT_SERVER_LOGGING_LEVEL,
    temporary_settings,
)

from pipeline.errors import NotHere
from pipeline.local import shelf
from pipeline.placing import storage

log = logging.getLogger("drama")


def run_here(flow: Callable[..., Any], **parameters: Any) -> Any:
    """
    The state that *flow* ends in with *parameters*; it is not raised when it failed.

    The log of the work goes to the logger `drama`, and with that to the Prefect UI. Ctrl-C and
    SIGTERM raise `KeyboardInterrupt` at once, though threads go on: whoever called ends the process.
    Models stop at their next step.
    """
    log.setLevel(logging.INFO)
    hush()
    shelf.resume()
    # In a thread, so that signals come here. Prefect would wait for all tasks that run, and for
    # minutes for an answer of its server, which a Ctrl-C has reached as well.
    with _sigterm_as_ctrl_c():
        try:
            return ThreadPoolExecutor(1).submit(_run, flow, parameters).result()
        except KeyboardInterrupt:
            shelf.stop()
            raise


def _run(flow: Callable[..., Any], parameters: dict[str, Any]) -> Any:
    # Without a heartbeat: it is for runs that a worker watches over, and costs a second at the end.
    # Without a word of the server that is started for this run: it complains when it is stopped.
    quiet = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_SERVER_LOGGING_LEVEL: "CRITICAL"}
    with temporary_settings(quiet), answering():
        _start_prefect()
        return flow(**parameters, return_state=True)


@contextmanager
def answering() -> Iterator[None]:
    """`NotHere` where Prefect's server can't be reached, or is lost on the way."""
    try:
        yield
    except HTTPError as error:
        where = PREFECT_API_URL.value() or "its own address"
        raise NotHere(
            f"Prefect's server does not answer at {where}: {error}.",
            "Start it with `prefect server start`, or unset PREFECT_API_URL to run without one.",
        ) from error


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _start_prefect() -> None:
    """Have a server answer; one process at a time, since two that make a new database break it."""
    home = Path(PREFECT_HOME.value())
    with storage(str(home)):
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "start.lock"), get_client(sync_client=True) as client:
            client.hello()


def hush() -> None:
    """Keep Prefect's own lines off the terminal, where the caller shows the work in its words."""
    for name in ("prefect", *logging.root.manager.loggerDict):
        for handler in logging.getLogger(name).handlers:
            if isinstance(handler, PrefectConsoleHandler):
                handler.setLevel(logging.CRITICAL + 1)
    # It tells of each request that is repeated: what matters of that is told by who repeats it.
    logging.getLogger("stamina").setLevel(logging.CRITICAL)
