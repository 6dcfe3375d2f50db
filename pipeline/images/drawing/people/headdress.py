"""Crowns and caps that belong to a hairdo of the old times."""

from __future__ import annotations

from itertools import pairwise

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten
from pipeline.images.drawing.people.pen import brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import Sitter


def crown(ink: Ink, who: Sitter) -> None:
    """A topknot in a small metal crown with a pin through it."""
    view, tones = who.view, who.tones
    coil(ink, who, (0, -152), 38, 34)
    stick(ink, who, [(-74, -150), (74, -156)], 6)
    band = points("-40,-132 -34,-166 -20,-156 0,-184 20,-156 34,-166 40,-132")
    ink.path(
        shape(*([a, b] for a, b in pairwise(band)), [(40, -132), (0, -122), (-40, -132)]),
        fill=tones.metal,
    )
    ink.path(
        brush([(-38, -136), (0, -127), (38, -136)], 5, start=0.8, end=0.8), fill=darken(tones.metal, 0.35)
    )
    ink.circle(0, -148, 7, fill=tones.lit("#b5423f", 0.5))
    ink.circle(view.lit * 2, -150, 2.4, fill="#ffffff", opacity=0.7)


def cuff(ink: Ink, who: Sitter) -> None:
    """The high root of a ponytail, held by a metal cuff."""
    tones = who.tones
    coil(ink, who, (-6, -146), 34, 28)
    ink.path(
        shape([(-34, -134), (-6, -124), (24, -136)], points("24,-136 20,-158 -8,-150 -34,-156")),
        fill=tones.metal,
    )
    ink.circle(-6, -141, 6, fill=tones.lit("#3f8f86", 0.5))


def scholar(ink: Ink, who: Sitter) -> None:
    """A scholar's soft square cap with two ribbons behind."""
    tones = who.tones
    cap = points("-88,-58 -84,-130 -60,-172 0,-182 60,-172 84,-130 88,-58")
    cloth = tones.lit(darken(tones.second, 0.45))
    ink.path(shape(cap, points("88,-58 44,-84 0,-92 -44,-84 -88,-58")), fill=cloth)
    ink.path(
        brush(points("-88,-62 -44,-88 0,-96 44,-88 88,-62"), 12, start=0.8, end=0.8),
        fill=lighten(cloth, 0.14),
    )
    ink.path(
        shape(
            [(-70, -126), (-50, -164), (0, -174)],
            [(0, -174), (-10, -130), (-20, -96)],
            [(-20, -96), (-60, -84), (-70, -126)],
        ),
        fill=lighten(cloth, 0.08),
        opacity=0.6,
    )
    ink.rect(-11, -104, 22, 18, rx=4, fill=tones.metal)


def gauze(ink: Ink, who: Sitter) -> None:
    """The black gauze hat of an official with its two wings."""
    tones = who.tones
    black = tones.lit("#1b1b22", 0.8)
    for side in (-1, 1):
        wing = points("70,-108 140,-122 214,-112 222,-100 206,-92 140,-98 70,-92")
        ink.path(curve(flipped(wing, side), closed=True), fill=black)
        ink.path(brush(flipped([(80, -102), (140, -112), (206, -102)], side), 4), fill=lighten(black, 0.25))
    low = points("-94,-52 -92,-104 -70,-128 70,-128 92,-104 94,-52")
    ink.path(shape(low, points("94,-52 50,-76 0,-82 -50,-76 -94,-52")), fill=black)
    ink.path(
        curve(points("-62,-120 -56,-168 0,-184 56,-168 62,-120"), closed=True),
        fill=lighten(black, 0.07),
    )
    ink.path(
        brush(points("-92,-60 -50,-82 0,-88 50,-82 92,-60"), 9, start=0.8, end=0.8),
        fill=lighten(black, 0.16),
    )
    ink.rect(-13, -112, 26, 26, rx=6, fill=tones.metal)
    ink.circle(0, -99, 6, fill=tones.lit("#3f8f86", 0.5))


def diadem(ink: Ink, who: Sitter) -> None:
    """An emperor's crown: a board over the head with strings of beads at the front."""
    tones = who.tones
    gold = tones.lit("#e0b04a", 0.5)
    black = tones.lit("#1d1a20", 0.7)
    ink.path(
        shape(points("-66,-98 -60,-158 60,-158 66,-98"), [(66, -98), (0, -110), (-66, -98)]),
        fill=black,
    )
    ink.path(brush([(-68, -96), (0, -108), (68, -96)], 11, start=0.9, end=0.9), fill=gold)
    ink.circle(0, -130, 14, fill=gold)
    ink.circle(0, -130, 7, fill=tones.lit("#b5322f", 0.5))
    ink.path(
        shape([(-128, -152), (0, -166), (128, -152)], points("128,-152 112,-182 0,-190 -112,-182")),
        fill=black,
    )
    ink.path(brush([(-128, -152), (0, -166), (128, -152)], 8, start=0.9, end=0.9), fill=gold)
    for step in range(7):
        x = -96 + step * 32
        ink.stroke(f"M{x},-156 v{54 - abs(step - 3) * -5}", gold, 1.6)
        for bead in range(4):
            ink.circle(
                x,
                -146 + bead * 15,
                4,
                fill=tones.lit(("#b5322f", "#e8e2d0", "#3f8f86", "#e0b04a")[bead], 0.5),
            )


def coil(ink: Ink, who: Sitter, middle: Point, rx: float, ry: float) -> None:
    """A coil of hair, lit from the side of the key light."""
    view, tones = who.view, who.tones
    x, y = middle
    coil = [
        (x - rx, y + 4),
        (x - rx * 0.7, y - ry * 0.75),
        (x, y - ry),
        (x + rx * 0.72, y - ry * 0.74),
        (x + rx, y + 4),
        (x + rx * 0.6, y + ry),
        (x - rx * 0.6, y + ry),
    ]
    ink.path(curve(coil, closed=True), fill=tones.hair)
    lit = view.lit
    ink.path(
        brush(
            [
                (x + lit * rx * 0.7, y - ry * 0.1),
                (x + lit * rx * 0.45, y - ry * 0.62),
                (x - lit * rx * 0.2, y - ry * 0.72),
            ],
            ry * 0.3,
        ),
        fill=tones.hair_shine,
        opacity=0.4,
    )
    if view.fine:
        for k in (0.35, 0.65):
            ink.path(
                brush(
                    [
                        (x - rx * 0.8, y + ry * (k - 0.4)),
                        (x, y + ry * (k - 0.1)),
                        (x + rx * 0.8, y + ry * (k - 0.5)),
                    ],
                    3,
                ),
                fill=tones.hair_dark,
                opacity=0.7,
            )


def stick(ink: Ink, who: Sitter, line: list[Point], width: float) -> None:
    """A pin with a knob at its first end."""
    tones = who.tones
    ink.path(brush(line, width, start=0.8, end=0.8), fill=tones.metal)
    ink.circle(*line[0], width * 0.95, fill=tones.metal)
