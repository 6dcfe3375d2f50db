"""
The manual for an image engine.

1. Write `pipeline/images/<name>.py` with one frozen dataclass; its fields are its options.
2. `draw` writes one PNG of exactly `request.width` x `request.height` pixels to *out*, nothing
   else, and nothing at all when it fails. The same request gives the same picture where the
   engine can promise that.
3. Use `request.prompt` and the numbered `request.references`, or, as the drawn storyboard does,
   the `request.brief` behind them. Refuse what can't be honoured; skip nothing silently.
4. Raise only errors of `pipeline.errors`; map foreign ones once, with `raise ... from`.
5. Add the class to `ENGINES` in `pipeline/images/__init__.py`: the contract suite runs over it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from pipeline.engine import Engine
from pipeline.images.faces import Watch
from pipeline.story import Age, Angle, Era, Feeling, Place, Sex, Size, Time, Weather


@dataclass(frozen=True)
class Person:
    """Who is in the picture and how they look there; *look* is the character's, in words."""

    name: str
    sex: Sex
    age: Age
    look: str
    feeling: Feeling


@dataclass(frozen=True)
class Brief:
    """
    What a picture shows, without a word about how any vendor wants it said.

    *people* stand from left to right. A portrait is a brief with one person and no place.
    """

    place: Place | None
    inside: bool
    time: Time
    weather: Weather
    era: Era
    size: Size
    angle: Angle
    people: tuple[Person, ...]
    seen: str
    flashback: bool


@dataclass(frozen=True)
class Reference:
    """
    A picture that says how *name* looks; numbered in the prompt by its place in the list, from 1.

    It is a portrait, or a *sheet* that shows the person from all sides.
    """

    name: str
    image: Path
    sheet: bool = False


@dataclass(frozen=True)
class ImageRequest:
    """
    One picture to make, *width* x *height* pixels.

    *faces*, which is no part of the recipe, is for engines that say `retakes = True`: they measure what they
    drew by `pipeline.images.faces.best_take`, and draw again themselves. For all others the stage does.
    """

    prompt: str
    brief: Brief
    width: int
    height: int
    seed: int
    references: tuple[Reference, ...] = ()
    faces: Watch | None = None


@dataclass(frozen=True)
class ImageAbilities:
    """
    What an image engine can do; the stage asks for no more.

    *references* is how many pictures it takes, and *reference_name* how a prompt points to one (empty:
    the prompt says nothing of them); *reads* says whether it works from the prompt or from the brief, so
    that a change of the other never makes a picture again. *sheets* says that each character is drawn from
    all sides once, and that it is shown that sheet after the portraits, as far as *references* reach.
    """

    references: int = 0
    reference_name: str = "image {number}"
    reads: Literal["prompt", "brief"] = "prompt"
    sheets: bool = False


class ImageEngine(Engine, Protocol):
    """Makes one picture from a description."""

    @property
    def abilities(self) -> ImageAbilities:
        """What it can do with its present options."""
        ...

    def draw(self, request: ImageRequest, out: Path) -> None:
        """Write the picture to *out* (PNG)."""
        ...
