"""The temple: before its altar, and on its hill."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch
from pipeline.images.drawing.furniture import block
from pipeline.images.drawing.ground import Shine, outdoors, reflections
from pipeline.images.drawing.houses import hall, pagoda, paint_of
from pipeline.images.drawing.ink import (
    Ink,
    Point,
    darken,
    lighten,
    mix,
    number,
    on_circle,
    placed,
)
from pipeline.images.drawing.lamps import candle
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.openings import lamplight
from pipeline.images.drawing.places.palace import _column, stone_lantern
from pipeline.images.drawing.plants import pine
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.view import CAST, SOFT, View
from pipeline.images.drawing.walls import tiles, wall
from pipeline.images.layers import Layer

_RED = "#7c2320"


def temple(view: View) -> list[Layer]:
    """Before the altar, or the pagoda among pines on its hill."""
    return _altar(view) if view.inside else _hill_temple(view)


def _altar(view: View) -> list[Layer]:
    wood, gold = view.light.shade("#4a2a1c"), view.light.shade("#c79545")
    shell = Ink()
    wall(shell, view, darken(view.light.shade("#6b3a24"), 0.3), [])
    tiles(shell, view, view.light.shade("#5b5148"))
    for x in (-20.0, view.width + 20.0):
        _column(shell, view, x, view.light.shade(_RED), gold)
    figure = Ink()
    x, foot = view.center, view.floor - 60
    figure.glow(x, foot - 640, 620, view.light.warm, 0.55)
    for radius in (290, 262, 160):
        figure.circle(x, foot - 660, radius, fill="none", stroke=gold, stroke_width=8, opacity=0.55)
    for ray in range(36):
        inner, outer = on_circle(x, foot - 660, 176, ray / 36), on_circle(x, foot - 660, 252, ray / 36)
        figure.stroke(
            f"M{number(inner[0])},{number(inner[1])} L{number(outer[0])},{number(outer[1])}",
            gold,
            5,
            opacity=0.4,
        )
    _buddha(figure, (x, foot), 560, darken(gold, 0.25))
    things = Ink()
    block(things, (x - 430, view.floor - 70, 860, 150), wood, 6)
    things.rect(x - 430, view.floor - 70, 860, 10, fill=gold)
    for dx, tall in ((-350, 110), (-270, 84), (-190, 62), (190, 62), (270, 84), (350, 110)):
        candle(things, (x + dx, view.floor - 70), tall, wax="#c8433a")
    _incense(things, view, (x, view.floor - 70), gold)
    shines: list[Shine] = [(x + dx, "#ffb454", 90) for dx in (-300, 0, 300)]
    reflections(things, view, view.floor + 90, shines, 0.25)
    banners = Ink()
    for dx in (-420, 420):
        _banner(banners, view, (x + dx, -100), gold)
    return [
        shell.layer("wall", 0.3, opaque=True),
        figure.layer("figure", 0.42),
        things.layer("altar", 0.6, shadow=SOFT, flicker=0.2),
        banners.layer("banners", 0.7, shadow=SOFT, sway=4),
        lamplight(view, (x, view.floor - 150), 1000, 0.4),
    ]


def _buddha(ink: Ink, at: Point, height: float, tone: str) -> None:
    """A seated figure on a lotus, as a silhouette lit from below."""
    fill = ink.downwards(at[1] - height, at[1], darken(tone, 0.35), lighten(tone, 0.2))
    body = (
        "M-0.13,-0.56 Q-0.3,-0.52 -0.32,-0.3 Q-0.5,-0.24 -0.5,-0.12 "
        "L0.5,-0.12 Q0.5,-0.24 0.32,-0.3 Q0.3,-0.52 0.13,-0.56 Z"
    )
    ink.path(placed(body, at, height), fill=fill)
    ink.ellipse(at[0], at[1] - height * 0.7, height * 0.115, height * 0.15, fill=fill)
    ink.circle(at[0], at[1] - height * 0.87, height * 0.055, fill=fill)
    ink.stroke(
        placed("M-0.22,-0.44 Q0,-0.28 0.24,-0.14 M-0.28,-0.26 Q0,-0.16 0.28,-0.26", at, height),
        darken(tone, 0.45),
        5,
        opacity=0.6,
    )
    for petal in range(-5, 6):
        x = at[0] + petal * height * 0.1
        ink.path(
            placed("M-0.07,0 Q-0.08,-0.1 0,-0.14 Q0.08,-0.1 0.07,0 Z", (x, at[1]), height),
            fill=lighten(tone, 0.1 + 0.02 * (5 - abs(petal))),
        )


def _incense(ink: Ink, view: View, at: Point, gold: str) -> None:
    x, y = at
    ink.path(placed("M-0.7,-0.5 Q-0.8,0 -0.3,0 L0.3,0 Q0.8,0 0.7,-0.5 Z", at, 110), fill=darken(gold, 0.35))
    for dx in (-24, 0, 24):
        ink.rect(x + dx - 2, y - 130, 4, 80, fill="#a8572f")
        ink.circle(x + dx, y - 132, 5, fill="#ff9a4a")
        ink.stroke(
            f"M{x + dx:.0f},{y - 140:.0f} q40,-90 0,-180 t{dx},-200 t-20,-180",
            view.light.mist,
            9,
            opacity=0.2,
        )


def _banner(ink: Ink, view: View, at: Point, gold: str) -> None:
    x, y = at
    color = view.light.shade("#8f2f28")
    ink.path(
        placed("M-0.5,0 L0.5,0 L0.5,8.4 L0,9.4 L-0.5,8.4 Z", at, 92),
        fill=ink.downwards(y, y + 860, darken(color, 0.5), color),
    )
    for row in range(5):
        ink.circle(x, y + 240 + row * 120, 26, fill="none", stroke=gold, stroke_width=5, opacity=0.7)
    ink.stroke(placed("M-0.4,0 L-0.4,8.4 M0.4,0 L0.4,8.4", at, 92), gold, 3, opacity=0.6)


def _hill_temple(view: View) -> list[Layer]:
    y = view.horizon + 140
    side = -view.light.side
    layers = [
        sky(view),
        clouds(view),
        mountains(view, "hills far", 0.08, y=view.horizon - 90, height=330, sharpness=0.6),
        mist_layer(view, view.horizon, 420, 0.55, 0.16),
    ]
    ink = Ink()
    pagoda(ink, (view.center + side * 250, y - 150), 330, paint_of(view, 0.45), tiers=5)
    layers += [
        ink.layer("pagoda", 0.3, shadow=SOFT),
        mountains(view, "hills", 0.45, y=y - 70, height=120),
        mist_layer(view, y - 30, 300, 0.5, 0.4),
    ]
    ink = Ink()
    hall(ink, (view.center - side * 230, y + 30), 620, paint_of(view, 0.65, "#93372c"), tiers=1, bays=5)
    _pines(ink, view, y + 40)
    layers.append(ink.layer("hall", 0.55, shadow=CAST))
    front = Ink()
    outdoors(front, view, y + 30, view.light.shade("#8f897c"), [(view.center - side * 330, "#ff9a4a", 120)])
    for dx in (-330, 330):
        stone_lantern(front, view, (view.center + dx, y + 210), 250)
    return [*layers, front.layer("steps", 0.75), hanging_branch(view, blossom=view.snowy)]


def _pines(ink: Ink, view: View, y: float) -> None:
    tone = mix(view.light.between(0.8), "#20463c", 0.25)
    snow = lighten(view.light.ground, 0.4) if view.snowy else ""
    for x, height in ((40, 430), (-70, 560), (view.width - 30, 400), (view.width + 90, 600)):
        pine(ink, (x, y + 30), height, tone, snow=snow)
