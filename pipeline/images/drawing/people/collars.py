"""What is worn around the neck: lapels, collars, ties, scarves."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken, lighten
from pipeline.images.drawing.people.body import cloth, folds
from pipeline.images.drawing.people.pen import flipped, shape
from pipeline.images.drawing.people.sitter import Sitter


def lapels(
    ink: Ink,
    who: Sitter,
    color: str,
    low: float = 410,
    *,
    wide: float = 0,
    notch: bool = True,
    gap: float = 8,
) -> None:
    """The turned collar of a jacket, meeting (or not) at *low*."""
    n, tones = who.build.neck, who.tones
    for side in (-1, 1):
        edge = [(n + 2, 128), (n + 30 + wide, 186)]
        cut = (
            [(n + 30 + wide, 186), (n + 12 + wide * 0.6, 214)]
            if notch
            else [(n + 30 + wide, 186), (n + 40 + wide, 214)]
        )
        leaf = [(n + 12 + wide * 0.6, 214) if notch else (n + 40 + wide, 214), (n + 42 + wide, 228)]
        long = [(n + 42 + wide, 228), (n + 22 + wide * 0.7, 310), (gap, low)]
        back = [(gap, low), (n - 22, 270), (n - 10, 150)]
        data = shape(*(flipped(run, side) for run in (edge, cut, leaf, long, back)))
        tone = who.lit(side, color)
        ink.path(
            data,
            fill=lighten(tone, 0.05),
            stroke=tones.shade(darken(color, 0.2)),
            stroke_width=2.2,
            stroke_linejoin="round",
        )


def shirt_collar(ink: Ink, who: Sitter, color: str, *, open_: bool = False) -> None:
    """Two points of a shirt's collar; *open_* shows the throat."""
    n, tones = who.build.neck, who.tones
    deep = 250.0 if open_ else 184.0
    throat = shape([(-n + 2, 126), (-n * 0.5, 168), (0, deep)], [(0, deep), (n * 0.5, 168), (n - 2, 126)])
    ink.path(throat, fill=tones.skin)
    with ink.group(clip_path=ink.clip(throat)):
        under = [(-n, 100), (-n, 150), (-10 * who.view.lit, 186), (n, 150), (n, 100)]
        ink.path(shape(under), fill=tones.skin_shade, opacity=0.85)
    for side in (-1, 1):
        leaf = (
            [(n + 1, 122), (n + 16, 158), (n + 8, 200)]
            if open_
            else [(n + 1, 122), (n + 12, 158), (n + 2, 206)]
        )
        front = [leaf[-1], (6 if not open_ else 12, deep - (0 if not open_ else 18))]
        top = [front[-1], (n - 12, 158), (n - 4, 124)]
        ink.path(
            shape(*(flipped(run, side) for run in (leaf, front, top))),
            fill=who.lit(side, color),
            stroke=tones.shade(darken(color, 0.25)),
            stroke_width=2,
        )


def tie(ink: Ink, who: Sitter, color: str, low: float = 480) -> None:
    """A necktie with its knot."""
    tones = who.tones
    ink.path(
        shape([(-13, 176), (13, 176)], [(13, 176), (9, 210)], [(9, 210), (-9, 210)], [(-9, 210), (-13, 176)]),
        fill=tones.shade(color),
    )
    data = shape([(-9, 210), (9, 210)], [(9, 210), (20, 420), (0, low)], [(0, low), (-20, 420), (-9, 210)])
    cloth(ink, who, data, color, [(-2, 200), (-4, 500)])


def crew_collar(ink: Ink, who: Sitter, color: str) -> None:
    """A round ribbed neckline."""
    n = who.build.neck
    line = [(-n - 6, 142), (-n + 8, 172), (0, 186), (n - 8, 172), (n + 6, 142)]
    ink.stroke(curve(line), color, 15)
    ink.stroke(curve([(x, y + 8) for x, y in line]), who.tones.shade(darken(color, 0.2)), 2, opacity=0.8)


def high_collar(ink: Ink, who: Sitter, color: str, trim: str = "", height: float = 46) -> None:
    """A collar that stands around the neck."""
    n = who.build.neck
    top = 168 - height
    data = shape(
        [(-n - 3, top), (0, top + 20), (n + 3, top)],
        [(n + 3, top), (n + 12, 164)],
        [(n + 12, 164), (0, 188), (-n - 12, 164)],
        [(-n - 12, 164), (-n - 3, top)],
    )
    cloth(ink, who, data, color, [(-6, 90), (-8, 200)])
    if trim:
        ink.stroke(curve([(-n - 3, top), (0, top + 20), (n + 3, top)]), trim, 4)


def scarf(ink: Ink, who: Sitter, color: str) -> None:
    """A knitted scarf, wound once, one end hanging."""
    n = who.build.neck
    end = shape(
        [(10, 190), (62, 186)],
        [(62, 186), (70, 300), (62, 420)],
        [(62, 420), (14, 424)],
        [(14, 424), (16, 300), (10, 190)],
    )
    cloth(ink, who, end, color, [(28, 180), (30, 430)])
    ink.stroke("M20,424 v22 M32,424 v22 M44,424 v22 M56,422 v22", color, 4)
    around = [
        (-n - 30, 150),
        (-n - 10, 118),
        (0, 146),
        (n + 10, 118),
        (n + 30, 150),
        (n + 14, 196),
        (0, 214),
        (-n - 14, 196),
    ]
    data = curve(around, closed=True)
    cloth(ink, who, data, lighten(color, 0.05), [(-16, 100), (-10, 220)])
    folds(
        ink,
        who,
        color,
        [(-n - 14, 150), (-10, 184), (n + 10, 176)],
        [(-n, 176), (0, 202), (n + 8, 194)],
        [(n + 10, 140), (10, 164), (-20, 166)],
        width=6,
    )
