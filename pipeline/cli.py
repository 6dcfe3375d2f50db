"""The command `drama`: thin; it reads what was typed, calls the pipeline and tells what came of it."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer
from rich.table import Table

from pipeline import show as shows
from pipeline.cli_approve import approve
from pipeline.cli_cast import voices
from pipeline.cli_check import check as check_films
from pipeline.cli_check import write_sheets
from pipeline.cli_export import export
from pipeline.cli_money import jobs, spend
from pipeline.cli_platforms import platforms
from pipeline.cli_serve import schedule, serve
from pipeline.cli_voice_server import voice_server
from pipeline.drama import PROFILE, begin, open_drama
from pipeline.episodes import ALL, named
from pipeline.errors import FolderError, InputError
from pipeline.final.picture import encoders
from pipeline.names import known, meant, reached
from pipeline.offers import machine, offers, tried
from pipeline.plan import plan
from pipeline.records import BY_HAND
from pipeline.running import Wanted, episodes_of, folder_of, make, stage_named
from pipeline.storage.home import here
from pipeline.telling import out, tell_cost, tell_plan, tell_waiting
from pipeline.typed import All, Draft, Episodes, Folder, ProfileOption, Source, Until, app, letters

__all__ = ["app"]


@app.command()
@letters
def run(
    source: Source,
    *,
    episodes: Episodes = "1",
    every: All = False,
    profile: ProfileOption = "",
    until: Until = "final",
    draft: Draft = False,
) -> None:
    """
    Make the film, or go on where an earlier run stopped.

    The first run of a script begins a folder of the same name beside it, with a copy of the script
    and a profile of its own to edit (drama.yaml).
    """
    make(folder_of(source, profile), Wanted(ALL if every else episodes, until, profile, draft))


@app.command("plan")
@letters
def plan_(
    source: Folder,
    *,
    episodes: Episodes = "1",
    every: All = False,
    profile: ProfileOption = "",
    until: Until = "final",
    draft: Draft = False,
) -> None:
    """Tell what a run would make and keep, by which engine, at what cost, without doing it."""
    wanted = Wanted(ALL if every else episodes, until, profile, draft)
    drama = wanted.opened(source)
    planned = wanted.planned(drama)
    table = Table("file", "engine", "why", "price", title="To make", title_justify="left")
    for made in planned.to_make:
        price = "under way" if made.under_way else str(made.price or "free")
        table.add_row(made.name, made.engine, made.why, price)
    if planned.to_make:
        out.print(table)
    tell_cost(drama, planned)
    tell_plan(planned, source, until)
    planned.insist()


@app.command()
@letters
def redo(
    folder: Folder,
    target: Annotated[str, typer.Argument(help="An episode, scene, shot, line, character or file.")],
    *,
    stage: Annotated[str, typer.Option(help="Only this stage: images, voices, clips ...")] = "",
    seed: Annotated[int | None, typer.Option(min=0, help="The seed of the new take.")] = None,
    until: Annotated[str, typer.Option(help="The last stage to make; the last there is, if not given.")] = "",
    draft: Draft = False,
) -> None:
    """Make a new take of a part, and of what depends on it. Earlier takes are kept."""
    drama = open_drama(folder)
    names = meant(drama.project, target, stage)
    for name in names:
        drama.project.redo(name, seed)
    out.print(f"A new take of {len(names)} file(s): {', '.join(names[:6])}{' ...' if len(names) > 6 else ''}")
    last = until or reached(drama.project)
    make(folder, Wanted(episodes_of(names, drama.project), last, draft=draft))


@app.command()
@letters
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
@letters
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
@letters
def show(
    folder: Folder,
    *,
    episodes: Episodes = "1",
    every: All = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for a program to read.")] = False,
    storyboard: Annotated[
        bool, typer.Option("--storyboard", help="Read its scenes, shots and lines.")
    ] = False,
    sheet: Annotated[
        bool, typer.Option("--sheet", help="Write all shots at a glance: a page that plays, and a picture.")
    ] = False,
) -> None:
    """Show what is there, what is stale, what was made by hand, and what it cost."""
    drama = open_drama(folder, planning=True)
    if storyboard:
        for part in shows.storyboard(drama, named(ALL if every else episodes)):
            out.print(part)
        return
    planned = plan(drama, named(ALL if every else episodes))
    if sheet:
        write_sheets(drama, planned)
        return
    if as_json:
        sys.stdout.write(
            json.dumps(shows.as_data(drama.project, planned), ensure_ascii=False, indent=1) + "\n"
        )
        return
    out.print(shows.as_table(drama.project, planned))
    files = shows.look(drama.project, planned)
    for shown in files:
        if shown.stands in ("stale", "by hand"):
            out.print(f"{shown.stands}: {shown.made.name} {shown.made.why}".rstrip())
    for told in shows.told_otherwise(planned.files):
        out.print(told)
    if faces := shows.as_faces(files, drama.profile.faces.least):
        out.print(faces)
    for line in shows.advice(files, drama.profile.faces.least, folder):
        out.print(line, soft_wrap=True)
    tell_plan(planned, folder, "final")
    tell_waiting(planned.waits_for, folder)
    spent = ", ".join(map(str, drama.project.ledger.totals())) or "nothing"
    out.print(f"Spent so far: {spent}.")


@app.command()
@letters
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
    for sentence in (*machine(), *encoders.told()):
        out.print(sentence)


@app.command()
@letters
def new(folder: Folder, profile: ProfileOption = "offline") -> None:
    """Begin an empty drama with its commented drama.yaml."""
    if (here(folder) / PROFILE).exists():
        raise FolderError(f"{folder} is a drama already.", f"Edit its {PROFILE}, or choose another folder.")
    begin(folder, profile)
    out.print(
        f"Put your script into {folder}/script.txt, look at {folder}/{PROFILE}, then: drama run {folder}"
    )


app.command("approve")(approve)
app.command("voices")(voices)
app.command("spend")(spend)
app.command("export")(export)
app.command("check")(check_films)
app.command("platforms")(platforms)
app.command("jobs")(jobs)
app.command("voice-server")(voice_server)
app.command("serve")(serve)
app.command("schedule")(schedule)
