"""The sky: sun and moon, stars, clouds, lightning, by time and weather."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.images.drawing.ink import Ink, Point, curve, lighten, mix, number, on_circle, polyline, seeded
from pipeline.images.drawing.view import TOP, View
from pipeline.images.layers import Layer
from pipeline.story import Time, Weather

#: The bars of a cloud: offsets and length in units of its width.
_BARS = ((0.0, 0.0, 1.0), (-0.18, -0.095, 0.55), (0.13, -0.095, 0.4), (-0.05, -0.19, 0.3), (0.25, 0.095, 0.6))
_OVERCAST = (Weather.RAIN, Weather.STORM, Weather.SNOW, Weather.FOG)


@dataclass(frozen=True)
class Orb:
    """Sun or moon at a point of the sky."""

    x: float
    y: float
    radius: float


def orb_of(view: View) -> Orb:
    """Where sun or moon stands over this place; low and large at dawn and dusk."""
    random = view.random("orb")
    across = random.uniform(0.22, 0.36)
    x = view.width * (across if view.light.side < 0 else 1 - across)
    if view.time in (Time.DAWN, Time.DUSK):
        return Orb(x, view.horizon - random.uniform(300, 400), random.uniform(165, 205))
    return Orb(x, random.uniform(330, 460), random.uniform(122, 150))


def sky(view: View, orb: Orb | None = None) -> Layer:
    """The sheet behind everything."""
    ink = Ink()
    first, second, third, last = view.light.sky
    foot = view.horizon + 160
    view.wash(ink, (0, first, 1), (0.42, second, 1), (0.74, third, 1), (1, last, 1), bottom=foot)
    ink.rect(view.left, foot - 2, view.right - view.left, 2200 - foot, fill=last)
    if view.time is Time.NIGHT and view.weather not in _OVERCAST:
        _stars(ink, view)
    _shine(ink, view, orb or orb_of(view))
    if view.weather is Weather.STORM:
        _lightning(ink, view)
    return ink.layer("sky", 0.0, opaque=True)


def clouds(view: View) -> Layer:
    """Drifting clouds, or the low ceiling of bad weather."""
    ink = Ink()
    random = view.random("clouds")
    tone = lighten(view.light.sky[2], 0.3)
    if view.weather in _OVERCAST or view.weather is Weather.CLOUDY:
        _ceiling(ink, view)
    count = {Weather.CLEAR: 4, Weather.DUST: 2}.get(view.weather, 6)
    for _ in range(round(count * max(1, view.width / 1300))):
        x, y = random.uniform(0, view.width), random.uniform(200, view.horizon - 180)
        _cloud(ink, (x, y), random.uniform(240, 520), tone, random.uniform(0.12, 0.34))
    if view.time in (Time.DAWN, Time.DUSK) and view.weather is Weather.CLEAR:
        _birds(ink, view)
    return ink.layer("clouds", 0.06)


def _stars(ink: Ink, view: View) -> None:
    random = view.random("stars")
    lowest = view.horizon - 120
    for _ in range(round(150 * view.width / 1080)):
        x, y = random.uniform(view.left, view.right), random.uniform(TOP, lowest)
        brightness = random.uniform(0.15, 0.95) * (1 - max(0.0, y) / (lowest * 1.15))
        ink.circle(x, y, random.uniform(0.9, 2.7), fill="#ffffff", opacity=max(0.05, brightness))


def _shine(ink: Ink, view: View, orb: Orb) -> None:
    """The disc where the weather shows it, and its glow through cloud otherwise."""
    key = view.light.key
    veil = {Weather.CLEAR: 1.0, Weather.CLOUDY: 0.75, Weather.DUST: 0.7, Weather.SNOW: 0.6}
    clear = veil.get(view.weather, 0.0)
    if view.time is Time.NIGHT and view.weather is Weather.SNOW:
        clear = 0.9
    ink.glow(orb.x, orb.y, orb.radius * 5.4, key, 0.26 + 0.5 * clear)
    if not clear:
        return
    if view.time is Time.DAY:
        ink.circle(orb.x, orb.y, orb.radius * 0.62, fill=lighten(key, 0.7), opacity=clear)
        return
    center = (orb.x - orb.radius * 0.2, orb.y - orb.radius * 0.2)
    pale, full = lighten(key, 0.75), mix(key, view.light.sky[2], 0.08)
    disc = ink.radial(*center, orb.radius * 1.3, (0, pale, 1), (0.7, lighten(key, 0.4), 1), (1, full, 1))
    ink.circle(orb.x, orb.y, orb.radius, fill=disc, opacity=clear)
    if view.time is Time.NIGHT:
        _seas(ink, view, orb)


def _seas(ink: Ink, view: View, orb: Orb) -> None:
    random = seeded("moon")
    tone = mix(view.light.key, view.light.sky[2], 0.4)
    for _ in range(8):
        x, y = on_circle(orb.x, orb.y, orb.radius * random.uniform(0.1, 0.72), random.random())
        ink.circle(x, y, orb.radius * random.uniform(0.06, 0.2), fill=tone, opacity=0.22)


def _cloud(ink: Ink, at: Point, width: float, color: str, opacity: float) -> None:
    """A flat cloud of the old kind: rounded bars that rest on each other."""
    height = width * 0.1
    fill = ink.downwards(at[1] - height * 2, at[1] + height * 2, lighten(color, 0.3), color)
    bars = [
        _bar((at[0] + dx * width, at[1] + dy * width), width * share, height + 1) for dx, dy, share in _BARS
    ]
    ink.path(" ".join(bars), fill=fill, opacity=opacity)


def _bar(at: Point, width: float, height: float) -> str:
    """A bar with round ends; *at* is the middle of its upper edge."""
    half, round_end = width / 2 - height / 2, f"a{number(height / 2)},{number(height / 2)} 0 0 1"
    start = f"M{number(at[0] - half)},{number(at[1])} h{number(half * 2)}"
    return f"{start} {round_end} 0,{number(height)} h{number(-half * 2)} {round_end} 0,{number(-height)} Z"


def _ceiling(ink: Ink, view: View) -> None:
    """Two scalloped banks of cloud under the upper edge."""
    random = view.random("ceiling")
    heavy = {Weather.STORM: 0.9, Weather.SNOW: 0.3}.get(view.weather, 0.62)
    for low, share, opacity in ((420, 0.45, heavy * 0.6), (230, 0.1, heavy)):
        tone = mix(view.light.sky[0], view.light.sky[1], share)
        data, x = f"M{number(view.left)},{TOP} V{low}", view.left
        while x < view.right:
            wide, drop = random.uniform(150, 330), random.uniform(-40, 40)
            data += (
                f" Q{number(x + wide / 2)},{number(low + 110 + drop)} "
                f"{number(x + wide)},{number(low + drop / 2)}"
            )
            x += wide
        fill = ink.linear(
            (0, TOP), (0, low + 90), (0, tone, 1), (0.6, tone, 0.9), (1, lighten(tone, 0.12), 0.5)
        )
        ink.path(f"{data} V{TOP} Z", fill=fill, opacity=opacity)


def _lightning(ink: Ink, view: View) -> None:
    random = view.random("lightning")
    x, y = view.width * random.choice((0.24, 0.76)), 260.0
    ink.glow(x, y + 120, 760, "#cfe0ff", 0.42)
    points = [(x, y)]
    while y < view.horizon - 120:
        x, y = x + random.uniform(-70, 70), y + random.uniform(60, 120)
        points.append((x, y))
    ink.stroke(polyline(points), "#bcd2ff", 14, opacity=0.25)
    ink.stroke(polyline(points), "#f4f8ff", 5, opacity=0.95)
    fork = points[len(points) // 3]
    ink.stroke(
        polyline([fork, (fork[0] + 90, fork[1] + 110), (fork[0] + 70, fork[1] + 210)]),
        "#f4f8ff",
        3,
        opacity=0.7,
    )


def _birds(ink: Ink, view: View) -> None:
    random = view.random("birds")
    x, y = view.width * random.uniform(0.3, 0.6), view.horizon - random.uniform(430, 560)
    for index in range(5):
        size = random.uniform(13, 24)
        at = x + index * 58 + random.uniform(-18, 18), y + abs(index - 2) * 26 + random.uniform(-12, 12)
        wings = [(at[0] - size, at[1] - size * 0.4), (at[0] - size * 0.4, at[1] - size * 0.5), at]
        wings += [(at[0] + size * 0.4, at[1] - size * 0.5), (at[0] + size, at[1] - size * 0.4)]
        ink.stroke(curve(wings), view.light.near, 3.2, opacity=0.65)
