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
from pipeline.words import Age, Angle, Era, Feeling, Language, Mode, Move, PlaceKind, Sex, Size, Time, Weather

__all__ = [
    "Age",
    "Angle",
    "Character",
    "Episode",
    "EpisodePlan",
    "Era",
    "Feeling",
    "Language",
    "Line",
    "Mode",
    "Move",
    "Outline",
    "Place",
    "PlaceKind",
    "Scene",
    "Sex",
    "Shot",
    "Size",
    "Time",
    "Unused",
    "Weather",
]


class _Told(BaseModel):
    """What all parts of the story share: they don't change, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Character(_Told):
    """A person of the story; *look* is what a painter needs, in the story's language."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    sex: Sex = "unknown"
    age: Age = Age.YOUNG
    look: str = ""


class Place(_Told):
    """Somewhere the story plays, under the name that the script gives it."""

    name: str = Field(min_length=1)
    kind: PlaceKind = PlaceKind.ROOM
    look: str = ""


class Line(_Told):
    """
    Words that are heard. *text* is word for word what the script says.

    *speaker* is a character's name, or empty for the narrator; *note* is the script's own remark
    on how it is said.
    """

    id: LineId
    speaker: str = ""
    text: str = Field(min_length=1)
    mode: Mode = Mode.SPEECH
    feeling: Feeling = Feeling.CALM
    note: str = ""


class Shot(_Told):
    """
    One take of the camera. *seen* says what the picture shows, in the story's language.

    *people* are the characters in the picture, from left to right; *caption* is text that the
    script wants on the picture; *least_seconds* is how long the picture needs without any words.
    """

    id: ShotId
    size: Size = Size.MEDIUM
    angle: Angle = Angle.EYE
    move: Move = Move.STILL
    seen: str = ""
    people: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    lines: tuple[Line, ...] = ()
    caption: str = ""
    least_seconds: float = Field(default=2.0, ge=0.5, le=60)


class Scene(_Told):
    """Shots that play in one place at one time. *heading* is the script's own."""

    id: SceneId
    heading: str = ""
    place: str = Field(min_length=1)
    inside: bool = False
    time: Time = Time.DAY
    weather: Weather = Weather.CLEAR
    flashback: bool = False
    shots: tuple[Shot, ...] = Field(min_length=1)


class Unused(_Told):
    """A part of the source that is neither shown nor heard, and why."""

    text: str
    line_number: int = Field(ge=1)
    why: str


class Episode(_Told):
    """One film's worth of scenes; every id lies in that of its parent, and there is none twice."""

    id: EpisodeId
    number: int = Field(ge=1)
    title: str = ""
    scenes: tuple[Scene, ...] = Field(min_length=1)
    unused: tuple[Unused, ...] = ()

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


class Outline(_Told):
    """What all episodes share: the title, the people, the places, and which episodes there are."""

    title: str = Field(min_length=1)
    language: Language = "zh"
    era: Era = Era.MODERN
    logline: str = ""
    characters: tuple[Character, ...] = ()
    places: tuple[Place, ...] = ()
    episodes: tuple[EpisodePlan, ...] = Field(min_length=1)

    def character(self, name: str) -> Character:
        """The person of that *name* or alias; a stranger is someone of whom only the name is known."""
        known = (c for c in self.characters if name == c.name or name in c.aliases)
        return next(known, Character(name=name))

    def place(self, name: str) -> Place:
        """The place of that *name*; an unlisted one is a room."""
        return next((place for place in self.places if place.name == name), Place(name=name))
