"""The bench in a process of its own, which is started when there is work and ends with this one."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from multiprocessing import Pipe
from typing import Any

from pipeline.errors import NotHere
from pipeline.local.order import Notes, Order, Steps, Stopped, Weights
from pipeline.process import last_lines

_MEMORY = "Mostly a system does that when its memory runs out: use smaller weights, or fewer cards at once."
_CRASH = "A library crashed: try without `compiled`, with `attention: native`, or another driver."


class Away:
    """Has *device* worked with by `pipeline.local.worker`; where that ends by itself, the next is started."""

    def __init__(self, device: str) -> None:
        self.held: Weights | None = None
        self._device = device
        self._worker: _Worker | None = None
        self._told = ""

    def hold(self, weights: Weights) -> str:
        """Have the worker load the model of *weights*, unless it holds that."""
        if self.held != weights:
            self.held = None
            for told in self._asked("hold", weights):
                self._told = told
            self.held = weights
        return self._told

    def carry_out(self, orders: Sequence[Order], steps: Steps) -> Iterator[Notes]:
        """The notes of each of *orders*, by the worker; `NotHere` where that is ended over it."""
        return self._asked("carry_out", list(orders), steps)

    def end(self) -> None:
        """End the worker."""
        worker, self._worker, self.held = self._worker, None, None
        if worker is not None:
            worker.end()

    def _asked(self, what: str, value: object, steps: Steps | None = None) -> Iterator[Any]:
        worker = self._worker = self._worker or _Worker(self._device)
        try:
            failed = yield from worker.asked(what, value, steps)
        except _Gone as gone:
            died = worker.died()
            self.end()
            raise died from gone
        except BaseException:
            # It may be in the middle of something, and would answer that next time.
            self.end()
            raise
        if failed is not None:
            raise failed


class _Gone(Exception):
    """The worker's end of the line was closed."""


class _Worker:
    """The process: it can be told to do one thing at a time."""

    def __init__(self, device: str) -> None:
        self._device = device
        # What libraries print goes there, not between the bars; a pipe that nobody reads would fill up.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the process
        self._line, theirs = Pipe()
        with theirs:
            self._process = _started(device, theirs.fileno(), self._said)

    def asked(
        self, what: str, value: object, steps: Steps | None
    ) -> Generator[Any, None, BaseException | None]:
        """Yields what comes of the task *what*, and returns what it ends with; `_Gone` where it does not."""
        self._tell((what, value))
        while True:
            kind, told = self._hear()
            if kind == "one":
                yield told
            elif kind == "step":
                self._tell(_goes_on(steps, told))
            elif kind == "log":
                _hand_on(told)
            else:
                return told if isinstance(told, BaseException) else None

    def died(self) -> NotHere:
        """How it ended, as an error."""
        code = self._process.wait()
        how = f"was ended by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"ended with {code}"
        help_ = _MEMORY if code == -signal.SIGKILL else _CRASH
        return NotHere(f"The process that works with {self._device} {how}.{last_lines(self._said)}", help_)

    def end(self) -> None:
        """End it, whatever it does: what it has not told of is not needed."""
        self._process.kill()
        self._process.wait()
        self._line.close()
        self._said.close()

    def _tell(self, message: object) -> None:
        try:
            self._line.send(message)
        except OSError as error:
            raise _Gone from error

    def _hear(self) -> tuple[str, Any]:
        try:
            kind, told = self._line.recv()
        except (EOFError, OSError) as error:
            raise _Gone from error
        return kind, told


def _started(device: str, line: int, said: Any) -> subprocess.Popen[bytes]:
    # -P: it is no business of the folder that this was started in.
    command = [sys.executable, "-P", "-m", "pipeline.local.worker", device, str(line)]
    paths = os.pathsep.join(path or os.curdir for path in sys.path)
    try:
        return subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            pass_fds=[line],
            # A Ctrl-C in the terminal is for this process, which ends the worker.
            start_new_session=True,
        )
    except OSError as error:
        raise NotHere(
            f"Python can't be started as {sys.executable!r}: {error.strerror}.",
            "Each of several devices is worked with by a process: name one device, or install Python.",
        ) from error


def _goes_on(steps: Steps | None, told: tuple[int, int, str]) -> bool:
    """Whether the worker may go on after this step; where not, it raises `Stopped` there."""
    try:
        if steps:
            steps(*told)
    except Stopped:
        return False
    return True


def _hand_on(record: logging.LogRecord) -> None:
    """What the worker told of its work is told here."""
    logger = logging.getLogger(record.name)
    if logger.isEnabledFor(record.levelno):
        logger.handle(record)
