"""
What came of a check: for each thing that is looked at whether it is right, and what was measured.

`as_data` is the form for programs. It has a version, `schema`: fields are added under the same one, and
none is renamed or taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

SCHEMA = 1

Name = Literal[
    "length", "streams", "coding", "index", "playing", "black", "frozen",
    "voices", "subtitles", "loudness", "offset", "mark", "metadata", "platform", "fresh",
]  # fmt: skip
Status = Literal["right", "wrong", "unknown"]
Measured = str | int | float | bool | None


@dataclass(frozen=True)
class Finding:
    """
    Something that a person may want to look at: a sentence, from when to when, and in which shot or line.

    *start* and *end* are seconds of the film, *frame* is the first one, counted from 0. What is not *wrong*
    is only worth a look.
    """

    said: str
    start: float | None = None
    end: float | None = None
    frame: int | None = None
    about: str = ""
    wrong: bool = True


@dataclass(frozen=True)
class Result:
    """What one *check* found and measured; *unknown* says why it can't tell whether that is right."""

    check: Name
    findings: tuple[Finding, ...] = ()
    measured: Mapping[str, Measured] = field(default_factory=dict)
    unknown: str = ""

    @property
    def status(self) -> Status:
        """Wrong goes before unknown: a part may be known to be wrong."""
        if any(finding.wrong for finding in self.findings):
            return "wrong"
        return "unknown" if self.unknown else "right"


@dataclass(frozen=True)
class Report:
    """What came of all checks of the film in *path*."""

    path: Path
    results: tuple[Result, ...]

    @property
    def findings(self) -> Iterator[Finding]:
        """Everything that was found, in the order of the checks."""
        return (finding for result in self.results for finding in result.findings)

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What is wrong; nothing where the film is right as far as is known."""
        return tuple(finding for finding in self.findings if finding.wrong)

    def of(self, check: Name) -> Result:
        """What came of one check."""
        return next(result for result in self.results if result.check == check)


def as_data(reports: Sequence[Report]) -> dict[str, Any]:
    """
    *reports* for a program to read: `schema`, `right` (whether all are) and `films`.

    Of each film its path (`film`), `right`, and its `checks`: `name`, `status` (right, wrong, unknown), why
    it is `unknown` (or an empty string), what was `measured` (by name), and `findings`. A finding has `said`,
    `wrong`, `start` and `end` (seconds or null), `frame` (or null) and `about`, the id of a shot or line (or
    an empty string).
    """
    return {
        "schema": SCHEMA,
        "right": not any(report.wrong for report in reports),
        "films": [
            {"film": str(report.path), "right": not report.wrong, "checks": [*map(_result, report.results)]}
            for report in reports
        ],
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "name": result.check,
        "status": result.status,
        "unknown": result.unknown,
        "measured": dict(result.measured),
        "findings": [vars(finding) for finding in result.findings],
    }
