"""The city at large, and its roofs."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, hanging_lanterns, ledge
from pipeline.images.drawing.furniture import rail
from pipeline.images.drawing.ground import Shine, outdoors, plain, reflections
from pipeline.images.drawing.houses import hall, pagoda, paint_of, roof
from pipeline.images.drawing.ink import Ink, darken, lighten, mix
from pipeline.images.drawing.lamps import NEON, bokeh, neon, street_lamp, string_lights
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.places.street import _pavement
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.towers import skyline
from pipeline.images.drawing.view import BOTTOM, CAST, SOFT, View
from pipeline.images.layers import Layer


def city(view: View) -> list[Layer]:
    """The city at large, seen across water or from a terrace."""
    y = view.horizon + 130
    if view.old:
        return [
            sky(view),
            clouds(view),
            mountains(view, "hills", 0.15, y=view.horizon - 60, height=190),
            *_old_roofs(view, y),
        ]
    layers = [sky(view), clouds(view)]
    for nearness, tall, wide in ((0.12, (300, 820), (60, 130)), (0.45, (380, 1050), (110, 210))):
        ink = Ink()
        skyline(ink, view, y, nearness, heights=tall, widths=wide)
        layers.append(
            ink.layer(f"towers {nearness:g}", 0.15 + nearness * 0.6, shadow=SOFT, blur=2.6 - nearness * 3)
        )
        layers.append(mist_layer(view, y - 60, 560, 0.42, 0.2 + nearness * 0.6))
    return [*layers, _signs(view, y), _water(view, y), _promenade(view, y + 300), ledge(view)]


def _signs(view: View, y: float) -> Layer:
    ink = Ink()
    random = view.random("signs")
    colors = list(NEON)
    random.shuffle(colors)
    if view.lit:
        x = view.left + 120
        for color in colors * 4:
            upright = random.random() < 0.7
            width, height = (78, random.uniform(280, 380)) if upright else (random.uniform(180, 240), 76)
            if abs(x + width / 2 - view.center) > 170:
                neon(ink, view, (x, y - random.uniform(430, 760), width, height), color)
            x += random.uniform(210, 340)
            if x > view.right - 120:
                break
    bokeh(ink, view, y - 170, 170, part="bokeh")
    return ink.layer("signs", 0.55, flicker=0.2, blur=1.2)


def _water(view: View, y: float) -> Layer:
    """The river in which the whole city shines."""
    ink = Ink()
    plain(ink, view, y, mix(view.light.near, view.light.ambient, 0.5))
    random = view.random("city shines")
    shines: list[Shine] = []
    x = view.left + 60
    while x < view.right:
        color = (
            random.choice((*NEON[:4], view.light.warm, view.light.warm))
            if view.lit
            else lighten(view.light.sky[3], 0.2)
        )
        shines.append((x, color, random.uniform(50, 150)))
        x += random.uniform(80, 170)
    reflections(ink, view, y, shines, 0.5 if view.lit else 0.2)
    return ink.layer("water", 0.72)


def _promenade(view: View, y: float) -> Layer:
    """The paved bank with its railing and two lamps."""
    ink = Ink()
    shines: list[Shine] = [(view.center + dx, view.light.warm, 110) for dx in (-390, 390)]
    stone = mix(view.light.shade("#76757c"), view.light.near, 0.35)
    outdoors(ink, view, y, stone, shines)
    ink.rect(view.left, y - 12, view.right - view.left, 24, fill=lighten(stone, 0.5 if view.snowy else 0.12))
    rail(ink, view.left, view.right, y - 8, height=130, color=darken(view.light.near, 0.25))
    for side in (-1, 1):
        street_lamp(ink, view, (view.center + side * 430, y + 40), 800, side=-side)
    return ink.layer("promenade", 0.85, shadow=SOFT)


def _old_roofs(view: View, y: float) -> list[Layer]:
    """A sea of roofs with towers rising from it."""
    layers = []
    for nearness, size in ((0.25, 0.45), (0.5, 0.75), (0.75, 1.15)):
        ink = Ink()
        random = view.random(f"roofs{size}")
        foot = y - 330 + 330 * nearness * 1.3
        if nearness < 0.7:
            pagoda(
                ink,
                (view.width * random.choice((0.22, 0.78)), foot),
                230 * size + 60,
                paint_of(view, nearness),
            )
        x = view.left - 100
        while x < view.right + 100:
            width = random.uniform(270, 400) * size
            hall(
                ink,
                (x, foot + random.uniform(-16, 40)),
                width,
                paint_of(view, nearness),
                tiers=random.choice((1, 1, 2)),
            )
            x += width * 0.8
        layers.append(ink.layer(f"roofs {nearness:g}", 0.2 + 0.45 * nearness, shadow=CAST))
        layers.append(mist_layer(view, foot + 30, 260, 0.5, 0.22 + 0.45 * nearness))
    return [*layers, _pavement(view), hanging_lanterns(view)]


def rooftop(view: View) -> list[Layer]:
    """A flat roof above the city, or the ridge of a tiled one."""
    base = [sky(view), clouds(view)]
    if view.old:
        return [*base, *_old_roofs(view, view.horizon + 330)[:4], _ridge(view), hanging_branch(view)]
    ink = Ink()
    skyline(ink, view, view.horizon + 330, 0.15, heights=(220, 560), widths=(60, 120))
    base += [ink.layer("far towers", 0.18, blur=2.5), mist_layer(view, view.horizon + 150, 420, 0.5, 0.2)]
    ink = Ink()
    skyline(ink, view, view.horizon + 360, 0.5, heights=(120, 430), widths=(120, 220))
    bokeh(ink, view, view.horizon + 60, 200, part="bokeh", count=16)
    return [*base, ink.layer("towers", 0.35, shadow=SOFT, flicker=0.1), _parapet(view)]


def _parapet(view: View) -> Layer:
    ink = Ink()
    y = view.horizon + 330
    stone = view.light.shade("#8a8782")
    outdoors(ink, view, y, darken(stone, 0.15), [(view.center - 260, view.light.warm, 170)])
    ink.rect(
        view.left,
        y - 130,
        view.right - view.left,
        140,
        fill=ink.downwards(y - 130, y, stone, darken(stone, 0.4)),
    )
    ink.rect(
        view.left, y - 150, view.right - view.left, 30, fill=lighten(stone, 0.15 if not view.snowy else 0.6)
    )
    tank = view.center + view.light.side * -430
    ink.rect(tank - 90, y - 420, 180, 300, rx=16, fill=darken(stone, 0.45))
    ink.rect(tank - 100, y - 436, 200, 30, rx=12, fill=darken(stone, 0.3))
    string_lights(ink, view, (view.left, y - 640), (view.right, y - 560), sag=110)
    return ink.layer("roof", 0.75, shadow=CAST)


def _ridge(view: View) -> Layer:
    """The near roof that one can stand on."""
    ink = Ink()
    y = view.horizon + 330
    paint = paint_of(view, 0.85)
    ink.rect(
        view.left,
        y,
        view.right - view.left,
        BOTTOM - y,
        fill=ink.downwards(y, BOTTOM, paint.roof, darken(paint.roof, 0.6)),
    )
    with ink.group(stroke=darken(paint.roof, 0.45), stroke_width=16, fill="none", stroke_linecap="round"):
        for step in range(-30, 31):
            ink.path(f"M{view.center + step * 62:.0f},{y + 20:.0f} L{view.center + step * 118:.0f},{BOTTOM}")
    ink.rect(view.left, y - 34, view.right - view.left, 62, rx=20, fill=paint.frame)
    ink.rect(
        view.left, y - 40, view.right - view.left, 16, rx=8, fill=paint.snow or lighten(paint.roof, 0.25)
    )
    roof(ink, (view.center - view.light.side * 560, y + 60), 560, 260, paint)
    return ink.layer("roof", 0.8, shadow=CAST)
