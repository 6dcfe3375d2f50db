"""
The story as data: what is told, by whom, where, in which shots.

Pure data: it knows no engine and no file. Ids sort and read (`pipeline.ids`): episode `e01`, scene
`e01s02`, shot `e01s02-03`, line `e01s02-03-1`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.ids import EpisodeId, LineId, SceneId, ShotId, within
from pipeline.words import (
    Age,
    Angle,
    Enter,
    Era,
    Feeling,
    Language,
    Mode,
    Move,
    PlaceKind,
    Sex,
    Size,
    Time,
    Weather,
)

__all__ = [
    "Age", "Angle", "Character", "Enter", "Episode", "EpisodePlan", "Era", "Feeling", "Language", "Line",
    "Merged", "Mode", "Move", "Outline", "Place", "PlaceKind", "Scene", "Sex", "Shot", "Size", "Time",
    "Unused", "Weather",
]  # fmt: skip


class _Told(BaseModel):
    """They don't change, refuse unknown keys, and tell editors what stands below their fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True
    )


class Character(_Told):
    """A person of the story, described in the story's language."""

    name: str = Field(min_length=1)
    """The name that lines and shots call the person by."""
    aliases: tuple[str, ...] = ()
    """Other names of the same person."""
    sex: Sex = "unknown"
    age: Age = Age.YOUNG
    era: Era | None = None
    """Only of who comes from another time than the story."""
    look: str = ""
    """Face, hair and build, as a painter needs them."""
    costume: str = ""
    """What the person wears, as a painter needs it."""
    temper: str = ""
    """How the person is, as an actor needs it."""
    voice: str = ""
    """How the person sounds, as an actor needs it."""


class Place(_Told):
    """Somewhere the story plays, under the name that the script gives it."""

    name: str = Field(min_length=1)
    """The name that scenes call the place by."""
    kind: PlaceKind = PlaceKind.ROOM
    look: str = ""
    """What the place looks like, in the story's language."""


class Line(_Told):
    """Words that are heard."""

    id: LineId
    """The id of its shot and a number: e01s02-03-1."""
    speaker: str = ""
    """A character's name; empty for the narrator."""
    text: str = Field(min_length=1)
    """Word for word what the script says; a narrator may say in fewer words what it tells."""
    mode: Mode = Mode.SPEECH
    feeling: Feeling = Feeling.CALM
    note: str = ""
    """The script's own remark on how it is said."""
    invented: bool = False
    """Whether the script does not say it."""


class Shot(_Told):
    """One take of the camera, told in the story's language."""

    id: ShotId
    """The id of its scene and a number: e01s02-03."""
    size: Size = Size.MEDIUM
    angle: Angle = Angle.EYE
    move: Move = Move.STILL
    seen: str = ""
    """What the picture shows."""
    people: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """The characters in the picture, from left to right."""
    lines: tuple[Line, ...] = ()
    """What is heard, in order."""
    caption: str = ""
    """Text that the script wants on the picture."""
    least_seconds: float = Field(default=2.0, ge=0.5, le=60)
    """How long the picture needs without any words."""
    moves: str = ""
    """What happens in the picture while the camera runs."""
    sounds: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """What the script wants to be heard at its beginning: thunder, a phone."""
    invented: bool = False
    """Whether it tells nothing that the script tells."""


class Scene(_Told):
    """Shots that play in one place at one time."""

    id: SceneId
    """The id of its episode and a number: e01s02."""
    heading: str = ""
    """The script's own."""
    place: str = Field(min_length=1)
    """The name of a place of the outline."""
    inside: bool = False
    """Whether it plays indoors."""
    time: Time = Time.DAY
    weather: Weather = Weather.CLEAR
    flashback: bool = False
    """Whether it is remembered."""
    enter: Enter = ""
    """How the picture goes over into it: fade is through black, flash through white; empty: as the film."""
    shots: tuple[Shot, ...] = Field(min_length=1)
    """What the camera takes, in order."""


class Unused(_Told):
    """A part of the source that is neither shown nor heard, and why."""

    text: str
    """The words of the source."""
    line_number: int = Field(ge=1)
    """Where they stand in it, counted from 1."""
    why: str
    """Why they are left out."""


class Episode(_Told):
    """One film's worth of scenes; every id lies in that of its parent, and there is none twice."""

    id: EpisodeId
    """The letter e and the number: e01."""
    number: int = Field(ge=1)
    """Counted from 1, the same as in the id."""
    title: str = ""
    scenes: tuple[Scene, ...] = Field(min_length=1)
    """What plays where and when, in order."""
    guests: tuple[Character, ...] = ()
    """People whom the outline does not know, because they come in this episode only."""
    unused: tuple[Unused, ...] = ()
    """What of the source is neither shown nor heard."""

    @model_validator(mode="after")
    def _ids_are_in_order(self) -> Self:
        owned = [(scene.id, self.id) for scene in self.scenes]
        owned += [(shot.id, scene.id) for scene, shot in self.shots]
        owned += [(line.id, shot.id) for shot, line in self.lines]
        strays = [f"{part} stands in {whole}" for part, whole in owned if not within(part, whole)]
        twice = [f"{part} is there {count} times" for (part, _), count in Counter(owned).items() if count > 1]
        if strays or twice:
            raise ValueError(f"ids out of order: {', '.join(strays + twice)}")
        return self

    @property
    def shots(self) -> Iterator[tuple[Scene, Shot]]:
        """Every shot with its scene, in the order of the film."""
        return ((scene, shot) for scene in self.scenes for shot in scene.shots)

    @property
    def lines(self) -> Iterator[tuple[Shot, Line]]:
        """Every line with its shot, in the order of the film."""
        return ((shot, line) for _, shot in self.shots for line in shot.lines)


class EpisodePlan(_Told):
    """What the outline knows of an episode before it is broken into shots."""

    number: int = Field(ge=1)
    title: str = ""
    begins: str = ""
    """Its first words in the script, up to where the next one begins; empty: the script's own episode."""
    hook: str = ""
    """What holds the audience in the first seconds."""
    cliffhanger: str = ""
    """What is left open at the end."""
    seconds: float | None = Field(default=None, ge=5, le=3600)
    """How long it should be."""


class Merged(_Told):
    """Names that were taken for one person, and why."""

    name: str = Field(min_length=1)
    """The name that stays."""
    others: tuple[str, ...] = Field(min_length=1)
    """The names that became aliases."""
    why: str = ""


class Outline(_Told):
    """What all episodes share: the title, the people, the places, and which episodes there are."""

    title: str = Field(min_length=1)
    language: Language = "zh"
    """The language that is spoken."""
    era: Era = Era.MODERN
    logline: str = ""
    """The story in a sentence or two."""
    characters: tuple[Character, ...] = ()
    """Who speaks or is seen, in more than one episode."""
    places: tuple[Place, ...] = ()
    """Where scenes play."""
    episodes: tuple[EpisodePlan, ...] = Field(min_length=1)
    """Which episodes there are, in order."""
    merged: tuple[Merged, ...] = ()
    """Which names were taken for one person, for you to check."""

    def plan(self, number: int) -> EpisodePlan | None:
        """What it knows of episode *number*."""
        return next((plan for plan in self.episodes if plan.number == number), None)

    def joined_by(self, guests: tuple[Character, ...]) -> Outline:
        """The same with *guests* among the people, behind all others."""
        return self.model_copy(update={"characters": (*self.characters, *guests)}) if guests else self

    def character(self, name: str) -> Character:
        """The person of that *name* or alias; a stranger is someone of whom only the name is known."""
        known = (c for c in self.characters if name == c.name or name in c.aliases)
        return next(known, Character(name=name))

    def place(self, name: str) -> Place:
        """The place of that *name*; an unlisted one is a room."""
        return next((place for place in self.places if place.name == name), Place(name=name))
