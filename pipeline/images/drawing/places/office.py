"""The office, and the library that it was in old times."""

from __future__ import annotations

from pipeline.images.drawing.foreground import door_frame, near_leaves
from pipeline.images.drawing.furniture import block, shelf, table
from pipeline.images.drawing.ink import Ink, darken, mix
from pipeline.images.drawing.lamps import candle
from pipeline.images.drawing.openings import (
    beams,
    box_path,
    lamplight,
    lattice_window,
    outside,
    window,
)
from pipeline.images.drawing.ornaments import monitor, vase
from pipeline.images.drawing.places.home import window_box
from pipeline.images.drawing.plants import pot_plant
from pipeline.images.drawing.roomlamps import pendant
from pipeline.images.drawing.view import SOFT, View
from pipeline.images.drawing.walls import floor, panelling, skirting, tiles, wall
from pipeline.images.layers import Layer


def office(view: View) -> list[Layer]:
    """A high office with glass from side to side, or a magistrate's study."""
    if view.old:
        return library(view)
    box = (-60.0, 230.0, view.width + 120.0, view.floor - 360.0)
    shell = Ink()
    wall(shell, view, view.light.shade("#5f6873"), [box_path(box)])
    window(shell, view, box, view.light.shade("#3d444e"), columns=max(3, round(view.width / 360)), rows=1)
    skirting(shell, view, view.light.shade("#3d444e"))
    tiles(shell, view, view.light.shade("#59616c"))
    things = Ink()
    foot, side = view.floor + 120, -view.light.side
    wood = view.light.shade("#6d4a38")
    shelf(things, view, (view.center + side * 420 - 150, view.floor - 760, 300, 830), wood)
    block(things, (view.center - 330, foot - 280, 660, 280), darken(wood, 0.2), 6)
    block(things, (view.center - 370, foot - 310, 740, 40), wood, 6)
    monitor(things, (view.center + side * 170, foot - 308), 230)
    pot_plant(
        things,
        (view.center - side * 440, foot),
        440,
        mix(view.light.shade("#4f7d58"), view.light.near, 0.25),
        view.light.shade("#d0cbc2"),
    )
    pendants = Ink()
    for dx in (-300, 300):
        pendant(pendants, view, (view.center + dx, 300), 74, view.light.shade("#2c3038"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.22),
        things.layer("desk", 0.6, shadow=SOFT),
        pendants.layer("lamps", 0.55, flicker=0.05),
        near_leaves(view),
    ]


def library(view: View) -> list[Layer]:
    """Shelves to the ceiling around a lattice window."""
    wood = view.light.shade("#5e3524")
    box = window_box(view, width=440, height=560)
    shell = Ink()
    wall(shell, view, view.light.shade("#a78861"), [box_path(box)])
    lattice_window(shell, box, wood, cell=54)
    panelling(shell, view, wood)
    floor(shell, view, view.light.shade("#6f4a33"))
    things = Ink()
    for side in (-1, 1):
        shelf(things, view, (view.center + side * 470 - 170, view.floor - 900, 340, 960), wood, rows=6)
    foot = view.floor + 130
    table(things, (view.center, foot), 620, 260, wood)
    candle(things, (view.center - 210, foot - 260), 80)
    vase(things, view, (view.center + 220, foot - 260), 120)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("shelves", 0.6, shadow=SOFT, flicker=0.12),
        lamplight(view, (view.center - 210, foot - 360), 820),
        door_frame(view, wood),
    ]
