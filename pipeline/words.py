"""The words that a story is told in: times and weathers, kinds of place, sizes of shot, feelings."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

Language = Literal["zh", "en"]
Sex = Literal["female", "male", "unknown"]
#: How the picture goes over into a scene; empty is as the film has it.
Enter = Literal["", "cut", "dissolve", "fade", "flash", "wipe", "whip"]


class Age(StrEnum):
    """The age that a person is played at."""

    CHILD = "child"
    TEEN = "teen"
    YOUNG = "young"
    MIDDLE = "middle"
    OLD = "old"


class Era(StrEnum):
    """When the story plays; decides clothes, houses and things."""

    ANCIENT = "ancient"
    REPUBLICAN = "republican"
    MODERN = "modern"
    FUTURE = "future"


class Time(StrEnum):
    """The time of day in a scene."""

    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    """What falls from the sky, or hangs in the air."""

    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    FOG = "fog"
    DUST = "dust"


class PlaceKind(StrEnum):
    """The kinds of place that a picture can show."""

    STREET = "street"
    CITY = "city"
    ROOM = "room"
    BEDROOM = "bedroom"
    OFFICE = "office"
    HOSPITAL = "hospital"
    SCHOOL = "school"
    SHOP = "shop"
    RESTAURANT = "restaurant"
    PALACE = "palace"
    TEMPLE = "temple"
    COURTYARD = "courtyard"
    VILLAGE = "village"
    FOREST = "forest"
    MOUNTAINS = "mountains"
    WATER = "water"
    FIELD = "field"
    VEHICLE = "vehicle"
    PRISON = "prison"
    ROOFTOP = "rooftop"
    VOID = "void"


class Size(StrEnum):
    """How large the people stand in the frame."""

    WIDE = "wide"
    FULL = "full"
    MEDIUM = "medium"
    CLOSE = "close"
    DETAIL = "detail"


class Angle(StrEnum):
    """From where the camera looks."""

    EYE = "eye"
    LOW = "low"
    HIGH = "high"


class Move(StrEnum):
    """How the camera moves during a shot."""

    STILL = "still"
    PUSH = "push"
    PULL = "pull"
    PAN_LEFT = "pan-left"
    PAN_RIGHT = "pan-right"
    TILT_UP = "tilt-up"
    TILT_DOWN = "tilt-down"
    DRIFT = "drift"


class Feeling(StrEnum):
    """How a line is said, and what the face shows."""

    CALM = "calm"
    HAPPY = "happy"
    SAD = "sad"
    ANGRY = "angry"
    AFRAID = "afraid"
    SURPRISED = "surprised"
    TENDER = "tender"
    COLD = "cold"


class Mode(StrEnum):
    """Where a line comes from: the person in the picture, off screen, their thoughts, or the narrator."""

    SPEECH = "speech"
    OFFSCREEN = "offscreen"
    INNER = "inner"
    NARRATION = "narration"
