"""Which episode of a series comes next, and that one run alone makes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pipeline.drama import Drama
from pipeline.placing import storage
from pipeline.plan import plan
from pipeline.planned import Plan
from pipeline.project import Project
from pipeline.storyboard.stage import Storyboards

#: Who waits for its turn asks so often, in seconds.
_ASK_SECONDS = 1.0


def upcoming(drama: Drama, until: str = "final") -> int | None:
    """
    The first episode of the outline that is not done as far as *until*; none if all are.

    It is done when it is there, up to date, and waits for no approval: a series does not go on before a
    person has looked. *drama* is opened for planning. Of an outline that is yet to be told it is the first.
    """
    boards = Storyboards(drama)
    numbers = boards.numbers() if boards.told else [1]
    return next((number for number in numbers if not _done(plan(drama, [number], until))), None)


def _done(planned: Plan) -> bool:
    return planned.idle and not planned.waits_for


@contextmanager
def turn(project: Project, *, patient: bool) -> Iterator[bool]:
    """
    Whether this run alone makes the next episode of *project*, as long as the context lasts.

    Where another one does, a *patient* run waits until that has ended.
    """
    lock = FileLock(project.records.made / "locks" / "next.lock")
    with storage("next.lock"):
        project.records.made.joinpath("locks").mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=patient, poll_interval=_ASK_SECONDS)
        except Timeout:
            yield False
            return
    try:
        yield True
    finally:
        lock.release()
