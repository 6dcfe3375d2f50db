"""Run a flow in this very process: no server needed, or the one at `PREFECT_API_URL`."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

from httpx import HTTPError
from prefect.logging.handlers import PrefectConsoleHandler
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    temporary_settings,
)

from flows import own
from pipeline.errors import NotHere
from pipeline.local import shelf

log = logging.getLogger("drama")

#: How late a Ctrl-C may be heard.
_LISTEN_SECONDS = 0.2


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
    # In a thread, so that signals come here. Prefect would wait for all tasks that run.
    with _sigterm_as_ctrl_c():
        try:
            work = ThreadPoolExecutor(1).submit(_run, flow, parameters)
            # Awake now and then: a signal may reach another thread, and is heard in this one only.
            while wait([work], _LISTEN_SECONDS).not_done:
                pass
            return work.result()
        except KeyboardInterrupt:
            shelf.stop()
            raise


def _run(flow: Callable[..., Any], parameters: dict[str, Any]) -> Any:
    # Without a heartbeat: it is for runs that a worker watches over, and costs a second at the end.
    with (
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
        answering(),
        temporary_settings({PREFECT_API_URL: own.address()}),
    ):
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


def hush() -> None:
    """Keep Prefect's own lines off the terminal, where the caller shows the work in its words."""
    for name in ("prefect", *logging.root.manager.loggerDict):
        for handler in logging.getLogger(name).handlers:
            if isinstance(handler, PrefectConsoleHandler):
                handler.setLevel(logging.CRITICAL + 1)
    # It tells of each request that is repeated: what matters of that is told by who repeats it.
    logging.getLogger("stamina").setLevel(logging.CRITICAL)
