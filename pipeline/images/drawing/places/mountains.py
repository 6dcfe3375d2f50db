"""Mountains over a sea of mist, and the cave in them."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch
from pipeline.images.drawing.ground import mounds
from pipeline.images.drawing.houses import pagoda, paint_of
from pipeline.images.drawing.ink import (
    Ink,
    darken,
    lighten,
    mix,
    placed,
)
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.plants import pine
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.view import BOTTOM, CAST, SOFT, TOP, View
from pipeline.images.layers import Layer


def heights(view: View) -> list[Layer]:
    """Ranges behind ranges over a sea of mist; from within, the mouth of a cave."""
    layers = [sky(view), clouds(view)]
    y = view.horizon
    for part, nearness, drop, tall in (
        ("range one", 0.05, -190, 420),
        ("range two", 0.28, -20, 320),
        ("range three", 0.52, 130, 230),
    ):
        layers.append(mountains(view, part, nearness, y=y + drop, height=tall, sharpness=0.62))
        layers.append(mist_layer(view, y + drop + 90, 330, 0.66 - nearness * 0.4, 0.14 + 0.5 * nearness))
    ink = Ink()
    x = view.center - view.light.side * 300
    if view.old:
        pagoda(ink, (x, y + 60), 210, paint_of(view, 0.55), tiers=4)
    _pines(ink, view, y + 250)
    layers.append(ink.layer("pines", 0.58, shadow=SOFT))
    if view.inside:
        return [*layers, _cave(view)]
    rock = Ink()
    mounds(rock, view, "cliff", y + 330, view.light.shade("#77766c"), height=70)
    return [*layers, rock.layer("cliff", 0.8, shadow=CAST), hanging_branch(view, blossom=view.snowy)]


def _pines(ink: Ink, view: View, y: float) -> None:
    random = view.random("pines")
    tone = view.light.between(0.72)
    snow = lighten(view.light.ground, 0.4) if view.snowy else ""
    x = view.left
    while x < view.right:
        if abs(x - view.center) > 190:
            pine(ink, (x, y + random.uniform(0, 60)), random.uniform(200, 400), tone, snow=snow)
        x += random.uniform(70, 150)


def _cave(view: View) -> Layer:
    """Rock all around an opening, and the ground one stands on."""
    ink = Ink()
    rock = darken(view.light.near, 0.3)
    hole = "M-430,560 Q-520,-60 -330,-480 Q-130,-800 130,-760 Q420,-660 450,-160 Q500,260 430,560 Z"
    stretch = max(1.0, view.width / 1500)
    fill = ink.linear(
        (0, TOP),
        (0, BOTTOM),
        (0, darken(rock, 0.5), 1),
        (0.75, mix(rock, view.light.ambient, 0.3), 1),
        (1, rock, 1),
    )
    ink.path(
        f"{view.sheet} {placed(hole, (view.center, view.horizon - 90), stretch, 1)}",
        fill=fill,
        fill_rule="evenodd",
    )
    ink.path(
        placed(hole, (view.center, view.horizon - 90), stretch, 1),
        fill="none",
        stroke=view.light.key,
        stroke_width=9,
        opacity=0.28,
    )
    random = view.random("stones")
    for _ in range(16):
        x, wide = random.uniform(view.left, view.right), random.uniform(60, 190)
        ink.ellipse(
            x,
            view.floor + random.uniform(240, 420),
            wide,
            wide * 0.32,
            fill=darken(rock, random.uniform(0, 0.3)),
        )
    return ink.layer("cave", 0.8, shadow=CAST)
