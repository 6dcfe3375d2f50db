"""Lakes, rivers and the sea."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, near_reeds
from pipeline.images.drawing.ground import mounds
from pipeline.images.drawing.houses import hall, pagoda, paint_of
from pipeline.images.drawing.ink import (
    Ink,
    Point,
    darken,
    lighten,
    mix,
    placed,
    polyline,
)
from pipeline.images.drawing.lamps import lantern
from pipeline.images.drawing.land import mist, mist_layer, mountains, ridge
from pipeline.images.drawing.sky import clouds, orb_of, sky
from pipeline.images.drawing.towers import skyline
from pipeline.images.drawing.view import CAST, SOFT, View
from pipeline.images.layers import Layer

_SEA = ("大海", "海边", "海滩", "海面", "海岸", "海上", "沙滩", "the sea", "seaside", "ocean", "beach")


def water(view: View) -> list[Layer]:
    """A lake, river or sea, with the light of the sky on it."""
    y = view.horizon + 60
    orb = orb_of(view)
    sea = view.mentions(*_SEA)
    layers = [sky(view), clouds(view)]
    if not sea:
        layers += [
            mountains(view, "hills far", 0.08, y=view.horizon - 90, height=260, sharpness=0.5),
            mist_layer(view, view.horizon, 340, 0.5, 0.15),
            _far_shore(view, y),
        ]
    ink = Ink()
    _surface(ink, view, y, orb.x)
    if view.mentions("桥", "bridge"):
        _bridge(ink, view, y + 10)
    else:
        _boat(ink, view, (view.center + view.light.side * -260, y + 120))
    layers.append(ink.layer("water", 0.45))
    shore = Ink()
    sand = view.light.shade("#d0b98c" if sea else "#7c8060")
    mounds(shore, view, "shore", y + 335, sand, height=46)
    layers.append(shore.layer("shore", 0.8, shadow=CAST))
    if view.lit and not sea:
        layers.append(_floating_lanterns(view, y))
    return [*layers, hanging_branch(view) if sea else near_reeds(view)]


def _far_shore(view: View, y: float) -> Layer:
    ink = Ink()
    if view.old:
        x = view.center + view.light.side * 320
        pagoda(ink, (x, y - 20), 200, paint_of(view, 0.4), tiers=4)
        hall(ink, (x - view.light.side * 230, y), 260, paint_of(view, 0.42), tiers=1)
    else:
        skyline(ink, view, y, 0.35, heights=(60, 300), widths=(50, 110))
    crest = ridge(view, "far shore", y - 20, 34, sharpness=0.2)
    ink.path(f"{polyline(crest)} V{y + 4:.0f} H{view.left - 20:.0f} Z", fill=view.light.between(0.45))
    return ink.layer("far shore", 0.3, shadow=SOFT)


def _surface(ink: Ink, view: View, y: float, x: float) -> None:
    """Water that mirrors the sky upside down, with the path of sun or moon on it."""
    first, second, third, last = view.light.sky
    deep = mix(first, view.light.near, 0.4)
    view.wash(
        ink,
        (0, mix(last, view.light.mist, 0.3), 1),
        (0.12, third, 1),
        (0.42, mix(second, deep, 0.3), 1),
        (1, deep, 1),
        top=y,
    )
    _ripples(ink, view, y, (lighten(third, 0.3), deep))
    _glitter(ink, view, (x, y))
    mist(ink, view, y, 150, 0.5)


def _ripples(ink: Ink, view: View, y: float, colors: tuple[str, str]) -> None:
    random = view.random("ripples")
    for _ in range(round(70 * view.width / 1080)):
        near = random.random() ** 1.6
        long = random.uniform(60, 300) * (0.3 + near)
        at = (random.uniform(view.left, view.right), y + 10 + 700 * near)
        ink.rect(*at, long, 2 + 5 * near, rx=3, fill=random.choice(colors), opacity=0.22)


def _glitter(ink: Ink, view: View, at: Point) -> None:
    """The path of light under sun or moon."""
    random = view.random("glitter")
    bright = 0.35 if view.wet else 0.85
    y, step = at[1] + 6.0, 9.0
    with ink.group(fill=lighten(view.light.key, 0.3)):
        while y < at[1] + 640:
            share = (y - at[1]) / 640
            long = (190 - 90 * share) * random.uniform(0.5, 1.3) + 150 * share
            x = at[0] + random.uniform(-1, 1) * (22 + 70 * share) - long / 2
            ink.rect(x, y, long, 3 + 6 * share, rx=4, opacity=bright * (1 - share) ** 1.2 + 0.03)
            y, step = y + step, step * 1.055


def _boat(ink: Ink, view: View, at: Point) -> None:
    tone = darken(view.light.near, 0.15)
    ink.ellipse(at[0], at[1] + 16, 190, 12, fill=tone, opacity=0.35)
    ink.path(
        placed("M-1,-0.1 Q-0.8,0.22 -0.5,0.22 L0.5,0.22 Q0.85,0.22 1.06,-0.16 Q0.5,0.04 -1,-0.1 Z", at, 150),
        fill=tone,
    )
    ink.path(
        placed("M-0.42,-0.02 Q-0.4,-0.52 0,-0.54 Q0.4,-0.52 0.42,-0.02 Z", at, 150),
        fill=mix(tone, view.light.shade("#8a6a44"), 0.5),
    )
    lantern(ink, view, (at[0] + 132, at[1] - 62), 15, string=26)


def _bridge(ink: Ink, view: View, y: float) -> None:
    """An arched stone bridge from side to side, with its mirror image."""
    stone = mix(view.light.shade("#a39c90"), view.light.between(0.6), 0.4)
    half = view.width * 0.62
    arch = (
        "M-1,0.1 Q-0.5,-0.2 0,-0.24 Q0.5,-0.2 1,0.1 L1,0.26 L0.62,0.26 Q0.46,0.02 0.28,0.26 "
        "L0.24,0.26 Q0,-0.14 -0.24,0.26 L-0.28,0.26 Q-0.46,0.02 -0.62,0.26 L-1,0.26 Z"
    )
    at = (view.center, y - 60)
    ink.path(placed(arch, (view.center, y + 240), half, -700), fill=stone, opacity=0.22)
    ink.path(
        placed(arch, at, half, 700),
        fill=ink.downwards(
            y - 240, y + 130, lighten(stone, 0.5 if view.snowy else 0.12), darken(stone, 0.35)
        ),
    )
    ink.stroke(
        placed("M-1,0.02 Q-0.5,-0.28 0,-0.32 Q0.5,-0.28 1,0.02", at, half, 700), lighten(stone, 0.15), 15
    )
    for index in range(-9, 10):
        t = index / 10
        top = -0.32 + 0.34 * t * t
        ink.stroke(placed(f"M{t},{top} L{t},{top + 0.09}", at, half, 700), darken(stone, 0.15), 12)


def _floating_lanterns(view: View, y: float) -> Layer:
    ink = Ink()
    random = view.random("floating")
    for _ in range(round(9 * view.width / 1080)):
        x, at = random.uniform(view.left, view.right), random.uniform(y + 60, y + 390)
        size = 9 + (at - y) / 18
        ink.glow(x, at, size * 5, "#ffb04a", 0.5)
        ink.path(placed("M-1,0 L-0.7,-1.2 L0.7,-1.2 L1,0 Z", (x, at), size), fill="#ffd58a")
        ink.ellipse(x, at + size * 0.3, size * 1.4, size * 0.25, fill="#ffb04a", opacity=0.35)
    return ink.layer("floating lanterns", 0.6, flicker=0.25)
