"""Details: a thing on a table, a face that fills the frame, a quiet corner of the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.images.drawing.ground import pool
from pipeline.images.drawing.ink import Ink, darken, lighten, mix
from pipeline.images.drawing.lamps import bokeh
from pipeline.images.drawing.staging import players, stage
from pipeline.images.drawing.things import CLOSE_LAMP, Thing
from pipeline.images.drawing.things.pieces import draw
from pipeline.images.drawing.view import BOTTOM, View
from pipeline.images.engine import Person
from pipeline.images.layers import Layer, Rim, Shadow
from pipeline.story import Angle, Size

_TABLE = 800.0


def thing_close(view: View, thing: Thing) -> list[Layer]:
    """*thing* on a table in a pool of light, the place out of focus behind it."""
    view = replace(view, light=replace(view.light, tint=view.light.tint * 0.4))
    ink = Ink()
    at = (view.center, 1000.0)
    draw(ink, view, at, 460, thing)
    rim = Rim(-5.0 * view.light.side, 4.0, view.light.key, 0.6)
    shadow = Shadow(-16.0 * view.light.side, 26, 26, 0.5)
    return [_dim(view), _table(view), ink.layer("thing", 0.95, rim=rim, shadow=shadow), _sparkle(view)]


def face_close(view: View, people: Sequence[Person], angle: Angle, seed: int) -> list[Layer]:
    """The face of the first person, as near as can be."""
    first = people[:1]
    return players(view, first, stage(view, first, Size.DETAIL, angle, seed), Size.DETAIL, "")


def still_life(view: View) -> list[Layer]:
    """A lamp on a sill where the words name nothing that can be shown."""
    return thing_close(view, CLOSE_LAMP)


def _dim(view: View) -> Layer:
    """Air that takes the place's contrast away."""
    ink = Ink()
    tone = mix(view.light.near, view.light.ambient, 0.5)
    view.wash(ink, (0, tone, 0.25), (0.5, tone, 0.4), (1, tone, 0.75))
    ink.glow(view.center, 820, 900, mix(view.light.key, view.light.warm, view.light.lamps), 0.34)
    return ink.layer("air", 0.8, blur=6)


def _table(view: View) -> Layer:
    """A table top that runs towards us."""
    ink = Ink()
    wood = view.light.shade("#6b4330" if view.old else "#7d5a42")
    fill = ((0.0, lighten(wood, 0.1), 1.0), (0.3, wood, 1.0), (1.0, darken(wood, 0.6), 1.0))
    view.wash(ink, *fill, top=_TABLE)
    random = view.random("grain")
    for _ in range(26):
        y = random.uniform(_TABLE + 20, BOTTOM)
        ink.stroke(
            f"M{view.left:.0f},{y:.0f} q{view.width * 0.4:.0f},{random.uniform(-26, 26):.0f} "
            f"{view.right - view.left:.0f},0",
            darken(wood, 0.35),
            random.uniform(1.5, 5),
            opacity=0.3,
        )
    ink.rect(view.left, _TABLE - 5, view.right - view.left, 9, fill=lighten(wood, 0.3), opacity=0.6)
    pool(ink, (view.center, 1240), 1150, mix(view.light.key, view.light.warm, view.light.lamps), 0.7)
    return ink.layer("table", 0.85, shadow=Shadow(0, -14, 30, 0.4))


def _sparkle(view: View) -> Layer:
    ink = Ink()
    bokeh(ink, view, 120, 620, part="sparkle", count=8)
    return ink.layer("sparkle", 1.4, blur=7, flicker=0.15)
