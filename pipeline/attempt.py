"""One way to make a file, and what came of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Literal

from pipeline.errors import BadResult, BudgetError, DramaError, EngineError, NotHere, Refused
from pipeline.recipe import Recipe
from pipeline.records import Record, sha256_of
from pipeline.spending import Money
from pipeline.tickets import current

Notes = Mapping[str, Any]
Build = Callable[[Path], Notes | None]
Check = Callable[[Path], None]
Status = Literal["kept", "made", "restored", "by hand", "planned"]

_MOST_REFUSALS = 2
#: Work on this machine, so much at once as it has cores; what only waits is not counted.
_cores = BoundedSemaphore(os.cpu_count() or 2)


@dataclass(frozen=True)
class Attempt:
    """
    One way to make a file: *build* writes it to the path it is given and may return notes.

    *unavailable* says why this engine can't run here; *price* is what the call costs at most. The
    note `paid`, an amount in the same currency, says what it cost in the end.
    *preview* lets a plan build the file aside, because what comes after can't be planned without it;
    *remote* says that the work is done elsewhere, and takes none of this machine's cores; *queues* that it
    waits for a turn of its own, at a model on a graphics card;
    *ticketed* that it writes a ticket before it sends what costs money; *gives_way* that the next
    attempt is made where this one would pass the budget; *only_keeps* that what it made is kept, or
    fetched where it is under way, and nothing new is asked of it; *again* that it is another take by the
    engine before it, made only where that one's can't be used.
    """

    engine: str
    recipe: Recipe
    build: Build
    price: Money | None = None
    unavailable: str = ""
    preview: bool = False
    remote: bool = False
    queues: bool = False
    ticketed: bool = False
    gives_way: bool = False
    only_keeps: bool = False
    again: bool = False


@dataclass(frozen=True)
class Made:
    """
    A file that is there now, or, of a plan, that would be; *why* says what made it necessary.

    *under_way* is a job that was sent already: its price is not to be paid again.
    """

    name: str
    path: Path
    status: Status
    engine: str
    take: int
    notes: Notes = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()
    why: str = ""
    price: Money | None = None
    under_way: bool = False


@dataclass(frozen=True)
class State:
    """How a file stands: `missing`, `whole`, or `by hand`, with the record of how it was made."""

    name: str
    is_: Literal["missing", "whole", "by hand"]
    record: Record | None


def carry_out(name: str, attempt: Attempt, temporary: Path, check: Check | None) -> Record:
    """Build *name* at *temporary* and say how; its take number is left to the caller."""
    if attempt.unavailable:
        raise NotHere(attempt.unavailable)
    with nullcontext() if attempt.remote or attempt.queues else _cores:
        # A wait for a core is no work on this file.
        began = time.monotonic()
        notes = {**(attempt.build(temporary) or {}), **current().told}
    paid = notes.pop("paid", attempt.price.amount if attempt.price else 0.0)
    try:
        _look_at(temporary, attempt.engine, check)
    except EngineError as error:
        if current().open:
            # It is over and paid; whoever asked for it again would get the same.
            error.paid = paid
            current().drop()
        raise
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    stat = temporary.stat()
    return Record(
        name=name,
        engine=attempt.engine,
        recipe=attempt.recipe,
        sha256=sha256_of(temporary),
        size=stat.st_size,
        mtime_ns=stat.st_mtime_ns,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        took_seconds=round(time.monotonic() - began, 3),
        cost=paid if attempt.price else 0.0,
        currency=attempt.price.currency if attempt.price else "",
        notes=notes,
        temporary=f"{temporary.parent.name}/{temporary.name}",
    )


def _look_at(file: Path, engine: str, check: Check | None) -> None:
    if not file.is_file() or not file.stat().st_size:
        raise BadResult(
            f"{engine} said it was done, and wrote nothing.", "Try again; if it stays so, use another engine."
        )
    if check:
        check(file)


def first_to_deliver(attempts: Sequence[Attempt], carry_out_one: Callable[[Attempt], Record]) -> Record:
    """
    What the first of *attempts* gives that does not end in an `EngineError`.

    The record says who was passed over and why; where the last one fails, its error does. What two
    vendors refused is offered to no third one. Before the budget only those give way that say so.
    """
    failed: list[tuple[str, DramaError]] = []
    for attempt in attempts:
        if attempt.remote and sum(isinstance(error, Refused) for _, error in failed) >= _MOST_REFUSALS:
            continue
        if attempt.again and failed and not isinstance(failed[-1][1], BadResult):
            continue
        try:
            record = carry_out_one(attempt)
        except (EngineError, BudgetError) as error:
            if isinstance(error, BudgetError) and not attempt.gives_way:
                raise
            failed.append((attempt.engine, error))
        else:
            return record.model_copy(update={"passed_over": tuple(map(_said, failed))})
    last = failed[-1][1]
    raise with_all(last, [_said(one) for one in failed[:-1]]) from last


def _said(failed: tuple[str, DramaError]) -> str:
    return f"{failed[0]}: {failed[1]}"


def with_all(error: DramaError, passed_over: Sequence[str]) -> DramaError:
    """The last engine's error, with what went wrong with those before it."""
    if not passed_over:
        return error
    before = "; ".join(passed_over)
    return type(error)(f"All engines failed. {error.happened} Before that, {before}", error.help)
