"""The forest: rows of trunks under their crowns, darker the nearer they stand; bamboo where it is one."""

from __future__ import annotations

import random as random_numbers

from pipeline.images.drawing.foreground import near_bamboo, near_leaves
from pipeline.images.drawing.ground import mounds
from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix, number, placed, polygon
from pipeline.images.drawing.land import mist_layer, ridge, sheet
from pipeline.images.drawing.plants import bamboo, meadow, pine
from pipeline.images.drawing.sky import orb_of, sky
from pipeline.images.drawing.view import CAST, SOFT, TOP, View
from pipeline.images.layers import Layer
from pipeline.story import Time

_ROWS = (("far trunks", 0.08), ("trunks", 0.38), ("near trunks", 0.78))


def forest(view: View) -> list[Layer]:
    """Trunks behind trunks, with light between them and ferns before."""
    stems = view.mentions("竹", "bamboo") or (view.old and view.random("kind").random() < 0.3)
    y = view.horizon + 60
    layers = [sky(view), _glade(view)]
    for part, nearness in _ROWS:
        layers.append(_row(view, part, nearness, y + 210 * nearness, stems=stems))
        layers.append(mist_layer(view, y + 120 * nearness, 420, 0.5 - nearness * 0.4, 0.18 + 0.5 * nearness))
    layers += [_shafts(view), _floor(view, y + 240)]
    return [*layers, near_bamboo(view) if stems else near_leaves(view)]


def _tone(view: View, nearness: float) -> str:
    """The colour of bark and leaves of one row."""
    green = mix(view.light.shade("#3f6b4d"), view.light.near, 0.35 + 0.35 * nearness)
    return mix(view.light.far, green, 0.3 + 0.65 * nearness)


def _row(view: View, part: str, nearness: float, y: float, *, stems: bool) -> Layer:
    ink = Ink()
    random = view.random(part)
    tone = _tone(view, nearness)
    x = view.left
    while x < view.right:
        if nearness < 0.7 or abs(x - view.center) > 280:
            if stems:
                bamboo(ink, x, 15 + 24 * nearness, mix(tone, view.light.shade("#8fb35c"), 0.4), random)
            else:
                half = random.uniform(26, 44) * (0.6 + nearness)
                _trunk(ink, (x, y + 40), half, mix(tone, view.light.near, 0.12), random)
        if nearness < 0.5 and not stems and random.random() < 0.35:
            pine(ink, (x + 70, y + 50), random.uniform(320, 520) * (0.7 + nearness), tone, snow=_snow(view))
        x += random.uniform(70, 130) if stems else random.uniform(110, 190) * (0.75 + nearness * 0.9)
    if not stems:
        _crowns(ink, view, part, nearness, tone)
    sheet(
        ink,
        ridge(view, part + "foot", y + 50, 30, sharpness=0.1),
        _snow(view) or lighten(tone, 0.08),
        darken(tone, 0.2),
    )
    return ink.layer(part, 0.15 + 0.5 * nearness, shadow=SOFT, blur=1.6 if nearness < 0.2 else 0, sway=2)


def _snow(view: View) -> str:
    return lighten(view.light.ground, 0.4) if view.snowy else ""


def _trunk(ink: Ink, at: Point, half: float, tone: str, random: random_numbers.Random) -> None:
    """A trunk that grows out of the frame, lit from one side, with a limb or two."""
    x, y = at
    lean = random.uniform(-50, 50)
    fill = ink.linear(
        (x - half, 0),
        (x + half, 0),
        (0, darken(tone, 0.25), 1),
        (0.65, lighten(tone, 0.08), 1),
        (1, darken(tone, 0.2), 1),
    )
    outline = (
        f"M{-1.5 * half},0 Q{-half * 0.6},-160 {lean - half * 0.6},-2200 "
        f"L{lean + half * 0.6},-2200 Q{half * 0.7},-160 {half * 1.6},0 Z"
    )
    ink.path(placed(outline, (x, y), 1), fill=fill)
    for _ in range(2):
        start, side = y - random.uniform(520, 1150), random.choice((-1, 1))
        limb = f"M0,0 Q{70 * side},-30 {random.uniform(110, 190) * side},-{random.uniform(90, 190)}"
        ink.stroke(placed(limb, (x + lean * (y - start) / 2200, start), 1), tone, half * 0.5)


def _crowns(ink: Ink, view: View, part: str, nearness: float, tone: str) -> None:
    """The leaves overhead: two scalloped masses, the lower one lighter."""
    random = view.random(part + "crowns")
    for low, share in ((470 - 190 * nearness, 0.14), (350 - 190 * nearness, 0.0)):
        data, x, at = f"M{number(view.left)},{TOP} V{low:.0f}", view.left, low
        while x < view.right:
            wide = random.uniform(50, 120) * (0.7 + nearness)
            following = low + random.uniform(-60, 60) + 46 * abs(x - view.center) / view.width
            data += (
                f" Q{number(x + wide * 0.4)},{number(max(at, following) + wide * 0.75)} "
                f"{number(x + wide)},{number(following)}"
            )
            x, at = x + wide, following
        leaves = lighten(tone, share)
        fill = ink.downwards(TOP, low + 60, darken(leaves, 0.3), leaves)
        ink.path(f"{data} V{TOP} Z", fill=fill, opacity=0.94)


def _glade(view: View) -> Layer:
    """The bright air at the end of the forest."""
    ink = Ink()
    tone = view.light.mist
    view.wash(ink, (0, view.light.far, 0.7), (0.5, mix(view.light.far, tone, 0.7), 0.85), (1, tone, 0.95))
    glow = mix(view.light.key, view.light.sky[3], 0.3)
    ink.glow(orb_of(view).x, view.horizon - 300, 1000, glow, 0.85)
    ink.glow(view.center, view.horizon, 620, glow, 0.6)
    return ink.layer("glade", 0.05, blur=6)


def _shafts(view: View) -> Layer:
    """Light that slants down between the crowns."""
    ink = Ink()
    side = view.light.side
    tone = mix(view.light.key, view.light.sky[3], 0.3)
    fade = ink.linear((0, 0), (0, 1500), (0, tone, 0.3), (0.5, tone, 0.16), (1, tone, 0))
    for index, wide in enumerate((70, 130, 50, 110)):
        x = view.center + side * (600 - index * 230)
        corners = [
            (x, TOP),
            (x + wide, TOP),
            (x + wide * 1.7 - side * 520, 1560),
            (x - wide - side * 520, 1560),
        ]
        ink.path(polygon(corners), fill=fade)
    return ink.layer("shafts", 0.6, blur=14)


def _floor(view: View, y: float) -> Layer:
    ink = Ink()
    moss = mix(view.light.shade("#6a7850"), view.light.near, 0.3)
    mounds(ink, view, "moss", y, moss, height=44)
    meadow(ink, view, y + 30, _snow(view) or moss, view.light.near)
    if view.time is Time.NIGHT and not view.wet and not view.snowy:
        _fireflies(ink, view, y)
    return ink.layer("moss", 0.78, shadow=CAST, flicker=0.1)


def _fireflies(ink: Ink, view: View, y: float) -> None:
    random = view.random("fireflies")
    for _ in range(round(26 * view.width / 1080)):
        x, at = random.uniform(view.left, view.right), random.uniform(y - 420, y + 330)
        ink.glow(x, at, random.uniform(16, 34), "#d8f27a", 0.7)
        ink.circle(x, at, 3.2, fill="#f8ffd0")
