"""Village, field and forest."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, near_bamboo, near_grass, near_leaves
from pipeline.images.drawing.ground import mounds
from pipeline.images.drawing.houses import cottage, paint_of
from pipeline.images.drawing.ink import Ink, darken, lighten, mix, number, placed, polygon
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.places.home import room
from pipeline.images.drawing.plants import bamboo, grass, leaf_color, pine, tree
from pipeline.images.drawing.sky import clouds, orb_of, sky
from pipeline.images.drawing.view import BOTTOM, PAPER, SOFT, TOP, View
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
    soil = view.light.shade("#8c8a5c")
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
            ink.stroke(
                f"M{view.center + side * 310:.0f},{y + lift:.0f} L{view.center + side * 1380:.0f},{y + lift + 104:.0f}",
                wood,
                13,
            )
    return ink.layer("lane", 0.8, shadow=PAPER)


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
    for index, nearness in enumerate((0.25, 0.5)):
        ink = Ink()
        mounds(
            ink,
            view,
            f"slope {index}",
            y + 40 + index * 120,
            mix(crop, view.light.between(nearness), 0.45 - nearness * 0.4),
            height=60,
        )
        if index == 0:
            x = view.center + view.light.side * -250
            tree(
                ink,
                (x, y + 40),
                430,
                mix(leaf_color(view), view.light.near, 0.2),
                darken(view.light.near, 0.1),
            )
        layers.append(ink.layer(f"slope {index}", 0.25 + 0.3 * nearness, shadow=SOFT))
    ink = Ink()
    foot = y + 300
    mounds(ink, view, "meadow", foot, crop, height=36)
    tone = lighten(view.light.ground, 0.1) if view.snowy else crop
    grass(ink, view, foot + 50, mix(tone, view.light.near, 0.15), height=130, part="meadow one")
    grass(ink, view, foot + 200, mix(tone, view.light.near, 0.3), height=170, part="meadow two")
    grass(ink, view, foot + 420, mix(tone, view.light.near, 0.45), height=210, part="meadow three")
    if not view.snowy and not gold:
        _flowers(ink, view, foot)
    return [
        *layers,
        ink.layer("meadow", 0.75, shadow=PAPER, sway=3),
        near_grass(view, mix(crop, view.light.near, 0.75)),
    ]


def _flowers(ink: Ink, view: View, y: float) -> None:
    random = view.random("flowers")
    for _ in range(round(70 * view.width / 1080)):
        at = random.uniform(y + 30, BOTTOM)
        size = 4 + (at - y) / 60
        color = view.light.shade(random.choice(("#f2d8e0", "#f4e6a8", "#e88f8a", "#c9b4ea")))
        ink.circle(random.uniform(view.left, view.right), at, size, fill=color, opacity=0.9)


def forest(view: View) -> list[Layer]:
    """Trunks behind trunks in the mist, with light between them; bamboo where it is one."""
    y = view.horizon + 130
    stems = view.mentions("竹", "bamboo") or (view.old and view.random("kind").random() < 0.3)
    layers = [sky(view), _glade(view)]
    for part, nearness in (("far trunks", 0.2), ("trunks", 0.5), ("near trunks", 0.8)):
        ink = Ink()
        if stems:
            _bamboo_row(ink, view, part, nearness)
        else:
            _trunks(ink, view, part, nearness, y)
        layers.append(
            ink.layer(
                part, 0.15 + 0.5 * nearness, shadow=SOFT, blur=2.2 - nearness * 2.6 if nearness < 0.8 else 0
            )
        )
        layers.append(mist_layer(view, y - 60, 620, 0.5 - nearness * 0.3, 0.17 + 0.5 * nearness))
    layers.append(_shafts(view))
    floor = Ink()
    moss = view.light.shade("#6a7850")
    mounds(floor, view, "moss", y + 60, moss, height=44)
    grass(floor, view, y + 130, mix(moss, view.light.near, 0.4), height=90, part="ferns")
    grass(floor, view, y + 330, mix(moss, view.light.near, 0.55), height=130, part="near ferns")
    if view.time is Time.NIGHT and not view.wet and not view.snowy:
        _fireflies(floor, view, y)
    return [
        *layers,
        floor.layer("moss", 0.75, shadow=PAPER, flicker=0.1),
        near_bamboo(view) if stems else near_leaves(view),
    ]


def _glade(view: View) -> Layer:
    """The bright air at the end of the forest."""
    ink = Ink()
    tone = view.light.mist
    view.wash(ink, (0, view.light.far, 0.9), (0.5, mix(view.light.far, tone, 0.6), 0.9), (1, tone, 0.95))
    orb = orb_of(view)
    ink.glow(orb.x, view.horizon - 330, 900, mix(view.light.key, view.light.sky[3], 0.3), 0.75)
    return ink.layer("glade", 0.05)


def _trunks(ink: Ink, view: View, part: str, nearness: float, y: float) -> None:
    random = view.random(part)
    tone = mix(view.light.between(nearness), view.light.mist, 0.35 * (1 - nearness))
    leaf = mix(tone, view.light.shade("#3f6b4d"), 0.4)
    x = view.left
    while x < view.right:
        width = random.uniform(34, 66) * (0.5 + nearness)
        if nearness < 0.7 or abs(x - view.center) > 300:
            lean, foot = random.uniform(-40, 40), y + 60 + 60 * nearness
            shape = f"M{-width},0 Q{-width * 0.4},-200 {lean - width * 0.36},-2000 L{lean + width * 0.36},-2000 Q{width * 0.5},-200 {width * 1.1},0 Z"
            ink.path(
                placed(shape, (x, foot), 1),
                fill=ink.linear(
                    (x - width, 0),
                    (x + width, 0),
                    (0, darken(tone, 0.2), 1),
                    (0.6, lighten(tone, 0.06), 1),
                    (1, darken(tone, 0.3), 1),
                ),
            )
            if random.random() < 0.8:
                start = foot - random.uniform(620, 1300)
                side = random.choice((-1, 1))
                ink.stroke(f"M{x:.0f},{start:.0f} q{90 * side},-40 {170 * side},-150", tone, width * 0.4)
        for _ in range(3):
            ink.circle(
                x + random.uniform(-190, 190),
                random.uniform(TOP, 320),
                random.uniform(90, 190),
                fill=leaf,
                opacity=0.75,
            )
        if nearness < 0.5 and random.random() < 0.4:
            pine(ink, (x + 90, y + 60), random.uniform(420, 680), mix(leaf, tone, 0.4))
        x += random.uniform(120, 210) * (0.7 + nearness * 0.9)


def _bamboo_row(ink: Ink, view: View, part: str, nearness: float) -> None:
    random = view.random(part)
    tone = mix(
        mix(view.light.shade("#6f9a5c"), view.light.near, 0.3 * nearness),
        view.light.mist,
        0.6 * (1 - nearness),
    )
    x = view.left
    while x < view.right:
        if nearness < 0.7 or abs(x - view.center) > 290:
            bamboo(ink, x, 16 + 24 * nearness, tone, random)
        x += random.uniform(70, 130)


def _shafts(view: View) -> Layer:
    ink = Ink()
    side = view.light.side
    tone = mix(view.light.key, view.light.sky[3], 0.3)
    fade = ink.linear((0, 0), (0, 1500), (0, tone, 0.26), (1, tone, 0))
    for index in range(5):
        x = view.center + side * (560 - index * 190)
        ink.path(
            polygon([(x, TOP), (x + 80, TOP), (x + 80 - side * 560, 1560), (x - 110 - side * 560, 1560)]),
            fill=fade,
        )
    return ink.layer("shafts", 0.6, blur=12)


def _fireflies(ink: Ink, view: View, y: float) -> None:
    random = view.random("fireflies")
    for _ in range(round(26 * view.width / 1080)):
        x, at = random.uniform(view.left, view.right), random.uniform(y - 420, y + 330)
        ink.glow(x, at, random.uniform(16, 34), "#d8f27a", 0.7)
        ink.circle(x, at, 3.2, fill="#f8ffd0")
