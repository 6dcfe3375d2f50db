"""Models and orders of plain Python, for the shelf: what they do is told in words, one after the other."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from pipeline.errors import BadResult, NotHere
from pipeline.local.cards import Card
from pipeline.local.order import Notes, Steps

log = logging.getLogger("drama")


class Gate:
    """Where an order waits until it is opened; *reached* tells that one is there."""

    def __init__(self) -> None:
        self.reached = Event()
        self._opened = Event()

    def pass_(self) -> None:
        self.reached.set()
        assert self._opened.wait(timeout=60)

    def open(self) -> None:
        self._opened.set()


class Model:
    """What is loaded: it writes down what becomes of it."""

    def __init__(self, name: str, diary: Path, device: str) -> None:
        self.told = f"{name} on {device}, whole"
        self.device = device
        self._name, self._diary = name, diary
        self.write("load")

    def write(self, what: str) -> None:
        with self._diary.open("a") as file:
            file.write(f"{what} {self._name}\n")

    def unload(self) -> None:
        self.write("unload")


@dataclass(frozen=True)
class Plain:
    """Weights that can't be loaded while the file *broken* is there."""

    name: str
    diary: Path
    broken: Path | None = None
    broken_on: str = ""

    def load(self, card: Card) -> Model:
        if (self.broken and self.broken.exists()) or self.broken_on == card.device:
            raise NotHere(f"{self.name} is damaged.", "Get it again.")
        return Model(self.name, self.diary, card.device)


@dataclass(frozen=True)
class Task:
    """
    An order that does what *does* says: `fail`, `die`, `stray` or `print`.

    Where it has a *gate*, or a named pipe that somebody else will write to, it tells of a step and waits.
    """

    weights: Plain
    name: str = "a"
    alike: Hashable = None
    does: str = ""
    gate: Gate | Path | None = None

    def carry_out(self, loaded: Model, orders: Sequence[Task], steps: Steps) -> Iterator[Notes]:
        for order in orders:
            yield order.done(loaded, orders, steps)

    def done(self, loaded: Model, orders: Sequence[Task], steps: Steps) -> Notes:
        if self.gate:
            steps(1, 2, "waits")
            self.gate.pass_() if isinstance(self.gate, Gate) else self.gate.read_bytes()
        loaded.write(self.name)
        if self.does:
            getattr(self, self.does)()
        steps(2, 2)
        log.info("%s is done", self.name)
        return {
            "name": self.name,
            "together": [order.name for order in orders],
            "pid": os.getpid(),
            "device": loaded.device,
        }

    def fail(self) -> None:
        raise BadResult(f"{self.name} is black.", "Try again.")

    def die(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def stray(self) -> None:
        class Odd(Exception):
            """Known here only: no other process could read it."""

        raise Odd(f"{self.name} is odd")

    def print(self) -> None:
        os.write(1, b"a library says something\n")


def read(diary: Path) -> list[str]:
    """What was written down."""
    return diary.read_text().splitlines() if diary.exists() else []


def ask(shelf: Any, *orders: Task, devices: Sequence[str] = ("cpu",)) -> list[Notes]:
    """The notes of *orders*, asked for one after the other."""
    return [shelf.ask(order, devices) for order in orders]
