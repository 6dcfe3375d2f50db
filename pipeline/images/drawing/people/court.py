"""What court, temple and wedding wear in the old times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.images.drawing.ink import Ink, Point, curve
from pipeline.images.drawing.people.body import cloth
from pipeline.images.drawing.people.hanfu import belted, collars, gown, neckline, sleeves
from pipeline.images.drawing.people.pen import brush, flipped, points, sampled, shape
from pipeline.images.drawing.people.robes import robe
from pipeline.images.drawing.people.sitter import SHOULDER, Sitter


def official(ink: Ink, who: Sitter) -> None:
    """A robe with a round collar, a square of rank on the breast and a hoop belt."""
    tones = who.tones
    _round_robe(ink, who, tones.main)
    ink.rect(-60, 272, 120, 120, rx=4, fill=tones.second, stroke=tones.trim, stroke_width=5)
    ink.circle(24, 304, 12, fill=tones.lit("#c8413e"))
    ink.path(brush(points("-44,340 -8,322 10,340 36,318"), 13, start=0.3), fill=tones.lit("#f4efe6"))
    ink.path(brush([(4, 338), (-6, 356), (2, 372)], 7, start=0.9), fill=tones.lit("#f4efe6"))
    for x in (-36, 0, 36):
        ink.stroke(f"M{x - 16},386 q16,-26 32,0", tones.trim, 4)
    sleeves(ink, who, tones.main, cuff=tones.lit("#f4efe6"), long=20)


def dragon(ink: Ink, who: Sitter) -> None:
    """An emperor's golden robe with a coiled dragon on the breast and waves at the hem."""
    tones = who.tones
    data = _round_robe(ink, who, tones.main)
    _medallion(ink, who, 0, 318, 78)
    with ink.group(clip_path=ink.clip(data)):
        for row, color in enumerate((tones.second, tones.lit("#2f6a8c"), tones.lit("#e8e2d0"))):
            for x in range(-260, 261, 52):
                ink.circle(x + (row % 2) * 26, 1370 - row * 26 + row * 30, 34 - row * 6, fill=color)
    sleeves(ink, who, tones.main, cuff=tones.second, long=30)


def _round_robe(ink: Ink, who: Sitter, color: str) -> str:
    tones, n, w = who.tones, who.build.neck, who.build.waist
    data = gown(ink, who, color)
    ink.stroke(
        curve([(-n - 10, 130), (-n + 4, 168), (0, 188), (n - 4, 168), (n + 10, 130)]),
        tones.lit("#fbf7ef"),
        16,
    )
    ink.stroke(
        curve([(-n - 18, 136), (-n - 2, 182), (0, 204), (n + 2, 182), (n + 18, 136)]), tones.second, 22
    )
    ink.stroke(curve([(-n - 26, 144), (-n - 8, 194), (0, 218), (n + 8, 194), (n + 26, 144)]), tones.trim, 5)
    belted(ink, who, 452, 46, tones.lit("#1f2128"))
    for x in range(-int(w) + 6, int(w), 46):
        ink.rect(x, 462, 30, 30, rx=5, fill=tones.trim)
    return data


def _medallion(ink: Ink, who: Sitter, x: float, y: float, radius: float) -> None:
    """A dragon coiled in a ring, in a few strokes."""
    tones = who.tones
    gold, red = tones.lit("#f7e2a4", 0.5), tones.second
    ink.circle(x, y, radius, fill=red, stroke=gold, stroke_width=5)
    body = [
        (x - 40, y + 40),
        (x - 54, y - 6),
        (x - 20, y - 44),
        (x + 28, y - 36),
        (x + 42, y + 2),
        (x + 12, y + 30),
        (x - 16, y + 10),
        (x - 4, y - 12),
        (x + 14, y - 6),
    ]
    ink.path(brush(body, 17, start=0.2, end=0.8), fill=gold)
    for dx, dy in ((-58, 10), (-34, -44), (34, -44), (52, 14), (12, 44)):
        ink.path(brush([(x + dx * 0.72, y + dy * 0.72), (x + dx, y + dy)], 6, start=1), fill=gold)
    ink.circle(x + 16, y - 8, 8, fill=gold)
    ink.circle(x + 18, y - 10, 2.6, fill=red)


def bride(ink: Ink, who: Sitter) -> None:
    """A red wedding robe with gold seams and a scalloped cape with tassels."""
    tones, n, s = who.tones, who.build.neck, who.build.shoulder
    robe(ink, who)
    edge: list[Point] = [(s + 2, 218), (s - 26, 268), (n + 44, 262), (n + 26, 306), (14, 300), (0, 330)]
    for side in (-1, 1):
        neck: list[Point] = [(0, 268), (n - 8, 190), (n + 10, 132)]
        shoulder: list[Point] = [(n + 10, 132), (n + 54, 160), (s - 14, 184), (s + 2, 218)]
        lobes: list[list[Point]] = [
            [a, ((a[0] + b[0]) / 2 + 2, (a[1] + b[1]) / 2 + 20), b] for a, b in pairwise(edge)
        ]
        data = shape(*(flipped(run, side) for run in [neck, shoulder, *lobes]))
        tone = who.lit(side, tones.second)
        ink.path(data, fill=tone, stroke=tones.trim, stroke_width=5)
        for x, y in edge[1:]:
            ink.stroke(f"M{x * side},{y} v24", tones.trim, 3)
            ink.circle(x * side, y + 28, 5, fill=tones.trim)
        ink.circle(side * (n + 40), 214, 15, fill="none", stroke=tones.trim, stroke_width=4)


def monk(ink: Ink, who: Sitter) -> None:
    """A monk's plain robe with a kasaya over one shoulder and a string of beads."""
    tones, s = who.tones, who.build.shoulder
    data = gown(ink, who, tones.main, figured=False)
    neckline(ink, who)
    collars(ink, who, data, 470, inner=tones.trim)
    drape = shape(
        [(s - 30, SHOULDER - 6), (40, 380), (-who.build.waist - 14, 560)],
        [(-who.build.waist - 40, 900), (60, 1040), (who.build.hip + 56, 900)],
        [(who.build.hip + 30, 640), (who.build.waist + 20, 480), (s - 4, 300)],
    )
    cloth(ink, who, drape, tones.second, [(-20, 180), (-20, 1060)])
    with ink.group(clip_path=ink.clip(drape)):
        ink.stroke(
            "M-200,660 H240 M-200,780 H240 M-200,900 H240 M-40,380 V1060 M70,260 V1060",
            tones.trim,
            4,
            opacity=0.6,
        )
    sleeves(ink, who, tones.main, cuff=tones.shade(tones.main))
    beads(
        ink,
        who,
        [(-who.build.neck - 12, 150), (-58, 270), (0, 350), (58, 270), (who.build.neck + 12, 150)],
    )


def beads(ink: Ink, who: Sitter, line: Sequence[Point]) -> None:
    """A string of wooden beads."""
    for x, y in sampled(line, 19):
        ink.circle(x, y, 8.5, fill=who.tones.lit("#6b3a26"))
        ink.circle(x + 2 * who.view.lit, y - 3, 2.4, fill="#ffffff", opacity=0.4)
