"""Shops and places to eat and drink."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_lanterns, near_leaves
from pipeline.images.drawing.furniture import block, chair, table
from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix
from pipeline.images.drawing.lamps import lantern, palace_lantern
from pipeline.images.drawing.openings import beams, box_path, lamplight, lattice_window, outside, window
from pipeline.images.drawing.ornaments import glass_jar, goods, vase
from pipeline.images.drawing.places.home import window_box
from pipeline.images.drawing.roomlamps import pendant
from pipeline.images.drawing.view import SOFT, View
from pipeline.images.drawing.walls import floor, panelling, skirting, tiles, wall
from pipeline.images.layers import Layer


def shop(view: View) -> list[Layer]:
    """A shop: shelves full of goods, a counter, lamps over it."""
    wood = view.light.shade("#6b4028" if view.old else "#8a6a4c")
    box = window_box(view, width=340, height=560, shift=360)
    shell = Ink()
    wall(shell, view, view.light.shade("#b0926a" if view.old else "#8ea09a"), [box_path(box)])
    if view.old:
        lattice_window(shell, box, wood, cell=44)
        floor(shell, view, view.light.shade("#6f4a33"))
    else:
        window(shell, view, box, wood)
        tiles(shell, view, view.light.shade("#8d8a84"))
    away = -view.light.side
    goods(shell, view, (view.center + away * 190 - 320, view.floor - 900, 640, 860), wood)
    foot = view.floor + 180
    lamps = Ink()
    for dx in (-270, 40, 330):
        at = (view.center + dx, 330.0)
        if view.old:
            lantern(lamps, view, at, 58, string=500)
        else:
            pendant(lamps, view, at, 66, view.light.shade("#2f3b40"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        _counter(view, wood, foot),
        lamps.layer("lamps", 0.55, flicker=0.1),
        lamplight(view, (view.center, 420), 900, 0.3),
        near_leaves(view),
    ]


def _counter(view: View, wood: str, foot: float) -> Layer:
    ink = Ink()
    width = view.right - view.left
    block(ink, (view.left, foot - 310, width, 52), lighten(wood, 0.12), 8)
    block(ink, (view.left, foot - 262, width, 262), darken(wood, 0.12))
    x = view.left + 20
    while x < view.right:
        ink.rect(x, foot - 236, 200, 206, rx=6, fill="none", stroke=darken(wood, 0.4), stroke_width=6)
        x += 226
    for dx, tall, color in (
        (-400, 120, "#b5793e"),
        (-320, 90, "#5b8a96"),
        (340, 110, "#a3473e"),
        (420, 140, "#7f8f5c"),
    ):
        vase(ink, view, (view.center + dx, foot - 310), tall, color)
    return ink.layer("counter", 0.65, shadow=SOFT)


def restaurant(view: View) -> list[Layer]:
    """Tables under hanging lamps by a window; an inn in old times."""
    return _inn(view) if view.old else _cafe(view)


def _cafe(view: View) -> list[Layer]:
    box = (view.center - 430.0, view.floor - 860.0, 860.0, 560.0)
    tone = view.light.shade(view.random("cafe").choice(("#6d4a44", "#3f5a58", "#7b6049", "#4c4a63")))
    shell = Ink()
    wall(shell, view, tone, [box_path(box)])
    window(shell, view, box, darken(tone, 0.4), columns=4, rows=1)
    panelling(shell, view, darken(tone, 0.12), height=230)
    skirting(shell, view, darken(tone, 0.35))
    floor(shell, view, view.light.shade("#6e4b34"))
    things, lamps = Ink(), Ink()
    wood = view.light.shade("#8c5f3e")
    for dx, drop, size in ((-300, 110, 1.0), (300, 110, 1.0), (0, 40, 0.7)):
        x, foot = view.center + dx, view.floor + drop
        for side in (-1, 1):
            chair(things, (x + side * 150 * size, foot - 10), 330 * size, view.light.shade("#4c3a34"))
        table(things, (x, foot), 270 * size, 220 * size, wood)
        _laid(things, view, (x, foot - 220 * size), size)
        pendant(lamps, view, (x, 360 - 60 * size), 70 * size, view.light.shade("#b5603e"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("tables", 0.6, shadow=SOFT),
        lamps.layer("lamps", 0.62, flicker=0.08),
        lamplight(view, (view.center, 500), 900, 0.3),
        near_leaves(view),
    ]


def _laid(ink: Ink, view: View, at: Point, size: float) -> None:
    """A glass, a cup and a small flower on a table."""
    x, y = at
    glass = lighten(view.light.mist, 0.3)
    ink.path(
        f"M{x - 70 * size:.0f},{y - 62 * size:.0f} h{40 * size:.0f} "
        f"l{-8 * size:.0f},{62 * size:.0f} h{-24 * size:.0f} Z",
        fill=glass,
        opacity=0.55,
    )
    block(ink, (x + 34 * size, y - 36 * size, 48 * size, 36 * size), view.light.shade("#e8e0d0"), 10 * size)
    vase(ink, view, (x, y), 64 * size)
    ink.circle(x, y - 76 * size, 15 * size, fill=view.light.shade("#d9626a"))


def _inn(view: View) -> list[Layer]:
    wood = view.light.shade("#63391f")
    box = window_box(view, width=560, height=470)
    shell = Ink()
    wall(shell, view, view.light.shade("#9a7a52"), [box_path(box)])
    lattice_window(shell, box, wood, cell=48)
    panelling(shell, view, wood)
    floor(shell, view, view.light.shade("#6b452f"))
    shell.rect(view.left, 60, view.right - view.left, 56, fill=darken(wood, 0.3))
    things, lamps = Ink(), Ink()
    foot = view.floor + 130
    for dx in (-330, 330):
        x = view.center + dx
        table(things, (x, foot), 420, 230, wood)
        glass_jar(things, (x - 90, foot - 230), 120, mix(wood, "#3a2a20", 0.4))
        for cup in (10, 76):
            block(things, (x + cup, foot - 262, 40, 32), view.light.shade("#d9d2bf"), 8)
        block(things, (x - 170, foot - 110, 340, 26), darken(wood, 0.15), 6)
    for dx, drop in ((-330, 330), (330, 380), (0, 270)):
        palace_lantern(lamps, view, (view.center + dx, drop), 130)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("tables", 0.6, shadow=SOFT),
        lamps.layer("lamps", 0.62, flicker=0.15, sway=3),
        lamplight(view, (view.center, 420), 1000, 0.34),
        hanging_lanterns(view),
    ]
