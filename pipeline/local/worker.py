"""
The process that works with one device: `python -m pipeline.local.worker cuda:1 5`, 5 being its line.

It is told to hold a model or to carry out orders, and tells of the notes, the steps and what it logs. After
each step it is told whether to go on. It ends with the process that started it, whatever becomes of that.
"""

from __future__ import annotations

import logging
import os
import pickle
import sys
import traceback
from collections.abc import Iterator
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from pipeline.errors import BadResult
from pipeline.local.lanes import Here, let_go
from pipeline.local.order import Stopped

log = logging.getLogger("drama")


class _Sent(QueueHandler):
    """Sends what is logged, on the *line* of a worker."""

    def __init__(self, line: Connection[Any, Any]) -> None:
        super().__init__(SimpleQueue())
        self._line = line

    def enqueue(self, record: logging.LogRecord) -> None:
        """Send *record*."""
        self._line.send(("log", record))


class _Worker:
    """Carries out on *device* what it is told on *line*."""

    def __init__(self, device: str, line: Connection[Any, Any]) -> None:
        self._bench = Here(device)
        self._line = line
        self._heard: SimpleQueue[Any] = SimpleQueue()

    def listen(self) -> None:
        """Hear what is said on the line; its end is that of the process that started this one."""
        while True:
            try:
                self._heard.put(self._line.recv())
            except (EOFError, OSError):
                os._exit(0)
            except Exception as error:  # noqa: BLE001 - it is raised where it is answered
                self._heard.put(("unreadable", error))

    def work(self) -> None:
        """Do what is told, for ever."""
        while True:
            try:
                for one in self._answers(*self._heard.get()):
                    self._line.send(("one", one))
            except BaseException as error:  # noqa: BLE001 - it is raised where it was asked for
                self._line.send(("end", _as_it_can_be_sent(error)))
                let_go(error)
            else:
                self._line.send(("end", None))

    def _answers(self, what: str, value: Any) -> Iterator[Any]:
        if what == "hold":
            yield self._bench.hold(value)
        elif what == "carry_out":
            yield from self._bench.carry_out(value, self._step)
        else:
            raise value

    def _step(self, done: int, of: int, what: str = "") -> None:
        self._line.send(("step", (done, of, what)))
        if not self._heard.get():
            raise Stopped


def _as_it_can_be_sent(error: BaseException) -> BaseException:
    """*error* with where it came from, or what it said, where it is of a kind that can't leave a process."""
    where = "".join(traceback.format_tb(error.__traceback__))
    try:
        # Something that takes other values than it keeps can be written and not read.
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, from a line before
    except Exception:  # noqa: BLE001 - whatever the reason is, it can't be sent
        error = BadResult(f"{type(error).__name__}: {error}.", "Try again, or use another engine.")
    error.add_note(f"In the process of a worker:\n{where}")
    return error


def main(device: str, line: int) -> None:
    """Work with *device* for who has the other end of the *line*, a file descriptor."""
    worker = _Worker(device, connection := Connection(line))
    log.setLevel(logging.INFO)
    log.addHandler(_Sent(connection))
    Thread(target=worker.listen, daemon=True).start()
    worker.work()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
