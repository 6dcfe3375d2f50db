"""Look before you spend: what a run would make and keep, at what cost, and what stands in its way."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline import ffmpeg
from pipeline.attempt import Made
from pipeline.chain import board, shoot
from pipeline.choosing import EXTRAS, stage_of
from pipeline.drama import Drama
from pipeline.errors import DramaError, NotHere
from pipeline.final import desk as films
from pipeline.final.subtitles.desk import warnings as subtitle_warnings
from pipeline.images.watching import unmeasured
from pipeline.jobs import release_unsent
from pipeline.local.engine import Local
from pipeline.local.foretelling import foretold
from pipeline.outcome import Outcome
from pipeline.planned import Plan
from pipeline.project import STAGES
from pipeline.promise import at_once
from pipeline.quoting import beyond, cost
from pipeline.storyboard.files import ANSWERS
from pipeline.storyboard.stage import Storyboards
from pipeline.voices.cast_page import CAST

__all__ = ["Plan", "plan"]

#: What the takes of one second of film need on disk, generously: a picture, a clip, a segment, the film.
_BYTES_PER_SECOND = 8 * 2**20


def plan(drama: Drama, numbers: Sequence[int] | None, until: str = "final") -> Plan:
    """
    Go through the episodes *numbers* of *drama*, or all, opened for planning, as a run would.

    What the storyboard engine can preview for free is written aside and thrown away. What was reserved
    for jobs that were never sent is released.
    """
    release_unsent(drama.project)
    outcomes: list[Outcome] = []
    problems: list[str] = []
    try:
        boarded = board(Storyboards(drama), numbers, at_once)
    except DramaError as error:
        problems.append(str(error))
        boarded = {}
    for told in boarded.values():
        if isinstance(told, Outcome):
            outcomes.append(shoot(drama, told, until, at_once))
        else:
            problems.append(str(told))
    for outcome in outcomes:
        problems += [f"{label}: {why}" for label, why in outcome.missing.items()]
    made = Plan(tuple(outcomes), (), ())
    too_dear, dear = _budget(drama, made)
    missing, passed_over = _engines_missing(drama, made, until)
    problems += [
        *_tools(),
        *missing,
        *too_dear,
        *(_disk(drama.root, made) if until in ("clips", "final") else ()),
        *(films.problems(drama, outcomes) if until == "final" else ()),
    ]
    warnings = (
        *passed_over,
        *_last_resorts(drama, made),
        *_models(drama, made),
        *dear,
        *_unmeasured(drama, made),
        *warnings_of(drama, outcomes),
        *(films.warnings(drama, outcomes) if until == "final" else ()),
    )
    return Plan(made.outcomes, tuple(dict.fromkeys(problems)), warnings)


def _not_answered(drama: Drama, to_make: Iterable[Made]) -> list[Made]:
    """
    The files of *to_make* that cost what they are planned to cost.

    Of a storyboard with answers a part is there already: what is left may cost little, and each
    answer stands before the budget by itself.
    """
    answered = any((drama.root / ANSWERS).glob("*.json"))
    return [made for made in to_make if not (answered and made.name.startswith("storyboard/"))]


def _tools() -> Iterable[str]:
    """What every run needs, whatever the engines."""
    try:
        ffmpeg.executable()
    except NotHere as error:
        yield str(error)


def _engines_missing(drama: Drama, made: Plan, until: str) -> tuple[list[str], list[str]]:
    """The stages whose work none of their engines can do here; and engines whose work another will do."""
    # The page of the cast is written without any engine.
    at_work = {stage_of(file.name) for file in made.to_make if file.name != CAST}
    if made.untold:
        at_work |= set(STAGES[: STAGES.index(until) + 1])
        at_work |= {"lips"} if drama.profile.lips and "clips" in at_work else set()
    problems, warnings = [], []
    for stage in [stage for stage in (*STAGES[:-1], *EXTRAS) if stage in at_work]:
        asked = [chosen for chosen in drama.profile.engines(stage) if not chosen.only_keeps]
        reasons = {chosen.name: chosen.engine.unavailable() for chosen in asked}
        able = next((name for name, why in reasons.items() if not why), "")
        if not able:
            problems += [f"{stage}: {name} can't run here. {why}" for name, why in reasons.items()]
        elif first := next(iter(reasons.values())):
            warnings.append(f"{stage}: by {able}, since {asked[0].name} can't run here. {first}")
    return problems, warnings


def _last_resorts(drama: Drama, made: Plan) -> Iterable[str]:
    """The stages that `auto` leaves to the engine that always works: who meant another one learns why."""
    working = {(file.name.partition("/")[0], file.engine) for file in made.to_make}
    for stage in ("images", "clips"):
        first = drama.profile.engines(stage)[0]
        if first.last_resort and (stage, first.name) in working:
            yield (
                f"{stage}: by {first.name}, since `auto` found nothing else that can run here."
                f" `drama engines --stage {stage}` says what each engine needs, such as a key."
            )


def _models(drama: Drama, made: Plan) -> Iterable[str]:
    """How the models on this machine that have work would be loaded."""
    working = {(file.name.partition("/")[0], file.engine) for file in made.to_make}
    film = drama.profile.film
    for stage in ("images", "clips"):
        for chosen in drama.profile.engines(stage):
            at_work = made.untold or (stage, chosen.name) in working
            if at_work and isinstance(chosen.engine, Local) and not chosen.engine.unavailable():
                yield from (f"{stage}: {said}" for said in foretold(chosen.engine, film.width, film.height))


def _unmeasured(drama: Drama, made: Plan) -> Iterable[str]:
    """That nobody will compare faces in what is drawn by a prompt, where that can't be done here."""
    drawing = {one.name for one in drama.profile.images if one.engine.abilities.reads == "prompt"}
    to_draw = any(file.name.startswith("images/") and file.engine in drawing for file in made.to_make)
    if to_draw and (why := unmeasured(drama.profile.faces)):
        yield f"Faces will not be compared with the portraits: {why} Or set `faces: {{measure: never}}`."


def _budget(drama: Drama, made: Plan) -> tuple[list[str], list[str]]:
    """Where the budget does not suffice: the problems, and what is only to be known before."""
    budget, ledger = drama.profile.budget, drama.project.ledger
    over = list(beyond(budget, ledger, made.cost))
    sure = {wall for wall, _ in beyond(budget, ledger, cost(_not_answered(drama, made.to_make)))}
    problems = [letter for wall, letter in over if wall == "amount" and wall in sure]
    return problems, [letter for _, letter in over if letter not in problems]


def _disk(root: Path, made: Plan) -> Iterable[str]:
    if not made.to_make:
        return
    needed, free = made.seconds * _BYTES_PER_SECOND, shutil.disk_usage(root).free
    if free < needed:
        yield (
            f"The disk of {root} has {free / 2**20:.0f} MiB free, and this run needs about"
            f" {needed / 2**20:.0f} MiB. Make room first."
        )


def warnings_of(drama: Drama, outcomes: Sequence[Outcome]) -> Iterable[str]:
    """What a person may want to know of the episodes, but which stands in no way."""
    # The cast is the same in most of them.
    yield from dict.fromkeys(warning for outcome in outcomes for warning in outcome.warnings)
    for outcome in (outcome for outcome in outcomes if outcome.episode):
        yield from (f"{outcome.id}: {warning}" for warning in subtitle_warnings(drama, outcome))
        _, episode = outcome.story
        for unused in episode.unused:
            yield f"{episode.id}: line {unused.line_number} is not shown: {unused.text[:60]!r} ({unused.why})"
