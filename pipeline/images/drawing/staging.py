"""Where the people stand, how large, and which way they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.images.drawing.acting import act_of
from pipeline.images.drawing.ink import Ink, seeded
from pipeline.images.drawing.people import STANDING, figure, head_box, head_y, shoulder
from pipeline.images.drawing.view import View
from pipeline.images.engine import Person
from pipeline.images.layers import Layer
from pipeline.story import Angle, Size

#: Below it the subtitles are; no chin is lower.
CHIN = 1385.0
_FROM_FEET = (Size.WIDE, Size.FULL)


@dataclass(frozen=True)
class Plan:
    """
    How people of one size of shot are staged.

    *scale* is for one, for two and for three people; *step* is between two who stand side by side,
    in units of a head's scale; *head* is where the middle of the head is.
    """

    scale: tuple[float, float, float]
    step: float
    head: float = 0.0


_PLANS = {
    Size.WIDE: Plan((0.55, 0.53, 0.5), 480),
    Size.FULL: Plan((0.76, 0.7, 0.6), 500),
    Size.MEDIUM: Plan((1.5, 1.2, 0.9), 400),
    Size.CLOSE: Plan((2.25, 1.5, 1.05), 350),
    Size.DETAIL: Plan((3.2, 1.7, 1.2), 350),
}
_HEAD = {Size.MEDIUM: 760.0, Size.CLOSE: 810.0, Size.DETAIL: 830.0}
#: The one over whose shoulder we look: how large, how far off the middle, and how high the head is.
_NEAR_SCALE, _NEAR_OFF, _NEAR_HEAD = 2.7, 420.0, 1090.0
_LARGER = {Angle.EYE: 1.0, Angle.LOW: 1.1, Angle.HIGH: 0.92}


@dataclass(frozen=True)
class Spot:
    """Where one person stands."""

    x: float
    ground_y: float
    scale: float
    facing: int


def stage(view: View, people: Sequence[Person], size: Size, angle: Angle, seed: int) -> list[Spot]:
    """A spot for each of *people*, from left to right."""
    if not people:
        return []
    count = len(people)
    plan = _PLANS[size]
    scale = plan.scale[min(count, 3) - 1] * _LARGER[angle]
    step = plan.step * scale * min(1.5, max(1.0, view.width / 1300))
    if count > 1:
        squeeze = min(1.0, view.width * 0.84 / (step * (count - 0.15)))
        scale, step = scale * max(0.6, squeeze**0.5 if count > 2 else 1.0), step * squeeze
    middle = view.center + (_aside(view, seed, scale) if count == 1 else 0)
    spots = []
    for index, person in enumerate(people):
        back = count > 2 and index % 2 == 1
        own = scale * (0.9 if back else 1.0)
        x = middle + (index - (count - 1) / 2) * step
        ground = _ground(view, size, own, back=back)
        ground = _with_head_in_frame(view, person, Spot(x, ground, own, 0), alone=count == 1, size=size)
        spots.append(Spot(x, ground, own, _facing(index, count, x - view.center, seed)))
    return spots


def _aside(view: View, seed: int, scale: float) -> float:
    """How far one person alone stands off the middle."""
    side = seeded("side", seed).choice((-1, 1))
    return side * min(view.width * 0.13, 60 + (view.width - 1080) * 0.16) / max(1.0, scale * 0.8)


def _ground(view: View, size: Size, scale: float, *, back: bool) -> float:
    if size not in _FROM_FEET:
        return _HEAD[size] + STANDING * scale - (40 if back else 0)
    below = 530 if size is Size.WIDE else 640
    return min(view.horizon + below, 1810) - (34 if back else 0)


def _with_head_in_frame(view: View, person: Person, spot: Spot, *, alone: bool, size: Size) -> float:
    """The ground for *person*, moved so that nobody's face is out of the frame or in the subtitles."""
    ground = spot.ground_y
    if alone and size not in _FROM_FEET:
        ground += _HEAD[size] - head_y(person, view.era, spot.scale, ground)
    box = head_box(person, view.era, spot.scale, spot.x, ground)
    return ground - max(0.0, box.bottom - CHIN)


def _facing(index: int, count: int, off: float, seed: int) -> int:
    if count == 1:
        return seeded("facing", seed).choice((0, -1 if off > 0 else 1))
    place = index - (count - 1) / 2
    return 0 if place == 0 else (1 if place < 0 else -1)


def over_shoulder(view: View, people: Sequence[Person], listener: int, angle: Angle) -> list[Layer]:
    """
    Two *people* who talk, the camera behind the one with the index *listener*.

    The speaker is seen whole beside the listener's dark head, which covers no face.
    """
    side = 1 if listener == 0 else -1
    speaker, hearer = people[1 - listener], people[listener]
    scale = 1.62 * _LARGER[angle]
    spot = Spot(view.center + side * 165, _HEAD[Size.MEDIUM] + STANDING * scale, scale, -side)
    ground = _with_head_in_frame(view, speaker, spot, alone=True, size=Size.MEDIUM)
    x = view.center - side * (_NEAR_OFF + 60)
    near = shoulder(
        hearer,
        view.era,
        view.light,
        scale=_NEAR_SCALE,
        x=x,
        ground_y=_NEAR_HEAD + STANDING * _NEAR_SCALE,
        name="near",
    )
    seen = players(view, [speaker], [Spot(spot.x, ground, scale, -side)], Size.MEDIUM, "")
    return [*seen, near]


def footing(view: View, spots: Sequence[Spot]) -> Layer:
    """The shadows at people's feet."""
    ink = Ink()
    for spot in spots:
        reach = 330 * spot.scale
        with ink.group(
            transform=f"translate({spot.x - view.light.side * reach * 0.3:.1f} "
            f"{spot.ground_y:.1f}) scale(1 .14)"
        ):
            ink.glow(0, 0, reach, "#04050c", 0.8)
    return ink.layer("footing", 0.98, blur=4)


def players(
    view: View, people: Sequence[Person], spots: Sequence[Spot], size: Size, seen: str
) -> list[Layer]:
    """The people on their spots doing what *seen* says, those behind first."""
    layers = [
        figure(
            person,
            view.era,
            view.light,
            scale=spot.scale,
            x=spot.x,
            ground_y=spot.ground_y,
            facing=spot.facing,
            framing=size,
            name=f"person {index + 1}",
            act=act_of(seen, person, people, view.era),
        )
        for index, (person, spot) in enumerate(zip(people, spots, strict=True))
    ]
    order = sorted(range(len(layers)), key=lambda index: spots[index].scale)
    return [layers[index] for index in order]
