"""What there is of a drama: made, stale, made by hand, missing, what it cost, and its storyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
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

#: The note of a line that is spoken without its feeling.
WITHOUT_FEELING = "feeling_not_shown"
#: The notes that say what of a line its engine could not be told.
_TOLD = {WITHOUT_FEELING, "speed", "recording", "note", "lexicon"}


@dataclass(frozen=True)
class Shown:
    """One file as it stands; *notes* are those of the file that lies there, unless a person put it there."""

    made: Made
    stands: str
    cost: float
    currency: str
    takes: int
    notes: Mapping[str, Any]
    took_seconds: float = 0.0


def look(project: Project, plan: Plan) -> list[Shown]:
    """How every file of *plan* stands."""
    return [standing(project, made) for made in plan.files]


def standing(project: Project, made: Made) -> Shown:
    """How the file *made* stands."""
    record = project.records.read(project.records.page(made.name))
    missing = "missing" if made.why == "missing" else "stale"
    stands = _STANDS.get(made.status, missing)
    return Shown(
        made=made,
        stands=stands,
        cost=record.cost if record else 0.0,
        currency=record.currency if record else "",
        takes=len(list(project.records.takes(made.name))) + (record is not None),
        notes=record.notes if record and stands in ("made", "stale") else {},
        took_seconds=record.took_seconds if record else 0.0,
    )


def told_otherwise(files: Iterable[Made], notes: AbstractSet[str] = _TOLD) -> Iterator[str]:
    """What of *notes* engines could not be told about lines that they spoke; the same in one sentence."""
    alike: dict[tuple[str, str], list[str]] = {}
    for made in files:
        for what in notes & made.notes.keys():
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
                "waits_for": outcome.waits_for.stage if outcome.waits_for else None,
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
                "faces": dict(shown.notes.get("faces", {})),
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


def as_faces(files: Sequence[Shown], least: float) -> Table | None:
    """How much the faces in each picture are like their portraits; nothing where none were looked at."""
    table = Table("picture", "faces", "", title="Faces", title_justify="left")
    for shown in files:
        if told := list(faces(shown.notes)):
            mark = f"<- under {least}" if unlike(shown, least) else ""
            table.add_row(Path(shown.made.name).stem, ", ".join(told), mark)
    return table if table.row_count else None


def advice(files: Sequence[Shown], least: float, folder: Path) -> Iterator[str]:
    """For each picture with a face that is not the portrait's, the command that draws it anew."""
    for shown in files:
        if names := unlike(shown, least):
            target = Path(shown.made.name).stem
            yield (
                f"{target}: {' and '.join(names)} may not be known again."
                f" `drama redo {folder} {target} --stage images` draws it anew."
            )


def unlike(shown: Shown, least: float) -> list[str]:
    """Who in a picture is less than *least* like their portrait."""
    scores = shown.notes.get("faces", {})
    return [name for name, score in scores.items() if score is not None and score < least]


def faces(notes: Mapping[str, Any]) -> Iterator[str]:
    """What is known of the faces of one picture, a phrase each."""
    for name, score in notes.get("faces", {}).items():
        yield f"{name} not seen" if score is None else f"{name} {score:.2f}"
    for name, why in notes.get("not_held", {}).items():
        yield f"{name} not held ({why})"
    if "faces_failed" in notes:
        yield f"not measured: {notes['faces_failed']}"
