"""Calls that cost money, as the lines of the ledger tell of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from pipeline.spending import Money

State = Literal["reserved", "spent", "released"]


@dataclass(frozen=True)
class Call:
    """
    One call that costs money, as it stands: reserved, spent or released.

    *at* is when it was reserved, in seconds since 1970; *run* the process that did so; *job* what the
    vendor calls it, where that is known. One that is *ticketed* is not sent before a ticket is written.
    """

    id: str
    name: str
    engine: str
    price: Money
    state: State
    at: float
    run: str = ""
    job: str = ""
    ticketed: bool = False

    @property
    def counts(self) -> bool:
        """Whether it was paid, or may be."""
        return self.state != "released"

    @property
    def day(self) -> date:
        """The day on which it was reserved, here."""
        return datetime.fromtimestamp(self.at, UTC).astimezone().date()


def entries_of(content: bytes) -> Iterator[dict[str, Any]]:
    """All lines of a ledger, oldest first; a line cut off by a crash is passed over."""
    for line in content.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def calls_of(entries: Iterable[dict[str, Any]]) -> list[Call]:
    """Every call as it stands after these *entries*, in the order in which they were reserved."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        first = found.get(entry["call"], entry)
        found[entry["call"]] = {**first, **entry, "at": first["at"], "run": first.get("run", "")}
    return [_call(entry) for entry in found.values()]


def _call(entry: dict[str, Any]) -> Call:
    price = Money(float(entry["amount"]), entry["currency"])
    return Call(
        entry["call"], entry["name"], entry["engine"], price, entry["state"], entry["at"], entry["run"],
        entry.get("job", ""), entry.get("ticketed", False),
    )  # fmt: skip
