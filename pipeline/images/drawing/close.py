"""Details: a thing on a table, a face that fills the frame, a quiet corner of the place."""

from __future__ import annotations

import re
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
#: Words of a door that is looked at.
DOOR = re.compile(r"门(?!口|外)|\bdoor", re.IGNORECASE)


def thing_close(view: View, thing: Thing) -> list[Layer]:
    """*thing* on a table in a pool of light, the place out of focus behind it."""
    view = replace(view, light=replace(view.light, tint=view.light.tint * 0.4))
    ink = Ink()
    at = (view.center, 1000.0)
    draw(ink, view.light, at, 460, thing)
    rim = Rim(-5.0 * view.light.side, 4.0, view.light.key, 0.6)
    shadow = Shadow(-16.0 * view.light.side, 26, 26, 0.5)
    return [_dim(view), _sparkle(view), _table(view), ink.layer("thing", 0.95, rim=rim, shadow=shadow)]


def door_close(view: View) -> list[Layer]:
    """A door that stands ajar, with the light of the other side in the gap."""
    wood = view.light.shade("#6a3b28" if view.old else "#7a5a44")
    bright = lighten(mix(view.light.key, view.light.warm, max(0.4, view.light.lamps)), 0.2)
    gap = view.center + view.light.side * 30
    ink = Ink()
    for side, edge in ((-1, gap - 26), (1, gap + 26)):
        left = view.left if side < 0 else edge
        width = abs((view.left if side < 0 else view.right) - edge)
        inner, outer = lighten(wood, 0.16), darken(wood, 0.5)
        fill = ink.linear((edge, 0), (edge + side * width, 0), (0, inner, 1), (0.2, wood, 1), (1, outer, 1))
        ink.rect(left, -160, width, BOTTOM + 160, fill=fill)
        for y, height in ((130, 560), (780, 330), (1200, 620)):
            panel = edge + (60 if side > 0 else -420)
            ink.rect(
                panel, y, 360, height, rx=8, fill=darken(wood, 0.14), stroke=darken(wood, 0.4), stroke_width=7
            )
        ink.circle(edge + side * 56, 1150, 34, fill=view.light.shade("#d0a24c"))
        ink.circle(
            edge + side * 56, 1150, 52, fill="none", stroke=view.light.shade("#d0a24c"), stroke_width=9
        )
    light = Ink()
    light.rect(gap - 30, -160, 60, BOTTOM + 160, fill=bright)
    halo = Ink()
    halo.glow(gap, 900, 760, bright, 0.55)
    return [
        light.layer("gap", 0.8, blur=3),
        ink.layer("door", 0.9, shadow=Shadow(0, 0, 22, 0.5)),
        halo.layer("halo", 0.95, blur=8, flicker=0.1),
    ]


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
    return ink.layer("sparkle", 0.82, blur=5, flicker=0.15)
