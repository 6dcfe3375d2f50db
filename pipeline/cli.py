"""The command `drama`: thin; it reads what was typed, calls the pipeline and tells what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import typer
from rich.table import Table

from pipeline import show as shows
from pipeline.drama import PROFILE, begin, open_drama
from pipeline.episodes import ALL, named
from pipeline.errors import DramaError, FolderError, InputError
from pipeline.names import known, meant, reached
from pipeline.offers import offers, tried
from pipeline.plan import plan
from pipeline.records import BY_HAND
from pipeline.running import (
    end_at_once,
    episodes_of,
    err,
    folder_of,
    make,
    out,
    stage_named,
    tell_plan,
)

F = TypeVar("F", bound=Callable[..., Any])

app = typer.Typer(
    name="drama",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Turn a script into a finished vertical short drama.\n\n"
    "Begin with [bold]drama run SCRIPT[/]. Everything that was made is kept in the drama's folder, so "
    "running again goes on where it stopped; change a file there, and what depends on it is made anew.",
    epilog="Ends with 0 when all is well, 1 when files are missing or the film failed its check, 3 when the "
    "input must be corrected, 4 when the folder can't be written, 5 when an engine failed, 6 at the budget, "
    "130 when it was stopped.",
)

Folder = Annotated[Path, typer.Argument(help="The drama's folder.", show_default=False)]
Source = Annotated[Path, typer.Argument(help="A script, or a drama's folder.", show_default=False)]
Episodes = Annotated[
    str, typer.Option("--episodes", "--episode", help="Which episodes: 1, 2-5, 1-3,7 or all.")
]
All = Annotated[bool, typer.Option("--all", help="All episodes; the same as --episodes all.")]
ProfileOption = Annotated[str, typer.Option(help="A profile by name, or the path of a YAML file.")]
Until = Annotated[str, typer.Option(help="The last stage to make: storyboard, images, voices, clips, final.")]


def _letters(command: F) -> F:
    """Print our errors as letters, and end with their exit codes."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except DramaError as error:
            err.print(str(error), style="red")
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            err.print("Stopped. What was made is kept; run the same command again to go on.", style="yellow")
            end_at_once(130)

    return cast("F", told)


@app.command()
@_letters
def run(
    source: Source,
    episodes: Episodes = "1",
    every: All = False,
    profile: ProfileOption = "",
    until: Until = "final",
) -> None:
    """
    Make the film, or go on where an earlier run stopped.

    The first run of a script begins a folder of the same name beside it, with a copy of the script
    and a profile of its own to edit (drama.yaml).
    """
    make(folder_of(source, profile), ALL if every else episodes, profile, until)


@app.command("plan")
@_letters
def plan_(
    source: Folder,
    episodes: Episodes = "1",
    every: All = False,
    profile: ProfileOption = "",
    until: Until = "final",
) -> None:
    """Tell what a run would make and keep, by which engine, at what cost, without doing it."""
    drama = open_drama(source, profile, planning=True)
    planned = plan(drama, named(ALL if every else episodes), stage_named(until))
    table = Table("file", "engine", "why", "price", title="To make", title_justify="left")
    for made in planned.to_make:
        table.add_row(made.name, made.engine, made.why, str(made.price or "free"))
    if planned.to_make:
        out.print(table)
    tell_plan(planned, source, until)
    planned.insist()


@app.command()
@_letters
def redo(
    folder: Folder,
    target: Annotated[str, typer.Argument(help="An episode, scene, shot, line, character or file.")],
    stage: Annotated[str, typer.Option(help="Only this stage: images, voices, clips ...")] = "",
    seed: Annotated[int | None, typer.Option(min=0, help="The seed of the new take.")] = None,
    until: Annotated[str, typer.Option(help="The last stage to make; the last there is, if not given.")] = "",
) -> None:
    """Make a new take of a part, and of what depends on it. Earlier takes are kept."""
    drama = open_drama(folder)
    names = meant(drama.project, target, stage)
    for name in names:
        drama.project.redo(name, seed)
    out.print(f"A new take of {len(names)} file(s): {', '.join(names[:6])}{' ...' if len(names) > 6 else ''}")
    make(folder, episodes_of(names, drama.project), "", until or reached(drama.project))


@app.command()
@_letters
def takes(
    folder: Folder,
    target: Annotated[str, typer.Argument(help="Only of this scene, shot, line, character or file.")] = "",
) -> None:
    """List the earlier takes that can be brought back."""
    project = open_drama(folder).project
    table = Table("file", "take", "", "engine", "seed", "made at")
    for name in meant(project, target) if target else known(project):
        present = project.records.read(project.records.page(name))
        earlier = list(project.records.takes(name))
        if not earlier:
            continue
        for record in sorted([*earlier, *([present] if present else [])], key=lambda record: record.take):
            seed = record.recipe.get("request", {}).get("seed", "") if record.engine != BY_HAND else ""
            mark = "<- now" if record is present else ""
            table.add_row(name, str(record.take), mark, record.engine, str(seed), record.made_at)
    out.print(table if table.row_count else "There are no earlier takes.")


@app.command()
@_letters
def take(
    folder: Folder,
    target: Annotated[str, typer.Argument(help="A file, such as clips/e01s02-03, or its shot or line.")],
    number: Annotated[int, typer.Argument(min=1, help="The take to bring back.")],
) -> None:
    """Bring an earlier take back; it stays until a redo is asked for."""
    project = open_drama(folder).project
    names = [name for name in meant(project, target) if any(project.records.takes(name))]
    if len(names) != 1:
        told = ", ".join(names) or "none has an earlier take"
        raise InputError(f"{target!r} must mean one file with earlier takes: {told}.", "See `drama takes`.")
    made = project.choose(names[0], number)
    out.print(f"{made.name} is take {made.take} again. `drama run {folder}` carries it into the film.")


@app.command()
@_letters
def show(
    folder: Folder,
    episodes: Episodes = "1",
    every: All = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for a program to read.")] = False,
    storyboard: Annotated[
        bool, typer.Option("--storyboard", help="Read its scenes, shots and lines.")
    ] = False,
) -> None:
    """Show what is there, what is stale, what was made by hand, and what it cost."""
    drama = open_drama(folder, planning=True)
    if storyboard:
        for part in shows.storyboard(drama, named(ALL if every else episodes)):
            out.print(part)
        return
    planned = plan(drama, named(ALL if every else episodes))
    if as_json:
        sys.stdout.write(
            json.dumps(shows.as_data(drama.project, planned), ensure_ascii=False, indent=1) + "\n"
        )
        return
    out.print(shows.as_table(drama.project, planned))
    for shown in shows.look(drama.project, planned):
        if shown.stands in ("stale", "by hand"):
            out.print(f"{shown.stands}: {shown.made.name} {shown.made.why}".rstrip())
    tell_plan(planned, folder, "final")
    spent = ", ".join(map(str, drama.project.ledger.totals())) or "nothing"
    out.print(f"Spent so far: {spent}.")


@app.command()
@_letters
def engines(
    stage: Annotated[str, typer.Option(help="Only of this stage: storyboard, images, voices, clips.")] = "",
    check: Annotated[
        bool,
        typer.Option("--check", help="Ask vendors whether they take the keys that are set; costs nothing."),
    ] = False,
) -> None:
    """List every engine by stage: can it run here, if not why, and what it costs."""
    found = list(offers(stage_named(stage) if stage else ""))
    said = tried(found) if check else {}
    table = Table("stage", "engine", "can run here", "price")
    for offer in found:
        table.add_row(offer.stage, offer.name, said.get(offer.name) or offer.why or "yes", offer.price)
    out.print(table)


@app.command()
@_letters
def new(folder: Folder, profile: ProfileOption = "offline") -> None:
    """Begin an empty drama with its commented drama.yaml."""
    if (folder / PROFILE).exists():
        raise FolderError(f"{folder} is a drama already.", f"Edit its {PROFILE}, or choose another folder.")
    begin(folder, profile)
    out.print(
        f"Put your script into {folder}/script.txt, look at {folder}/{PROFILE}, then: drama run {folder}"
    )
