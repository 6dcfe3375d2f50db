"""The commands for studios: serve the dramas of a folder, and make series by themselves every night."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from pipeline.dramas import Dramas
from pipeline.episodes import NEXT, named
from pipeline.errors import InputError
from pipeline.telling import err, out
from pipeline.typed import letters


@letters
def serve(
    dramas: Annotated[
        Path,
        typer.Argument(help="The folder that holds dramas and scripts, or its address: s3://bucket/dramas."),
    ] = Path(),
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the UI is.")] = 4200,
    host: Annotated[
        str, typer.Option(help="Who may open it; 0.0.0.0 is everybody in the network.")
    ] = "127.0.0.1",
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, help="How many runs work at once; others wait.")
    ] = 2,
    pool: Annotated[
        str, typer.Option(help="Have the workers of this work pool make the films; a new one is made.")
    ] = "",
) -> None:
    """
    Serve a folder of dramas: start, watch, schedule and redo films from a browser.

    Starts a Prefect server with its UI, unless PREFECT_API_URL names one. Runs that Ctrl-C stops go on when
    the folder is served again.
    """
    served = Dramas(dramas)
    served.insist()
    # Prefect takes a second to load.
    from flows.serve import serve as serve_flows

    if host not in ("127.0.0.1", "localhost", "::1"):
        err.print(
            f"Whoever can reach {host} can start runs, which may cost money. A password keeps others out:"
            " PREFECT_SERVER_API_AUTH_STRING and PREFECT_API_AUTH_STRING, both `name:password`.",
            style="yellow",
            soft_wrap=True,
        )
    serve_flows(served, host, port, at_once, lambda told: out.print(told, soft_wrap=True), pool=pool)


@letters
def schedule(
    folder: Annotated[str, typer.Argument(help="A drama, or a script; without one all are listed.")] = "",
    *,
    cron: Annotated[str, typer.Option(help='When: "0 2 * * *" is every night at 2.')] = "",
    every: Annotated[float | None, typer.Option(min=0.1, help="Every so many hours instead.")] = None,
    episodes: Annotated[str, typer.Option(help="Which: next, all, 1-3 ...")] = NEXT,
    timezone: Annotated[str, typer.Option(help="As in Asia/Shanghai; this machine's, if not given.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Remove the schedules of this drama.")] = False,
) -> None:
    """
    Make a series by itself, as every night its next episode; list schedules, and remove them.

    `drama serve` carries them out.
    """
    if sum([bool(cron), every is not None, remove]) != bool(folder):
        raise InputError(
            "It needs a drama with one of --cron, --every and --remove, or nothing to list what there is.",
            'As in: drama schedule rain --cron "0 2 * * *".',
        )
    if episodes.strip() != NEXT:
        named(episodes)
    from flows.schedules import schedule as written
    from flows.schedules import schedules

    when = written(cron, every or 0.0, timezone) if cron or every else None
    with schedules() as (known, own):
        listed = {one.drama for one in known.all()}
        # A schedule outlives its drama, and is removed all the same.
        is_known = not folder or (remove and folder in listed)
        drama = Dramas(Path(own.dramas)).name_of(folder) if own and not is_known else folder
        if remove:
            out.print(f"Removed {known.remove(drama)} schedule(s) of {drama}.")
        elif when:
            known.add(drama, when, episodes)
        table = Table("drama", "episodes", "when", "", title="Schedules", title_justify="left")
        for one in known.all():
            table.add_row(one.drama, one.episodes, one.when, "" if one.active else "paused")
        out.print(table if table.row_count else "Nothing is scheduled.")
