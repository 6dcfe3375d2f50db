"""What the commands tell: the plan before, what came of it after, and what goes on when they are stopped."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from pipeline.approving import Waiting
from pipeline.attempt import Made
from pipeline.chain import shoot
from pipeline.drama import Drama
from pipeline.errors import BudgetError, DramaError, Incomplete, in_short
from pipeline.outcome import Outcome, passed_over
from pipeline.page import PAGE
from pipeline.plan import Plan
from pipeline.promise import at_once
from pipeline.quoting import allowance, as_table, quotes
from pipeline.show import WITHOUT_FEELING, told_otherwise
from pipeline.storage.home import here, spelled_in


class _Console(Console):
    """Prints the addresses of dramas as they were typed: a Path has one slash of two."""

    def print(self, *told: Any, **how: Any) -> None:
        super().print(*(spelled_in(one) if isinstance(one, str) else one for one in told), **how)


# A log or a pipe has no width of its own: nothing is cut off or broken there.
_WIDE = 1000
# Names of files and people may look like markup.
_plain = partial(_Console, markup=False, emoji=False, highlight=False)
out = _plain(width=None if sys.stdout.isatty() else _WIDE)
err = _plain(stderr=True, width=None if sys.stderr.isatty() else _WIDE)

#: So many warnings are printed; a file or a command shows the others.
_MOST_WARNINGS = 10


def tell_plan(planned: Plan, folder: Path, until: str) -> None:
    """Its warnings, in one line what there is to do, and in one what can't be known yet."""
    tell_warnings(planned.warnings)
    out.print(planned.sentence)
    if planned.untold and until != "storyboard":
        out.print(
            "What pictures, voices and clips will need can be told once the storyboard is there:"
            f" `drama run {folder} --until storyboard`, then `drama plan {folder}`.",
            soft_wrap=True,
        )


def tell_cost(drama: Drama, planned: Plan) -> None:
    """What each engine will ask for, and what the budget leaves."""
    if found := quotes(planned.files):
        out.print(as_table(found))
    if left := allowance(drama.profile.budget, drama.project.ledger):
        out.print(left)


def tell_warnings(warnings: Iterable[str]) -> None:
    """Print *warnings*: what was left out of a novel alone may be thousands of them."""
    told = list(warnings)
    for warning in told[:_MOST_WARNINGS]:
        err.print(warning, style="yellow")
    if len(told) > _MOST_WARNINGS:
        more = len(told) - _MOST_WARNINGS
        err.print(f"and {more} more; see storyboard.html, or `drama show --storyboard`.", style="yellow")


def tell_outcomes(outcomes: Mapping[str, Any]) -> None:
    """
    The films, who was passed over, and which feelings are not heard; `Incomplete` where files are missing.

    The only episode's own error is raised as it is. Where nothing but the budget stood in the way, the
    exit code is that of the budget.
    """
    missing: dict[str, str] = {}
    unpaid: set[str] = set()
    for name, outcome in outcomes.items():
        if isinstance(outcome, DramaError) and len(outcomes) > 1:
            missing[name] = str(outcome)
            unpaid |= {name} if isinstance(outcome, BudgetError) else set()
            continue
        if isinstance(outcome, BaseException):
            raise outcome
        missing |= outcome.missing
        unpaid |= outcome.unpaid
        if outcome.film and outcome.film.status != "planned":
            out.print(f"The film: {outcome.film.path.resolve()}", soft_wrap=True)
        for platform, film in outcome.also_for.items():
            out.print(f"For {platform}: {film.path.resolve()}", soft_wrap=True)
    files = files_of(outcomes.values())
    _tell_passed_over(files)
    for said in told_otherwise(files, {WITHOUT_FEELING}):
        err.print(said, style="yellow")
    if missing:
        error = Incomplete(missing)
        if unpaid >= missing.keys():
            error.exit_code = BudgetError.exit_code
        raise error


def tell_waiting(waits: Iterable[Waiting], folder: Path) -> None:
    """Which episodes wait for an approval, what to look at, and how to give it."""
    waits = [waiting for waiting in waits if waiting.there]
    for waiting in waits:
        out.print(waiting.sentence, soft_wrap=True)
    if waits:
        redo = f"drama redo {folder} ID --stage {waits[0].stage}"
        which = f" {int(waits[0].episode[1:])}" if len(waits) == 1 else ""
        out.print(
            f"Look at {(here(folder) / PAGE).resolve()}. Change what is not right (`{redo}`), then"
            f" `drama approve {folder}{which}`.",
            soft_wrap=True,
        )


def _tell_passed_over(files: Iterable[Made]) -> None:
    """Which files were not made by the first engine, and why; those with the same reason in one line."""
    for (engine, why), names in passed_over(files).items():
        was = "was" if len(names) == 1 else "were"
        err.print(f"{in_short(names)} {was} made by {engine}; passed over {why}", style="yellow")


def files_of(outcomes: Iterable[Any]) -> list[Made]:
    """All files of *outcomes*, each once."""
    files = [made for outcome in outcomes if isinstance(outcome, Outcome) for made in outcome.files]
    return list({made.name: made for made in files}.values())


def tell_storyboard(drama: Drama, outcomes: list[Outcome]) -> None:
    """How much was told, and what asking for it took."""
    for outcome in outcomes:
        shoot(drama, outcome, "storyboard", at_once)
    seconds = sum(outcome.timeline.seconds for outcome in outcomes if outcome.timeline)
    shots = sum(len(outcome.timeline.shots) for outcome in outcomes if outcome.timeline)
    out.print(f"The storyboard: {len(outcomes)} episode(s), {shots} shots, about {seconds:.0f} s of film.")
    notes = [made.notes for made in files_of(outcomes)]
    answers, calls, read, written = (
        sum(note.get(key, 0) for note in notes)
        for key in ("answers", "calls", "tokens_read", "tokens_written")
    )
    if answers:
        spent = ", ".join(map(str, drama.project.ledger.totals())) or "nothing"
        tokens = f"{read:,} tokens read, {written:,} written"
        out.print(f"It took {calls} call(s) for {answers} answer(s), {tokens}. Spent so far: {spent}.")
