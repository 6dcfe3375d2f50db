"""What a script says, with its structure kept; every reader in this package gives one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.story import Character, Language, Mode, Time, Unused

Kind = Literal["action", "dialogue", "caption"]


@dataclass(frozen=True)
class Element:
    """
    One piece of a scene, in the words of the script.

    *speaker*, *note* (the remark in brackets) and *mode* belong to dialogue; an empty speaker is
    the narrator. *line_number* counts lines of the source from 1.
    """

    kind: Kind
    text: str
    line_number: int
    speaker: str = ""
    note: str = ""
    mode: Mode = Mode.SPEECH


@dataclass(frozen=True)
class ScriptScene:
    """A scene as written: its *heading* and what was read from it. *people* are those it lists."""

    heading: str
    place: str
    elements: tuple[Element, ...]
    inside: bool = False
    time: Time | None = None
    flashback: bool = False
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScriptEpisode:
    """One episode as written; a script without episodes has one, number 1."""

    number: int
    title: str
    scenes: tuple[ScriptScene, ...]
    unused: tuple[Unused, ...] = ()


@dataclass(frozen=True)
class Screenplay:
    """
    The whole script. *characters* are those it introduces itself (the cast list).

    *chapters* says that its episodes are a book's chapters, which a storyboard may cut otherwise.
    """

    title: str
    language: Language
    episodes: tuple[ScriptEpisode, ...]
    logline: str = ""
    characters: tuple[Character, ...] = ()
    unused: tuple[Unused, ...] = ()
    chapters: bool = False
