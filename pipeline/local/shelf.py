"""
One model in memory at a time, loaded once, and the work handed to it.

Whoever asks waits until the file is there. As long as orders wait for the model that is loaded, it stays:
so a run goes through all portraits, all frames, all faces, all clips, without being told to. There is a
lane per device, each with a model of its own. The first lane works in this process, further ones have a
process each: Python runs one thread at a time, and PyTorch has one stream of random numbers.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextvars import copy_context
from threading import Condition, Event

from pipeline.local import cards
from pipeline.local.away import Away
from pipeline.local.lanes import Here, Lane, Waiting
from pipeline.local.order import Notes, Order, Stopped, Weights
from pipeline.tickets import current

#: So many orders go to a model together, at most: what they share is encoded once.
_MOST_TOGETHER = 8
#: So long a model waits for more work while others want its place. What was made last is being put in its
#: place, and then what follows from it is asked for: portraits are done, frames come next. To load it again
#: would take longer.
_LINGER_SECONDS = 3.0
#: So long a card is kept without work where other processes may wait for it: loading takes about as long.
_IDLE_SECONDS = 30.0


class Shelf:
    """The orders that wait, and the lanes that carry them out; safe to use from many threads."""

    def __init__(self, linger_seconds: float = _LINGER_SECONDS) -> None:
        #: How long a model waits for more work while others want its place.
        self.linger_seconds = linger_seconds
        self._changed = Condition()
        self._waiting: list[Waiting] = []
        self._lanes: dict[str, Lane] = {}
        self._stopped = Event()
        self._loads: Counter[Weights] = Counter()

    def ask(self, order: Order, devices: Sequence[str]) -> Notes:
        """
        Have *order* carried out on one of *devices*, the one that is free first; the notes of its file.

        Raises what the order raises, or the loading of its model; `Stopped` from `stop` to `resume`.
        """
        names = named(devices)
        weights, alike = order.weights, order.alike
        with self._changed:
            name = current().page.name or weights.name
            one = Waiting(order, weights, alike, list(names), name, copy_context(), self._stopped)
            if self._stopped.is_set():
                raise Stopped
            self._waiting.append(one)
            for device in names:
                self._open(device, alone=len(names) == 1)
            self._changed.notify_all()
        try:
            return one.result.result()
        finally:
            # Where whoever asked was interrupted; what is done can't be given up.
            one.result.cancel()

    def counts(self) -> Mapping[Weights, int]:
        """How often each model was loaded."""
        return dict(self._loads)

    def stop(self) -> None:
        """End all work at its next step, and the processes that do it; those who asked get `Stopped`."""
        with self._changed:
            self._stopped.set()
            given_up, self._waiting = self._waiting, []
            self._lanes = {}
            self._changed.notify_all()
        for one in given_up:
            if one.wanted:
                one.result.set_exception(Stopped())

    def resume(self) -> None:
        """Take orders again after `stop`."""
        with self._changed:
            if self._stopped.is_set():
                self._stopped = Event()

    def take(self, lane: Lane) -> list[Waiting] | None:
        """
        The orders that *lane* is to carry out next, alike; nothing where it is to end.

        An empty list where it is to give its card back, which had no work for a while.
        """
        with self._changed:
            while not lane.stopped.is_set():
                mine = [one for one in self._waiting if lane.device in one.devices]
                batch = _next(mine, lane.bench.held)
                patience = lane.worked_at + self.linger_seconds - time.monotonic() if lane.bench.held else 0.0
                if batch and (batch[0].weights == lane.bench.held or patience <= 0):
                    self._waiting = [one for one in self._waiting if one not in batch]
                    if wanted := [one for one in batch if one.wanted]:
                        return wanted
                    continue
                idle = lane.worked_at + _IDLE_SECONDS - time.monotonic() if lane.keeps_others else None
                if not batch and idle is not None and idle <= 0:
                    return []
                self._changed.wait(patience if batch else idle)
            return None

    def loaded(self, weights: Weights) -> None:
        """A model was loaded."""
        with self._changed:
            self._loads[weights] += 1

    def not_loaded(self, lane: Lane, batch: Sequence[Waiting], error: BaseException) -> None:
        """All that wait for the weights of *batch* get *error*, but for those that have another device."""
        with self._changed:
            same = [one for one in self._waiting if one.weights == batch[0].weights]
            tried = [*batch, *(one for one in same if lane.device in one.devices)]
            for one in tried:
                one.devices.remove(lane.device)
            lost = [one for one in tried if not one.devices or one.stopped.is_set()]
            again = [one for one in batch if one not in lost]
            self._waiting = [*again, *(one for one in self._waiting if one not in lost)]
            self._changed.notify_all()
        for one in lost:
            if one.wanted:
                one.result.set_exception(error)

    def _open(self, device: str, *, alone: bool) -> None:
        if device in self._lanes:
            return
        here = alone and not any(isinstance(lane.bench, Here) for lane in self._lanes.values())
        bench = Here(device) if here else Away(device)
        self._lanes[device] = Lane(device, bench, self, self._stopped)
        self._lanes[device].start()


def named(devices: Sequence[str]) -> list[str]:
    """
    PyTorch's full names of *devices*, each once.

    `auto` is all graphics cards, or the processor where there is none.
    """
    found = [one for wanted in devices for one in cards.devices(wanted) or ("cpu",)]
    return list(dict.fromkeys(f"{one}:0" if one in ("cuda", "xpu") else one for one in found))


def _next(waiting: Sequence[Waiting], held: Weights | None) -> list[Waiting]:
    """The oldest for the model that is *held*, else the oldest of all, and those that go along with it."""
    first = next((one for one in waiting if one.weights == held), waiting[0] if waiting else None)
    if first is None:
        return []
    if first.alike is None:
        return [first]
    alike = [one for one in waiting if one.weights == first.weights and one.alike == first.alike]
    return alike[:_MOST_TOGETHER]


_shelf = Shelf()
ask = _shelf.ask
counts = _shelf.counts
stop = _shelf.stop
resume = _shelf.resume
