"""Streets between houses, of now and of old."""

from __future__ import annotations

from pipeline.images.drawing.foreground import hanging_branch, hanging_lanterns
from pipeline.images.drawing.ground import Shine, outdoors
from pipeline.images.drawing.houses import hall, paint_of, shop_house
from pipeline.images.drawing.ink import Ink, darken, mix
from pipeline.images.drawing.lamps import NEON, lantern, neon, street_lamp, string_lights
from pipeline.images.drawing.land import mist_layer, mountains
from pipeline.images.drawing.sky import clouds, sky
from pipeline.images.drawing.towers import Block, awning, facade, skyline
from pipeline.images.drawing.view import CAST, SOFT, View
from pipeline.images.layers import Layer
from pipeline.story import Era

_BRICKS = ("#a3614e", "#7b8189", "#a58d6f", "#6d7f86", "#8c6a73")


_STONE = "#8b8580"


def street(view: View) -> list[Layer]:
    """A street between houses that leads away from us."""
    if view.era in (Era.ANCIENT, Era.REPUBLICAN):
        return _old_street(view)
    ink = Ink()
    skyline(ink, view, view.horizon + 60, 0.25, heights=(260, 620), widths=(60, 120))
    far = ink.layer("far towers", 0.2, blur=2, shadow=SOFT)
    rows = [_row(view, "far row", 0.62, 0.4), _row(view, "near row", 1.0, 0.6)]
    return [sky(view), clouds(view), far, mist_layer(view, view.horizon, 420, 0.5, 0.3), *rows, _road(view)]


def _row(view: View, part: str, size: float, depth: float) -> Layer:
    """House fronts on both sides, *size* 1 the nearest; the middle stays open."""
    ink = Ink()
    random = view.random(part)
    foot = view.horizon + 60 + 110 * size
    gap = 120 + 200 * size
    for side in (-1, 1):
        edge = view.center + side * gap
        while view.left - 400 < edge < view.right + 400:
            width = random.uniform(330, 430) * size
            left = edge if side > 0 else edge - width
            _house(
                ink, view, Block(left, foot, width, random.uniform(800, 1250) * size), random.choice(_BRICKS)
            )
            edge += side * (width + 14)
    return ink.layer(part, depth, shadow=CAST, blur=1.5 if size < 1 else 0)


def _house(ink: Ink, view: View, block: Block, wall: str) -> None:
    random = view.random(f"house{block.x:.0f}")
    facade(ink, view, block, wall, rows=max(3, round(block.height / 190)), columns=3)
    x, y, width = block.x, block.y, block.width
    shop = mix(view.light.warm, "#fff3d6", 0.3) if view.lit else view.light.shade("#51606b")
    ink.rect(x, y - width * 0.62, width, width * 0.62, fill=darken(view.light.shade(wall), 0.5))
    glass = ink.linear((0, y - width * 0.5), (0, y), (0, shop, 0.95), (1, darken(shop, 0.4), 0.95))
    for share, long in ((0.08, 0.5), (0.66, 0.26)):
        ink.rect(
            x + share * width,
            y - width * 0.48,
            long * width,
            width * (0.42 if long > 0.3 else 0.48),
            rx=4,
            fill=glass,
        )
    awning(
        ink,
        (x, y - width * 0.62),
        width,
        view.light.shade(random.choice(("#b8473d", "#3d6b58", "#3f5d87", "#b88a3a"))),
    )
    if random.random() < 0.75:
        color = random.choice(NEON[: 6 if view.lit else 3])
        high = width * random.uniform(0.6, 0.9)
        left = x + (width - 20 if x < view.center else -width * 0.14 + 4)
        neon(ink, view, (left, y - width * 0.82 - high, width * 0.17, high), color)


def _road(view: View) -> Layer:
    ink = Ink()
    y = view.horizon + 168
    shines: list[Shine] = [
        (view.center + dx, color, 130.0) for dx, color in zip((-390, -180, 200, 400), NEON, strict=False)
    ]
    outdoors(ink, view, y, view.light.shade("#74777d"), [*shines, (view.center, view.light.warm, 90)])
    left = street_lamp(ink, view, (view.center - 330, y + 60), 640)
    right = street_lamp(ink, view, (view.center + 340, y + 130), 760, side=-1)
    string_lights(ink, view, (left[0] - 300, left[1] - 30), (right[0] + 300, right[1] - 60))
    return ink.layer("road", 0.8, flicker=0.08)


def _old_street(view: View) -> list[Layer]:
    ink = Ink()
    paint = paint_of(view, 0.4)
    hall(ink, (view.center + 10, view.horizon + 90), 420, paint, tiers=3)
    end = ink.layer("gate tower", 0.3, shadow=SOFT)
    far = mountains(view, "hills", 0.2, y=view.horizon - 40, height=170)
    rows = [_old_row(view, "far row", 0.62, 0.45), _old_row(view, "near row", 1.0, 0.65)]
    front = hanging_lanterns(view) if view.lit else hanging_branch(view)
    return [
        sky(view),
        clouds(view),
        far,
        end,
        mist_layer(view, view.horizon + 20, 380, 0.45, 0.35),
        *rows,
        _pavement(view),
        front,
    ]


def _old_row(view: View, part: str, size: float, depth: float) -> Layer:
    ink = Ink()
    random = view.random(part)
    foot = view.horizon + 60 + 110 * size
    lanterns: list[tuple[float, float]] = []
    for side in (-1, 1):
        middle = view.center + side * (140 + 430 * size)
        while view.left - 300 < middle < view.right + 300:
            width = random.uniform(520, 600) * size
            wall = random.choice(("#8d5a43", "#7d4a3a", "#9a7a58", "#6f6a6a"))
            shop_house(ink, view, (middle, foot), width, paint_of(view, 0.45 + 0.35 * size, wall))
            lanterns.append((middle - side * width * 0.44, foot - width * 0.4))
            middle += side * width * 0.98
    for at in lanterns:
        lantern(ink, view, at, 34 * size, string=40 * size)
    return ink.layer(part, depth, shadow=CAST, flicker=0.1)


def _pavement(view: View) -> Layer:
    ink = Ink()
    glow = "#ff9a4a"
    shines: list[Shine] = [(view.center + dx, glow, 110.0) for dx in (-420, -210, 190, 410)]
    outdoors(ink, view, view.horizon + 166, view.light.shade(_STONE), shines)
    return ink.layer("pavement", 0.8)
