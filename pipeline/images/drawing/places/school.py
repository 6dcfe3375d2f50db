"""School: the classroom, the yard, the old academy."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, near_leaves
from pipeline.images.drawing.furniture import block, chair, table
from pipeline.images.drawing.ground import outdoors
from pipeline.images.drawing.houses import gate, hall, paint_of
from pipeline.images.drawing.ink import Box, Ink, darken, mix, placed
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.openings import (
    beams,
    box_path,
    curtains,
    lamplight,
    outside,
    window,
)
from pipeline.images.drawing.places.home import window_box
from pipeline.images.drawing.places.office import library
from pipeline.images.drawing.plants import tree
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.towers import Block, facade, skyline
from pipeline.images.drawing.view import CAST, SOFT, View
from pipeline.images.drawing.walls import floor, skirting, wall
from pipeline.images.layers import Layer


def school(view: View) -> list[Layer]:
    """A classroom, or the school yard; in old times the academy."""
    if view.inside:
        return library(view) if view.old else _classroom(view)
    return _academy(view) if view.old else _school_yard(view)


def _classroom(view: View) -> list[Layer]:
    tone = view.light.shade("#b9b49a")
    box = window_box(view, width=330, height=600, shift=390)
    shell = Ink()
    wall(shell, view, tone, [box_path(box)])
    window(shell, view, box, view.light.shade("#e6e2d4"), rows=3)
    curtains(shell, box, view.light.shade("#7fa18f"), drop=40)
    shell.rect(view.left, view.floor - 230, view.right - view.left, 230, fill=view.light.shade("#8fa08a"))
    skirting(shell, view, view.light.shade("#6f7f6c"))
    board: Box = (view.center - view.light.side * 190 - 320, view.floor - 780, 640, 400)
    block(shell, board, view.light.shade("#2f5547"))
    shell.rect(*board, fill="none", stroke=view.light.shade("#8a6240"), stroke_width=20)
    for index, wide in enumerate((420, 300, 360)):
        shell.stroke(
            f"M{board[0] + 70:.0f},{board[1] + 110 + index * 90:.0f} "
            f"q{wide / 4:.0f},-12 {wide / 2:.0f},2 t{wide / 2:.0f},0",
            "#e8efe6",
            7,
            opacity=0.3,
        )
    floor(shell, view, view.light.shade("#9c7a55"))
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.36),
        _desks(view),
        lamplight(view, (view.center, 300), 900, 0.24),
        near_leaves(view),
    ]


def _desks(view: View) -> Layer:
    ink = Ink()
    wood = view.light.shade("#b58a58")
    for row, (size, drop) in enumerate(((0.72, 60), (1.0, 170))):
        step = 330 * size
        count = int(view.width / step / 2) + 2
        for column in range(-count, count + 1):
            x, foot = view.center + (column + 0.5 * row) * step, view.floor + drop
            chair(ink, (x, foot - 30), 270 * size, view.light.shade("#6f7f86"))
            table(ink, (x, foot), 230 * size, 190 * size, wood)
            if (column + row) % 2:
                ink.rect(
                    x - 50 * size,
                    foot - 206 * size,
                    80 * size,
                    18 * size,
                    rx=3,
                    fill=view.light.shade(("#a34d42", "#4c6b86", "#6f7f54")[column % 3]),
                )
    return ink.layer("desks", 0.6, shadow=SOFT)


def _school_yard(view: View) -> list[Layer]:
    y = view.horizon + 120
    yard = Ink()
    outdoors(
        yard,
        view,
        y,
        view.light.shade("#a08f7c"),
        [(view.center - 300, view.light.warm, 130), (view.center + 330, view.light.warm, 130)],
    )
    if not view.snowy:
        _track(yard, view, y)
    trees = Ink()
    leaf = mix(view.light.shade("#5a8560"), view.light.near, 0.3)
    for x, height in ((view.left + 90, 640), (view.width - 70, 560), (view.width + 110, 700)):
        tree(trees, (x, y + 70), height, leaf, darken(view.light.near, 0.1))
    far = Ink()
    skyline(far, view, y, 0.1, heights=(180, 420), widths=(70, 130))
    return [
        sky(view),
        clouds(view),
        far.layer("far towers", 0.15, blur=2),
        mist_layer(view, y - 60, 360, 0.5, 0.2),
        _school_house(view, y),
        yard.layer("yard", 0.7),
        trees.layer("trees", 0.75, shadow=CAST, sway=4),
        hanging_branch(view),
    ]


def _school_house(view: View, y: float) -> Layer:
    """Four rows of windows and a clock tower."""
    ink = Ink()
    tone = view.random("school").choice(("#c9a27f", "#b9aa97", "#b5776a"))
    width = view.width * 0.7
    left = view.center - width / 2 - view.light.side * view.width * 0.12
    middle = left + width * 0.5
    facade(ink, view, Block(left, y, width, 470), tone, rows=4, columns=round(width / 105))
    facade(ink, view, Block(middle - 85, y, 170, 620), darken(tone, 0.12), rows=5, columns=1)
    face, hands = view.light.shade("#f0ead8"), view.light.near
    ink.circle(middle, y - 560, 46, fill=face, stroke=hands, stroke_width=7)
    ink.stroke(f"M{middle:.0f},{y - 590:.0f} v30 h20", hands, 6)
    return ink.layer("school", 0.4, shadow=SOFT)


def _track(ink: Ink, view: View, y: float) -> None:
    """The running track: lanes that curve across the yard."""
    red = view.light.shade("#b0604c")
    ink.path(
        placed("M-1900,520 Q0,60 1900,520 L1900,860 Q0,300 -1900,860 Z", (view.center, y), 1),
        fill=red,
        opacity=0.85,
    )
    for lane in range(1, 4):
        drop = lane * 70
        ink.path(
            placed(f"M-1900,{520 + drop} Q0,{60 + drop * 0.82} 1900,{520 + drop}", (view.center, y), 1),
            fill="none",
            stroke="#f4efe6",
            stroke_width=4 + lane,
            opacity=0.5,
        )


def _academy(view: View) -> list[Layer]:
    y = view.horizon + 130
    ink = Ink()
    hall(ink, (view.center, y), 860, paint_of(view, 0.5), tiers=2, bays=7)
    front = Ink()
    outdoors(
        front,
        view,
        y,
        view.light.shade("#8d8a80"),
        [(view.center - 280, "#ff9a4a", 120), (view.center + 280, "#ff9a4a", 120)],
    )
    posts = Ink()
    gate(posts, (view.center, y + 250), 1040, paint_of(view, 0.85))
    return [
        sky(view),
        clouds(view),
        mountains(view, "hills", 0.15, y=view.horizon - 60, height=260),
        mist_layer(view, y - 40, 360, 0.5, 0.25),
        ink.layer("hall", 0.4, shadow=SOFT),
        front.layer("yard", 0.6),
        posts.layer("gate", 0.75, shadow=CAST),
        hanging_branch(view),
    ]
