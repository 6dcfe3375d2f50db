"""What was spent on a drama: by engine, stage and day, and call by call for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from pipeline.calls import Call
from pipeline.ledger import Ledger
from pipeline.placing import storage
from pipeline.progress import stage_of
from pipeline.records import write_whole
from pipeline.spending import Money
from pipeline.tickets import Tickets

_COLUMNS = ("when", "file", "engine", "state", "amount", "currency", "job")
#: What the lines of the table are grouped by.
_GROUPS: dict[str, Callable[[Call], str]] = {
    "engine": lambda call: call.engine,
    "stage": lambda call: stage_of(call.name),
    "day": lambda call: call.day.isoformat(),
}


def as_table(ledger: Ledger) -> Table:
    """What was spent and what is reserved, by engine, by stage, by day, and in all."""
    table = Table("", "", "calls", "spent", "reserved")
    calls = ledger.calls()
    for title, key in _GROUPS.items():
        for value in sorted({key(call) for call in calls}):
            _row(table, title, value, [call for call in calls if key(call) == value])
        table.add_section()
    _row(table, "total", "", calls)
    return table


def _row(table: Table, title: str, value: str, calls: Sequence[Call]) -> None:
    counted = [call for call in calls if call.counts]
    spent = _sums([call.price for call in counted if call.state == "spent"])
    reserved = _sums([call.price for call in counted if call.state == "reserved"])
    table.add_row(title, value, str(len(counted)), spent, reserved)


def _sums(prices: Sequence[Money]) -> str:
    """The sum of *prices* by currency."""
    currencies = sorted({price.currency for price in prices})
    sums = [Money(sum(p.amount for p in prices if p.currency == each), each) for each in currencies]
    return ", ".join(map(str, sums))


def as_csv(ledger: Ledger, tickets: Tickets) -> str:
    """One line per call, oldest first; `when` is when it was reserved, in UTC."""
    jobs = {ticket.call: ticket.id for ticket in tickets.all()}
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    for call in ledger.calls():
        when = datetime.fromtimestamp(call.at, UTC).isoformat(timespec="seconds")
        amount = f"{call.price.amount:.6f}".rstrip("0").rstrip(".")
        job = call.job or jobs.get(call.id, "")
        rows.writerow([when, call.name, call.engine, call.state, amount, call.price.currency, job])
    return text.getvalue()


def write_csv(ledger: Ledger, tickets: Tickets, file: Path) -> None:
    """Write the calls to *file*, for spreadsheets: they tell UTF-8 by its mark."""
    with storage(str(file)):
        write_whole(file, f"\ufeff{as_csv(ledger, tickets)}")
