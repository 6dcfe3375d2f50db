"""What was spent, as a table and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime

import pytest
from rich.console import Console

from pipeline.accounts import as_csv, as_table, write_csv
from pipeline.errors import FolderError
from pipeline.ledger import Ledger
from pipeline.spending import Budget, Money
from pipeline.tickets import Tickets

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
DAY = 24 * 3600


def line(call: str, state: str, name: str, cost: tuple[str, float], at: float, **more) -> str:
    told = {"call": call, "state": state, "name": name, "engine": cost[0], "amount": cost[1], "at": at}
    return json.dumps({"currency": "USD", **told, **more}, ensure_ascii=False)


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    lines = [
        line("a", "reserved", "clips/e01s01-01.mp4", ("kling", 0.5), NOON),
        line("a", "spent", "clips/e01s01-01.mp4", ("kling", 0.4), NOON + 60, job="k-1"),
        line("b", "reserved", "images/林夏.png", ("wan", 0.2), NOON + DAY, currency="CNY"),
        line("b", "spent", "images/林夏.png", ("wan", 0.2), NOON + DAY, currency="CNY"),
        line("c", "reserved", "clips/e01s01-02.mp4", ("kling", 0.5), NOON + DAY),
        line("d", "reserved", "clips/e01s01-03.mp4", ("kling", 0.5), NOON + DAY),
        line("d", "released", "clips/e01s01-03.mp4", ("kling", 0), NOON + DAY),
    ]
    file = tmp_path / "ledger.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return Ledger(file)


@pytest.fixture
def tickets(tmp_path) -> Tickets:
    tickets = Tickets(tmp_path)
    ticket = tickets.of("clips/e01s01-02.mp4", "kling", {}, 0)
    ticket.call = "c"
    ticket.sending(Money(0.5))
    ticket.waiting({"id": "k-2"})
    return tickets


def rows(ledger: Ledger) -> list[list[str]]:
    console = Console(width=200)
    with console.capture() as told:
        console.print(as_table(ledger))
    lines = [row for row in told.get().splitlines() if row.startswith("│")]
    return [[cell.strip() for cell in row.strip("│").split("│")] for row in lines]


def test_spending_is_summed_by_engine_stage_and_day_and_in_all(ledger):
    assert rows(ledger) == [
        ["engine", "kling", "2", "0.40 USD", "0.50 USD"],
        ["engine", "wan", "1", "0.20 CNY", ""],
        ["stage", "clips", "2", "0.40 USD", "0.50 USD"],
        ["stage", "images", "1", "0.20 CNY", ""],
        ["day", "2026-11-21", "1", "0.40 USD", ""],
        ["day", "2026-11-22", "2", "0.20 CNY", "0.50 USD"],
        ["total", "", "3", "0.20 CNY, 0.40 USD", "0.50 USD"],
    ]


def test_the_file_has_one_row_per_call_with_the_vendors_name_for_it(ledger, tickets):
    when, later = "2026-11-21T12:00:00+00:00", "2026-11-22T12:00:00+00:00"

    assert list(csv.reader(as_csv(ledger, tickets).splitlines())) == [
        ["when", "file", "engine", "state", "amount", "currency", "job"],
        [when, "clips/e01s01-01.mp4", "kling", "spent", "0.4", "USD", "k-1"],
        [later, "images/林夏.png", "wan", "spent", "0.2", "CNY", ""],
        [later, "clips/e01s01-02.mp4", "kling", "reserved", "0.5", "USD", "k-2"],
        [later, "clips/e01s01-03.mp4", "kling", "released", "0", "USD", ""],
    ]


def test_a_spreadsheet_sees_that_the_file_is_utf_8(ledger, tickets, tmp_path):
    write_csv(ledger, tickets, tmp_path / "spent.csv")

    assert (tmp_path / "spent.csv").read_bytes().startswith(b"\xef\xbb\xbfwhen,")


def test_what_a_wall_counts_in_money_is_what_the_table_tells(ledger):
    assert ledger.left(Budget(amount=2, rates={"CNY": 0.5})) == {"amount": pytest.approx(1.0)}


def test_a_file_that_can_not_be_written_is_said(ledger, tickets, tmp_path, monkeypatch):
    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied", "spent.csv")

    monkeypatch.setattr("pipeline.accounts.write_whole", refuse)

    with pytest.raises(FolderError, match="permission is denied"):
        write_csv(ledger, tickets, tmp_path / "spent.csv")
