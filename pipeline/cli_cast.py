"""The command about who speaks with which voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from pipeline.drama import Drama, open_drama
from pipeline.errors import InputError
from pipeline.offers import offers
from pipeline.options import instead
from pipeline.story import Outline
from pipeline.storyboard.stage import Storyboards
from pipeline.telling import err, out
from pipeline.typed import ProfileOption, letters
from pipeline.voices import desk, recordings
from pipeline.voices.cast_page import NARRATOR, RECORDINGS
from pipeline.voices.casting import cast
from pipeline.voices.engine import Offered, VoiceAbilities


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
    able = _abilities(drama)
    if engine and engine not in able:
        raise InputError(f"{engine!r} is no engine of voices here.", instead(engine, able))
    chosen = {engine: able[engine]} if engine else able
    out.print(_offered({name: can.voices for name, can in chosen.items()}, language))
    for name, can in chosen.items():
        out.print(f"{name} {_said(can)}.")
    if drama:
        _tell_cast(drama)


def _abilities(drama: Drama | None) -> dict[str, VoiceAbilities]:
    """What each engine of *drama* can do, or each that there is."""
    if drama:
        return {chosen.name: chosen.engine.abilities for chosen in drama.profile.voices}
    # An engine of the stage voices is a `VoiceEngine`; the table of all engines does not know.
    return {offer.name: offer.engine.abilities for offer in offers("voices")}  # type: ignore[attr-defined]


def _said(can: VoiceAbilities) -> str:
    chooses = "has these voices" if can.voices else "finds a voice by sex and age"
    yes = [
        what for able, what in ((can.clones, "speaks like recordings"), (can.notes, "follows notes")) if able
    ]
    return ", ".join([chooses, *yes])


def _offered(found: Mapping[str, Iterable[Offered]], language: str) -> Table:
    table = Table("engine", "voice", "sex", "age", "languages", "manner")
    for name, there in found.items():
        for one in there:
            if not language or not one.languages or language in one.languages:
                age = one.age.value if one.age else "any"
                table.add_row(name, one.name, one.sex, age, ", ".join(one.languages) or "any", one.manner)
    return table


def _tell_cast(drama: Drama) -> None:
    outline = Storyboards(drama).told
    if outline is None:
        out.print("Who speaks with which can be told once the storyboard is there.")
        return
    engines = [name for name, there in desk.offered(drama).items() if there]
    found = desk.cast(drama, outline, desk.page(drama, outline) if desk.with_page(drama) else None)
    table = Table("character", "sex", "age", *engines, "recording", title="The cast", title_justify="left")
    files = desk.recorded(drama, outline)
    for name, voice in cast(outline).items():
        if name == voice.name:
            called = [found.called.get(engine, {}).get(name, "") for engine in engines]
            recorded = ", ".join(file.name for file in files.get(name, ()))
            table.add_row(name or NARRATOR, voice.sex, voice.age.value, *called, recorded)
    out.print(table)
    for line in _heard(drama, outline):
        out.print(line)
    for name, problem in found.problems.items():
        err.print(f"{name}: {problem}", style="red")
    for warning in found.warnings:
        err.print(warning, style="yellow")


def _heard(drama: Drama, outline: Outline) -> Iterator[str]:
    """What each recording is like."""
    for there in desk.recorded(drama, outline).values():
        for file in there:
            wrong, _ = desk.look(file)
            words = "with its words" if file.with_suffix(".txt").is_file() else "without its words"
            if wrong:
                yield f"{RECORDINGS}{file.name}: {' '.join(wrong)}"
            else:
                heard = recordings.listen(file)
                yield f"{RECORDINGS}{file.name}: {heard.seconds:.1f} s at {heard.rate} Hz, {words}: good."
