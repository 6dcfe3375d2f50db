"""In a car or carriage, or with one on the road."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch
from pipeline.images.drawing.ground import Shine, mounds, outdoors, pool
from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix, placed
from pipeline.images.drawing.lamps import NEON, bokeh, lantern, street_lamp
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.openings import outside
from pipeline.images.drawing.plants import tree
from pipeline.images.drawing.sky import Orb, clouds, sky
from pipeline.images.drawing.towers import skyline
from pipeline.images.drawing.view import BOTTOM, CAST, SOFT, TOP, View
from pipeline.images.layers import Layer

#: Half of the opening behind the seats, in units of its half width, around (0, 0).
_REAR_WINDOW = "M-1,0.5 Q-0.94,-0.6 -0.7,-0.72 Q0,-0.84 0.7,-0.72 Q0.94,-0.6 1,0.5 Q0,0.62 -1,0.5 Z"


def vehicle(view: View) -> list[Layer]:
    """Seats before a window with the world passing by, or the vehicle on its road."""
    if view.old:
        return _carriage(view) if view.inside else _road(view)
    return _car(view) if view.inside else _road(view)


def _passing(view: View, y: float) -> list[Layer]:
    """The world behind the window, out of focus."""
    layers = [sky(view, Orb(view.center + view.light.side * 210, y - 330, 90))]
    if view.old:
        return [*layers, mountains(view, "hills", 0.3, y=y - 60, height=160)]
    ink = Ink()
    skyline(ink, view, y + 120, 0.35, heights=(160, 620), widths=(60, 140))
    lights = Ink()
    if view.lit:
        bokeh(lights, view, y - 420, 520, part="passing", count=44)
    road = Ink()
    road.rect(view.left, y + 60, view.right - view.left, 500, fill=darken(view.light.near, 0.1))
    return [
        *layers,
        ink.layer("passing city", 0.12, blur=6),
        lights.layer("passing lights", 0.25, blur=3, flicker=0.2),
        road.layer("road", 0.2, blur=4),
    ]


def _car(view: View) -> list[Layer]:
    y = view.horizon - 330
    ink = Ink()
    skin = darken(mix(view.light.near, "#23262e", 0.55), 0.1)
    at = (view.center, y)
    half = max(560.0, view.width * 0.5)
    opening = placed(_REAR_WINDOW, at, half * 0.92, 640)
    fill = ink.downwards(TOP, BOTTOM, darken(skin, 0.55), lighten(skin, 0.06), darken(skin, 0.5))
    ink.path(f"{view.sheet} {opening}", fill=fill, fill_rule="evenodd")
    ink.path(opening, fill="none", stroke=lighten(skin, 0.22), stroke_width=7, opacity=0.7)
    if view.wet:
        _beads(ink, view, at, half)
    front = Ink()
    front.rect(view.center - 150, 26, 300, 84, rx=36, fill=darken(skin, 0.6))
    front.rect(view.center - 138, 36, 276, 64, rx=28, fill=mix(view.light.sky[2], skin, 0.4))
    front.rect(view.center - 12, -150, 24, 190, fill=darken(skin, 0.6))
    return [
        *_passing(view, y),
        ink.layer("car", 0.55, shadow=SOFT),
        _seats(view, y),
        front.layer("mirror", 1.3, blur=4),
    ]


def _seats(view: View, y: float) -> Layer:
    """The backs of two seats with their head rests."""
    ink = Ink()
    leather = mix(view.light.shade("#6a4a3c"), view.light.near, 0.45)
    fill = ink.downwards(y + 300, BOTTOM, lighten(leather, 0.12), darken(leather, 0.6))
    for side in (-1, 1):
        at = (view.center + side * 270, y + 420)
        ink.path(placed("M-1,4 Q-1.06,0.5 -0.8,0.16 Q0,-0.06 0.8,0.16 Q1.06,0.5 1,4 Z", at, 235), fill=fill)
        ink.rect(at[0] - 112, y + 240, 224, 170, rx=54, fill=fill)
        seams = placed("M-0.5,4 Q-0.56,0.8 -0.4,0.5 M0.5,4 Q0.56,0.8 0.4,0.5", at, 235)
        ink.stroke(seams, darken(leather, 0.4), 6)
    return ink.layer("seats", 0.75, shadow=CAST)


def _beads(ink: Ink, view: View, at: Point, half: float) -> None:
    random = view.random("beads")
    tone = lighten(view.light.mist, 0.5)
    for _ in range(150):
        x, y = at[0] + random.uniform(-0.82, 0.82) * half, at[1] + random.uniform(-400, 280)
        ink.circle(x, y, random.uniform(2, 6), fill=tone, opacity=random.uniform(0.2, 0.5))


def _carriage(view: View) -> list[Layer]:
    wood = mix(view.light.shade("#5b3524"), view.light.near, 0.2)
    y = view.horizon - 200
    box = (view.center - 270.0, y - 250, 540.0, 500.0)
    ink = Ink()
    fill = ink.radial(
        view.center,
        y,
        1300,
        (0, lighten(wood, 0.12), 1),
        (0.6, darken(wood, 0.2), 1),
        (1, darken(wood, 0.6), 1),
    )
    hole = f"M{box[0]},{box[1]} h540 v500 h-540 Z"
    ink.path(f"{view.sheet} {hole}", fill=fill, fill_rule="evenodd")
    x = view.center % 150 - 150
    while x < view.right:
        ink.rect(x, TOP, 5, BOTTOM - TOP, fill=darken(wood, 0.6), opacity=0.16)
        x += 150
    ink.rect(*box, fill="none", stroke=darken(wood, 0.45), stroke_width=34)
    cloth = view.light.shade("#8f3a44")
    _drapes(ink, (view.center, y), cloth)
    bench = Ink()
    bench.rect(view.left, y + 560, view.right - view.left, 130, rx=30, fill=darken(cloth, 0.2))
    bench.rect(view.left, y + 660, view.right - view.left, 900, fill=darken(wood, 0.45))
    lamps = Ink()
    for side in (-1, 1):
        lantern(lamps, view, (view.center + side * 420, 330), 58, string=480, color="#c9803a")
    return [
        *outside(view, box),
        ink.layer("carriage", 0.5),
        bench.layer("bench", 0.7, shadow=CAST),
        lamps.layer("lamps", 0.8, sway=10, flicker=0.2),
    ]


def _drapes(ink: Ink, at: Point, cloth: str) -> None:
    """Curtains tied to both sides of a carriage window."""
    fill = ink.downwards(at[1] - 300, at[1] + 330, darken(cloth, 0.35), cloth)
    for side in (-1, 1):
        fall = (
            f"M0,-300 L{-250 * side},-300 Q{-190 * side},60 {-40 * side},160 "
            f"Q{-90 * side},260 {-30 * side},330 L{20 * side},330 Z"
        )
        ink.path(placed(fall, (at[0] + side * 290, at[1]), 1), fill=fill)


def _road(view: View) -> list[Layer]:
    y = view.horizon + 150
    layers = [sky(view), clouds(view), mountains(view, "hills far", 0.1, y=view.horizon - 60, height=240)]
    ink = Ink()
    if view.old:
        leaf = mix(view.light.shade("#55785a"), view.light.between(0.6), 0.5)
        for x in range(-60, view.width + 160, 230):
            tree(ink, (x, y + 10), 380, leaf, darken(view.light.near, 0.1))
    else:
        skyline(ink, view, y, 0.3, heights=(120, 420), widths=(60, 120))
    layers += [ink.layer("roadside", 0.3, shadow=SOFT), mist_layer(view, y - 30, 320, 0.45, 0.35)]
    front = Ink()
    shines: list[Shine] = [
        (view.center + dx, color, 120)
        for dx, color in ((-330, view.light.warm), (-60, "#ff5a4a"), (300, NEON[1]))
    ]
    if view.old:
        mounds(front, view, "track", y, view.light.shade("#a08c64"), height=20)
    else:
        outdoors(front, view, y, view.light.shade("#5f646c"), shines)
        street_lamp(front, view, (view.center - 420, y + 40), 760)
        street_lamp(front, view, (view.center + 430, y + 40), 760, side=-1)
    layers.append(front.layer("road", 0.6))
    thing = Ink()
    at = (view.center + view.light.side * 150, y + 210)
    (_cart if view.old else _sedan)(thing, view, at)
    return [*layers, thing.layer("vehicle", 0.75, shadow=SOFT), hanging_branch(view)]


def _sedan(ink: Ink, view: View, at: Point) -> None:
    """A parked car from the side, its lamps on."""
    x, y = at
    body = view.light.shade(view.random("paint").choice(("#2f3f57", "#7a2e34", "#3f4a46", "#22252c")))
    ink.ellipse(x, y + 8, 420, 26, fill="#05060f", opacity=0.4)
    paint = ink.downwards(y - 220, y, lighten(body, 0.28), body, darken(body, 0.5))
    ink.path(
        placed(
            "M-1,-0.1 Q-1.02,-0.34 -0.84,-0.36 L-0.56,-0.4 Q-0.36,-0.64 -0.1,-0.65 L0.22,-0.65 "
            "Q0.46,-0.62 0.62,-0.4 Q0.96,-0.36 1,-0.24 L1,-0.08 Q0.9,-0.04 -0.96,-0.06 Z",
            at,
            380,
        ),
        fill=paint,
    )
    glass = mix(view.light.sky[1], view.light.key, 0.3)
    ink.path(
        placed(
            "M-0.46,-0.4 Q-0.32,-0.58 -0.1,-0.59 L0.04,-0.59 L0.04,-0.4 "
            "Z M0.08,-0.59 L0.22,-0.59 Q0.4,-0.56 0.52,-0.4 L0.08,-0.4 Z",
            at,
            380,
        ),
        fill=glass,
    )
    for dx in (-0.58, 0.6):
        ink.circle(x + dx * 380, y - 22, 66, fill="#101216")
        ink.circle(x + dx * 380, y - 22, 34, fill="#8c939c")
    if view.lit:
        ink.glow(x - 375, y - 105, 230, "#fff0c4", 0.8)
        ink.glow(x + 378, y - 95, 140, "#ff4a3c", 0.7)
        pool(ink, (x - 560, y + 20), 330, "#ffe9b0", 0.4)
    ink.ellipse(x - 366, y - 105, 20, 26, fill="#fff6dc")
    ink.ellipse(x + 372, y - 95, 12, 22, fill="#ff5a4a")


def _cart(ink: Ink, view: View, at: Point) -> None:
    """A covered carriage with its shafts."""
    x, y = at
    wood, cloth = view.light.shade("#5b3524"), view.light.shade("#8f3a44")
    ink.ellipse(x, y + 8, 360, 24, fill="#05060f", opacity=0.35)
    ink.path(
        placed("M-0.6,-0.3 L-0.6,-1.1 L0.6,-1.1 L0.6,-0.3 Z", at, 330),
        fill=ink.downwards(y - 370, y - 90, darken(wood, 0.2), wood),
    )
    ink.path(
        placed("M-0.26,-0.5 L-0.26,-0.96 L0.26,-0.96 L0.26,-0.5 Z", at, 330),
        fill=mix(view.light.warm, cloth, 0.25 if view.lit else 0.8),
    )
    ink.path(
        placed("M-0.8,-1.06 Q-0.5,-1.16 -0.24,-1.4 L0.24,-1.4 Q0.5,-1.16 0.8,-1.06 Z", at, 330),
        fill=darken(cloth, 0.3),
    )
    ink.stroke(placed("M-0.6,-0.34 L-1.5,-0.2", at, 330), darken(wood, 0.3), 18)
    for dx in (-0.3, 0.36):
        ink.circle(x + dx * 330, y - 76, 82, fill="none", stroke=darken(wood, 0.35), stroke_width=18)
        ink.stroke(
            f"M{x + dx * 330 - 76:.0f},{y - 76:.0f} h152 M{x + dx * 330:.0f},{y - 152:.0f} v152",
            darken(wood, 0.3),
            9,
        )
    lantern(ink, view, (x - 250, y - 260), 26, string=60)
