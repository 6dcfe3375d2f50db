"""Jobs that were sent to vendors and are not done: listed, taken over, forgotten, or taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, runtime_checkable

from rich.table import Table

from pipeline.choosing import ENGINES, EXTRAS, stage_of
from pipeline.drama import Drama
from pipeline.errors import FolderError, InputError, NameUnknown, Unsettled, in_short
from pipeline.hosted.engine import Hosted
from pipeline.hosted.fill import holes
from pipeline.names import names_it
from pipeline.placing import Placing
from pipeline.project import Project
from pipeline.tickets import Ticket


@runtime_checkable
class Cancels(Protocol):
    """An engine that can take back a job of its own."""

    def cancel(self, job: Mapping[str, Any]) -> None:
        """Stop the *job*, as its ticket has it."""
        ...


def release_unsent(project: Project) -> None:
    """Release what was reserved for jobs by a process that died before it sent them."""
    for call in project.ledger.calls():
        if call.ticketed and call.state == "reserved":
            # Where somebody makes the file, the job may be sent any moment.
            with suppress(FolderError), Placing(project.root, project.records).alone(call.name, wait=False):
                sent = {ticket.call for ticket in project.tickets.all(call.name) if ticket.open}
                if call.id not in sent:
                    project.ledger.settle(call.id, 0.0)


def under_way(project: Project) -> list[Ticket]:
    """The open tickets, by the names of their files; those whose files are there are closed."""
    for name in {ticket.page.name for ticket in _open(project)}:
        if project.state(name).is_ == "whole":
            project.close_ticket(name)
    return _open(project)


def _open(project: Project) -> list[Ticket]:
    return [ticket for ticket in project.tickets.all() if ticket.open]


def meant(project: Project, target: str) -> list[Ticket]:
    """The open tickets that *target* means: a file, an episode, scene or shot, or a character."""
    tickets = under_way(project)
    found = [ticket for ticket in tickets if _is_of(ticket.page.name, target)]
    if not found:
        there = in_short(list(dict.fromkeys(ticket.page.name for ticket in tickets))) or "none"
        raise NameUnknown(f"No job is under way for {target!r}.", f"There are jobs for: {there}.")
    return found


def _is_of(name: str, target: str) -> bool:
    if "/" in target:
        return target in (name, str(PurePosixPath(name).with_suffix("")))
    return names_it(name, target)


def as_table(tickets: Iterable[Ticket]) -> Table:
    """One line per job."""
    table = Table("file", "engine", "standing", "since", "job", "price")
    for ticket in tickets:
        page = ticket.page
        table.add_row(page.name, page.engine, page.standing, page.at, ticket.id, str(page.price or "free"))
    return table


def going_on(project: Project, folder: Path) -> str:
    """In one line how many jobs go on without us, and what comes of them; empty where there are none."""
    counts = Counter(ticket.page.engine for ticket in _open(project))
    if not counts:
        return ""
    engines = ", ".join(f"{engine} ({count})" for engine, count in sorted(counts.items()))
    return (
        f"{counts.total()} job(s) go on at {engines}: the next run fetches them, and they are paid only once;"
        f" `drama jobs {folder} --cancel` takes them back."
    )


def take_over(drama: Drama, tickets: Sequence[Ticket], job: str) -> Ticket:
    """
    Wait for the *job* that the user found on the vendor's page, as the one that was sent for a file.

    `InputError` where the file has several, or where the vendor's jobs are asked for with more than an id.
    """
    if len(tickets) != 1:
        engines = ", ".join(f"{ticket.page.name} by {ticket.page.engine}" for ticket in tickets)
        raise InputError(f"An id is that of one job, and these are several: {engines}.", "Name one file.")
    (ticket,) = tickets
    missing = _more_than_an_id(_engine(drama, ticket), ticket)
    if missing:
        raise InputError(
            f"{ticket.page.engine} asks for a job by more than its id: {', '.join(missing)}.",
            f"Download the file from the vendor's page to {drama.project.path(ticket.page.name)}, which is"
            " kept as made by hand; then forget the job with `--again`.",
        )
    with _alone(drama, ticket):
        ticket.waiting({**ticket.page.job, "id": job})
    return ticket


def _more_than_an_id(engine: object, ticket: Ticket) -> list[str]:
    """The values of the vendor's first answer that asking for the job takes, and that are lost."""
    if not isinstance(engine, Hosted) or not (poll := engine.usual().poll):
        return []
    asked = holes(poll.request.path) | holes(poll.request.query) | holes(poll.request.json)
    return sorted((asked & set(engine.usual().submit.keep)) - ticket.page.job.keys())


def forget(drama: Drama, ticket: Ticket) -> None:
    """
    Let the next run send the job anew.

    What was reserved counts as spent where the vendor is known to have the job, and as free where its
    answer was lost: whoever forgets that one has looked, and has not found it.
    """
    page = ticket.page
    with _alone(drama, ticket):
        taken = page.standing == "waiting" and page.price
        paid = page.price.amount if taken and page.price else 0.0
        drama.project.ledger.settle(ticket.call, paid, ticket)
        ticket.drop()


def take_back(drama: Drama, ticket: Ticket) -> float:
    """
    Have the vendor stop the job, and close its ticket; what it cost all the same.

    `Unsettled` where it goes on.
    """
    engine = _engine(drama, ticket)
    with _alone(drama, ticket):
        if isinstance(engine, Hosted):
            paid = engine.cancel(ticket)
        elif isinstance(engine, Cancels) and ticket.id:
            engine.cancel(ticket.page.job)
            paid = 0.0
        else:
            raise Unsettled(
                f"{ticket.page.engine} takes no job back: that of {ticket.page.name} goes on.",
                "The next run fetches it; `--again` forgets it.",
            )
        drama.project.ledger.settle(ticket.call, paid, ticket)
        ticket.drop()
    return paid


def _engine(drama: Drama, ticket: Ticket) -> object:
    """The engine that the job was sent by, with the options that it has now."""
    stage = stage_of(ticket.page.name)
    for chosen in drama.profile.engines(stage):
        if chosen.name == ticket.page.engine:
            return chosen.engine
    kind = {**ENGINES, **EXTRAS}[stage].get(ticket.page.engine)
    if kind is None:
        raise InputError(
            f"There is no engine {ticket.page.engine} any more, by which {ticket.page.name} was sent.",
            "Look at the vendor's page, then forget the job with `--again`.",
        )
    return kind()


def _alone(drama: Drama, ticket: Ticket) -> AbstractContextManager[None]:
    """Nobody else works on the file meanwhile: a run would send anew what is taken back under its hands."""
    project = drama.project
    return Placing(project.root, project.records).alone(ticket.page.name, wait=False)
