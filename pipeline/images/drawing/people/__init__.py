"""
The people of the drawn storyboard.

A person is drawn in head units: the head is about 230 high from the crown to the chin, (0, 0) its
middle. A grown man stands six and a half heads tall, the middle of his head 1380 units over the
ground; women are a little smaller, children shorter in the body and smaller in the head, old
people stoop.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.images.drawing.acting import Act
from pipeline.images.drawing.ink import Ink
from pipeline.images.drawing.light import Light
from pipeline.images.drawing.people.back import from_behind
from pipeline.images.drawing.people.look import look_of
from pipeline.images.drawing.people.pen import View
from pipeline.images.drawing.people.portrait import STATES, Portrait
from pipeline.images.drawing.people.seat import DROP
from pipeline.images.drawing.people.sitter import GROUND, Sitter
from pipeline.images.drawing.people.stance import Box, Stance, stature
from pipeline.images.drawing.people.tones import tones
from pipeline.images.engine import Person
from pipeline.images.layers import Layer, Rim, Shadow
from pipeline.story import Era, Size

__all__ = ["STANDING", "figure", "head_box", "head_y", "shoulder"]

#: From the ground to the middle of the head of a grown man, in head units.
STANDING = GROUND

_NEAR = (Size.MEDIUM, Size.CLOSE, Size.DETAIL)


def _stance(person: Person, era: Era, scale: float, x: float, ground_y: float, *, facing: int = 0) -> Stance:
    female = look_of(person, era).female
    return Stance(x, ground_y, scale, stature(person.age, female=female), facing)


def head_y(person: Person, era: Era, scale: float, ground_y: float) -> float:
    """Where on the canvas the middle of the head is, of a *person* who stands on *ground_y*."""
    return _stance(person, era, scale, 0, ground_y).head_y


def head_box(person: Person, era: Era, scale: float, x: float, ground_y: float, *, facing: int = 0) -> Box:
    """Where on the canvas the face and skull are, without the hair that stands out."""
    return _stance(person, era, scale, x, ground_y, facing=facing).head_box


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
    act: Act = Act(),  # noqa: B008  Act is frozen
) -> Layer:
    """
    One person as a layer of the picture.

    The head is about 230 canvas units high times *scale*; the feet stand at *ground_y*, the middle
    of the body at *x*. *facing* is -1 (left), 0 (front) or 1 (right). *framing* decides how much
    detail is drawn. Who sits has the head as high as who stands in near shots, where the feet are not seen.
    """
    near = framing in _NEAR
    stance = _stance(person, era, scale, x, ground_y, facing=facing)
    if act.seat and not near:
        stance = replace(stance, drop=DROP)
    portrait = Portrait(look_of(person, era), person.feeling, light, stance, near, act)
    ink = Ink("p")
    portrait.base(ink)
    rim = 6.0 * min(max(scale, 0.45), 1.4)
    return Layer(
        name=name,
        depth=1.0,
        svg=ink.svg,
        person=person.name,
        moving={part: {state: portrait.state(part, state) for state in STATES[part]} for part in STATES},
        breath=1.0,
        shadow=Shadow(-7.0 * light.side, 12.0, 17.0, 0.4),
        rim=Rim(-rim * light.side, rim * 0.55, light.key, 0.75),
    )


def shoulder(
    person: Person, era: Era, light: Light, *, scale: float, x: float, ground_y: float, name: str
) -> Layer:
    """*person* from behind, as a soft dark layer before the others; the measures are those of `figure`."""
    look = look_of(person, era)
    dark = replace(light, tint=min(0.8, light.tint + 0.22), ambient=light.near)
    ink = Ink("b")
    from_behind(
        ink,
        Sitter(look, View(0, light.side, fine=True), tones(look, dark)),
        _stance(person, era, scale, x, ground_y),
    )
    rim = Rim(-9.0 * light.side, 6.0, light.key, 0.7)
    return Layer(name=name, depth=1.3, svg=ink.svg, person=person.name, breath=1.0, blur=5.0, rim=rim)
