"""Hills, mountains and the mist between them."""

from __future__ import annotations

import math

from pipeline.images.drawing.ink import Ink, Point, lighten, mix, polygon, polyline
from pipeline.images.drawing.view import BOTTOM, SOFT, View
from pipeline.images.layers import Layer

#: How soft the air is drawn: what has no edge can be painted small.
_AIR = 4.0


def ridge(view: View, part: str, y: float, height: float, *, sharpness: float = 0.3) -> list[Point]:
    """A skyline from edge to edge around *y*, *height* high; *sharpness* 0 rolls, 1 has peaks."""
    random = view.random(part)
    waves = [
        (0.0034 * 1.9**k, 0.56**k, random.uniform(0, math.tau), random.uniform(0.75, 1.25)) for k in range(6)
    ]
    points = []
    x = view.left - 20
    while x <= view.right + 20:
        rise = 0.0
        for step, share, phase, stretch in waves:
            wave = math.sin(x * step * stretch + phase)
            rise += share * (wave * (1 - sharpness) + (1 - 2 * abs(wave)) * sharpness)
        points.append((x, y - height * rise * 0.6))
        x += 12
    return points


def sheet(
    ink: Ink, points: list[Point], upper: str, lower: str, *, fade: float = 420, edge: float = 0.35
) -> None:
    """Everything below the skyline *points*: *upper* at its top turning *lower* over *fade* units."""
    top = min(y for _, y in points)
    fill = ink.downwards(top, top + fade, upper, mix(upper, lower, 0.35), lower)
    ink.path(f"{polyline(points)} V{BOTTOM + 20} H{points[0][0]:.0f} Z", fill=fill)
    ink.path(polyline(points), fill="none", stroke=lighten(upper, 0.4), stroke_opacity=edge, stroke_width=2.5)


def mountains(
    view: View, part: str, nearness: float, *, y: float, height: float, sharpness: float = 0.45
) -> Layer:
    """One range; *nearness* 0 is lost in the air, 1 stands before the people."""
    ink = Ink()
    tone = view.light.between(nearness)
    crest = ridge(view, part, y, height, sharpness=sharpness)
    sheet(ink, crest, tone, mix(tone, view.light.mist, 0.72 - nearness * 0.3))
    if view.snowy:
        _snow_line(ink, view, crest, part)
    return ink.layer(part, 0.12 + 0.5 * nearness, shadow=SOFT)


def _snow_line(ink: Ink, view: View, crest: list[Point], part: str) -> None:
    random = view.random(part + "snow")
    foot = max(y for _, y in crest)
    below = [(x, y + 6 + (foot - y) * 0.2 + random.uniform(0, 26)) for x, y in reversed(crest)]
    ink.path(polygon([*crest, *below]), fill=lighten(view.light.mist, 0.4), opacity=0.55)


def mist(ink: Ink, view: View, y: float, height: float, opacity: float) -> None:
    """A band of mist around *y*."""
    tone = view.light.mist
    stops = ((0, tone, 0), (0.5, tone, opacity), (1, tone, 0))
    view.wash(ink, *stops, top=y - height / 2, bottom=y + height / 2)


def mist_layer(view: View, y: float, height: float, opacity: float, depth: float) -> Layer:
    """A sheet that is nothing but mist."""
    ink = Ink()
    mist(ink, view, y, height, opacity)
    return ink.layer(f"mist {depth:g}", depth, blur=_AIR)
