"""A report as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from rich.table import Table
from rich.text import Text

from pipeline.final.check.report import Measured, Report, Result

_STYLES = {"right": "green", "wrong": "bold red", "unknown": "dim"}


def as_table(report: Report) -> Table:
    """One row for each check: what came of it, what was measured, and every finding."""
    table = Table("check", "", "measured and found", title=Text(str(report.path)), title_justify="left")
    for result in report.results:
        table.add_row(result.check, Text(result.status, _STYLES[result.status]), _told(result))
    return table


def _told(result: Result) -> Text:
    told = Text(", ".join(_measured(result.measured)))
    for line in filter(None, (result.unknown, *(finding.said for finding in result.findings))):
        told.append(f"\n{line}" if told else line)
    return told


def _measured(values: Mapping[str, Measured]) -> list[str]:
    return [
        f"{name.replace('_', ' ')} {'-' if value in (None, '') else value}" for name, value in values.items()
    ]
