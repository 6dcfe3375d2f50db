"""Village, field and forest."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, near_grass
from pipeline.images.drawing.ground import mounds
from pipeline.images.drawing.houses import cottage, paint_of
from pipeline.images.drawing.ink import Ink, darken, lighten, mix, number, placed, polyline
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.places.home import room
from pipeline.images.drawing.plants import leaf_color, meadow, tree
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.view import BOTTOM, CAST, SOFT, View
from pipeline.images.layers import Layer
from pipeline.story import Time


def village(view: View) -> list[Layer]:
    """Cottages under the hills, with a path, a fence and smoke."""
    if view.inside:
        return room(view)
    y = view.horizon + 120
    layers = [
        sky(view),
        clouds(view),
        mountains(view, "hills far", 0.1, y=view.horizon - 60, height=280),
        mist_layer(view, view.horizon + 20, 360, 0.5, 0.16),
        mountains(view, "hills", 0.4, y=view.horizon + 70, height=130, sharpness=0.15),
    ]
    soil = view.light.shade("#8f9a5e")
    for part, size, drop in (("far houses", 0.6, 0.0), ("near houses", 1.0, 110.0)):
        ink = Ink()
        random = view.random(part)
        mounds(ink, view, part, y + drop, mix(soil, view.light.between(0.3 + size * 0.3), 0.45), height=36)
        x = view.left + random.uniform(0, 200)
        while x < view.right:
            if abs(x - view.center) > 200 * size:
                paint = paint_of(
                    view, 0.3 + 0.4 * size, random.choice(("#b08a62", "#a3795a", "#c0a880")), "#6f5a3c"
                )
                cottage(ink, view, (x, y + drop + 26), random.uniform(330, 400) * size, paint)
                if view.lit or view.time is Time.DAWN:
                    _smoke(ink, view, x + 50 * size, y + drop - 260 * size)
            if random.random() < 0.7:
                tree(
                    ink,
                    (x + 230 * size, y + drop + 20),
                    random.uniform(300, 440) * size,
                    mix(leaf_color(view), view.light.between(0.5), 0.4),
                    darken(view.light.near, 0.1),
                )
            x += random.uniform(400, 500) * size
        layers.append(ink.layer(part, 0.3 + 0.25 * size, shadow=SOFT))
        layers.append(mist_layer(view, y + drop + 30, 220, 0.3, 0.32 + 0.25 * size))
    return [*layers, _lane(view, y + 210, soil), hanging_branch(view) if view.snowy else near_grass(view)]


def _smoke(ink: Ink, view: View, x: float, y: float) -> None:
    ink.stroke(
        f"M{number(x)},{number(y)} q46,-80 6,-160 t20,-170 t-20,-140",
        lighten(view.light.mist, 0.2),
        16,
        opacity=0.22,
    )


def _lane(view: View, y: float, soil: str) -> Layer:
    """The near ground with a winding path and a fence."""
    ink = Ink()
    mounds(ink, view, "lane", y, soil, height=30)
    sand = mix(view.light.shade("#c0a878"), view.light.mist, 0.2)
    path = "M-40,0 Q140,120 20,260 Q-140,420 -330,760 L330,760 Q150,420 210,250 Q240,120 60,0 Z"
    ink.path(
        placed(path, (view.center, y + 10), 1),
        fill=lighten(view.light.ground, 0.3) if view.snowy else sand,
        opacity=0.7,
    )
    wood = darken(view.light.shade("#6b4d36"), 0.2)
    for side in (-1, 1):
        for index in range(12):
            x = view.center + side * (330 + index * 92)
            ink.rect(x - 9, y - 60 + index * 9, 18, 150, rx=7, fill=wood)
        for lift in (-30, 30):
            ends = (view.center + side * 310, y + lift), (view.center + side * 1380, y + lift + 104)
            ink.stroke(polyline(ends), wood, 13)
    return ink.layer("lane", 0.8, shadow=CAST)


def field(view: View) -> list[Layer]:
    """Open grass or wheat under a wide sky, with one tree."""
    y = view.horizon + 90
    gold = view.random("crop").random() < 0.5 or view.mentions("麦", "稻", "wheat")
    crop = view.light.shade("#c2a24e" if gold else "#86a35c")
    layers = [
        sky(view),
        clouds(view),
        mountains(view, "hills far", 0.1, y=view.horizon, height=170, sharpness=0.15),
        mist_layer(view, y, 280, 0.45, 0.16),
    ]
    layers += [_slope(view, y + 40, crop, 0.25), _slope(view, y + 160, crop, 0.5)]
    ink = Ink()
    foot = y + 300
    mounds(ink, view, "meadow", foot, crop, height=36)
    tone = lighten(view.light.ground, 0.1) if view.snowy else crop
    meadow(ink, view, foot + 20, tone, view.light.near)
    if not view.snowy and not gold:
        _flowers(ink, view, foot)
    return [
        *layers,
        ink.layer("meadow", 0.75, shadow=CAST, sway=3),
        near_grass(view, mix(crop, view.light.near, 0.75)),
    ]


def _slope(view: View, y: float, crop: str, nearness: float) -> Layer:
    """A hill of the field; the far one has a tree on it."""
    ink = Ink()
    part = f"slope {nearness:g}"
    mounds(ink, view, part, y, mix(crop, view.light.between(nearness), 0.45 - nearness * 0.4), height=60)
    if nearness < 0.5:
        crown = mix(leaf_color(view), view.light.near, 0.2)
        root = (view.center - view.light.side * 250, y)
        tree(ink, root, 430, crown, darken(view.light.near, 0.1))
    return ink.layer(part, 0.25 + 0.3 * nearness, shadow=SOFT)


def _flowers(ink: Ink, view: View, y: float) -> None:
    random = view.random("flowers")
    for _ in range(round(70 * view.width / 1080)):
        at = random.uniform(y + 30, BOTTOM)
        size = 4 + (at - y) / 60
        color = view.light.shade(random.choice(("#f2d8e0", "#f4e6a8", "#e88f8a", "#c9b4ea")))
        ink.circle(random.uniform(view.left, view.right), at, size, fill=color, opacity=0.9)
