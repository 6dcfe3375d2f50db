"""
What was spent on a drama, and the walls that keep it within the budget.

The ledger is one line of JSON per call that costs money, appended before the call (reserved) and
after it (spent or released), so that calls side by side, in one process or in several, can't
together break through a wall, and a crash in the middle counts as spent until it is known
otherwise. The same lines go to `pipeline.everywhere`, where all dramas of a day are counted.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from pipeline import everywhere
from pipeline.calls import Call, State, calls_of, entries_of
from pipeline.errors import BudgetError
from pipeline.placing import storage
from pipeline.spending import Budget, Money, Wall
from pipeline.storage.home import home_of

#: This process: all that it spends is one run.
RUN = uuid.uuid4().hex

#: What each wall is called, and what helps.
_WALLS: dict[Wall, tuple[str, str]] = {
    "amount": (
        "for this drama",
        "Raise `budget: amount` in drama.yaml, choose a cheaper engine, or make less.",
    ),
    "per_run": ("for one run", "Run again to go on, or raise `budget: per_run` in drama.yaml."),
    "per_day": ("for one day", "Run again tomorrow, or raise `budget: per_day` in drama.yaml."),
    "per_day_all": (
        "for all dramas of one day",
        "Run again tomorrow, or raise `budget: per_day_all` in drama.yaml.",
    ),
}
#: Sums of cents are not exact.
NEARLY = 1e-9


class Job(Protocol):
    """A job that outlives this process: *call* is its line in the ledger, *id* what the vendor calls it."""

    call: str
    id: str

    @property
    def open(self) -> bool:
        """Whether it may cost something yet."""
        ...


@dataclass
class Receipt:
    """What a call costs: what was reserved for it, until it is settled."""

    amount: float

    def settle(self, amount: float) -> None:
        """Put down what was asked in the end."""
        self.amount = amount


class Ledger:
    """The spending of one drama, in the file *path*."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> Iterator[dict[str, Any]]:
        """All lines, oldest first; a line cut off by a crash is passed over."""
        return entries_of(home_of(self._path).read(self._path))

    def calls(self) -> list[Call]:
        """Every call as it stands now, in the order in which they were reserved."""
        return calls_of(self.entries())

    def total(self, currency: str) -> float:
        """What was spent or is reserved in that *currency*."""
        return sum(c.price.amount for c in self.calls() if c.counts and c.price.currency == currency)

    def totals(self) -> list[Money]:
        """What was spent or is reserved, by currency."""
        currencies = sorted({call.price.currency for call in self.calls()})
        return [Money(self.total(currency), currency) for currency in currencies]

    def left(self, budget: Budget) -> dict[Wall, float]:
        """What each wall of *budget* leaves; `BudgetError` where what was paid has no rate in it."""
        everything = everywhere.calls(everywhere.today()) if budget.per_day_all is not None else []
        return _left(self.calls() if budget.walls else [], budget) | _left_everywhere(everything, budget)

    @contextmanager
    def paying(
        self,
        name: str,
        engine: str,
        price: Money | None,
        budget: Budget,
        *,
        job: Job | None = None,
        under_way: Collection[str] = (),
    ) -> Iterator[Receipt]:
        """
        Reserve *price* for making *name* while the block runs; release it when the block fails.

        The block may settle the receipt with what was asked in the end; an error says by its `paid`
        what was asked all the same. A *job* that is still open when the block fails stays reserved,
        and is not reserved again; *under_way* are the calls of all open jobs of that name.
        `BudgetError` before anything is called where the budget does not allow it.
        """
        known = job.call if job and job.open else ""
        self._release_dead(name, {known, *under_way})
        day = next((call.day for call in self.calls() if call.id == known), None) if known else None
        day = day or everywhere.today()
        receipt = Receipt(price.amount if price else 0.0)
        if price is None:
            yield receipt
            return
        entry = {"call": known or uuid.uuid4().hex, "name": name, "engine": engine, **price.__dict__}
        if job:
            entry["ticketed"] = True
        if not known:
            self._reserve(entry, price, budget, day)
        if job:
            job.call = str(entry["call"])
        try:
            yield receipt
        except BaseException as error:
            if job is None or not job.open:
                paid = getattr(error, "paid", 0.0)
                self._settle(entry, day, paid, job)
            raise
        self._settle(entry, day, receipt.amount, job, "spent")

    def settle(self, call: str, amount: float, job: Job | None = None) -> None:
        """Put down that a reserved *call*, for *job*, has cost *amount*; for nothing it is released."""
        for known in self.calls():
            if known.id == call and known.state == "reserved":
                self._settle(_entry(known), known.day, amount, job)

    def _settle(
        self, entry: dict[str, Any], day: date, amount: float, job: Job | None, state: State | None = None
    ) -> None:
        told = {"job": job.id} if job and job.id else {}
        self._tell({**entry, "amount": amount, **told}, state or ("spent" if amount else "released"), day)

    def _release_dead(self, name: str, but: Collection[str]) -> None:
        """
        A process died between reserving and sending: there would be a ticket, had it sent anything.

        Whoever makes *name* is alone with it, and may begin with another engine this time.
        """
        for call in self.calls():
            if call.ticketed and (call.name, call.state) == (name, "reserved") and call.id not in but:
                self._tell({**_entry(call), "amount": 0.0}, "released", call.day)

    def _reserve(self, entry: dict[str, Any], price: Money, budget: Budget, day: date) -> None:
        reserved, engine = {**entry, "run": RUN}, str(entry["engine"])

        def look(before: bytes) -> None:
            calls = calls_of(entries_of(before)) if budget.walls else []
            insist(_left(calls, budget), price, budget, engine)

        def look_everywhere(before: bytes) -> None:
            calls = calls_of(entries_of(before)) if budget.per_day_all is not None else []
            insist(_left_everywhere(calls, budget), price, budget, engine)

        # Who dies in between has reserved too much rather than too little, for that day.
        _append(everywhere.page(day), reserved, "reserved", look_everywhere)
        try:
            _append(self._path, reserved, "reserved", look)
        except BaseException:
            _append(everywhere.page(day), {**reserved, "amount": 0.0}, "released")
            raise

    def _tell(self, entry: dict[str, Any], state: State, day: date) -> None:
        """Put down what became of a call that was reserved on *day*."""
        _append(self._path, entry, state)
        _append(everywhere.page(day), entry, state)


def _append(
    path: Path, entry: dict[str, Any], state: State, look: Callable[[bytes], None] = lambda _: None
) -> None:
    """Add a line, unless *look*, which sees all that are there, raises."""

    def line(before: bytes) -> str:
        look(before)
        # The line break comes first: it also ends a line that a crash cut off.
        return "\n" + json.dumps({**entry, "state": state, "at": time.time()}, ensure_ascii=False)

    with storage(str(path)):
        home_of(path).append(path, line)


def _left(calls: list[Call], budget: Budget) -> dict[Wall, float]:
    """What the walls of one drama leave."""
    calls = [call for call in calls if call.counts]
    within: dict[Wall, list[Call]] = {
        "amount": calls,
        "per_run": [call for call in calls if call.run == RUN],
        "per_day": [call for call in calls if call.day == everywhere.today()],
    }
    return {
        wall: most - sum(budget.value(call.price) for call in within[wall])
        for wall, most in budget.walls.items()
        if wall in within
    }


def _left_everywhere(calls: list[Call], budget: Budget) -> dict[Wall, float]:
    """What the wall of all dramas leaves after the *calls* of a day."""
    if budget.per_day_all is None:
        return {}
    spent = sum(budget.value(call.price) for call in calls if call.counts)
    return {"per_day_all": budget.per_day_all - spent}


def insist(left: dict[Wall, float], price: Money, budget: Budget, engine: str) -> None:
    """
    `BudgetError` where *engine* asks a *price* that is more than is *left* of a wall.

    All calls that a wall stops are told in the same words, so that they can be told in one line.
    """
    for wall, money in left.items():
        if budget.value(price) > money + NEARLY:
            whole = Money(budget.walls[wall], budget.currency)
            called, help_ = _WALLS[wall]
            raise BudgetError(f"{engine} was not asked: it would pass the budget of {whole} {called}.", help_)


def _entry(call: Call) -> dict[str, Any]:
    return {"call": call.id, "name": call.name, "engine": call.engine, **call.price.__dict__}
