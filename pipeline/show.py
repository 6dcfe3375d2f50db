"""What there is of a drama: made, stale, made by hand, missing, what it cost, and its storyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from pipeline.attempt import Made
from pipeline.drama import Drama
from pipeline.errors import in_short
from pipeline.plan import Plan
from pipeline.progress import stage_of
from pipeline.project import STAGES, Project
from pipeline.review import Review
from pipeline.sheet import sheet
from pipeline.storyboard.stage import Storyboards

#: How the words of a plan read to someone who looks at what is there.
_STANDS = {"kept": "made", "by hand": "by hand", "restored": "stale"}

#: The notes that say what of a line its engine could not be told.
_TOLD = {"feeling", "feeling_not_shown", "speed", "recording", "note", "lexicon"}


@dataclass(frozen=True)
class Shown:
    """One file as it stands."""

    made: Made
    stands: str
    cost: float
    currency: str
    takes: int


def look(project: Project, plan: Plan) -> list[Shown]:
    """How every file of *plan* stands."""
    return [_shown(project, made) for made in plan.files]


def _shown(project: Project, made: Made) -> Shown:
    record = project.records.read(project.records.page(made.name))
    missing = "missing" if made.why == "missing" else "stale"
    return Shown(
        made=made,
        stands=_STANDS.get(made.status, missing),
        cost=record.cost if record else 0.0,
        currency=record.currency if record else "",
        takes=len(list(project.records.takes(made.name))) + (record is not None),
    )


def told_otherwise(plan: Plan) -> Iterator[str]:
    """What engines could not be told about the lines that they spoke; what is the same in one sentence."""
    alike: dict[tuple[str, str], list[str]] = {}
    for made in plan.files:
        for what in _TOLD & made.notes.keys():
            alike.setdefault((made.engine, f"{what.replace('_', ' ')}: {made.notes[what]}"), []).append(
                made.name
            )
    for (engine, what), names in sorted(alike.items()):
        yield f"{in_short(names)} by {engine}, {what}"


def storyboard(drama: Drama, numbers: Sequence[int] | None) -> Iterator[RenderableType]:
    """The storyboards of the episodes *numbers*, or of all that are there, to read in a terminal."""
    return sheet(Review(drama, Storyboards(drama)), numbers)


def as_data(project: Project, plan: Plan) -> dict[str, Any]:
    """The same for a program to read."""
    return {
        "folder": str(project.root),
        "episodes": [
            {
                "id": outcome.id,
                "title": outcome.episode.title if outcome.episode else "",
                "seconds": round(outcome.timeline.seconds, 3) if outcome.timeline else None,
                "film": str(project.path(f"final/{outcome.id}.mp4")),
                "missing": outcome.missing,
            }
            for outcome in plan.outcomes
        ],
        "files": [
            {
                "name": shown.made.name,
                "stands": shown.stands,
                "why": shown.made.why,
                "engine": shown.made.engine,
                "take": shown.made.take,
                "takes": shown.takes,
                "passed_over": list(shown.made.passed_over),
                "cost": shown.cost,
                "currency": shown.currency,
            }
            for shown in look(project, plan)
        ],
        "spent": [money.__dict__ for money in project.ledger.totals()],
        "problems": list(plan.problems),
        "warnings": list(plan.warnings),
    }


def as_table(project: Project, plan: Plan) -> Table:
    """The stages as lines, with how many files stand how, and every file that is not simply made."""
    table = Table(title=str(project.root), title_justify="left")
    for column in ("stage", "made", "by hand", "stale", "missing", "engines"):
        table.add_column(column, justify="right" if column not in ("stage", "engines") else "left")
    files = look(project, plan)
    for stage in STAGES:
        here = [shown for shown in files if stage_of(shown.made.name) == stage]
        stands = Counter(shown.stands for shown in here)
        engines = Counter(shown.made.engine for shown in here if shown.stands == "made")
        table.add_row(
            stage,
            *(str(stands[word] or "") for word in ("made", "by hand", "stale", "missing")),
            ", ".join(f"{engine} {count}" for engine, count in engines.items()),
        )
    return table
