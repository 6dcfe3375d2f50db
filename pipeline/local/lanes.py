"""
A lane: one device, the model that it holds, and the orders that are carried out there in turn.

A graphics card belongs to one process at a time, as long as that has a model there.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Hashable, Iterator, Sequence
from concurrent.futures import Future
from contextvars import Context
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Protocol

from pipeline import limits
from pipeline.errors import BadResult
from pipeline.local.cards import card
from pipeline.local.order import Loaded, Notes, Order, Steps, Stopped, Weights
from pipeline.stepping import steps_log

log = logging.getLogger("drama")


@dataclass(eq=False)
class Waiting:
    """
    An order that waits or is at work, for the file *name*; *stopped* ends it at its next step.

    *devices* are those that have not failed to load its model; *context* is that of whoever asked.
    """

    order: Order
    weights: Weights
    alike: Hashable
    devices: list[str]
    name: str
    context: Context
    stopped: Event
    result: Future[Notes] = field(default_factory=Future)

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it; it can't be given up any more once this was asked."""
        return self.result.running() or self.result.set_running_or_notify_cancel()


class Bench(Protocol):
    """Where a model is loaded and worked with: this process, or one of its own."""

    held: Weights | None

    def hold(self, weights: Weights) -> str:
        """Have the model of *weights* loaded, instead of another; how that was done, in one line."""
        ...

    def carry_out(self, orders: Sequence[Order], steps: Steps) -> Iterator[Notes]:
        """The notes of each of *orders*, for the model that it holds; to be read to the end."""
        ...

    def end(self) -> None:
        """Give everything back."""
        ...


class Here:
    """The bench in this process, on *device*."""

    def __init__(self, device: str) -> None:
        self.held: Weights | None = None
        self._device = device
        self._loaded: Loaded | None = None

    def hold(self, weights: Weights) -> str:
        """Load the model of *weights*, unless it is the one that is there."""
        if self._loaded is None or self.held != weights:
            self.end()
            self._loaded = weights.load(card(self._device))
            self.held = weights
        return self._loaded.told

    def carry_out(self, orders: Sequence[Order], steps: Steps) -> Iterator[Notes]:
        """The notes of each of *orders*."""
        return orders[0].carry_out(self._loaded, orders, steps)

    def end(self) -> None:
        """Unload what is there."""
        loaded, self._loaded, self.held = self._loaded, None, None
        if loaded is not None:
            loaded.unload()


class Queue(Protocol):
    """Where the lanes take their work from."""

    def take(self, lane: Lane) -> list[Waiting] | None:
        """
        What *lane* is to do next; it waits for that. Nothing where it is to end.

        An empty list where it had nothing to do for so long that others are to have its device.
        """
        ...

    def loaded(self, weights: Weights) -> None:
        """A model was loaded."""
        ...

    def not_loaded(self, lane: Lane, batch: Sequence[Waiting], error: BaseException) -> None:
        """The model for *batch* can't be loaded in *lane*."""
        ...


class Lane(Thread):
    """Carries out what *queue* has for *device*, until *stopped*."""

    def __init__(self, device: str, bench: Bench, queue: Queue, stopped: Event) -> None:
        super().__init__(name=f"models on {device}", daemon=True)
        self.device = device
        self.bench = bench
        self.stopped = stopped
        #: When the model that it holds was last worked with, by the monotonic clock.
        self.worked_at = 0.0
        self._queue = queue
        self._seat: limits.Seat | None = None

    @property
    def keeps_others(self) -> bool:
        """Whether other processes wait for the device as long as a model is held there."""
        return limits.shared() and self._seat is not None and self._seat.taken

    def run(self) -> None:
        """Work until it is stopped; nothing stays loaded then."""
        while (batch := self._queue.take(self)) is not None:
            if batch:
                batch[0].context.run(self.carry_out, batch)
                self.worked_at = time.monotonic()
            else:
                self._give_back()
            # Or it would stay in memory while this waits for the next.
            del batch
        self._give_back()

    def _take(self) -> None:
        if self._seat is None:
            self._seat = limits.Seat(card(self.device).turn, 1)
        self._seat.take()

    def _give_back(self) -> None:
        self.bench.end()
        if self._seat:
            self._seat.leave()

    def carry_out(self, batch: Sequence[Waiting]) -> None:
        """
        Carry out *batch*, which are alike, and tell each what came of it.

        Where one raises, those that were not done are carried out each for itself: it may have been any
        of them.
        """
        if not self._holds(batch):
            return
        left = list(batch)
        try:
            self._told_one_by_one(left)
        except BaseException as error:  # noqa: BLE001 - whoever asked raises it
            let_go(error)
            if len(batch) > 1 and not isinstance(error, Stopped):
                for one in left:
                    self.carry_out([one])
                return
            for one in left:
                one.result.set_exception(error)

    def _told_one_by_one(self, left: list[Waiting]) -> None:
        def steps(done: int, of: int, what: str = "") -> None:
            if left[0].stopped.is_set():
                raise Stopped
            name = left[0].name
            steps_log.info("%s: %d/%d", name, done, of, extra={"step": (name, done, of, what)})

        for notes in self.bench.carry_out([one.order for one in left], steps):
            if not left:
                raise BadResult("A model told of more files than it was asked for.", "Please report it.")
            left.pop(0).result.set_result(notes)
        if left:
            raise BadResult(f"Nothing came of {left[0].name}.", "Try again, or use another engine.")

    def _holds(self, batch: Sequence[Waiting]) -> bool:
        """Whether the model for *batch* is there, loaded now if need be."""
        weights, began = batch[0].weights, time.monotonic()
        if batch[0].stopped.is_set():
            for one in batch:
                one.result.set_exception(Stopped())
            return False
        if self.bench.held == weights:
            return True
        log.info("loading %s on %s", weights.name, self.device)
        try:
            self._take()
            told = self.bench.hold(weights)
        except BaseException as error:  # noqa: BLE001 - whoever asked raises it
            let_go(error)
            self._queue.not_loaded(self, batch, error)
            return False
        self._queue.loaded(weights)
        seconds = time.monotonic() - began
        log.info("loaded in %.0f s: %s", seconds, told, extra={"loaded": weights.name})
        return True


def let_go(error: BaseException | None) -> None:
    """Let the frames that *error* went through forget their values: they hold a graphics card's memory."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
