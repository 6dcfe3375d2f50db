"""
The people of the drawn storyboard.

A person is drawn in head units: the head is 230 high from the crown to the chin, (0, 0) its middle.
A grown-up stands six and a half heads tall, the middle of the head `STANDING` units over the ground;
children are shorter in the body and a little smaller in the head, old people stoop.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.images.drawing.ink import Ink
from pipeline.images.drawing.light import Light
from pipeline.images.drawing.people import (
    accessories,
    body,
    clothes,
    eyes,
    hair,
    head,
    mouth,
    topknot,
    tresses,
    umbrella,
)
from pipeline.images.drawing.people.body import Wearer
from pipeline.images.drawing.people.look import Look, look_of
from pipeline.images.drawing.people.pen import View
from pipeline.images.drawing.people.tones import Tones, tones
from pipeline.images.engine import Person
from pipeline.images.layers import Layer, Rim, Shadow
from pipeline.story import Age, Era, Feeling, Size

#: From the ground to the middle of the head of a grown-up man, in head units.
STANDING = body.GROUND
_NEAR = (Size.MEDIUM, Size.CLOSE, Size.DETAIL)


class Stature(NamedTuple):
    """How an age and sex stand: sizes of head and body beside a grown man's, and how far the head sinks."""

    head: float
    body: float
    stoop: float


class Box(NamedTuple):
    """A rectangle on the canvas."""

    left: float
    top: float
    right: float
    bottom: float


def _stature(age: Age, female: bool) -> Stature:
    match age:
        case Age.CHILD:
            return Stature(0.9, 0.68, 0)
        case Age.TEEN:
            return Stature(0.97, 0.9, 0)
        case Age.OLD:
            return Stature(1.0, 0.93, 26)
        case _:
            return Stature(1.0, 0.96 if female else 1.0, 0)


def _height(stature: Stature) -> float:
    """From the ground to the middle of the head, in head units of a grown-up."""
    neck = body.NECK
    return ((STANDING - neck) * stature.body + neck) * stature.head - stature.stoop


def head_y(person: Person, era: Era, scale: float, ground_y: float) -> float:
    """Where on the canvas the middle of the head is, of a *person* who stands on *ground_y*."""
    look = look_of(person, era)
    return ground_y - _height(_stature(look.age, look.female)) * scale


def head_box(person: Person, era: Era, scale: float, x: float, ground_y: float) -> Box:
    """Where on the canvas the face and skull are, without the hair that stands out."""
    look = look_of(person, era)
    y, size = head_y(person, era, scale, ground_y), _stature(look.age, look.female).head * scale
    return Box(x - 100 * size, y - 124 * size, x + 100 * size, y + 124 * size)


def figure(
    person: Person,
    era: Era,
    light: Light,
    *,
    scale: float,
    x: float,
    ground_y: float,
    facing: int,
    framing: Size,
    name: str,
    holding: str = "",
) -> Layer:
    """
    One standing person as a layer of the picture.

    The head is about 230 canvas units high times *scale*; the feet stand at *ground_y*, the middle
    of the body at *x*. *facing* is -1 (left), 0 (front) or 1 (right). *framing* decides how much
    detail is drawn. *holding* is `"umbrella"` or empty.
    """
    look = look_of(person, era)
    sketch = _Sketch(look, tones(look, light), person.feeling, light.side, facing, framing in _NEAR, holding)
    stature = _stature(look.age, look.female)
    place = _Place(x, ground_y, scale, stature, facing)
    ink = Ink("p")
    sketch.base(ink, place)
    rim = 6.0 * min(max(scale, 0.45), 1.4)
    return Layer(
        name=name,
        depth=1.0,
        svg=ink.svg,
        person=person.name,
        moving={
            part: {state: sketch.state(place, part, state) for state in states}
            for part, states in _STATES.items()
        },
        breath=1.0,
        shadow=Shadow(-7.0 * light.side, 12.0, 17.0, 0.4),
        rim=Rim(-rim * light.side, rim * 0.55, light.key, 0.75),
    )


_STATES = {"eyes": ("open", "closed"), "mouth": ("closed", "half", "open")}
_OPENING = {"half": 7.0, "open": 15.0}


class _Place(NamedTuple):
    """Where a figure stands, as transforms."""

    x: float
    ground_y: float
    scale: float
    stature: Stature
    facing: int

    @property
    def head(self) -> str:
        """The transform of what is drawn in head units, mirrored for who looks to the left."""
        size = self.scale * self.stature.head
        lean = self.facing * self.stature.stoop * 0.4 * self.scale
        y = self.ground_y - _height(self.stature) * self.scale
        return f"translate({self.x + lean:.1f} {y:.1f}) scale({size * (-1 if self.facing < 0 else 1):.4f} {size:.4f})"

    @property
    def body(self) -> str:
        """The transform of body and clothes: never mirrored, for collars close to one side only."""
        size = self.scale * self.stature.head
        y = self.ground_y - (_height(self.stature) + self.stature.stoop) * self.scale
        shift = (1 - self.stature.body) * (body.NECK - 20)
        return f"translate({self.x:.1f} {y + shift * size:.1f}) scale({size * self.stature.body:.4f})"


class _Sketch(NamedTuple):
    """One person, ready to be drawn."""

    look: Look
    tones: Tones
    feeling: Feeling
    side: int
    facing: int
    fine: bool
    holding: str

    @property
    def view(self) -> View:
        """How the head is seen; it is drawn looking to the right and mirrored for the left."""
        return View(abs(self.facing), self.side * (-1 if self.facing < 0 else 1), self.fine)

    def base(self, ink: Ink, place: _Place) -> None:
        """Everything but eyes and mouth, from back to front."""
        look, view, colors = self.look, self.view, self.tones
        wearer = Wearer(look, View(0, self.side, self.fine), colors, self.holding)
        with ink.group(transform=place.body):
            umbrella.canopy(ink, wearer)
        with ink.group(transform=place.head):
            if not accessories.under_hat(look):
                topknot.behind(ink, look, view, colors)
            tresses.behind(ink, look, view, colors)
        with ink.group(transform=place.body):
            head.neck(ink, look, wearer.view, colors, 0)
            clothes.dress(ink, wearer)
        with ink.group(transform=place.head):
            self._head(ink)
        with ink.group(transform=place.body):
            umbrella.shaft(ink, wearer)

    def _head(self, ink: Ink) -> None:
        parts = self.look, self.view, self.tones
        head.ears(ink, *parts)
        head.head(ink, *parts)
        head.marks(ink, *parts, self.feeling)
        head.nose(ink, *parts)
        accessories.on_skin(ink, *parts)
        tresses.over(ink, *parts)
        hair.front(ink, *parts)
        accessories.earrings(ink, *parts)
        eyes.brows(ink, *parts, self.feeling)
        if not accessories.under_hat(self.look):
            topknot.above(ink, *parts)
        accessories.hat(ink, *parts)

    def state(self, place: _Place, part: str, state: str) -> str:
        """The markup of one moving *part* in one *state*."""
        ink = Ink(f"{part}-{state}-")
        parts = self.look, self.view, self.tones
        with ink.group(transform=place.head):
            if part == "eyes":
                (eyes.open_eyes if state == "open" else eyes.closed_eyes)(ink, *parts, self.feeling)
                accessories.glasses(ink, *parts)
            elif state == "closed":
                mouth.closed_mouth(ink, *parts, self.feeling)
            else:
                mouth.speaking_mouth(ink, *parts, self.feeling, _OPENING[state])
        return ink.svg
