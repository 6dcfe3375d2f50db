"""What several commands share: find the drama, make its episodes, and tell what came of it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

import psutil

from pipeline import jobs
from pipeline.approving import Approvals
from pipeline.drama import SCRIPTS, Drama, adopt, open_drama
from pipeline.episodes import named
from pipeline.errors import BudgetError, DramaError, InputError
from pipeline.ids import episode_id
from pipeline.names import known, reached
from pipeline.outcome import Outcome
from pipeline.plan import Plan, plan, warnings_of
from pipeline.progress import shown
from pipeline.project import STAGES, Project
from pipeline.quoting import allowance
from pipeline.storage.home import is_far
from pipeline.telling import err, out, tell_outcomes, tell_plan, tell_storyboard, tell_waiting, tell_warnings


def folder_of(source: Path, profile: str) -> Path:
    """The drama's folder that *source* names: itself, or the one beside a script, begun where needed."""
    is_script = is_far(source) and source.name.lower().endswith(SCRIPTS)
    if source.is_dir() or (is_far(source) and not is_script):
        return source
    if not source.is_file() and not is_script:
        raise InputError(f"There is no {source}.", "Name a script file, or a drama's folder.")
    return adopt(source, profile or "offline")


@dataclass(frozen=True)
class Wanted:
    """What a run is asked for: which *episodes*, as they are typed, how far, by which profile, a draft."""

    episodes: str = "1"
    until: str = "final"
    profile: str = ""
    draft: bool = False

    def opened(self, folder: Path) -> Drama:
        """The drama in *folder*, to plan what is wanted."""
        return open_drama(folder, self.profile, draft=self.draft, planning=True)

    def planned(self, drama: Drama) -> Plan:
        """What a run would do."""
        return plan(drama, named(self.episodes), stage_named(self.until))


def make(folder: Path, wanted: Wanted) -> None:
    """Plan, make and tell; `Incomplete` where files are missing at the end."""
    drama = wanted.opened(folder)
    planned = wanted.planned(drama)
    tell_plan(planned, folder, wanted.until)
    planned.insist()
    if planned.idle:
        tell_outcomes({outcome.id: outcome for outcome in planned.outcomes})
        tell_waiting(planned.waits_for, folder)
        return
    outcomes = _run(folder, wanted, planned, drama)
    made = [outcome for outcome in outcomes.values() if isinstance(outcome, Outcome)]
    if planned.untold:
        tell_warnings(warnings_of(drama, made))
    if wanted.until == "storyboard" and made:
        tell_storyboard(drama, made)
    try:
        tell_outcomes({episode_id(number): outcome for number, outcome in outcomes.items()})
    except DramaError as error:
        if error.exit_code == BudgetError.exit_code:
            _tell_left(folder, wanted)
        raise
    finally:
        tell_waiting((outcome.waits_for for outcome in made if outcome.waits_for), folder)


def _run(folder: Path, wanted: Wanted, planned: Plan, drama: Drama) -> dict[int, Any]:
    """What came of each episode."""
    # Prefect takes seconds to start: only a run that has something to do pays for it.
    from flows.here import run_here
    from flows.series import make_series

    try:
        with shown(planned.names, err):
            state = run_here(make_series, folder=str(folder), **asdict(wanted))
    except KeyboardInterrupt:
        if going_on := jobs.going_on(drama.project, folder):
            err.print(going_on, style="yellow", soft_wrap=True)
        raise
    outcomes = state.result(raise_on_failure=False)
    if isinstance(outcomes, BaseException):
        raise outcomes
    return dict(outcomes)


def resume(approvals: Approvals) -> bool:
    """Have the runs go on that a server suspended until now; whether there was one."""
    if not approvals.asked:
        return False
    from flows.approval import resume_all

    return resume_all(approvals)


def _tell_left(folder: Path, wanted: Wanted) -> None:
    """What a run that stopped at the budget leaves to be made, and what of the budget is left."""
    drama = wanted.opened(folder)
    out.print(f"Left to do: {wanted.planned(drama).sentence}")
    out.print(allowance(drama.profile.budget, drama.project.ledger))


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
