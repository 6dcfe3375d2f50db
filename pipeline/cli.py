"""The command `drama`: thin; it reads what was typed, calls the pipeline and tells what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

import typer
from rich.console import Console
from rich.table import Table

from pipeline.errors import DramaError, Incomplete, InputError

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
    "input must be corrected, 4 when the folder can't be written, 5 when an engine failed, 6 at the budget.",
)
# A log or a pipe has no width of its own: nothing is cut off there.
out = Console(width=None if sys.stdout.isatty() else 160)
err = Console(stderr=True, width=None if sys.stderr.isatty() else 160)

Folder = Annotated[Path, typer.Argument(help="The drama's folder.", show_default=False)]
Source = Annotated[Path, typer.Argument(help="A script, or a drama's folder.", show_default=False)]
EpisodeOption = Annotated[str, typer.Option(help="Which episodes: 1, 2-5, 1,3 or all.")]
ProfileOption = Annotated[str, typer.Option(help="A profile by name, or the path of a YAML file.")]
Until = Annotated[str, typer.Option(help="The last stage to make: storyboard, images, voices, clips, final.")]


def _letters(command: F) -> F:
    """Print our errors as letters, and end with their exit codes."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except DramaError as error:
            err.print(str(error), style="red", markup=False, highlight=False)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            err.print("Stopped. What was made is kept; run the same command again to go on.", style="yellow")
            raise typer.Exit(130) from None

    return cast("F", told)


@app.command()
@_letters
def run(
    source: Source,
    episode: EpisodeOption = "1",
    profile: ProfileOption = "",
    until: Until = "final",
) -> None:
    """
    Make the film, or go on where an earlier run stopped.

    The first run of a script begins a folder of the same name beside it, with a copy of the script
    and a profile of its own to edit (drama.yaml).
    """
    _run(_folder(source, profile), episode, profile, until)


@app.command("plan")
@_letters
def plan_(
    source: Folder,
    episode: EpisodeOption = "1",
    profile: ProfileOption = "",
    until: Until = "final",
) -> None:
    """Tell what a run would make and keep, by which engine, at what cost, without doing it."""
    from pipeline.drama import open_drama
    from pipeline.plan import plan

    drama = open_drama(source, profile, planning=True)
    planned = plan(drama, _numbers(drama, episode), _stage(until))
    table = Table("file", "engine", "why", "price", title="To make", title_justify="left")
    for made in planned.to_make:
        table.add_row(made.name, made.engine, made.why, str(made.price or "free"))
    if planned.to_make:
        out.print(table)
    _tell_plan(planned)
    planned.insist()


@app.command()
@_letters
def redo(
    folder: Folder,
    target: Annotated[str, typer.Argument(help="An episode, scene, shot, line, character or file.")],
    stage: Annotated[str, typer.Option(help="Only this stage: images, voices, clips ...")] = "",
    seed: Annotated[int | None, typer.Option(min=0, help="The seed of the new take.")] = None,
) -> None:
    """Make a new take of a part, and of what depends on it. Earlier takes are kept."""
    from pipeline.drama import open_drama
    from pipeline.names import meant

    drama = open_drama(folder)
    names = meant(drama.project, target, stage)
    for name in names:
        drama.project.redo(name, seed)
    out.print(f"A new take of {len(names)} file(s): {', '.join(names[:6])}{' ...' if len(names) > 6 else ''}")
    _run(folder, _episodes_of(names, folder), "", "final")


@app.command()
@_letters
def takes(
    folder: Folder,
    target: Annotated[str, typer.Argument(help="Only of this scene, shot, line, character or file.")] = "",
) -> None:
    """List the earlier takes that can be brought back."""
    from pipeline.drama import open_drama
    from pipeline.names import known, meant
    from pipeline.records import BY_HAND

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
    from pipeline.drama import open_drama
    from pipeline.names import meant

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
    episode: EpisodeOption = "1",
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for a program to read.")] = False,
) -> None:
    """Show what is there, what is stale, what was made by hand, and what it cost."""
    from pipeline import show as shows
    from pipeline.drama import open_drama
    from pipeline.plan import plan

    drama = open_drama(folder, planning=True)
    planned = plan(drama, _numbers(drama, episode))
    if as_json:
        sys.stdout.write(
            json.dumps(shows.as_data(drama.project, planned), ensure_ascii=False, indent=1) + "\n"
        )
        return
    out.print(shows.as_table(drama.project, planned))
    for shown in shows.look(drama.project, planned):
        if shown.stands in ("stale", "by hand"):
            out.print(f"{shown.stands}: {shown.made.name} {shown.made.why}".rstrip(), highlight=False)
    _tell_plan(planned)
    spent = ", ".join(map(str, drama.project.ledger.totals())) or "nothing"
    out.print(f"Spent so far: {spent}.", highlight=False)


@app.command()
@_letters
def engines() -> None:
    """List every engine by stage: can it run here, and if not, why."""
    from pipeline.profile import ENGINES

    table = Table("stage", "engine", "can run here")
    for stage, known in ENGINES.items():
        for name, kind in known.items():
            table.add_row(stage, name, kind().unavailable() or "yes")
    out.print(table)


@app.command()
@_letters
def new(folder: Folder, profile: ProfileOption = "offline") -> None:
    """Begin an empty drama with its commented drama.yaml."""
    from pipeline.drama import PROFILE, begin
    from pipeline.errors import FolderError

    if (folder / PROFILE).exists():
        raise FolderError(f"{folder} is a drama already.", f"Edit its {PROFILE}, or choose another folder.")
    begin(folder, profile)
    out.print(
        f"Put your script into {folder}/script.txt, look at {folder}/{PROFILE}, then: drama run {folder}"
    )


def _folder(source: Path, profile: str) -> Path:
    from pipeline.drama import adopt

    if source.is_dir():
        return source
    if not source.is_file():
        raise InputError(f"There is no {source}.", "Name a script file, or a drama's folder.")
    return adopt(source, profile or "offline")


def _run(folder: Path, episode: str, profile: str, until: str) -> None:
    from pipeline.drama import open_drama
    from pipeline.plan import plan
    from pipeline.progress import shown

    drama = open_drama(folder, profile, planning=True)
    numbers = _numbers(drama, episode)
    planned = plan(drama, numbers, _stage(until))
    _tell_plan(planned)
    planned.insist()
    if planned.idle:
        _tell_outcomes(dict(zip(numbers, planned.outcomes, strict=True)))
        return
    # Prefect takes seconds to start: only a run that has something to do pays for it.
    from flows.here import run_here
    from flows.series import make_series

    with shown(planned.files, err):
        state = run_here(make_series, folder=str(folder), episodes=numbers, profile=profile, until=until)
    outcomes = state.result(raise_on_failure=False)
    if isinstance(outcomes, BaseException):
        raise outcomes
    _tell_outcomes(outcomes)


def _tell_outcomes(outcomes: dict[int, Any]) -> None:
    missing: dict[str, str] = {}
    for number, outcome in outcomes.items():
        if isinstance(outcome, DramaError):
            missing[f"episode {number}"] = str(outcome)
            continue
        if isinstance(outcome, BaseException):
            raise outcome
        missing |= outcome.missing
        if outcome.film:
            out.print(f"The film: {outcome.film.path.resolve()}", highlight=False, soft_wrap=True)
        for made in outcome.files:
            for why in made.passed_over:
                err.print(f"{made.name} was made by {made.engine}; passed over {why}", style="yellow")
    if missing:
        raise Incomplete(missing)


def _tell_plan(planned: Any) -> None:
    for warning in planned.warnings:
        err.print(warning, style="yellow", markup=False, highlight=False)
    kept = len(planned.files) - len(planned.to_make)
    cost = ", ".join(map(str, planned.cost)) or "nothing"
    out.print(
        f"{len(planned.to_make)} file(s) to make, {kept} kept;"
        f" about {planned.seconds:.0f} s of film; costs {cost}.",
        highlight=False,
    )


def _numbers(drama: Any, episode: str) -> list[int]:
    """The episodes that `1`, `2-5`, `1,3` or `all` means."""
    if episode == "all":
        from pipeline.storyboard.stage import Storyboards

        return Storyboards(drama).numbers()
    numbers: list[int] = []
    for part in episode.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdigit() or (dash and not last.isdigit()) or int(first) < 1:
            raise InputError(f"{episode!r} names no episodes.", "Write 1, 2-5, 1,3 or all.")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def _stage(name: str) -> str:
    from pipeline.project import STAGES

    if name not in STAGES:
        raise InputError(f"There is no stage {name!r}.", f"Stages: {', '.join(STAGES)}.")
    return name


def _episodes_of(names: list[str], folder: Path) -> str:
    """The episodes that the files *names* belong to; a portrait belongs to all that were begun."""
    import re

    found = {int(m[1]) for name in names if (m := re.search(r"/e(\d+)", name))}
    if not found:
        begun = (re.fullmatch(r"e(\d+)", file.stem) for file in (folder / "storyboard").glob("e*.json"))
        found = {int(m[1]) for m in begun if m}
    return ",".join(map(str, sorted(found or {1})))
