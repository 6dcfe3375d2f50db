"""
What this user spends on all dramas: a page per day beside the dramas' own ledgers.

    ~/.shortdrama/spending/2026-05-04.jsonl

It holds what was reserved on that day, as the ledgers have it. `SHORTDRAMA_HOME` is another folder for it:
one that several machines mount has them share the day.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.calls import Call, calls_of, entries_of

VARIABLE = "SHORTDRAMA_HOME"


def today() -> date:
    """The day by this machine's clock."""
    return datetime.now(UTC).astimezone().date()


def page(day: date) -> Path:
    """The file in which all that was reserved on *day* stands."""
    home = Path(os.environ.get(VARIABLE) or Path.home() / ".shortdrama")
    return home / "spending" / f"{day}.jsonl"


def calls(day: date) -> list[Call]:
    """The calls of *day* as they stand now."""
    file = page(day)
    return calls_of(entries_of(file.read_bytes() if file.is_file() else b""))
