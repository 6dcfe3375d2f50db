"""The commands about money: what was spent, and which paid jobs are under way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from pipeline import accounts
from pipeline import jobs as sent
from pipeline.drama import Drama, open_drama
from pipeline.errors import DramaError, InputError, Unsettled
from pipeline.quoting import allowance
from pipeline.telling import err, out
from pipeline.tickets import Ticket
from pipeline.typed import Folder, letters


@letters
def spend(
    folder: Folder,
    csv: Annotated[
        Path | None, typer.Option("--csv", help="Write each call to this file, for a spreadsheet.")
    ] = None,
) -> None:
    """Tell what was spent: by engine, stage and day, what is reserved, and what the budget leaves."""
    drama = open_drama(folder)
    ledger, tickets = drama.project.ledger, drama.project.tickets
    sent.release_unsent(drama.project)
    if not ledger.calls():
        out.print("Nothing was spent.")
        return
    out.print(accounts.as_table(ledger))
    if left := allowance(drama.profile.budget, ledger):
        out.print(left)
    if csv:
        accounts.write_csv(ledger, tickets, csv)
        out.print(f"Each call is in {csv}.", soft_wrap=True)


@letters
def jobs(
    folder: Folder,
    name: Annotated[str, typer.Argument(help="Only of this file, shot, scene or episode.")] = "",
    id_: Annotated[
        str, typer.Option("--id", help="Wait for this job, which you found on the vendor's page.")
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="Forget it: the next run sends it anew.")] = False,
    cancel: Annotated[
        bool, typer.Option("--cancel", help="Have the vendor stop it; without a name, all of them.")
    ] = False,
) -> None:
    """
    List the paid jobs that are under way, or settle one by hand.

    What is forgotten counts as spent where the vendor is known to have the job, and as free where its
    answer was lost; what is taken back costs what the vendor says.
    """
    drama = open_drama(folder)
    asked = [word for word, given in (("--id", id_), ("--again", again), ("--cancel", cancel)) if given]
    if len(asked) > 1 or (asked and asked != ["--cancel"] and not name):
        raise InputError(f"{' and '.join(asked)} can't be done.", "Say one of them, and name the file.")
    found = sent.meant(drama.project, name) if name else sent.under_way(drama.project)
    if id_:
        ticket = sent.take_over(drama, found, id_)
        out.print(f"{ticket.page.name} is job {id_} of {ticket.page.engine}; the next run fetches it.")
    elif again:
        for ticket in found:
            sent.forget(drama, ticket)
            out.print(f"{ticket.page.name} by {ticket.page.engine} is sent anew by the next run.")
    elif cancel:
        _take_back(drama, found)
    else:
        out.print(sent.as_table(found) if found else "No jobs are under way.")


def _take_back(drama: Drama, tickets: Sequence[Ticket]) -> None:
    """Take back what can be; `Unsettled` where some go on."""
    left = 0
    for ticket in tickets:
        page, job = ticket.page, ticket.id
        try:
            paid = sent.take_back(drama, ticket)
        except DramaError as error:
            left += 1
            err.print(str(error), style="yellow")
        else:
            cost = f"{paid:g} {page.price.currency}" if page.price and paid else "nothing"
            out.print(f"{page.name}: {page.engine} stopped job {job}; it costs {cost}.")
    if left:
        raise Unsettled(f"{left} job(s) go on.", "They are paid only once: the next run fetches them.")
