"""The form of an episode that a language model fills in: simple words, no ids, all gaps allowed."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from pipeline.storyboard.asking.understood import (
    AngleWord,
    FeelingWord,
    ModeWord,
    MoveWord,
    SizeWord,
    TimeWord,
    WeatherWord,
)
from pipeline.words import Angle, Feeling, Mode, Move, Size, Time, Weather

_RANGE = re.compile(r"(\d{1,5})(?:\s*(?:-|–|—|~|至|到|to)\s*(\d{1,5}))?")
_LONGEST_RANGE = 50
_AMOUNT = re.compile(r"\d{1,4}(?:\.\d+)?")
_YES = re.compile(r"true|yes|y|1|是|对|有|室?内|.*\b(?:inside|indoors?|interior|int)\b.*", re.IGNORECASE)


def _numbers(value: Any) -> list[int]:
    """All numbers in *value*, however they are written: `12`, `"[12]"`, `["12-14", 16]`."""
    numbers: list[int] = []
    for first, last in _RANGE.findall(str(value)):
        until = min(int(last or first), int(first) + _LONGEST_RANGE)
        numbers += range(int(first), until + 1)
    return [number for number in dict.fromkeys(numbers) if number]


def _seconds(value: Any) -> float:
    match = _AMOUNT.search(str(value))
    return float(match[0]) if match else 0.0


def _text(value: Any) -> str:
    """*value* on one line; several texts as sentences, and nothing for null."""
    texts = value if isinstance(value, list) else [value]
    return " ".join(" ".join(str(text).split()) for text in texts if text is not None)


def _names(value: Any) -> list[str]:
    """Names as a list, also where they were written as one text, or as objects that have a name."""
    if isinstance(value, str):
        value = re.split(r"[、,，;；/|]", value)
    if value is not None and not isinstance(value, list | tuple):
        raise ValueError("a list of names is wanted")
    named = [item.get("name", "") if isinstance(item, dict) else item for item in value or ()]
    return [name for name in map(_text, named) if name]


def _yes(value: Any) -> bool:
    return _YES.fullmatch(str(value).strip()) is not None


Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(_yes)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Numbers = Annotated[tuple[int, ...], BeforeValidator(_numbers)]
#: To the model it is one number; several are understood.
Source = Annotated[Numbers, WithJsonSchema({"type": "integer"})]
Seconds = Annotated[float, BeforeValidator(_seconds)]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class LineForm(_Form):
    """Words that are heard in a shot."""

    source: Source = Field(default=(), description="number of the piece of the script that is said, or 0")
    speaker: Text = Field(default="", description="name of the person, or narrator")
    words: Text = Field(default="", description="the words, as in the script")
    feeling: FeelingWord = Field(default=Feeling.CALM, description="how it is said")
    mode: ModeWord = Field(
        default=Mode.SPEECH,
        description="speech: seen speaking; offscreen: heard only; inner: a thought; narration: the narrator",
    )


class ShotForm(_Form):
    """One take of the camera."""

    shows: Numbers = Field(default=(), description="numbers of the pieces of the script that it tells")
    size: SizeWord = Field(default=Size.MEDIUM, description="how near the camera is")
    angle: AngleWord = Field(default=Angle.EYE, description="from where the camera looks")
    move: MoveWord = Field(default=Move.STILL, description="how the camera moves")
    seen: Text = Field(default="", description="what the picture shows, one sentence")
    moves: Text = Field(default="", description="what moves in it, one short sentence")
    people: Names = Field(default=(), description="names of the people in the picture, from left to right")
    seconds: Seconds = Field(default=0.0, description="how long it lasts")
    caption: Text = Field(default="", description="a caption of the script that lies on it, or empty")
    lines: tuple[LineForm, ...] = Field(default=(), description="what is heard, in order")


class SceneForm(_Form):
    """Shots in one place at one time."""

    place: Text = Field(default="", description="name of the place")
    inside: Flag = Field(default=False, description="whether it is indoors")
    time: TimeWord = Field(default=Time.DAY, description="time of day")
    weather: WeatherWord = Field(default=Weather.CLEAR, description="the weather")
    flashback: Flag = Field(default=False, description="whether it happened earlier")
    shots: tuple[ShotForm, ...] = Field(default=(), description="the shots in order")


class EpisodeForm(_Form):
    """An episode, or a part of one."""

    scenes: tuple[SceneForm, ...] = Field(default=(), description="the scenes in order")
