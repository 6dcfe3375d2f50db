"""A cell."""

from __future__ import annotations

from pipeline.images.drawing.ink import Box, Ink, darken, lighten, mix, number
from pipeline.images.drawing.openings import (
    beams,
    box_path,
    outside,
)
from pipeline.images.drawing.view import BOTTOM, View
from pipeline.images.drawing.walls import tiles, wall
from pipeline.images.layers import Layer


def prison(view: View) -> list[Layer]:
    """A cell: rough stone, one barred opening far up, straw."""
    stone = view.light.shade("#5d5f63")
    box = (view.center + view.light.side * 170 - 130, view.floor - 960, 260.0, 230.0)
    shell = Ink()
    wall(shell, view, darken(stone, 0.25), [box_path(box)])
    _masonry(shell, view, stone, box)
    for index in range(1, 5):
        shell.rect(box[0] + index * 52 - 9, box[1] - 8, 18, box[3] + 16, fill=darken(stone, 0.65))
    shell.rect(*box, fill="none", stroke=darken(stone, 0.5), stroke_width=22)
    tiles(shell, view, darken(stone, 0.35))
    straw = Ink()
    random = view.random("straw")
    for _ in range(110):
        x, y = view.center - view.light.side * random.gauss(300, 130), view.floor + random.uniform(60, 190)
        straw.stroke(
            f"M{x:.0f},{y:.0f} l{random.uniform(-80, 80):.0f},{random.uniform(-26, 10):.0f}",
            mix(view.light.shade("#b08d4c"), view.light.near, random.uniform(0.2, 0.6)),
            4,
        )
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box, strength=0.55),
        straw.layer("straw", 0.6),
        _bars(view),
    ]


def _masonry(ink: Ink, view: View, stone: str, hole: Box) -> None:
    random = view.random("stones")
    y = -150.0
    row = 0
    while y < view.floor:
        x = view.left - (row % 2) * 90
        while x < view.right:
            wide = random.uniform(150, 230)
            clear = (
                x + wide < hole[0] - 8
                or x > hole[0] + hole[2] + 8
                or y + 96 < hole[1] - 8
                or y > hole[1] + hole[3] + 8
            )
            if clear:
                tone = mix(
                    stone, random.choice((view.light.near, view.light.mist)), random.uniform(0.05, 0.3)
                )
                ink.rect(x + 4, y + 4, wide - 8, 88, rx=12, fill=tone, opacity=0.42)
            x += wide
        y, row = y + 96, row + 1


def _bars(view: View) -> Layer:
    """Bars out of focus at both edges."""
    ink = Ink()
    iron = darken(view.light.near, 0.45)
    for x in (-110.0, 10.0, view.width - 10.0, view.width + 110.0):
        ink.rect(
            x - 24,
            -150,
            48,
            BOTTOM + 150,
            fill=ink.linear(
                (x - 24, 0), (x + 24, 0), (0, iron, 1), (0.4, lighten(iron, 0.2), 1), (1, iron, 1)
            ),
        )
    ink.path(f"M{number(view.left)},60 H{number(view.right)}", stroke=iron, stroke_width=40, fill="none")
    return ink.layer("bars", 1.6, blur=7)
