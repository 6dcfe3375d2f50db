"""Which episode of a series comes next."""

from __future__ import annotations

from pipeline.drama import Drama
from pipeline.plan import plan
from pipeline.storyboard.stage import Storyboards


def upcoming(drama: Drama, until: str = "final") -> int | None:
    """
    The first episode of the outline that is not there as far as *until*, or not up to date; none if all are.

    *drama* is opened for planning. Of an outline that is yet to be told it is the first.
    """
    boards = Storyboards(drama)
    numbers = boards.numbers() if boards.told else [1]
    return next((number for number in numbers if not plan(drama, [number], until).idle), None)
