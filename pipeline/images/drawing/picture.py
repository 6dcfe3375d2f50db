"""From a brief to a layered picture: the place, the lens, the people, or the thing that is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.images.drawing.acting import felt
from pipeline.images.drawing.camera import HORIZON, camera_of
from pipeline.images.drawing.close import DOOR, door_close, face_close, still_life, thing_close
from pipeline.images.drawing.ink import Ink, darken, lighten, mix, seeded
from pipeline.images.drawing.light import Light, light_of
from pipeline.images.drawing.places import scenery
from pipeline.images.drawing.staging import footing, over_shoulder, players, stage
from pipeline.images.drawing.things import thing_in
from pipeline.images.drawing.view import View
from pipeline.images.engine import Brief
from pipeline.images.layers import Layer, LayeredPicture
from pipeline.story import Angle, Place, PlaceKind, Size, Time, Weather

_FALLING = {Weather.RAIN: "rain", Weather.STORM: "rain", Weather.SNOW: "snow", Weather.DUST: "dust"}
_LEAFY = (PlaceKind.FOREST, PlaceKind.COURTYARD, PlaceKind.FIELD)
_OVER = re.compile(r"越过(?P<zh>[^，。]+?)的肩|over the shoulder of (?P<en>[^,.]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Finish:
    """What is laid over a whole picture; each 0 to 1."""

    grain: float
    vignette: float


def picture_of(brief: Brief, width: int, seed: int, finish: Finish) -> LayeredPicture:
    """The picture of *brief* on a canvas *width* units wide; the same arguments give the same picture."""
    view = _view(brief, width)
    layers = _portrait(view, brief) if brief.place is None else _scene(view, brief, brief.place, seed)
    falling = _falling(brief)
    tint = (
        lighten(view.light.key, 0.3)
        if falling in ("rain", "snow")
        else mix(view.light.warm, view.light.key, 0.3)
    )
    return LayeredPicture(width, tuple(layers), falling, tint, finish.grain, finish.vignette, seed)


def _falling(brief: Brief) -> str:
    """What is in the air: the weather outside; leaves in gardens and woods in the low sun; dust in dreams."""
    if brief.place is None or brief.inside:
        return ""
    if brief.place.kind is PlaceKind.VOID:
        return "dust"
    if brief.weather is Weather.CLEAR and brief.place.kind in _LEAFY and brief.time in (Time.DAWN, Time.DUSK):
        return "leaves"
    return _FALLING.get(brief.weather, "")


def _view(brief: Brief, width: int) -> View:
    place = brief.place or Place(name="portrait", kind=PlaceKind.VOID)
    light = light_of(brief.time, brief.weather, brief.inside, brief.era, brief.flashback)
    light = replace(light, side=seeded(place.name, "light").choice((-1, 1)))
    horizon = HORIZON[Angle.EYE if brief.place is None else brief.angle]
    return View(
        place.name, place.look, brief.inside, brief.time, brief.weather, brief.era, light, width, horizon
    )


def _scene(view: View, brief: Brief, place: Place, seed: int) -> list[Layer]:
    size = _size(brief, place)
    camera = camera_of(size, seed)
    sheets = [camera.sees(layer, view) for layer in scenery(place.kind, view)]
    behind = [layer for layer in sheets if layer.depth < 1]
    behind += [_gloom(view)] if brief.inside and view.lit else []
    before = [layer for layer in sheets if layer.depth > 1]
    if size is Size.DETAIL:
        return [*behind, *_detail(view, brief, seed)]
    cast = felt(brief.seen, brief.people)
    listener = _listener(brief, size)
    if listener is not None:
        return [*behind, *over_shoulder(view, cast, listener, brief.angle)]
    spots = stage(view, cast, size, brief.angle, seed)
    people = players(view, cast, spots, size, brief.seen)
    ground = [footing(view, spots)] if spots and size in (Size.WIDE, Size.FULL) else []
    return [*behind, *ground, *people, *before]


def _gloom(view: View) -> Layer:
    """The dark that lamps leave in the corners of a room, and the pool of their light on the floor."""
    ink = Ink()
    dark, x = darken(view.light.near, 0.35), view.center - view.light.side * 90
    reach = max(1350.0, view.width * 0.8)
    strength = 0.72 * view.light.lamps
    view.wash(ink, (0, dark, strength * 0.5), (0.3, dark, 0), (0.72, dark, 0), (1, dark, strength * 0.55))
    fill = ink.radial(
        x, 1010, reach, (0, dark, 0), (0.34, dark, 0), (0.7, dark, strength * 0.5), (1, dark, strength)
    )
    ink.path(view.sheet, fill=fill)
    with ink.group(transform=f"translate({x:.0f} {view.floor + 210:.0f}) scale(1 .3)"):
        ink.glow(0, 0, 620, view.light.warm, 0.34 * view.light.lamps)
    return ink.layer("gloom", 0.95)


def _listener(brief: Brief, size: Size) -> int | None:
    """Which of two people the camera looks past, where the words say so."""
    match = _OVER.search(brief.seen)
    if match is None or len(brief.people) != 2 or size not in (Size.MEDIUM, Size.CLOSE):
        return None
    named = match["zh"] or match["en"]
    return next((i for i, person in enumerate(brief.people) if named.startswith(person.name)), None)


def _size(brief: Brief, place: Place) -> Size:
    """The size that can be shown: nobody stands upright in a car, and a detail needs something to see."""
    if (
        place.kind is PlaceKind.VEHICLE
        and brief.inside
        and brief.people
        and brief.size in (Size.WIDE, Size.FULL)
    ):
        return Size.MEDIUM
    return brief.size


def _detail(view: View, brief: Brief, seed: int) -> list[Layer]:
    thing = thing_in(brief.seen, brief.era)
    if thing:
        return thing_close(view, thing)
    if DOOR.search(brief.seen):
        return door_close(view)
    if brief.people:
        return face_close(view, brief.people, brief.angle, seed)
    return still_life(view)


def _portrait(view: View, brief: Brief) -> list[Layer]:
    """People before a soft plain ground."""
    light: Light = view.light
    ink = Ink()
    tone = mix(light.far, light.mist, 0.35)
    view.wash(ink, (0, darken(tone, 0.12), 1), (0.6, tone, 1), (1, darken(tone, 0.4), 1))
    ink.glow(view.center, 760, 1000, lighten(light.mist, 0.35), 0.85)
    ink.circle(view.center, 760, 400, fill=lighten(light.mist, 0.4), opacity=0.22)
    ink.circle(
        view.center, 760, 400, fill="none", stroke=lighten(light.mist, 0.7), stroke_width=3, opacity=0.4
    )
    spots = [replace(spot, facing=0) for spot in stage(view, brief.people, Size.MEDIUM, Angle.EYE, 0)]
    if len(spots) == 1:
        spots = [replace(spots[0], x=view.center)]
    return [ink.layer("ground", 0.0, opaque=True), *players(view, brief.people, spots, Size.MEDIUM, "")]
