"""The command that looks at finished films."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pipeline.contact import sheet
from pipeline.drama import Drama, open_drama
from pipeline.episodes import ALL, named
from pipeline.errors import InputError
from pipeline.final.check import stage
from pipeline.final.check.film import examine
from pipeline.final.check.report import Report, as_data
from pipeline.final.check.stage import Lying
from pipeline.final.check.table import as_table
from pipeline.plan import Plan, plan
from pipeline.storage.home import is_far
from pipeline.telling import out
from pipeline.typed import All, Episodes, letters


@letters
def check(
    film: Annotated[
        Path, typer.Argument(help="A film, or a drama's folder for all of its films.", show_default=False)
    ],
    *,
    episodes: Episodes = "all",
    every: All = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for a program to read.")] = False,
) -> None:
    """
    Look at finished films: length, streams, black and frozen pictures, voices, subtitles, loudness, labels.

    A film in its drama's folder is compared with what the drama asks for, every line with its voice and every
    shot with its clip. Of any other film only what needs no plan is checked. Ends with 1 where anything is
    wrong.
    """
    reports = list(_reports(film, ALL if every else episodes))
    if as_json:
        sys.stdout.write(json.dumps(as_data(reports), ensure_ascii=False, indent=1) + "\n")
    else:
        for report in reports:
            out.print(as_table(report))
    if any(report.wrong for report in reports):
        raise typer.Exit(1)


def _reports(film: Path, episodes: str) -> Iterator[Report]:
    if film.is_dir() or is_far(film):
        there = [one for one in _lying(film, episodes) if one.made.path.is_file()]
        if not there:
            raise InputError(f"There is no film in {film} yet.", f"`drama run {film}` makes it.")
        yield from (one.examine() for one in there)
        return
    if not film.is_file():
        raise InputError(f"{film} is not there.", "Name a film, or a drama's folder.")
    folder = stage.drama_of(film)
    known = (one for one in (_lying(folder, ALL) if folder else ()) if one.made.path.samefile(film))
    one = next(known, None)
    yield one.examine() if one else examine(film)


def write_sheets(drama: Drama, planned: Plan) -> None:
    """Write the contact sheet of every episode of the plan, with what the check says of its film."""
    for outcome in planned.outcomes:
        films = (one for one in stage.lying(drama, outcome) if one.made.path.is_file())
        film = next(films, None)
        path = sheet.write(drama, outcome, film.examine() if film else None)
        out.print(str(path), soft_wrap=True)
        out.print(str(path.with_suffix(".png")), soft_wrap=True)


def _lying(folder: Path, episodes: str) -> Iterator[Lying]:
    drama = open_drama(folder, planning=True)
    for outcome in plan(drama, named(episodes)).outcomes:
        yield from stage.lying(drama, outcome)
