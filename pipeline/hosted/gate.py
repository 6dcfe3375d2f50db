"""
The queue before each vendor: so many jobs at once as it allows, fewer after it complained.

It is that of this process; where a gate has a name, other processes are taken into account as well. Short
jobs go first: pictures and lines take seconds, a clip takes minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Condition, Lock, get_ident

from pipeline.errors import EngineError
from pipeline.hosted import waiting
from pipeline.limits import Seat, account
from pipeline.tickets import current

#: A vendor that has no money or key of ours, or that patience was in vain with, is not asked for so long.
_CLOSED_SECONDS = 600.0


class Gate:
    """
    Lets *at_once* jobs through at a time, one per thread; safe to use from many of them.

    *name* is that of the limit that all processes share, if they do.
    """

    def __init__(self, at_once: int, name: str = "") -> None:
        self.name = name
        self._most = self.limit = at_once
        self._inside: dict[int, Seat] = {}
        self._queue: list[tuple[bool, int]] = []
        self._count = count()
        self._smooth = 0
        self._open_at = 0.0
        self._closed: tuple[float, EngineError] | None = None
        self._changed = Condition()

    @contextmanager
    def passed(self, *, at_once: bool = False) -> Iterator[None]:
        """
        Wait for a place and hold it while the block runs; *at_once* for a job that runs already.

        Raises the error that closed the gate.
        """
        with self._changed:
            if not at_once:
                self._wait()
            seat = self._sit()
        try:
            if not at_once:
                seat.take()
            yield
        finally:
            self._leave()

    def rest(self) -> None:
        """
        Wait as long as the vendor asked everybody to; whoever waits gives up the place inside.

        Raises the error that closed the gate meanwhile.
        """
        if waiting.now() >= self._open_at and len(self._inside) <= self.limit:
            return
        self._leave()
        until = waiting.now()
        while until < self._open_at:  # somebody may have been told of a later time meanwhile
            until = self._open_at
            waiting.sleep(max(0.0, until - waiting.now()))
        with self._changed:
            self._wait()
            seat = self._sit()
        seat.take()

    def slower(self, seconds: float) -> None:
        """The vendor complained: nobody sends for so many *seconds*, and one job less runs at once."""
        with self._changed:
            self._open_at = max(self._open_at, waiting.now() + seconds)
            self.limit = max(1, min(self.limit, len(self._inside)) - 1)
            self._smooth = 0

    def well(self) -> None:
        """A job was taken: after as many as run at once, one more may."""
        with self._changed:
            self._smooth += 1
            if self._smooth >= self.limit and self.limit < self._most:
                self.limit, self._smooth = self.limit + 1, 0
                self._changed.notify_all()

    def close(self, error: EngineError) -> None:
        """Whoever comes from now on gets *error*: asking this vendor is of no use."""
        with self._changed:
            self._closed = (waiting.now() + _CLOSED_SECONDS, error)
            self._changed.notify_all()

    def _wait(self) -> None:
        self._insist()
        turn = (current().page.name.startswith("clips/"), next(self._count))
        self._queue.append(turn)
        try:
            while len(self._inside) >= self.limit or turn != min(self._queue):
                self._changed.wait()
                self._insist()
        finally:
            self._queue.remove(turn)
            self._changed.notify_all()

    def _sit(self) -> Seat:
        seat = self._inside[get_ident()] = Seat(self.name, self._most)
        return seat

    def _leave(self) -> None:
        # First for the others: who waits for that must not wait here for one who waits there.
        if seat := self._inside.get(get_ident()):
            seat.leave()
        with self._changed:
            self._inside.pop(get_ident(), None)
            self._changed.notify_all()

    def _insist(self) -> None:
        if self._closed and waiting.now() < self._closed[0]:
            error = self._closed[1]
            raise type(error)(f"It is out for this run. {error.happened}", error.help) from error


_gates: dict[tuple[str, ...], Gate] = {}
_lock = Lock()


def gate_of(key: tuple[str, ...], at_once: int, *, shared: bool = False) -> Gate:
    """
    The gate of a vendor, an address and an account; one for the whole process.

    A *shared* one has its limit hold for all processes: for long jobs, since who waits is woken late.
    """
    with _lock:
        return _gates.setdefault(key, Gate(at_once, account(*key) if shared else ""))


def forget() -> None:
    """Begin anew with all gates open."""
    with _lock:
        _gates.clear()
