"""
What was spent, and the wall that keeps it within the budget.

The ledger is one line of JSON per call that costs money, appended before the call (reserved) and
after it (spent or released), so that calls side by side, in one process or in several, can't
together break through the wall, and a crash in the middle counts as spent until it is known
otherwise.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from filelock import FileLock
from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import BudgetError


@dataclass(frozen=True)
class Money:
    """An amount in a currency, by its three letters."""

    amount: float
    currency: str = "USD"

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"


@runtime_checkable
class Priced(Protocol):
    """An engine whose calls cost money; others are free."""

    def price(self, request: Any) -> Money | None:
        """What this call will cost, at most; nothing where it is free."""
        ...


def price_of(engine: object, request: object) -> Money | None:
    """What *engine* asks for *request*; nothing where it is free."""
    return engine.price(request) if isinstance(engine, Priced) else None


@options(frozen=True, config=OPTIONS)
class Budget:
    """How much one drama may cost in all; a call that would go beyond is not made."""

    amount: float | None = Field(default=None, ge=0)
    """The most to spend; empty for no wall."""
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    """The currency of the amount, by its three letters."""


class Job(Protocol):
    """A job that outlives this process: *call* is its line in the ledger, *open* that it may be paid yet."""

    call: str

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
        if not self._path.is_file():
            return
        for line in self._path.read_bytes().splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue

    def total(self, currency: str) -> float:
        """What was spent or is reserved in that *currency*."""
        latest = {entry["call"]: entry for entry in self.entries() if entry["currency"] == currency}
        return float(sum(entry["amount"] for entry in latest.values() if entry["state"] != "released"))

    def totals(self) -> list[Money]:
        """What was spent or is reserved, by currency."""
        currencies = sorted({entry["currency"] for entry in self.entries()})
        return [Money(self.total(currency), currency) for currency in currencies]

    @contextmanager
    def paying(
        self, name: str, engine: str, price: Money | None, budget: Budget, job: Job | None = None
    ) -> Iterator[Receipt]:
        """
        Reserve *price* for making *name* while the block runs; release it when the block fails.

        The block may settle the receipt with what was asked in the end; an error says by its `paid`
        what was asked all the same. A *job* that is still open when the block fails stays reserved,
        and is not reserved again. `BudgetError` before anything is called where the budget does not
        allow it.
        """
        receipt = Receipt(price.amount if price else 0.0)
        if price is None:
            yield receipt
            return
        known = job.call if job and job.open else ""
        if job:
            self._release_all(name, engine, known)
        entry = {"call": known or uuid.uuid4().hex, "name": name, "engine": engine, **price.__dict__}
        if not known:
            self._reserve(entry, price, budget)
        if job:
            job.call = str(entry["call"])
        try:
            yield receipt
        except BaseException as error:
            if job is None or not job.open:
                paid = getattr(error, "paid", 0.0)
                self._append({**entry, "amount": paid}, "spent" if paid else "released")
            raise
        self._append({**entry, "amount": receipt.amount}, "spent")

    def _release_all(self, name: str, engine: str, but: str) -> None:
        """A process died between reserving and sending: there would be a ticket, had it sent anything."""
        latest = {entry["call"]: entry for entry in self.entries() if entry["name"] == name}
        for call, entry in latest.items():
            if entry["engine"] == engine and entry["state"] == "reserved" and call != but:
                told = {key: value for key, value in entry.items() if key not in ("state", "at")}
                self._append({**told, "amount": 0.0}, "released")

    def _reserve(self, entry: dict[str, Any], price: Money, budget: Budget) -> None:
        with self._lock():
            if budget.amount is not None:
                self._check(entry["name"], entry["engine"], price, budget, budget.amount)
            self._append(entry, "reserved")

    def _check(self, name: str, engine: str, price: Money, budget: Budget, wall: float) -> None:
        if price.currency != budget.currency:
            raise BudgetError(
                f"{engine} is paid in {price.currency}, and the budget is in {budget.currency}.",
                "Give the budget in the engine's currency, or choose another engine.",
            )
        spent = self.total(budget.currency)
        if spent + price.amount > wall + 1e-9:
            raise BudgetError(
                f"{name} by {engine} would cost {price}, and of the budget of"
                f" {Money(wall, budget.currency)} {Money(spent, budget.currency)} are spent.",
                "Raise `budget: amount` in drama.yaml, choose a cheaper engine, or make less.",
            )

    def _lock(self) -> FileLock:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self._path.with_suffix(".lock"))

    def _append(self, entry: dict[str, Any], state: Literal["reserved", "spent", "released"]) -> None:
        line = json.dumps({**entry, "state": state, "at": time.time()}, ensure_ascii=False)
        # The line break comes first: it also ends a line that a crash cut off.
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\n" + line)
