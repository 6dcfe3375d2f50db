"""A walled garden with a round gate."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch
from pipeline.images.drawing.ground import outdoors
from pipeline.images.drawing.houses import hall, paint_of
from pipeline.images.drawing.ink import (
    Ink,
    Point,
    darken,
    lighten,
    mix,
    placed,
)
from pipeline.images.drawing.lamps import lantern
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.openings import round_path
from pipeline.images.drawing.places.palace import stone_lantern
from pipeline.images.drawing.plants import BLOSSOM, branch, willow
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.view import CAST, SOFT, View
from pipeline.images.layers import Layer


def courtyard(view: View) -> list[Layer]:
    """A walled garden with a round gate, a tree, stones and lamps."""
    y = view.horizon + 150
    plaster = mix(view.light.shade("#d9d2c2"), view.light.far, 0.25)
    layers = [sky(view), clouds(view), mountains(view, "hills", 0.12, y=view.horizon - 170, height=200)]
    beyond = Ink()
    hall(beyond, (view.center + view.light.side * 60, y - 30), 700, paint_of(view, 0.4), tiers=2)
    layers += [beyond.layer("house", 0.25, shadow=SOFT), mist_layer(view, y - 100, 320, 0.4, 0.28)]
    gate_x, radius = view.center - view.light.side * 60, 235.0
    shell = Ink()
    top = y - 430
    outline = (
        f"M{view.left},{top} H{view.right} V{y + 30} H{view.left} Z {round_path(gate_x, y - 190, radius)}"
    )
    shell.path(
        outline,
        fill=shell.downwards(top, y, plaster, mix(plaster, view.light.near, 0.4)),
        fill_rule="evenodd",
    )
    shell.path(
        round_path(gate_x, y - 190, radius + 8), fill="none", stroke=darken(plaster, 0.5), stroke_width=26
    )
    _coping(shell, view, top)
    for dx in (-410, 430):
        _fan_window(shell, view, (gate_x + dx, y - 210), darken(plaster, 0.5))
    layers.append(shell.layer("wall", 0.5, shadow=CAST))
    garden = Ink()
    outdoors(
        garden,
        view,
        y,
        view.light.shade("#8f8a7e"),
        [(view.center - 320, "#ff9a4a", 120), (view.center + 320, "#ff9a4a", 120)],
    )
    _garden(garden, view, y)
    return [*layers, garden.layer("garden", 0.75, sway=2, flicker=0.1), hanging_branch(view)]


def _coping(ink: Ink, view: View, top: float) -> None:
    """The tiled cap of a wall, with lanterns under it."""
    paint = paint_of(view, 0.6)
    ink.rect(
        view.left,
        top - 34,
        view.right - view.left,
        54,
        fill=ink.downwards(top - 34, top + 20, lighten(paint.roof, 0.1), darken(paint.roof, 0.35)),
    )
    x = view.left
    with ink.group(fill=darken(paint.roof, 0.45)):
        while x < view.right:
            ink.circle(x, top + 20, 13)
            x += 34
    ink.rect(view.left, top - 50, view.right - view.left, 22, rx=8, fill=paint.snow or paint.frame)
    for dx in (-0.36, 0.36):
        lantern(ink, view, (view.center + dx * view.width, top + 110), 40, string=40)


def _fan_window(ink: Ink, view: View, at: Point, frame: str) -> None:
    pane = mix(view.light.warm, "#fff1d0", 0.2) if view.lit else mix(frame, view.light.mist, 0.6)
    ink.path(
        placed("M-1,-0.4 Q0,-1.1 1,-0.4 L0.6,0.6 Q0,0.25 -0.6,0.6 Z", at, 92),
        fill=pane,
        stroke=frame,
        stroke_width=13,
    )
    ink.stroke(placed("M-0.5,-0.62 L-0.3,0.44 M0,-0.74 L0,0.42 M0.5,-0.62 L0.3,0.44", at, 92), frame, 6)


def _garden(ink: Ink, view: View, y: float) -> None:
    """A tree on the side of the light, stones and a stone lantern on the other."""
    side = view.light.side
    root = (view.center + side * 430, y + 120)
    if view.random("tree").random() < 0.35:
        leaves = mix(view.light.shade("#7f9a5a"), view.light.near, 0.25)
        willow(ink, root, 900, leaves, darken(view.light.near, 0.1))
    else:
        _plum(ink, view, root)
    stone = view.light.shade("#7f8488")
    upper = lighten(stone, 0.5 if view.snowy else 0.15)
    fill = ink.downwards(y - 60, y + 110, upper, darken(stone, 0.45))
    for dx, wide in ((-470, 210), (-350, 130)):
        rock = "M-0.5,0 Q-0.56,-0.5 -0.2,-0.74 Q0,-1.02 0.22,-0.66 Q0.56,-0.5 0.5,0 Z"
        ink.path(placed(rock, (view.center + side * dx, y + 110), wide), fill=fill)
    stone_lantern(ink, view, (view.center - side * 330, y + 190), 230)


def _plum(ink: Ink, view: View, root: Point) -> None:
    """A plum tree in blossom, or under snow."""
    side, bark = view.light.side, darken(view.light.near, 0.1)
    color = mix(BLOSSOM, view.light.ambient, view.light.tint * 1.3)
    if view.snowy:
        color = lighten(view.light.ground, 0.5)
    trunk = "M-2.6,0.1 Q-1.2,-2 -1.1,-8 L-0.1,-8 Q-0.1,-2 1.9,0.1 Q-0.3,-0.5 -2.6,0.1 Z"
    ink.path(placed(trunk, root, 20 * side, 40), fill=bark)
    for part, lift, lean, length in (("plum", 300, -0.35, 230), ("plum two", 260, 0.3, 190)):
        start = root[0] - 12 * side, root[1] - lift
        branch(ink, start, -1.57 + lean * side, length, bark, random=view.random(part), blossom=color)
