"""The ward of a hospital, and the shop of an old physician."""

from __future__ import annotations

from pipeline.images.drawing.foreground import door_frame, ledge
from pipeline.images.drawing.furniture import block, rail, shade
from pipeline.images.drawing.ink import Ink, darken, lighten, mix, placed
from pipeline.images.drawing.lamps import candle
from pipeline.images.drawing.openings import (
    beams,
    box_path,
    curtains,
    lamplight,
    lattice_window,
    outside,
    window,
)
from pipeline.images.drawing.ornaments import vase
from pipeline.images.drawing.places.home import window_box
from pipeline.images.drawing.view import SOFT, View
from pipeline.images.drawing.walls import floor, skirting, tiles, wall
from pipeline.images.layers import Layer


def hospital(view: View) -> list[Layer]:
    """A ward with its bed, curtain and drip, or the shop of an old physician."""
    if view.old:
        return _apothecary(view)
    tone = view.light.shade("#8fb0b2")
    box = window_box(view, width=520, height=560, shift=150)
    away = -view.light.side
    shell = Ink()
    wall(shell, view, tone, [box_path(box)])
    window(shell, view, box, view.light.shade("#e8ecec"))
    curtains(shell, box, view.light.shade("#8fb3b8"), drop=60)
    band = view.light.shade("#7fa0a4")
    shell.rect(view.left, view.floor - 240, view.right - view.left, 240, fill=mix(tone, band, 0.55))
    shell.rect(view.left, view.floor - 250, view.right - view.left, 16, fill=band)
    skirting(shell, view, band)
    tiles(shell, view, view.light.shade("#8fa4a6"))
    things = Ink()
    foot = view.floor + 120
    _ward_bed(things, view, view.center + away * 110, foot)
    _drip(things, view, view.center + away * 420, foot)
    _ward_curtain(things, view, away)
    lamp = (view.center + away * 110, view.floor - 470.0)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("bed", 0.6, shadow=SOFT),
        lamplight(view, lamp, 760, 0.34),
        ledge(view, 1840),
    ]


def _ward_bed(ink: Ink, view: View, x: float, foot: float) -> None:
    steel, linen = view.light.shade("#5f7078"), view.light.shade("#f2f5f4")
    shade(ink, (x, foot), 620)
    for side in (-1, 1):
        ink.rect(x + side * 290 - 8, foot - 330, 16, 320, fill=steel)
        ink.circle(x + side * 290, foot - 8, 15, fill=darken(steel, 0.5))
    block(ink, (x - 300, foot - 190, 600, 70), linen, 26)
    block(ink, (x - 290, foot - 250, 170, 76), lighten(linen, 0.3), 30)
    ink.path(
        placed("M-100,-200 Q60,-236 296,-196 L300,-96 Q60,-84 -100,-96 Z", (x, foot), 1),
        fill=view.light.shade("#4f8fa3"),
    )
    ink.rect(x - 300, foot - 124, 600, 20, rx=8, fill=steel)
    rail(ink, x - 60, x + 180, foot - 150, height=110, color=lighten(steel, 0.2))


def _drip(ink: Ink, view: View, x: float, foot: float) -> None:
    steel = view.light.shade("#9aa6ab")
    ink.rect(x - 5, foot - 760, 10, 750, fill=steel)
    ink.stroke(
        f"M{x - 60:.0f},{foot - 735:.0f} Q{x:.0f},{foot - 790:.0f} {x + 60:.0f},{foot - 735:.0f}", steel, 8
    )
    ink.rect(x + 30, foot - 730, 62, 110, rx=20, fill="#dff1f4", opacity=0.75)
    ink.rect(x + 36, foot - 680, 50, 54, rx=14, fill="#8fc4d4", opacity=0.7)
    ink.stroke(f"M{x + 61:.0f},{foot - 620:.0f} q10,160 -90,260 t-60,140", "#cfe6ea", 3.5, opacity=0.8)
    ink.ellipse(x, foot - 8, 70, 12, fill=darken(steel, 0.4))


def _ward_curtain(ink: Ink, view: View, away: int) -> None:
    color = view.light.shade("#9cc3c4")
    edge = view.center + away * (view.width / 2 + 60)
    for fold in range(6):
        x = edge - away * fold * 34
        tone = darken(color, 0.3 - fold * 0.05)
        ink.path(
            placed(
                f"M0,0 Q{-30 * away},600 {-6 * away},1240 L{-52 * away},1240 "
                f"Q{-70 * away},600 {-46 * away},0 Z",
                (x, 130),
                1,
                (view.floor - 20) / 1370,
            ),
            fill=tone,
        )
    ink.rect(view.left, 118, view.right - view.left, 12, fill=view.light.shade("#c4cccc"))


def _apothecary(view: View) -> list[Layer]:
    wood = view.light.shade("#6b4028")
    box = window_box(view, width=330, height=430, shift=310)
    shell = Ink()
    wall(shell, view, view.light.shade("#b0926a"), [box_path(box)])
    lattice_window(shell, box, wood, cell=44)
    floor(shell, view, view.light.shade("#6f4a33"))
    things = Ink()
    left = view.center - view.light.side * 200 - 330
    top = view.floor - 900
    block(things, (left, top, 660, 940), darken(wood, 0.2), 8)
    for row in range(9):
        for column in range(6):
            x, y = left + 18 + column * 105, top + 24 + row * 100
            block(things, (x, y, 98, 90), wood, 5)
            things.circle(x + 49, y + 50, 9, fill=view.light.shade("#cda552"))
    foot = view.floor + 170
    block(things, (view.left, foot - 300, view.right - view.left, 60), lighten(wood, 0.08), 8)
    block(things, (view.left, foot - 244, view.right - view.left, 244), darken(wood, 0.15))
    for dx, tall in ((-380, 110), (-300, 80), (330, 120), (410, 90)):
        vase(things, view, (view.center + dx, foot - 300), tall, "#d9d2bf")
    candle(things, (view.center + 230, foot - 300), 74)
    return [
        *outside(view, box),
        shell.layer("wall", 0.35),
        beams(view, box),
        things.layer("cabinet", 0.6, shadow=SOFT, flicker=0.12),
        lamplight(view, (view.center + 230, foot - 400), 800),
        door_frame(view, wood),
    ]
