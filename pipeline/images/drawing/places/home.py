"""Rooms to live in: the living room or study, and the bedroom."""

from __future__ import annotations

from pipeline.images.drawing.beds import bed, canopy_bed
from pipeline.images.drawing.foreground import door_frame, hanging_lanterns, near_leaves, silk
from pipeline.images.drawing.furniture import CLOTH, sofa, table
from pipeline.images.drawing.ink import Box, Ink, darken, lighten, mix
from pipeline.images.drawing.lamps import candle
from pipeline.images.drawing.openings import (
    beams,
    box_path,
    curtains,
    lamplight,
    lattice_window,
    moon_window,
    outside,
    round_path,
    window,
)
from pipeline.images.drawing.ornaments import folding_screen, picture, scroll, vase
from pipeline.images.drawing.plants import BLOSSOM, branch, pot_plant
from pipeline.images.drawing.roomlamps import floor_lamp, table_lamp
from pipeline.images.drawing.view import CAST, SOFT, View
from pipeline.images.drawing.walls import WOOD, floor, panelling, skirting, wall
from pipeline.images.layers import Layer

_WALLS = ("#b29a80", "#8797a6", "#97a48c", "#b28d88", "#54727a", "#a3906f")
_SILKS = ("#8f3a44", "#3f6a72", "#74508a", "#a8763a")


def room(view: View) -> list[Layer]:
    """A living room, or the study of an old house."""
    return _study(view) if view.old else _living_room(view)


def bedroom(view: View) -> list[Layer]:
    """A bedroom."""
    return _old_bedroom(view) if view.old else _bedroom(view)


def window_box(view: View, *, width: float = 560, height: float = 620, shift: float = 0.0) -> Box:
    """An opening around the middle of the wall, *shift* units towards the light."""
    return view.center - width / 2 + view.light.side * shift, view.floor - 300 - height, width, height


def _living_room(view: View) -> list[Layer]:
    random = view.random("room")
    tone = view.light.shade(random.choice(_WALLS))
    cloth = view.light.shade(random.choice(CLOTH))
    box = window_box(view, shift=110)
    away = -view.light.side
    shell = Ink()
    wall(shell, view, tone, [box_path(box)])
    frame = lighten(view.light.shade("#d8cfc0"), 0.05)
    window(shell, view, box, frame)
    curtains(shell, box, cloth)
    picture(shell, view, (view.center + away * 400 - 100, view.floor - 850, 200, 260), view.light.shade(WOOD))
    skirting(shell, view, lighten(tone, 0.2))
    floor(shell, view, view.light.shade("#8a6245"))
    things = Ink()
    foot = view.floor + 90
    sofa(things, (view.center + away * 90, foot), 640, cloth)
    lamp = floor_lamp(things, view, (view.center + away * 455, foot), 680)
    leaf = mix(view.light.shade("#4f7d58"), view.light.near, 0.25)
    pot_plant(things, (view.center - away * 440, foot), 420, leaf, view.light.shade("#c9b49a"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("furniture", 0.6, shadow=SOFT),
        lamplight(view, lamp, 900),
        near_leaves(view),
    ]


def _study(view: View) -> list[Layer]:
    random = view.random("study")
    plaster = view.light.shade(random.choice(("#b79b74", "#a98c6c", "#9d9478")))
    wood = view.light.shade("#5e3524")
    shell = Ink()
    if random.random() < 0.5:
        radius = 330.0
        middle = (view.center + view.light.side * 70, view.floor - 660)
        box = (middle[0] - radius, middle[1] - radius, radius * 2, radius * 2)
        wall(shell, view, plaster, [round_path(*middle, radius)])
        moon_window(shell, middle, radius, wood, view.light.shade("#c79a4b"))
    else:
        box = window_box(view, width=600, height=600, shift=70)
        wall(shell, view, plaster, [box_path(box)])
        lattice_window(shell, box, wood)
    panelling(shell, view, wood)
    _columns(shell, view, wood)
    scroll(shell, view, (view.center - view.light.side * 410, view.floor - 960), 150, 560)
    floor(shell, view, view.light.shade("#6f4a33"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        _desk(view, wood),
        lamplight(view, (view.center - view.light.side * 250, view.floor - 170), 820),
        hanging_lanterns(view, color="#c9803a") if view.lit else door_frame(view, wood),
    ]


def _columns(ink: Ink, view: View, wood: str) -> None:
    red = mix(wood, "#8c2f26", 0.5)
    for x in (10.0, view.width - 10.0):
        fill = ink.linear(
            (x - 60, 0),
            (x + 60, 0),
            (0, darken(red, 0.5), 1),
            (0.4, lighten(red, 0.08), 1),
            (1, darken(red, 0.45), 1),
        )
        ink.rect(x - 60, -150, 120, view.floor + 190, fill=fill)
        ink.rect(x - 78, view.floor, 156, 60, rx=14, fill=darken(wood, 0.3))
    ink.rect(
        view.left,
        -150,
        view.right - view.left,
        270,
        fill=ink.downwards(-150, 120, darken(wood, 0.7), darken(wood, 0.3)),
    )
    ink.rect(view.left, 108, view.right - view.left, 16, fill=mix(wood, "#c79a4b", 0.5))


def _desk(view: View, wood: str) -> Layer:
    ink = Ink()
    side = -view.light.side
    foot = view.floor + 120
    folding_screen(ink, view, (view.center - side * 330, foot - 50), 470, 640)
    x = view.center + side * 270
    table(ink, (x, foot), 560, 270, wood)
    top = foot - 270
    for index in range(3):
        ink.rect(
            x + 70 + index * 6,
            top - 22 - index * 24,
            150 - index * 14,
            22,
            rx=4,
            fill=darken(view.light.shade(CLOTH[index]), 0.15),
        )
    vase(ink, view, (x - 190, top), 150)
    branch(
        ink,
        (x - 190, top - 140),
        -1.75,
        95,
        darken(wood, 0.3),
        random=view.random("sprig"),
        blossom=mix(BLOSSOM, view.light.ambient, view.light.tint),
    )
    if view.light.lamps >= 0.4:
        candle(ink, (x - 20, top), 74)
    return ink.layer("furniture", 0.6, shadow=SOFT, flicker=0.15)


def _bedroom(view: View) -> list[Layer]:
    random = view.random("bedroom")
    tone = view.light.shade(random.choice(("#9aa0b0", "#b0a090", "#a8949c", "#8da0a0")))
    cloth = view.light.shade(random.choice(CLOTH))
    box = window_box(view, width=440, height=560, shift=270)
    away = -view.light.side
    shell = Ink()
    wall(shell, view, tone, [box_path(box)])
    window(shell, view, box, view.light.shade("#e0d8ca"))
    curtains(shell, box, mix(cloth, "#d8cfc0", 0.4), drop=280)
    picture(
        shell, view, (view.center + away * 190 - 130, view.floor - 900, 260, 190), view.light.shade("#d9c9a8")
    )
    skirting(shell, view, lighten(tone, 0.2))
    floor(shell, view, view.light.shade("#9a7556"))
    things = Ink()
    foot = view.floor + 150
    for dx in (-385, 385):
        table(things, (view.center + away * 90 + dx, foot - 40), 170, 170, view.light.shade("#7a563e"))
    lamp = table_lamp(things, view, (view.center + away * 475, foot - 210), 170)
    bed(things, view, (view.center + away * 90, foot), 620, cloth)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("bed", 0.6, shadow=SOFT),
        lamplight(view, lamp, 860, 0.5),
        silk(view, mix(cloth, view.light.near, 0.5)),
    ]


def _old_bedroom(view: View) -> list[Layer]:
    color = view.light.shade(view.random("silk").choice(_SILKS))
    wood = view.light.shade("#5e3524")
    box = window_box(view, width=380, height=520, shift=300)
    shell = Ink()
    wall(shell, view, view.light.shade("#a5825f"), [box_path(box)])
    lattice_window(shell, box, wood, cell=52)
    panelling(shell, view, wood)
    _columns(shell, view, wood)
    floor(shell, view, view.light.shade("#6b452f"))
    things = Ink()
    foot = view.floor + 110
    away = -view.light.side
    canopy_bed(things, view, (view.center + away * 190, foot), 640, color)
    table(things, (view.center - away * 370, foot + 20), 240, 210, wood)
    candle(things, (view.center - away * 400, foot - 190), 80, wax="#c8433a")
    candle(things, (view.center - away * 330, foot - 190), 64, wax="#c8433a")
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("bed", 0.6, shadow=CAST, flicker=0.15),
        lamplight(view, (view.center - away * 360, foot - 270), 800),
        silk(view, darken(color, 0.25)),
    ]
