"""The palace: its throne hall, and the terrace before it."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, hanging_lanterns, silk
from pipeline.images.drawing.furniture import block
from pipeline.images.drawing.ground import Shine, outdoors, pool
from pipeline.images.drawing.houses import Paint, hall, lattice, paint_of
from pipeline.images.drawing.ink import (
    Ink,
    Point,
    darken,
    lighten,
    mix,
    placed,
    polygon,
)
from pipeline.images.drawing.lamps import lantern, palace_lantern
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.openings import beams, lamplight, moon_window, outside, round_path
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.view import BOTTOM, CAST, SOFT, View
from pipeline.images.drawing.walls import tiles, wall
from pipeline.images.layers import Layer

_GOLD = "#c89a48"


_RED = "#7c2320"


def palace(view: View) -> list[Layer]:
    """A throne hall with a round window, or the terrace before it."""
    return _throne_hall(view) if view.inside else _terrace(view)


def _throne_hall(view: View) -> list[Layer]:
    red, gold, dark = view.light.shade(_RED), view.light.shade(_GOLD), view.light.shade("#3a1512")
    radius = 400.0
    middle = (view.center, view.floor - 640)
    shell = Ink()
    wall(shell, view, mix(red, dark, 0.35), [round_path(*middle, radius)])
    moon_window(shell, middle, radius, dark, gold)
    _lattice_doors(shell, view, dark, gold, radius)
    _dais(shell, view, red, gold)
    columns = Ink()
    for x in (
        -30.0,
        view.width + 30.0,
        *((view.center - 800, view.center + 800) if view.width > 2000 else ()),
    ):
        _column(columns, view, x, red, gold)
    _ceiling(columns, view, dark, gold)
    box = (middle[0] - radius, middle[1] - radius, radius * 2, radius * 2)
    lamps = Ink()
    for x in (view.center - 400, view.center + 400):
        palace_lantern(lamps, view, (x, 330), 170)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.34),
        columns.layer("columns", 0.6, shadow=CAST),
        lamps.layer("lamps", 0.7, flicker=0.15, sway=3),
        lamplight(view, (view.center, 700), 1100, 0.26),
        hanging_lanterns(view) if view.lit else silk(view, red),
    ]


def _lattice_doors(ink: Ink, view: View, dark: str, gold: str, radius: float) -> None:
    """Carved panels on both sides of the window."""
    paint = Paint(dark, dark, darken(dark, 0.3), mix(view.light.warm, dark, 0.55 if view.lit else 0.75))
    for side in (-1, 1):
        start = radius + 80
        while start < view.width / 2 + 150:
            x = view.center + side * start - (170 if side < 0 else 0)
            lattice(ink, (x, view.floor - 900, 170, 560), paint, across=4, down=11)
            ink.rect(
                x, view.floor - 320, 170, 250, rx=6, fill=darken(dark, 0.15), stroke=gold, stroke_width=4
            )
            ink.circle(x + 85, view.floor - 195, 46, fill="none", stroke=gold, stroke_width=5, opacity=0.7)
            start += 196


def _dais(ink: Ink, view: View, red: str, gold: str) -> None:
    """Polished floor, a carpet that leads up the steps, and the gold edges of the steps."""
    tiles(ink, view, mix(red, view.light.near, 0.55))
    y = view.floor
    for step, half in enumerate((430, 520, 610)):
        top = y - 60 + step * 44
        ink.rect(view.center - half, top, half * 2, 46, fill=mix(red, view.light.near, 0.3 + 0.1 * step))
        ink.rect(view.center - half, top, half * 2, 6, fill=gold, opacity=0.8)
    carpet = [
        (view.center - 130, y - 60),
        (view.center + 130, y - 60),
        (view.center + 360, BOTTOM),
        (view.center - 360, BOTTOM),
    ]
    fill = ink.downwards(y - 60, BOTTOM, lighten(red, 0.1), darken(red, 0.4))
    ink.path(polygon(carpet), fill=fill, stroke=gold, stroke_width=7)


def _column(ink: Ink, view: View, x: float, red: str, gold: str) -> None:
    half = 88.0
    fill = ink.linear(
        (x - half, 0),
        (x + half, 0),
        (0, darken(red, 0.55), 1),
        (0.38, lighten(red, 0.14), 1),
        (1, darken(red, 0.5), 1),
    )
    foot = view.floor + 190
    ink.rect(x - half, -160, half * 2, foot + 160, fill=fill)
    for y in (420.0, 1080.0):
        ink.rect(x - half - 4, y, half * 2 + 8, 12, fill=gold)
        ink.rect(x - half - 4, y + 66, half * 2 + 8, 12, fill=gold)
        for dx in (-0.5, 0, 0.5):
            ink.circle(x + dx * half, y + 39, 19, fill="none", stroke=gold, stroke_width=5)
    ink.rect(x - half - 26, foot - 40, half * 2 + 52, 60, rx=18, fill=view.light.shade("#8b857c"))


def _ceiling(ink: Ink, view: View, dark: str, gold: str) -> None:
    """Painted beams under the upper edge."""
    width = view.right - view.left
    ink.rect(
        view.left,
        -160,
        width,
        270,
        fill=ink.downwards(-160, 110, darken(dark, 0.6), dark),
    )
    ink.rect(view.left, 104, width, 58, fill=view.light.shade("#2b4f5e"))
    for y in (100.0, 158.0):
        ink.rect(view.left, y, width, 8, fill=gold)
    x = view.center % 150 - 150
    while x < view.right:
        ink.path(
            placed("M-1,0 Q0,-0.6 1,0 Q0,0.6 -1,0 Z", (x, 133), 56, 34),
            fill="none",
            stroke=gold,
            stroke_width=4,
        )
        x += 150


def _terrace(view: View) -> list[Layer]:
    y = view.horizon + 150
    main = Ink()
    red = paint_of(view, 0.55, "#93372c", "#b8863a" if view.random("tiles").random() < 0.6 else "#3f5a66")
    hall(main, (view.center, y - 90), 980, red, tiers=2, bays=9)
    wings = Ink()
    for side in (-1, 1):
        for step in range(max(1, round(view.width / 1000))):
            hall(
                wings,
                (view.center + side * (640 + 620 * step), y - 70),
                560,
                paint_of(view, 0.35, "#93372c", "#3f5a66"),
                tiers=2,
            )
    layers = [sky(view), clouds(view), mountains(view, "hills", 0.12, y=view.horizon - 120, height=230)]
    layers += [wings.layer("wings", 0.3, shadow=SOFT), mist_layer(view, y - 60, 420, 0.45, 0.35)]
    return [
        *layers,
        main.layer("hall", 0.45, shadow=SOFT),
        _stairs(view, y),
        hanging_lanterns(view) if view.lit else hanging_branch(view),
    ]


def _stairs(view: View, y: float) -> Layer:
    ink = Ink()
    stone = view.light.shade("#b3aca0")
    shines: list[Shine] = [(view.center + dx, "#ff9a4a", 130) for dx in (-330, 330)]
    outdoors(ink, view, y + 100, view.light.shade("#9a948a"), shines)
    for step in range(7):
        half = 250 + step * 26
        tone = lighten(stone, 0.4) if view.snowy else mix(stone, view.light.near, 0.12 + 0.05 * (step % 2))
        ink.rect(view.center - half, y - 96 + step * 30, half * 2, 31, fill=tone)
        ink.rect(view.center - half, y - 96 + step * 30, half * 2, 4, fill=lighten(tone, 0.25))
    balusters = [side * (300 + step * 84) for side in (-1, 1) for step in range(12)]
    for dx in balusters:
        x = view.center + dx
        if view.left < x < view.right:
            block(ink, (x - 15, y - 60, 30, 165), stone, 8)
    for side in (-1, 1):
        edge = view.center + 285 if side > 0 else view.left
        ink.rect(edge, y - 20, view.width / 2 - 135, 22, fill=lighten(stone, 0.1))
        ink.rect(edge, y + 62, view.width / 2 - 135, 44, fill=darken(stone, 0.2))
        lantern(ink, view, (view.center + side * 330, y - 30), 44, string=0)
    return ink.layer("terrace", 0.75, shadow=SOFT, flicker=0.1)


def stone_lantern(ink: Ink, view: View, at: Point, height: float) -> None:
    """A garden lantern of stone, alight in the evening."""
    stone = view.light.shade("#8b867c")
    if view.lit:
        ink.glow(at[0], at[1] - height * 0.66, height * 0.9, view.light.warm, 0.55)
        pool(ink, at, height * 0.9, view.light.warm, 0.35)
    ink.path(
        placed(
            "M-0.2,0 L-0.14,-0.08 L-0.06,-0.1 L-0.06,-0.48 L-0.18,-0.54 L-0.18,-0.58 "
            "L0.18,-0.58 L0.18,-0.54 L0.06,-0.48 L0.06,-0.1 L0.14,-0.08 L0.2,0 Z",
            at,
            height,
        ),
        fill=darken(stone, 0.2),
    )
    ink.path(
        placed("M-0.13,-0.58 L-0.13,-0.76 L0.13,-0.76 L0.13,-0.58 Z", at, height),
        fill=lighten(view.light.warm, 0.3) if view.lit else darken(stone, 0.6),
    )
    cap = lighten(view.light.ground, 0.4) if view.snowy else stone
    ink.path(
        placed("M-0.3,-0.74 Q-0.16,-0.8 -0.06,-0.92 L0.06,-0.92 Q0.16,-0.8 0.3,-0.74 Z", at, height), fill=cap
    )
    ink.circle(at[0], at[1] - height * 0.95, height * 0.045, fill=cap)
