"""What is nearer than the people: it frames the picture at its edges and leaves the faces free."""

from __future__ import annotations

import math

from pipeline.images.drawing.ink import Ink, darken, lighten, mix, placed
from pipeline.images.drawing.lamps import lantern
from pipeline.images.drawing.plants import BLOSSOM, bamboo, branch, grass, reeds
from pipeline.images.drawing.view import BOTTOM, TOP, View
from pipeline.images.layers import Layer

_NEAR = 1.6


def hanging_branch(view: View, *, blossom: bool = True) -> Layer:
    """A branch that reaches into an upper corner, on the side away from the light."""
    ink = Ink()
    petals = ""
    if blossom:
        petals = (
            lighten(view.light.mist, 0.55)
            if view.snowy
            else mix(BLOSSOM, view.light.ambient, view.light.tint)
        )
    right = view.light.side < 0
    start = (view.right - 20, -40.0) if right else (view.left + 20, -40.0)
    turn = math.pi - 0.32 if right else 0.32
    branch(ink, start, turn, 200, darken(view.light.near, 0.2), random=view.random("branch"), blossom=petals)
    return ink.layer("branch", _NEAR, sway=10, blur=3)


def hanging_lanterns(view: View, *, color: str = "#d8322c") -> Layer:
    """Two lanterns out of focus in the upper corners."""
    ink = Ink()
    lantern(ink, view, (view.width - 66, 190), 84, string=420, color=color)
    lantern(ink, view, (38, 330), 62, string=560, color=color)
    return ink.layer("lanterns", _NEAR, sway=9, flicker=0.3, blur=5)


def near_reeds(view: View) -> Layer:
    """Reeds along the lower edge."""
    ink = Ink()
    reeds(ink, view, BOTTOM, darken(view.light.near, 0.25), height=560, part="near reeds")
    return ink.layer("reeds", 1.5, sway=8, blur=2.5)


def near_grass(view: View, color: str = "") -> Layer:
    """Grass along the lower edge."""
    ink = Ink()
    tone = color or darken(view.light.near, 0.2)
    grass(ink, view, BOTTOM, tone, height=430, part="near grass", open_middle=True)
    return ink.layer("grass", 1.5, sway=6, blur=2.5)


def near_bamboo(view: View) -> Layer:
    """Stems of bamboo at both edges."""
    ink = Ink()
    random = view.random("near bamboo")
    tone = mix(view.light.near, "#2f5a3c", 0.3)
    for x in (-90.0, -10.0, view.width - 20.0, view.width + 70.0):
        bamboo(ink, x, 44, tone, random)
    return ink.layer("bamboo", _NEAR, blur=5)


def near_leaves(view: View) -> Layer:
    """Broad leaves of a plant in a lower corner."""
    ink = Ink()
    side = -view.light.side
    root = (view.center + side * (view.width / 2 + 70), BOTTOM - 60.0)
    tone = mix(view.light.near, "#2c5a46", 0.35)
    for index in range(7):
        turn = -side * (index * 0.24 - 0.5)
        tip = f"{math.sin(turn):.3f},{-math.cos(turn):.3f}"
        left, right = (
            f"{math.sin(turn + d) * 0.62:.3f},{-math.cos(turn + d) * 0.62:.3f}" for d in (-0.26, 0.26)
        )
        ink.path(
            placed(f"M0,0 Q{left} {tip} Q{right} 0,0 Z", root, 430 - index * 26),
            fill=lighten(tone, index * 0.02),
        )
    return ink.layer("leaves", _NEAR, sway=5, blur=7)


def door_frame(view: View, tone: str) -> Layer:
    """The dark edge of the door one looks through, on one side."""
    ink = Ink()
    dark = darken(tone, 0.75)
    if view.light.side > 0:
        fill = ink.linear((view.left, 0), (70, 0), (0, darken(dark, 0.5), 1), (1, dark, 1))
        ink.rect(view.left, TOP, 70 - view.left, BOTTOM - TOP, fill=fill)
    else:
        x = view.width - 70
        fill = ink.linear((x, 0), (view.right, 0), (0, dark, 1), (1, darken(dark, 0.5), 1))
        ink.rect(x, TOP, view.right - x, BOTTOM - TOP, fill=fill)
    return ink.layer("door", _NEAR, blur=9)


def silk(view: View, color: str) -> Layer:
    """Sheer hangings tied at both edges."""
    ink = Ink()
    for side, x in ((1, view.left), (-1, view.right)):
        for fold, (reach, tie) in enumerate(((300, 215), (235, 175), (180, 150))):
            tone = darken(color, 0.2 + 0.14 * fold)
            fall = (
                f"M0,-150 L{reach * side},-150 Q{(reach - 10) * side},620 {tie * side},1010 "
                f"Q{(reach - 30) * side},1400 {(reach - 60) * side},2100 L0,2100 Z"
            )
            ink.path(placed(fall, (x, 0), 1), fill=tone, opacity=0.8)
    return ink.layer("silk", _NEAR, sway=4, blur=5)


def ledge(view: View, y: float = 1810) -> Layer:
    """Something low and dark along the lower edge, out of focus."""
    ink = Ink()
    tone = darken(view.light.near, 0.35)
    ink.rect(
        view.left,
        y,
        view.right - view.left,
        BOTTOM - y,
        fill=ink.linear((0, y), (0, BOTTOM), (0, tone, 0), (0.3, tone, 0.85), (1, tone, 1)),
    )
    return ink.layer("ledge", 1.4)
