"""The front of a house: what a room is from outside."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch
from pipeline.images.drawing.furniture import block
from pipeline.images.drawing.ground import Shine, outdoors, pool
from pipeline.images.drawing.ink import Ink, darken, lighten, mix
from pipeline.images.drawing.lamps import street_lamp
from pipeline.images.drawing.land import mist_layer
from pipeline.images.drawing.places.courtyard import courtyard
from pipeline.images.drawing.plants import leaf_color, tree
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.towers import Block, facade, skyline
from pipeline.images.drawing.view import CAST, SOFT, View
from pipeline.images.layers import Layer

_FRONTS = ("#b9a58c", "#a3614e", "#8d99a3", "#c2b49c", "#7f8f86")


def front(view: View) -> list[Layer]:
    """A house with its lit door, trees and a lamp; in old times its courtyard."""
    if view.old:
        return courtyard(view)
    y = view.horizon + 150
    far = Ink()
    skyline(far, view, y, 0.15, heights=(260, 560), widths=(60, 120))
    return [
        sky(view),
        clouds(view),
        far.layer("far towers", 0.18, blur=2),
        mist_layer(view, y - 60, 420, 0.5, 0.22),
        _house(view, y),
        _forecourt(view, y),
        hanging_branch(view),
    ]


def _house(view: View, y: float) -> Layer:
    ink = Ink()
    wall = view.random("front").choice(_FRONTS)
    width = min(view.width * 0.86, 1500.0)
    left = view.center - width / 2
    facade(ink, view, Block(left, y, width, 800), wall, rows=5, columns=round(width / 155))
    tone = view.light.shade(wall)
    glow = mix(view.light.warm, "#fff3d6", 0.3) if view.lit else mix(tone, view.light.sky[1], 0.5)
    ink.rect(view.center - 210, y - 250, 420, 250, fill=darken(tone, 0.35))
    doors = ink.downwards(y - 230, y, lighten(glow, 0.2), glow)
    for dx in (-150, 6):
        ink.rect(view.center + dx, y - 226, 144, 226, fill=doors)
        ink.rect(view.center + dx + (124 if dx < 0 else 12), y - 130, 8, 50, rx=4, fill=darken(tone, 0.5))
    block(ink, (view.center - 260, y - 292, 520, 50), darken(tone, 0.2), 10)
    if view.snowy:
        ink.rect(view.center - 266, y - 306, 532, 24, rx=12, fill=lighten(view.light.ground, 0.4))
    if view.lit:
        ink.glow(view.center, y - 120, 430, view.light.warm, 0.55)
    return ink.layer("house", 0.45, shadow=SOFT, flicker=0.06)


def _forecourt(view: View, y: float) -> Layer:
    ink = Ink()
    shines: list[Shine] = [(view.center, view.light.warm, 190), (view.center - 390, view.light.warm, 100)]
    outdoors(ink, view, y, view.light.shade("#83807a"), shines)
    if view.lit:
        pool(ink, (view.center, y + 60), 420, view.light.warm, 0.4)
    leaf = mix(leaf_color(view), view.light.near, 0.2)
    for x, height in ((view.left + 120, 560), (view.width + 20, 640)):
        tree(
            ink,
            (x, y + 70),
            height,
            lighten(view.light.ground, 0.3) if view.snowy else leaf,
            darken(view.light.near, 0.1),
        )
    street_lamp(ink, view, (view.center - 400, y + 130), 640)
    return ink.layer("forecourt", 0.75, shadow=CAST)
