"""
What was tried of which vendor: `python benchmarks/vendor_cases.py > docs/vendors-tested.md`.

Every case of `tests/hosted/test_contract.py` is run against the stand-in of every vendor. Ends with 1
where one did not pass.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SUITE = ROOT / "tests/hosted/test_contract.py"

#: The cases of the suite, by the names of its tests; one that is not here is an error.
CASES = {
    "a_job_is_sent_watched_and_fetched": "sent, watched, fetched",
    "every_kind_of_order_is_taken": "every kind of order",
    "the_quote_is_what_is_billed": "quote = bill",
    "the_key_goes_to_the_vendor_and_not_with_the_download": "key kept from downloads",
    "a_wrong_key_is_said_and_nothing_is_billed": "wrong key",
    "an_account_without_money_is_told_apart": "no money",
    "a_vendor_that_is_busy_is_asked_again_when_it_says": "busy, Retry-After",
    "what_is_refused_at_once_is_not_asked_again": "moderated at once",
    "what_is_refused_while_it_is_made_is_not_asked_again": "moderated later",
    "a_call_that_the_vendor_does_not_take_is_said_at_once": "invalid call",
    "a_vendor_that_is_down_is_worth_another_try_later": "down",
    "an_answer_that_was_lost_is_never_paid_twice": "dropped after submit",
    "an_answer_that_is_no_json_is_never_paid_twice": "garbage after submit",
    "errors_in_the_middle_of_polling_are_lived_through": "errors while polling",
    "garbage_while_polling_is_lived_through": "garbage while polling",
    "a_job_that_was_under_way_when_the_process_died_is_picked_up": "process died",
    "a_job_that_the_vendor_lost_is_said": "job lost",
    "a_job_that_failed_is_sent_once_more": "job failed",
    "a_link_that_has_expired_is_asked_for_anew": "link expired",
    "a_download_that_breaks_off_is_begun_anew": "download truncated",
    "a_download_that_is_something_else_does_not_count (page)": "a page for a file",
    "a_download_that_is_something_else_does_not_count (broken)": "broken file",
}

HEAD = """\
# What was tried of which vendor

Written by `python benchmarks/vendor_cases.py > docs/vendors-tested.md`, which runs every case of
[tests/hosted/test_contract.py](../tests/hosted/test_contract.py) against the stand-in of every vendor in
[tests/vendors/](../tests/vendors): a server on this machine that answers as the vendor's documents say, down
to paths, headers, names of fields, states and error codes. No vendor was asked. Some vendors say with HTTP
200 that something is wrong; so do their stand-ins.
"""


@dataclass
class Seen:
    """A plugin of pytest that keeps how each case ended: `passed`, or why not, by stand-in and case."""

    ends: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    makes: dict[str, tuple[str, str]] = field(default_factory=dict)

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """Which engine each stand-in stands in for."""
        for item in items:
            vendor = item.callspec.params["rig"]
            self.makes[vendor.__name__] = (vendor.engine, vendor.makes)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what came of it."""
        if report.when != "call" and report.passed:
            return
        case, vendor, fault = re.fullmatch(r".*::test_(\w+)\[(\w+)(?:-(\w+))?\]", report.nodeid).groups()  # type: ignore[union-attr] - every case has a vendor
        ended = "passed"
        if report.failed:
            ended = "failed"
            self.failed.append(report.nodeid)
        elif report.skipped:
            ended = str(report.longrepr[2]).removeprefix("Skipped: ")  # type: ignore[index] - file, line, reason
        self.ends.setdefault(vendor, {})[f"{case} ({fault})" if fault else case] = ended


def table(seen: Seen) -> Iterator[str]:
    """The lines of the table, and the reasons of what is not in it."""
    reasons: dict[str, int] = {}
    yield row(["engine", "makes", "stand-in", *CASES.values()])
    yield row(["---"] * (3 + len(CASES)))
    for vendor, (engine, makes) in sorted(seen.makes.items(), key=lambda one: (one[1], one[0])):
        cells = [cell(seen.ends[vendor], case, reasons) for case in CASES]
        yield row([engine, makes, vendor, *cells])
    yield "\nA number: the vendor can't come to this.\n"
    yield from (f"{number}. {reason}" for reason, number in reasons.items())


def row(cells: list[str]) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def cell(ends: Mapping[str, str], case: str, reasons: dict[str, int]) -> str:
    """How a *case* ended; new *reasons* get the next number."""
    ended = ends[case]
    marks = {"passed": "✓", "failed": "**failed**"}
    return marks.get(ended) or str(reasons.setdefault(ended, len(reasons) + 1))


def main() -> None:
    """Write the page to standard output."""
    seen = Seen()
    with redirect_stdout(sys.stderr):
        pytest.main([str(SUITE), "-p", "no:cacheprovider"], plugins=[seen])
    print(HEAD)
    known = {case for ends in seen.ends.values() for case in ends}
    if known != CASES.keys():
        sys.exit(f"The cases of the suite and of this file differ: {sorted(known ^ CASES.keys())}")
    print("\n".join(table(seen)))
    passed = sum(ended == "passed" for ends in seen.ends.values() for ended in ends.values())
    print(f"\n{len(seen.makes)} stand-ins, {passed} cases passed, {len(seen.failed)} failed.")
    sys.exit(bool(seen.failed))


if __name__ == "__main__":
    main()
