"""The command about who speaks with which voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.table import Table

from pipeline.drama import Drama, open_drama
from pipeline.errors import EngineError, InputError, in_short
from pipeline.options import instead
from pipeline.story import Language, Outline
from pipeline.storyboard.stage import Storyboards
from pipeline.telling import err, out
from pipeline.typed import ProfileOption, letters
from pipeline.voices import ENGINES, desk, recordings
from pipeline.voices.cast_page import CAST, NARRATOR, RECORDINGS
from pipeline.voices.engine import Listing, Offered, VoiceAbilities, VoiceEngine


@letters
def voices(
    folder: Annotated[
        Path | None, typer.Argument(help="A drama's folder; without one, all engines are told of.")
    ] = None,
    *,
    engine: Annotated[str, typer.Option(help="Only of this engine.")] = "",
    language: Annotated[str, typer.Option(help="Only voices of this language: zh or en.")] = "",
    profile: ProfileOption = "",
) -> None:
    """List the voices that there are; of a drama also who speaks with which, and the recordings."""
    drama = open_drama(folder, profile, planning=True) if folder else None
    there = _engines(drama)
    if engine and engine not in there:
        raise InputError(f"{engine!r} is no engine of voices here.", instead(engine, there))
    if language and language not in get_args(Language):
        raise InputError(f"{language!r} is no language of voices.", instead(language, get_args(Language)))
    for name, one in there.items():
        if engine in ("", name):
            _tell_engine(name, one, language)
    if drama:
        _tell_cast(drama)


def _engines(drama: Drama | None) -> dict[str, VoiceEngine]:
    """The engines of *drama* in their order, or all that there are with their usual options."""
    if drama:
        return {chosen.name: chosen.engine for chosen in drama.profile.voices}
    return {name: kind() for name, kind in ENGINES.items()}


def _tell_engine(name: str, engine: VoiceEngine, language: str) -> None:
    """What *engine* can do, whether it can run here, and its voices of *language*, or all."""
    can, problem = engine.abilities, engine.unavailable()
    out.print(f"{name}: {_said(can)}.", style="bold")
    if problem:
        out.print(f"It can't run here. {problem}")
    offered = [one for one in can.voices if not language or one.speaks(language)]
    if offered:
        out.print(_offered(offered))
    if not problem and isinstance(engine, Listing):
        _tell_listed(engine, {one.name for one in can.voices})
    out.print()


def _said(can: VoiceAbilities) -> str:
    if can.voices:
        has = "1 voice" if len(can.voices) == 1 else f"{len(can.voices)} voices"
    else:
        has = "no voices of its own" if can.clones else "a voice for everybody by sex and age"
    clones = "speaks like recordings" if can.clones else "does not speak like recordings"
    return ", ".join([has, clones, *(["follows notes"] if can.notes else [])])


def _offered(there: Iterable[Offered]) -> Table:
    table = _table("voice", "sex", "age", "speaks", "manner")
    for one in there:
        age = one.age.value if one.age else "any"
        table.add_row(one.name, one.sex, age, ", ".join(one.languages) or "any", one.manner)
    return table


def _table(first: str, *columns: str) -> Table:
    """Without lines, since names are long and must be there whole: they are what one writes elsewhere."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first, no_wrap=True, overflow="fold")
    for column in columns:
        table.add_column(column)
    return table


def _tell_listed(engine: Listing, known: set[str]) -> None:
    """What its server says of the voices that it has."""
    try:
        listed = engine.listed()
    except EngineError as error:
        err.print(str(error), style="yellow")
        return
    if more := [name for name in listed if name not in known]:
        out.print(f"Its server has also {in_short(more)}. To cast from them, name them under `voices`.")
    if listed and (lost := [name for name in sorted(known) if name not in listed]):
        err.print(f"Its server does not have {in_short(lost)}.", style="yellow")


def _tell_cast(drama: Drama) -> None:
    outline = Storyboards(drama).told
    if outline is None:
        out.print("Who speaks with which can be told once the storyboard is there.")
        return
    found = desk.cast(drama, outline, desk.page(drama, outline) if desk.with_page(drama) else None)
    if CAST not in found.problems:
        out.print("The cast", style="bold")
        out.print(_cast(drama, found))
    for line in _heard(drama, outline, found):
        out.print(line)
    for name, problem in found.problems.items():
        err.print(f"{name}: {problem}", style="red")
    for warning in found.warnings:
        err.print(warning, style="yellow")


def _cast(drama: Drama, cast: desk.Cast) -> Table:
    table = _table("character", "sex", "age", "speaks with")
    for name, voice in cast.voices.items():
        if name == voice.name:
            speaks_with = "\n".join(_speaks_with(drama, cast, name))
            table.add_row(name or NARRATOR, voice.sex, voice.age.value, speaks_with)
    return table


def _speaks_with(drama: Drama, cast: desk.Cast, name: str) -> Iterator[str]:
    """What each engine would speak with for *name*."""
    for chosen in drama.profile.voices:
        recording = cast.recordings.get(name) if chosen.engine.abilities.clones else None
        voice = cast.called.get(chosen.name, {}).get(name)
        yield f"{chosen.name}: {recording.sound.name if recording else voice or _unnamed(chosen.engine)}"


def _unnamed(engine: VoiceEngine) -> str:
    can = engine.abilities
    return "nobody" if can.voices else "its own voice" if can.clones else "by sex and age"


def _heard(drama: Drama, outline: Outline, found: desk.Cast) -> Iterator[str]:
    """What each recording is like that is not among the problems of the cast."""
    for there in desk.recorded(drama, outline).values():
        for file in there:
            if f"{RECORDINGS}{file.name}" in found.problems:
                continue
            wrong, _ = desk.look(file)
            words = "with its words" if file.with_suffix(".txt").is_file() else "without its words"
            if wrong:
                yield f"{RECORDINGS}{file.name}: {' '.join(wrong)}"
            else:
                heard = recordings.listen(file)
                yield f"{RECORDINGS}{file.name}: {heard.seconds:.1f} s at {heard.rate} Hz, {words}: good."
