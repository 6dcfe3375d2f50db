"""An umbrella over somebody in the rain."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken, lighten
from pipeline.images.drawing.people.hands import fist
from pipeline.images.drawing.people.pen import brush, points, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.story import Era

_COLORS = ("#9c302c", "#27466b", "#2f5e50", "#c08a3e", "#5a3f74", "#7d3350")
_COLORS_NOW = ("#23262e", "#9c2f35", "#28456a", "#d0b48a", "#2f5e55", "#6d4a7d")
#: Half the width and the height of the canopy, and the middle of its rim.
_WIDTH, _HEIGHT, _ROOT = 420.0, 190.0, (104.0, -190.0)


def _color(who: Sitter) -> str:
    colors = _COLORS if who.look.era in (Era.ANCIENT, Era.REPUBLICAN) else _COLORS_NOW
    return who.tones.lit(who.look.lot("umbrella", colors), 0.8)


def canopy(ink: Ink, who: Sitter) -> None:
    """The canopy behind the head: its dark inside with ribs, and the dome above."""
    if who.holding != "umbrella":
        return
    x, y = _ROOT
    color = _color(who)
    inside = darken(color, 0.5)
    rim = [
        (x - _WIDTH, y),
        (x - _WIDTH * 0.6, y - 66),
        (x, y - 84),
        (x + _WIDTH * 0.6, y - 66),
        (x + _WIDTH, y),
    ]
    low = [
        (x + _WIDTH, y),
        (x + _WIDTH * 0.6, y + 34),
        (x, y + 46),
        (x - _WIDTH * 0.6, y + 34),
        (x - _WIDTH, y),
    ]
    ink.path(shape(rim, low), fill=inside)
    for share in (-0.82, -0.5, -0.18, 0.18, 0.5, 0.82):
        ink.path(
            brush(
                [(x, y - 40), (x + share * _WIDTH, y + 46 * (1 - share * share) ** 0.5)], 5, start=1, end=0.6
            ),
            fill=lighten(inside, 0.2),
        )
    _dome(ink, who, x, y, color)


def _dome(ink: Ink, who: Sitter, x: float, y: float, color: str) -> None:
    paper = who.look.era in (Era.ANCIENT, Era.REPUBLICAN)
    top = y - _HEIGHT - (16 if paper else 0)
    half = (
        points("-1,0 -0.72,-0.44 -0.36,-0.84 0,-1")
        if not paper
        else points("-1,0 -0.6,-0.42 -0.24,-0.8 0,-1")
    )
    up = [(x + u * _WIDTH, y + v * (y - top)) for u, v in half]
    down = [(x - u * _WIDTH, y + v * (y - top)) for u, v in reversed(half)]
    ribs = [x + u * _WIDTH for u in (1.0, 0.7, 0.26, -0.26, -0.7, -1.0)]
    heights = [y, y - 28, y - 45, y - 45, y - 28, y]
    scallops = [
        [(a, ya), ((a + b) / 2, (ya + yb) / 2 - (4 if paper else 20)), (b, yb)]
        for a, b, ya, yb in zip(ribs, ribs[1:], heights, heights[1:], strict=False)
    ]
    data = shape([*up, *down[1:]], *scallops)
    lit = who.view.lit
    fill = ink.linear(
        (x - lit * _WIDTH, 0),
        (x + lit * _WIDTH, 0),
        (0, darken(color, 0.3), 1),
        (0.55, color, 1),
        (1, lighten(color, 0.16), 1),
    )
    ink.path(data, fill=fill)
    for rib, height in zip(ribs[1:-1], heights[1:-1], strict=True):
        bent = [(x - (rib - x) * u, top + (height - top) * (1 + v)) for u, v in reversed(half)]
        ink.stroke(curve(bent), darken(color, 0.42), 4, opacity=0.7)
    if paper:
        _painted(ink, x, y, top, color)
    ink.path(brush([(x, top + 6), (x, top - 34)], 12, start=1, end=0.7), fill=who.tones.lit("#4a3426"))


def _painted(ink: Ink, x: float, y: float, top: float, color: str) -> None:
    """Plum blossoms on oiled paper and a ring near its rim."""
    pale = lighten(color, 0.45)
    ink.stroke(
        curve(
            [
                (x - _WIDTH * 0.84, y - 34),
                (x - _WIDTH * 0.4, y - 76),
                (x, y - 88),
                (x + _WIDTH * 0.4, y - 76),
                (x + _WIDTH * 0.84, y - 34),
            ]
        ),
        pale,
        4,
        opacity=0.5,
    )
    for dx, dy, size in ((-190, 0.42, 11), (-158, 0.5, 8), (-214, 0.3, 7), (150, 0.5, 10), (184, 0.4, 7)):
        cy = y + (top - y) * dy
        for px, py in ((0, -0.9), (0.86, -0.28), (0.53, 0.73), (-0.53, 0.73), (-0.86, -0.28)):
            ink.circle(x + dx + px * size, cy + py * size, size * 0.66, fill=pale, opacity=0.8)
    ink.path(
        brush([(x - 236, y - 52), (x - 196, y - 84), (x - 150, y - 116)], 5),
        fill=darken(color, 0.5),
        opacity=0.6,
    )


def shaft(ink: Ink, who: Sitter) -> None:
    """The shaft from the hand to the canopy, beside the face."""
    if who.holding != "umbrella":
        return
    x, y = _ROOT
    hand = who.build.shoulder - 8
    wood = who.tones.lit("#5a4030" if who.look.era in (Era.ANCIENT, Era.REPUBLICAN) else "#3a3d46")
    ink.stroke(f"M{x},{y - 40} L{hand},372 L{hand + 4},520", wood, 11)
    ink.stroke(f"M{x + 2},{y - 40} L{hand + 2},372", lighten(wood, 0.3), 3, opacity=0.6)
    if who.look.era not in (Era.ANCIENT, Era.REPUBLICAN):
        ink.stroke(curve([(hand + 4, 500), (hand + 5, 545), (hand - 14, 560), (hand - 26, 542)]), wood, 15)
    fist(ink, who, hand, 372)
