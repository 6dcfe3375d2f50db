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
    "Merged",
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
    """
    A person of the story, described in the story's language.

    *look* and *costume* are what a painter needs, *temper* and *voice* what an actor needs; *era*
    is only said of who comes from another time than the story.
    """

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    sex: Sex = "unknown"
    age: Age = Age.YOUNG
    era: Era | None = None
    look: str = ""
    costume: str = ""
    temper: str = ""
    voice: str = ""


class Place(_Told):
    """Somewhere the story plays, under the name that the script gives it."""

    name: str = Field(min_length=1)
    kind: PlaceKind = PlaceKind.ROOM
    look: str = ""


class Line(_Told):
    """
    Words that are heard. *text* is word for word what the script says, unless they are *invented*.

    *speaker* is a character's name, or empty for the narrator; *note* is the script's own remark
    on how it is said. A narrator may tell in fewer words what the script tells.
    """

    id: LineId
    speaker: str = ""
    text: str = Field(min_length=1)
    mode: Mode = Mode.SPEECH
    feeling: Feeling = Feeling.CALM
    note: str = ""
    invented: bool = False


class Shot(_Told):
    """
    One take of the camera, told in the story's language.

    *seen* says what the picture shows, *moves* what happens in it while the camera runs. *people*
    are the characters in the picture, from left to right; *caption* is text that the script wants
    on the picture; *least_seconds* is how long the picture needs without any words. An *invented*
    shot tells nothing that the script tells.
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
    moves: str = ""
    invented: bool = False


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
    """
    One film's worth of scenes; every id lies in that of its parent, and there is none twice.

    *guests* are people whom the outline does not know, because they come in this episode only.
    """

    id: EpisodeId
    number: int = Field(ge=1)
    title: str = ""
    scenes: tuple[Scene, ...] = Field(min_length=1)
    guests: tuple[Character, ...] = ()
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
    """
    What the outline knows of an episode before it is broken into shots.

    *begins* are the first words of it in the script, and it ends where the next one begins; empty
    where the script itself has an episode of that number. *seconds* is how long it should be.
    """

    number: int = Field(ge=1)
    title: str = ""
    begins: str = ""
    hook: str = ""
    cliffhanger: str = ""
    seconds: float | None = Field(default=None, ge=5, le=3600)


class Merged(_Told):
    """Names that were taken for one person, and why."""

    name: str = Field(min_length=1)
    others: tuple[str, ...] = Field(min_length=1)
    why: str = ""


class Outline(_Told):
    """What all episodes share: the title, the people, the places, and which episodes there are."""

    title: str = Field(min_length=1)
    language: Language = "zh"
    era: Era = Era.MODERN
    logline: str = ""
    characters: tuple[Character, ...] = ()
    places: tuple[Place, ...] = ()
    episodes: tuple[EpisodePlan, ...] = Field(min_length=1)
    merged: tuple[Merged, ...] = ()

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
