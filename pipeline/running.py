"""What several commands share: find the drama, make its episodes, and tell what came of it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import psutil
from rich.console import Console

from pipeline.attempt import Made
from pipeline.chain import Outcome, shoot
from pipeline.drama import Drama, adopt, open_drama
from pipeline.episodes import named
from pipeline.errors import DramaError, Incomplete, InputError
from pipeline.ids import episode_id
from pipeline.names import known, reached
from pipeline.plan import Plan, plan, warnings_of
from pipeline.progress import shown
from pipeline.project import STAGES, Project
from pipeline.promise import at_once

# A log or a pipe has no width of its own: nothing is cut off or broken there.
_WIDE = 1000
# Names of files and people may look like markup.
_plain = partial(Console, markup=False, emoji=False, highlight=False)
out = _plain(width=None if sys.stdout.isatty() else _WIDE)
err = _plain(stderr=True, width=None if sys.stderr.isatty() else _WIDE)


#: So many warnings are printed; a file or a command shows the others.
_MOST_WARNINGS = 10


def folder_of(source: Path, profile: str) -> Path:
    """The drama's folder that *source* names: itself, or the one beside a script, begun where needed."""
    if source.is_dir():
        return source
    if not source.is_file():
        raise InputError(f"There is no {source}.", "Name a script file, or a drama's folder.")
    return adopt(source, profile or "offline")


def make(folder: Path, episodes: str, profile: str, until: str) -> None:
    """Plan, make and tell; `Incomplete` where files are missing at the end."""
    drama = open_drama(folder, profile, planning=True)
    planned = plan(drama, named(episodes), stage_named(until))
    tell_plan(planned, folder, until)
    planned.insist()
    if planned.idle:
        _tell_outcomes({outcome.id: outcome for outcome in planned.outcomes})
        return
    # Prefect takes seconds to start: only a run that has something to do pays for it.
    from flows.here import run_here
    from flows.series import make_series

    with shown([made.name for made in planned.files], err):
        state = run_here(make_series, folder=str(folder), episodes=episodes, profile=profile, until=until)
    outcomes = state.result(raise_on_failure=False)
    if isinstance(outcomes, BaseException):
        raise outcomes
    made = [outcome for outcome in outcomes.values() if isinstance(outcome, Outcome)]
    if planned.untold:
        _warn(warnings_of(made))
    if until == "storyboard" and made:
        _tell_storyboard(drama, made)
    _tell_outcomes({episode_id(number): outcome for number, outcome in outcomes.items()})


def _tell_outcomes(outcomes: Mapping[str, Any]) -> None:
    missing: dict[str, str] = {}
    for name, outcome in outcomes.items():
        if isinstance(outcome, DramaError) and len(outcomes) > 1:
            missing[name] = str(outcome)
            continue
        if isinstance(outcome, BaseException):
            raise outcome
        missing |= outcome.missing
        if outcome.film:
            out.print(f"The film: {outcome.film.path.resolve()}", soft_wrap=True)
    for made in _files(outcomes.values()):
        for why in made.passed_over:
            err.print(f"{made.name} was made by {made.engine}; passed over {why}", style="yellow")
    if missing:
        raise Incomplete(missing)


def _files(outcomes: Iterable[Any]) -> list[Made]:
    """All files of *outcomes*, each once."""
    files = [made for outcome in outcomes if isinstance(outcome, Outcome) for made in outcome.files]
    return list({made.name: made for made in files}.values())


def _tell_storyboard(drama: Drama, outcomes: list[Outcome]) -> None:
    """How much was told, and what asking for it took."""
    for outcome in outcomes:
        shoot(drama, outcome, "storyboard", at_once)
    seconds = sum(outcome.timeline.seconds for outcome in outcomes if outcome.timeline)
    shots = sum(len(outcome.timeline.shots) for outcome in outcomes if outcome.timeline)
    out.print(f"The storyboard: {len(outcomes)} episode(s), {shots} shots, about {seconds:.0f} s of film.")
    notes = [made.notes for made in _files(outcomes)]
    answers, calls, read, written = (
        sum(note.get(key, 0) for note in notes)
        for key in ("answers", "calls", "tokens_read", "tokens_written")
    )
    if answers:
        spent = ", ".join(map(str, drama.project.ledger.totals())) or "nothing"
        tokens = f"{read:,} tokens read, {written:,} written"
        out.print(f"It took {calls} call(s) for {answers} answer(s), {tokens}. Spent so far: {spent}.")


def tell_plan(planned: Plan, folder: Path, until: str) -> None:
    """Its warnings, in one line what there is to do, and in one what can't be known yet."""
    _warn(planned.warnings)
    out.print(planned.sentence)
    if planned.untold and until != "storyboard":
        out.print(
            "What pictures, voices and clips will need can be told once the storyboard is there:"
            f" `drama run {folder} --until storyboard`, then `drama plan {folder}`.",
            soft_wrap=True,
        )


def _warn(warnings: Iterable[str]) -> None:
    """Print *warnings*: what was left out of a novel alone may be thousands of them."""
    told = list(warnings)
    for warning in told[:_MOST_WARNINGS]:
        err.print(warning, style="yellow")
    if len(told) > _MOST_WARNINGS:
        more = len(told) - _MOST_WARNINGS
        err.print(f"and {more} more; see storyboard.html, or `drama show --storyboard`.", style="yellow")


def stage_named(name: str) -> str:
    """The stage of that *name*; `InputError` where there is none."""
    if name not in STAGES:
        raise InputError(f"There is no stage {name!r}.", f"Stages: {', '.join(STAGES)}.")
    return name


def episodes_of(names: list[str], project: Project) -> str:
    """The episodes that the files *names* belong to; a portrait belongs to all that came as far as any."""
    found = _numbers(names)
    if not found:
        stage = reached(project)
        found = _numbers(name for name in known(project) if name.startswith(f"{stage}/"))
    return ",".join(map(str, sorted(found or {1})))


def _numbers(names: Iterable[str]) -> set[int]:
    return {int(match[1]) for name in names if (match := re.search(r"/e(\d+)", name))}


def end_at_once(code: int) -> NoReturn:
    """
    End this process with *code*, and all programs that it started, while threads still work.

    Nothing is lost by that: a file is whole in its place, or was not there yet.
    """
    sys.stdout.flush()
    for child in psutil.Process().children(recursive=True):
        # One that has just ended by itself is gone already.
        with suppress(psutil.NoSuchProcess):
            child.kill()
    os._exit(code)
