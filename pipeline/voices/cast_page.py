"""
The page of the cast: which of an engine's voices each character speaks with, for people to change.

    # female, young
    林夏:
      edge: zh-CN-XiaoxiaoNeural
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from pipeline.errors import InputError, in_short
from pipeline.voices.engine import Offered, Voice

#: The file in a drama's folder.
CAST = "voices/cast.yaml"
#: Where the recordings lie that characters shall sound like, each under its character's name.
RECORDINGS = "voices/cast/"
#: What the page calls the narrator, who has no name.
NARRATOR = "narrator"

#: The voice of each character (the narrator's name is empty), by the name of the engine.
Given = dict[str, dict[str, str]]

_HEAD = """\
# Which voice each character speaks with, by the name of the engine. Write another one, and their lines are
# spoken anew; who is taken out is cast again. `drama voices FOLDER` lists the voices that there are.
"""


_HELP = "Write the name of the character, and below it, two spaces in, `engine: voice`."


@dataclass(frozen=True)
class Entry:
    """The *voice* that *engine* has for *name* (empty: the narrator), in that *line* of the page, from 1."""

    name: str
    engine: str
    voice: str
    line: int


def text_of(given: Given, whose: Mapping[str, Voice]) -> str:
    """The page that says *given*, of the characters in *whose*, in that order."""
    people = [name for name in whose if given.get(name) and name == whose[name].name]
    return _HEAD + "".join(f"\n# {_kind(whose[name])}\n{_dumped(name, given[name])}" for name in people)


def _kind(voice: Voice) -> str:
    return f"{voice.sex}, {voice.age.value}"


def _dumped(name: str, voices: Mapping[str, str]) -> str:
    return yaml.safe_dump({name or NARRATOR: dict(voices)}, allow_unicode=True, sort_keys=False, width=1000)


@lru_cache(maxsize=8)  # read again for each episode of a series
def entries(text: str) -> tuple[Entry, ...]:
    """What the page *text* says, line by line; `InputError` where it is no such page."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _no_yaml(error) from error
    found = [
        Entry("" if _text(name) == NARRATOR else _text(name), _text(engine), _text(voice), _line(voice))
        for name, voices in _pairs(node)
        for engine, voice in _pairs(voices)
    ]
    seen: set[tuple[str, str]] = set()
    for entry in found:
        if (entry.name, entry.engine) in seen:
            raise InputError(f"Line {entry.line}: this is there twice.", "Keep one of them.")
        seen.add((entry.name, entry.engine))
    return tuple(entry for entry in found if entry.voice)


def _pairs(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The keys and values of a mapping; none of what was left empty."""
    if isinstance(node, yaml.MappingNode):
        yield from node.value
    elif node is not None and _text(node):
        raise _misplaced(node)


def _text(node: yaml.Node) -> str:
    """A word as it is written there, also where YAML takes it for a number."""
    if not isinstance(node, yaml.ScalarNode):
        raise _misplaced(node)
    return str(node.value)


def _misplaced(node: yaml.Node) -> InputError:
    return InputError(f"Line {_line(node)}: this is no voice of a character.", _HELP)


def _no_yaml(error: yaml.YAMLError) -> InputError:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        where, what = f"Line {error.problem_mark.line + 1}", error.problem
    else:
        where, what = "It", str(error).partition("\n")[0]
    return InputError(f"{where} is not valid YAML: {what}.", _HELP)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def given(found: Sequence[Entry]) -> Given:
    """The same by character and engine."""
    said: Given = {}
    for entry in found:
        said.setdefault(entry.name, {})[entry.engine] = entry.voice
    return said


def of_engine(given: Given, engine: str) -> dict[str, str]:
    """The voices of *engine* by character."""
    return {name: voices[engine] for name, voices in given.items() if engine in voices}


def problems(
    found: Sequence[Entry], offered: Mapping[str, Sequence[Offered]], known: Collection[str]
) -> Iterator[str]:
    """
    A letter for each voice of *found* that its engine does not have, or engine that is not *known*.

    *offered* are the voices of the engines at work; what is meant for others is not looked at.
    """
    for entry in found:
        where = f"Line {entry.line}, {entry.name or NARRATOR}"
        voices = [one.name for one in offered.get(entry.engine, ())]
        if entry.engine not in known:
            yield f"{where}: {entry.engine!r} is no engine of voices. {_nearest(entry.engine, list(known))}"
        elif entry.engine in offered and not voices:
            yield f"{where}: {entry.engine} has no voices to choose from. Take that line out."
        elif voices and entry.voice not in voices:
            yield f"{where}: {entry.voice!r} is no voice of {entry.engine}. {_nearest(entry.voice, voices)}"


def _nearest(name: str, known: Sequence[str]) -> str:
    if near := difflib.get_close_matches(name, known, n=3):
        return f"Did you mean {' or '.join(map(repr, near))}?"
    return f"There are: {in_short(known)}."


def strangers(found: Sequence[Entry], people: Collection[str]) -> Iterator[str]:
    """A warning for each name of *found* that is nobody's, but nearly that of one of *people*."""
    for name, line in {entry.name: entry.line for entry in reversed(found)}.items():
        if name not in people and (near := difflib.get_close_matches(name, people, n=1, cutoff=0.5)):
            yield f"{CAST}, line {line}: nobody is called {name!r}. Did you mean {near[0]!r}?"
