"""The desk at which a drama is cast: the page of the cast, the recordings, and what is wrong with them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.attempt import Attempt, Made
from pipeline.choosing import ENGINES
from pipeline.drama import Drama, slug
from pipeline.errors import BadResult, InputError, in_short
from pipeline.records import write_whole
from pipeline.story import Character, Outline
from pipeline.voices import cast_page, casting, recordings
from pipeline.voices.cast_page import CAST, NARRATOR, RECORDINGS, Given
from pipeline.voices.engine import Offered, Recording, Voice
from pipeline.voices.recordings import words_of

#: As `recordings.SUFFIXES` says.
_KINDS = "Recordings are WAV, MP3, M4A or FLAC."

log = logging.getLogger("drama")


@dataclass(frozen=True)
class Cast:
    """
    How everybody of an episode speaks, the narrator under an empty name.

    *voices* go by name and alias; *called* are engines' own voices by engine and name, *recordings* go by
    name. *problems* stand in the way, by the file that they are about; *warnings* don't.
    """

    voices: Mapping[str, Voice]
    called: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    recordings: Mapping[str, Recording] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def offered(drama: Drama) -> dict[str, tuple[Offered, ...]]:
    """The voices of each engine of the profile, by its name; none of one that goes by sex and age."""
    return {chosen.name: chosen.engine.abilities.voices for chosen in drama.profile.voices}


def with_page(drama: Drama) -> bool:
    """Whether any engine has voices to choose from."""
    return any(offered(drama).values())


def page(drama: Drama, outline: Outline, guests: Sequence[Character] = ()) -> Made:
    """
    Make or keep `voices/cast.yaml`, for the characters of *outline* but its *guests*: for all episodes alike.

    Who stands on it keeps their voice as long as the engine has it and they stay of their sex and age; a
    redo casts everybody anew.
    """
    regular = tuple(person for person in outline.characters if person not in guests)
    outline = outline.model_copy(update={"characters": regular})
    there = {name: voices for name, voices in offered(drama).items() if voices}
    whose = {name: voice for name, voice in casting.cast(outline).items() if name == voice.name}
    kinds = {name: [voice.sex, voice.age.value] for name, voice in whose.items()}

    def build(out: Path) -> Mapping[str, Any]:
        given = _before(drama, kinds)
        for engine, voices in there.items():
            known = {one.name for one in voices}
            kept = {name: said[engine] for name, said in given.items() if said.get(engine) in known}
            for name, voice in casting.choose(outline, voices, kept).items():
                given.setdefault(name, {})[engine] = voice
        write_whole(out, cast_page.text_of(given, whose))
        return {"people": kinds}

    names = {engine: [one.name for one in voices] for engine, voices in there.items()}
    request = {"language": outline.language, "people": kinds, "offered": names}
    recipe = {"engine": "casting", "version": 1, "options": {}, "request": request}
    return drama.project.make(CAST, [Attempt("casting", recipe, build, preview=True)])


def _before(drama: Drama, kinds: Mapping[str, list[str]]) -> Given:
    """What the page said of those who are still the same."""
    state = drama.project.state(CAST)
    if state.is_ != "whole" or state.record is None or drama.project.wished(CAST):
        return {}
    same = state.record.notes.get("people", {})
    said = cast_page.given(cast_page.entries(drama.project.path(CAST).read_text("utf-8")))
    return {name: said[name] for name, kind in kinds.items() if name in said and same.get(name) == kind}


@dataclass
class _Found:
    """What was found wrong, or worth a word, while a drama was cast."""

    problems: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def cast(drama: Drama, outline: Outline, page: Made | None) -> Cast:
    """Who of *outline* speaks how; whoever is not on the *page* of the cast chooses beside it."""
    found, voices = _Found(), casting.cast(outline)
    given = _said(drama, page, voices, found) if page else {}
    called = {} if found.problems else _called(drama, outline, given, found)
    recordings = _recordings(drama, outline, found)
    if recordings and not drama.project.planning:
        _remind(drama.root)
    return Cast(voices, called, recordings, found.problems, tuple(found.warnings))


def _said(drama: Drama, page: Made, voices: Mapping[str, Voice], found: _Found) -> Given:
    """What the *page* says."""
    try:
        entries = cast_page.entries(page.path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        found.problems[CAST] = f"It is not written in UTF-8: {error}. Save it as UTF-8 in your editor."
        return {}
    except InputError as error:
        found.problems[CAST] = str(error)
        return {}
    if not entries and page.status == "by hand":
        found.warnings.append(f"{CAST} names nobody. Delete it, and it is written anew.")
    if wrong := list(cast_page.problems(entries, offered(drama), ENGINES["voices"])):
        found.problems[CAST] = " ".join(wrong)
    found.warnings += cast_page.strangers(entries, voices)
    return cast_page.given(entries)


def _called(drama: Drama, outline: Outline, given: Given, found: _Found) -> dict[str, dict[str, str]]:
    """The voice of everybody, by engine."""
    called = {
        engine: casting.choose(outline, able, cast_page.of_engine(given, engine))
        for engine, able in offered(drama).items()
        if able
    }
    mute = [engine for engine, chosen in called.items() if not chosen]
    letters = [f"{engine} has no voice that speaks {outline.language}." for engine in mute]
    if {chosen.name for chosen in drama.profile.voices if not chosen.only_keeps} <= {*mute}:
        found.problems["voices"] = " ".join([*letters, "Use another engine, or another model of this one."])
    else:
        found.warnings += [f"voices: {letter}" for letter in letters]
    return called


def recorded(drama: Drama, outline: Outline) -> dict[str, list[Path]]:
    """The recordings in `voices/cast/`, by the name of whom they are of; those of nobody under `?`."""
    names = {slug(name): voice.name for name, voice in casting.cast(outline).items() if name}
    names.setdefault(NARRATOR, "")
    files: dict[str, list[Path]] = {}
    for file in sorted(drama.project.path(RECORDINGS).glob("*")):
        if file.suffix.lower() in recordings.SUFFIXES:
            files.setdefault(names.get(slug(file.stem), "?"), []).append(file)
    return files


def _recordings(drama: Drama, outline: Outline, found: _Found) -> dict[str, Recording]:
    """The recordings by the name of the character, where an engine can speak like them."""
    files = recorded(drama, outline)
    for file in files.pop("?", ()):
        found.warnings.append(f"{RECORDINGS}{file.name} is not used: nobody here has that name.")
    found.warnings += [f"{RECORDINGS}{name} is not used. {_KINDS}" for name in _others(drama)]
    asked = [chosen for chosen in drama.profile.voices if not chosen.only_keeps]
    unable = [chosen.name for chosen in asked if not chosen.engine.abilities.clones]
    if files and asked[0].name in unable:
        named = in_short([f"{RECORDINGS}{file.name}" for there in files.values() for file in there])
        found.warnings.append(f"{named}: not used by {asked[0].name}, which can't speak like a recording.")
    if len(unable) == len(asked):
        return {}
    return {name: _recording(there, found) for name, there in files.items()}


def _others(drama: Drama) -> Iterator[str]:
    """The names of the files in `voices/cast/` that are no recordings and not the words of one."""
    for file in sorted(drama.project.path(RECORDINGS).glob("[!.]*")):
        if file.suffix.lower() not in (*recordings.SUFFIXES, ".txt"):
            yield file.name


def _recording(files: Sequence[Path], found: _Found) -> Recording:
    """The recording of one character, looked at."""
    name = f"{RECORDINGS}{files[0].name}"
    wrong, remarks = look(files[0])
    if len(files) > 1:
        wrong.append(f"There is {files[1].name} as well. Keep one of them.")
    if wrong:
        found.problems[name] = " ".join(wrong)
    found.warnings += [f"{name}: {remark}" for remark in remarks]
    return Recording(files[0], "" if wrong else words_of(files[0]))


def look(file: Path) -> tuple[list[str], list[str]]:
    """What is wrong with the recording *file*, and what is good to know of it."""
    try:
        heard = recordings.listen(file)
        words_of(file)
    except (BadResult, InputError) as error:
        return [str(error)], []
    return list(heard.problems), list(heard.remarks)


@cache  # one line for all episodes of a run
def _remind(root: Path) -> None:
    """Say that a voice belongs to somebody."""
    log.warning(
        "%s: people speak like the recordings in %s. Use nobody's voice without consent: docs/voices.md.",
        root.name,
        RECORDINGS,
    )
