"""What several commands share: find the drama, make its episodes, and tell what came of it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import psutil
from rich.console import Console

from pipeline.drama import Drama, adopt, open_drama
from pipeline.errors import DramaError, Incomplete, InputError
from pipeline.plan import Plan, plan
from pipeline.progress import shown
from pipeline.project import STAGES
from pipeline.storyboard.stage import Storyboards

# A log or a pipe has no width of its own: nothing is cut off or broken there.
_WIDE = 1000
# Names of files and people may look like markup.
_plain = partial(Console, markup=False, emoji=False, highlight=False)
out = _plain(width=None if sys.stdout.isatty() else _WIDE)
err = _plain(stderr=True, width=None if sys.stderr.isatty() else _WIDE)


def folder_of(source: Path, profile: str) -> Path:
    """The drama's folder that *source* names: itself, or the one beside a script, begun where needed."""
    if source.is_dir():
        return source
    if not source.is_file():
        raise InputError(f"There is no {source}.", "Name a script file, or a drama's folder.")
    return adopt(source, profile or "offline")


def make(folder: Path, episode: str, profile: str, until: str) -> None:
    """Plan, make and tell; `Incomplete` where files are missing at the end."""
    drama = open_drama(folder, profile, planning=True)
    numbers = numbers_of(drama, episode)
    planned = plan(drama, numbers, stage_named(until))
    tell_plan(planned)
    planned.insist()
    if planned.idle:
        _tell_outcomes(dict(zip(numbers, planned.outcomes, strict=True)))
        return
    # Prefect takes seconds to start: only a run that has something to do pays for it.
    from flows.here import run_here
    from flows.series import make_series

    with shown(planned.files, err):
        state = run_here(make_series, folder=str(folder), episodes=numbers, profile=profile, until=until)
    outcomes = state.result(raise_on_failure=False)
    if isinstance(outcomes, BaseException):
        raise outcomes
    _tell_outcomes(outcomes)


def _tell_outcomes(outcomes: Mapping[int, Any]) -> None:
    missing: dict[str, str] = {}
    for number, outcome in outcomes.items():
        if isinstance(outcome, DramaError) and len(outcomes) > 1:
            missing[f"episode {number}"] = str(outcome)
            continue
        if isinstance(outcome, BaseException):
            raise outcome
        missing |= outcome.missing
        if outcome.film:
            out.print(f"The film: {outcome.film.path.resolve()}", soft_wrap=True)
        for made in outcome.files:
            for why in made.passed_over:
                err.print(f"{made.name} was made by {made.engine}; passed over {why}", style="yellow")
    if missing:
        raise Incomplete(missing)


def tell_plan(planned: Plan) -> None:
    """Its warnings, and in one line what there is to do."""
    for warning in planned.warnings:
        err.print(warning, style="yellow")
    kept = len(planned.files) - len(planned.to_make)
    cost = ", ".join(map(str, planned.cost)) or "nothing"
    film = f" about {planned.seconds:.0f} s of film;" if planned.seconds else ""
    out.print(f"{len(planned.to_make)} file(s) to make, {kept} kept;{film} costs {cost}.")


def numbers_of(drama: Drama, episode: str) -> list[int]:
    """The episodes that `1`, `2-5`, `1,3` or `all` means."""
    if episode == "all":
        return Storyboards(drama).numbers()
    numbers: list[int] = []
    for part in episode.split(","):
        written = re.fullmatch(r"([0-9]{1,4})(?:-([0-9]{1,4}))?", part.strip())
        span = range(int(written[1]), int(written[2] or written[1]) + 1) if written else range(0)
        if 0 in span or not span:
            raise InputError(f"{episode!r} names no episodes.", "Write 1, 2-5, 1,3 or all.")
        numbers += span
    return list(dict.fromkeys(numbers))


def stage_named(name: str) -> str:
    """The stage of that *name*; `InputError` where there is none."""
    if name not in STAGES:
        raise InputError(f"There is no stage {name!r}.", f"Stages: {', '.join(STAGES)}.")
    return name


def episodes_of(names: list[str], folder: Path) -> str:
    """The episodes that the files *names* belong to; a portrait belongs to all that were begun."""
    found = {int(m[1]) for name in names if (m := re.search(r"/e(\d+)", name))}
    if not found:
        begun = (re.fullmatch(r"e(\d+)", file.stem) for file in (folder / "storyboard").glob("e*.json"))
        found = {int(m[1]) for m in begun if m}
    return ",".join(map(str, sorted(found or {1})))


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
