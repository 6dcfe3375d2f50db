"""Clothes of the old times: robes with crossed collars, skirts, cloaks, armour, what court and temple wear."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten
from pipeline.images.drawing.people.body import GROUND, SHOULDER, Wearer, clasp, cloth, folds, torso, whole
from pipeline.images.drawing.people.cloth import pattern, tassel
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, sampled, shape

_HEM = GROUND - 14


def _gown_half(wearer: Wearer, wide: float = 0.0) -> list[Point]:
    build = wearer.build
    return [
        *torso(build, 470, loose=8)[:-1],
        (build.waist + 8, 460),
        (build.hip + 22, 640),
        (build.hip + 62 + wide, 1000),
        (build.hip + 112 + wide, _HEM),
    ]


def _gown(ink: Ink, wearer: Wearer, color: str, *, figured: bool = True) -> str:
    """The body of a long robe down to the feet; gives its outline."""
    half = _gown_half(wearer)
    hem = [half[-1], (half[-1][0] * 0.5, _HEM + 14), (0.0, _HEM + 17)]
    data = shape(half, hem, mirrored(hem), mirrored(half))
    for side in (-1, 1):
        ink.path(
            curve(
                flipped([(20, GROUND - 8), (30, GROUND - 26), (66, GROUND - 24), (84, GROUND - 4)], side),
                closed=True,
            ),
            fill=darken(wearer.tones.second, 0.5),
        )
    cloth(
        ink, wearer, data, color, [(-20, 140), (-40, 300), (-10, 470), (-60, 760), (-40, 1060), (-90, 1400)]
    )
    if figured:
        pattern(ink, wearer, data, (-260, 180, 260, 1370), wearer.tones.trim, 0.32)
    lines = [
        [(x * 0.4, 530), (x * 0.72, 800), (x, 1100), (x * 1.16, 1350)] for x in (-130, -60, 24, 100, 158)
    ]
    folds(ink, wearer, color, *lines, width=13, opacity=0.6)
    ink.path(
        shape(
            [
                (half[-1][0] - 5, _HEM - 32),
                (half[-1][0] * 0.5, _HEM - 18),
                (0, _HEM - 15),
                (-half[-1][0] * 0.5, _HEM - 18),
                (-half[-1][0] + 5, _HEM - 32),
            ],
            [
                (-half[-1][0], _HEM),
                (-half[-1][0] * 0.5, _HEM + 14),
                (0, _HEM + 17),
                (half[-1][0] * 0.5, _HEM + 14),
                (half[-1][0], _HEM),
            ],
        ),
        fill=wearer.tones.second,
    )
    return data


def _collars(ink: Ink, wearer: Wearer, within: str, low: float, *, inner: str = "", outer: str = "") -> None:
    """Crossed collars, the wearer's left over the right, as the living wear them."""
    tones, n = wearer.tones, wearer.build.neck
    white = inner or tones.lit("#fbf7ef")
    band = outer or tones.second
    over = [(n + 12, 116), (n + 1, 176), (4, 262), (-n - 12, 360), (-n - 40, low)]
    above = shape(over, [(-400, low), (-400, 100)])
    with ink.group(clip_path=ink.clip(within)):
        with ink.group(clip_path=ink.clip(above)):
            _band(ink, -1, [(-x, y) for x, y in over], white, band, tones.trim)
        _band(ink, 1, over, white, band, tones.trim)


def _band(ink: Ink, side: int, line: list[Point], white: str, color: str, trim: str) -> None:
    """One lapel: white linen within, the band, its seam."""
    for offset, paint, width in ((-19, white, 24.0), (0, color, 32.0), (13, trim, 4.0)):
        ink.stroke(curve([(x + side * offset, y) for x, y in line]), paint, width)


def _neckline(ink: Ink, wearer: Wearer) -> None:
    """Skin between the collars."""
    n = wearer.build.neck
    ink.path(
        shape([(-n + 2, 124), (-n + 8, 180), (0, 258)], [(0, 258), (n - 8, 180), (n - 2, 124)]),
        fill=wearer.tones.skin,
    )


def _belt(ink: Ink, wearer: Wearer, top: float, high: float, color: str) -> None:
    tones, w = wearer.tones, wearer.build.waist + 12
    data = shape(
        [(-w, top), (0, top + 14), (w, top)],
        [(w + 4, top + high), (0, top + high + 15), (-w - 4, top + high)],
    )
    cloth(ink, wearer, data, color, [(-20, top - 10), (-20, top + high + 30)])
    for y in (top + 7, top + high - 6):
        ink.stroke(curve([(-w - 1, y), (0, y + 14), (w + 1, y)]), tones.trim, 4, opacity=0.8)


def _wide_sleeves(
    ink: Ink, wearer: Wearer, color: str, *, cuff: str, long: float = 0.0, figured: bool = True
) -> None:
    """Both arms in wide sleeves, the hands joined inside them before the belly."""
    s, tones = wearer.build.shoulder, wearer.tones
    away = -wearer.view.lit
    for side in (away, -away):
        top = [(s - 30, SHOULDER - 6), (s + 14, SHOULDER + 30), (s + 44, 330), (s + 62, 460), (s + 54, 580)]
        low = [(s + 54, 580), (s + 26, 700 + long), (s - 46, 800 + long), (28, 820 + long)]
        opening = [(28, 820 + long), (14, 740 + long * 0.6), (3, 650), (0, 574)]
        inner = [(0, 574), (56, 556), (s - 62, 500), (s - 50, 410), (wearer.build.chest - 12, 318)]
        data = shape(*(flipped(run, side) for run in (top, low, opening, inner)))
        cloth(ink, wearer, data, color if side == -away else tones.shade(color))
        if figured:
            pattern(ink, wearer, data, (-280, 190, 280, 900), tones.trim, 0.3)
        back = [(32, 566), (36, 650), (50, 740 + long * 0.6), (70, 817 + long)]
        ink.path(
            shape(flipped(opening, side), flipped(back, side)),
            fill=cuff if side == -away else tones.shade(cuff),
        )
        ink.path(brush(flipped(back, side), 5, start=0.8, end=0.8), fill=tones.trim, opacity=0.8)
        lines = [
            [(s - 44, 420), (s + 10, 520), (s - 30, 640), (110, 700)],
            [(s + 40, 420), (s + 44, 540), (s + 2, 680)],
            [(s - 50, 470), (70, 600), (84, 700)],
        ]
        folds(ink, wearer, color, *(flipped(line, side) for line in lines), width=10)
        ink.path(brush(flipped(inner[1:], side), 5), fill=tones.shade(darken(color, 0.25)), opacity=0.8)


def _held(ink: Ink, wearer: Wearer, color: str, *, cuff: str) -> None:
    """Like wide sleeves, with the picture's right hand raised to hold something."""
    s, tones = wearer.build.shoulder, wearer.tones
    left_top = [(s - 30, SHOULDER - 6), (s + 14, SHOULDER + 30), (s + 40, 360), (s + 56, 560), (s + 58, 740)]
    left_low = [(s + 58, 740), (s + 10, 772), (s - 46, 760)]
    left_in = [(s - 46, 760), (s - 50, 560), (wearer.build.chest - 12, 318)]
    left = shape(*(flipped(run, -1) for run in (left_top, left_low, left_in)))
    cloth(ink, wearer, left, tones.shade(color) if wearer.view.lit > 0 else color)
    pattern(ink, wearer, left, (-280, 190, 280, 900), tones.trim, 0.3)
    ink.path(
        brush(flipped([(s + 56, 728), (s + 10, 758), (s - 46, 746)], -1), 26, start=0.8, end=0.8), fill=cuff
    )
    right = shape(
        [(s - 30, SHOULDER - 6), (s + 14, SHOULDER + 30), (s + 40, 330), (s + 34, 420)],
        [(s + 34, 420), (s + 60, 560), (s + 48, 700), (s + 4, 740)],
        [(s + 4, 740), (s - 50, 640), (s - 66, 520), (s - 50, 404)],
        [(s - 50, 404), (wearer.build.chest - 12, 330)],
    )
    cloth(ink, wearer, right, color if wearer.view.lit > 0 else tones.shade(color))
    pattern(ink, wearer, right, (-280, 190, 280, 900), tones.trim, 0.3)
    ink.path(
        shape(
            [(s - 52, 398), (s - 6, 380), (s + 38, 404)],
            [(s + 38, 404), (s + 34, 432), (s - 6, 410), (s - 52, 430)],
        ),
        fill=cuff,
    )
    folds(
        ink,
        wearer,
        color,
        [(s - 36, 440), (s + 6, 540), (s + 20, 680)],
        [(s + 10, 430), (s + 34, 540), (s + 34, 650)],
        width=10,
    )


def _sleeves(ink: Ink, wearer: Wearer, color: str, *, cuff: str, long: float = 0.0) -> None:
    if wearer.holding:
        _held(ink, wearer, color, cuff=cuff)
        return
    _wide_sleeves(ink, wearer, color, cuff=cuff, long=long)
    with ink.group(transform="translate(4 -6)"):
        clasp(ink, wearer)


def robe(ink: Ink, wearer: Wearer) -> None:
    """A long robe with crossed collars and a broad belt."""
    tones = wearer.tones
    data = _gown(ink, wearer, tones.main)
    _neckline(ink, wearer)
    _collars(ink, wearer, data, 470)
    _belt(ink, wearer, 452, 64, tones.second)
    tassel(ink, wearer, -50, 530, tones.lit(tones.trim, 0.2))
    _sleeves(ink, wearer, tones.main, cuff=tones.second, long=20)


def ruqun(ink: Ink, wearer: Wearer) -> None:
    """A short jacket in a high skirt of another colour, with a long scarf over the arms."""
    tones = wearer.tones
    upper = tones.lit(lighten(wearer.look.main, 0.62))
    half = _gown_half(wearer, 20)
    body = _gown(ink, wearer, tones.main)
    top = whole(torso(wearer.build, 420, loose=6))
    cloth(ink, wearer, top, upper, [(-20, 140), (-40, 300), (-10, 470)])
    _neckline(ink, wearer)
    _collars(ink, wearer, top, 470, outer=tones.second)
    chest, w = 366.0, wearer.build.waist
    skirt = shape(
        [(-w - 14, chest), (0, chest + 12), (w + 14, chest)],
        [(w + 14, chest), (w + 24, 520), *half[-3:-1], (half[-1][0], 1000)],
        [(half[-1][0], 1000), (-half[-1][0], 1000)],
        [(-half[-1][0], 1000), *mirrored(half[-3:-1]), (-w - 24, 520), (-w - 14, chest)],
    )
    with ink.group(clip_path=ink.clip(body)):
        cloth(ink, wearer, skirt, tones.main, [(-20, 340), (-30, 600), (-60, 1100)])
        pleats = [
            [(x * 0.36, chest + 60), (x * 0.6, 700), (x, 1040)] for x in (-150, -100, -50, 8, 60, 112, 160)
        ]
        folds(ink, wearer, tones.main, *pleats, width=9)
    band = shape(
        [(-w - 16, chest - 4), (0, chest + 10), (w + 16, chest - 4)],
        [(w + 19, chest + 44), (0, chest + 60), (-w - 19, chest + 44)],
    )
    cloth(ink, wearer, band, tones.second, [(-20, chest - 10), (-20, chest + 80)])
    ink.stroke(curve([(-w - 16, chest + 2), (0, chest + 16), (w + 16, chest + 2)]), tones.trim, 4)
    for dx, low in ((-8, 700.0), (10, 640.0)):
        ink.path(
            brush([(dx, chest + 30), (dx * 2.2, 520), (dx * 1.4, low)], 14, start=0.6, end=0.8),
            fill=tones.trim,
        )
    ink.circle(0, chest + 28, 12, fill=tones.metal)
    _sleeves(ink, wearer, upper, cuff=tones.lit(lighten(wearer.look.main, 0.25)), long=-6)
    _shawl(ink, wearer)


def _shawl(ink: Ink, wearer: Wearer) -> None:
    """A gauze scarf from the shoulders over the arms, down to the knees."""
    s, gauze = wearer.build.shoulder, wearer.tones.trim
    for side in (-1, 1):
        strip = [(s - 12, 214), (s + 40, 330), (s + 74, 520), (s + 52, 760), (s + 74, 1000), (s + 48, 1180)]
        ink.path(brush(flipped(strip, side), 44, start=0.5, end=0.7), fill=gauze, opacity=0.62)
        folds(ink, wearer, gauze, flipped([(x + 6, y) for x, y in strip[1:]], side), width=6, opacity=0.4)


def cloak(ink: Ink, wearer: Wearer) -> None:
    """A robe under an open cloak with a collar of fur."""
    tones, s = wearer.tones, wearer.build.shoulder
    robe(ink, wearer)
    dark = tones.lit(darken(wearer.look.second, 0.25))
    for side in (-1, 1):
        outer = [
            (s - 44, SHOULDER - 14),
            (s + 26, SHOULDER + 30),
            (s + 78, 420),
            (s + 96, 900),
            (s + 120, _HEM),
        ]
        inner = [(s - 10, _HEM + 8), (s - 20, 1000), (s + 16, 700), (s - 6, 420), (s - 66, SHOULDER + 20)]
        data = shape(flipped(outer, side), flipped(inner, side))
        cloth(ink, wearer, data, dark if side == wearer.view.lit else tones.shade(dark))
        folds(
            ink,
            wearer,
            dark,
            flipped([(s + 30, 300), (s + 56, 700), (s + 60, 1300)], side),
            flipped([(s + 50, 400), (s + 78, 900), (s + 92, 1300)], side),
            width=14,
        )
        ink.path(brush(flipped(inner[1:], side), 6, start=0.8, end=0.8), fill=tones.trim, opacity=0.7)
    _fur(ink, wearer)


def _fur(ink: Ink, wearer: Wearer) -> None:
    s, n, tones = wearer.build.shoulder, wearer.build.neck, wearer.tones
    fur = tones.lit(lighten(wearer.look.trim, 0.2))
    outside = [
        (n + 8, 124),
        (n + 52, 138),
        (s - 16, 164),
        (s + 16, 204),
        (s + 6, 250),
        (s - 40, 262),
        (s - 66, 300),
        (64, 380),
        (56, 450),
        (34, 452),
        (30, 380),
    ]
    inside = [(30, 380), (44, 300), (40, 240), (n + 4, 190), (n - 4, 150)]
    for side in (-1, 1):
        tone = fur if side == wearer.view.lit else tones.shade(fur)
        ink.path(shape(flipped(outside, side), flipped(inside, side)), fill=tone)
        for (ax, ay), (bx, by) in pairwise(sampled(outside[1:], 26)):
            tuft = [(ax - 6, ay), ((ax + bx) / 2 + (by - ay) * 0.5, (ay + by) / 2 - (bx - ax) * 0.5 + 4), (bx, by + 8)]
            ink.path(curve(flipped(tuft, side), closed=True), fill=tone)
        ticks = [(n + 40, 166), (n + 72, 186), (n + 34, 226), (n + 60, 240), (52, 290), (46, 350)]
        folds(ink, wearer, fur, *(flipped([(x, y), (x + 7, y + 26)], side) for x, y in ticks), width=6)


def official(ink: Ink, wearer: Wearer) -> None:
    """A robe with a round collar, a square of rank on the breast and a hoop belt."""
    tones = wearer.tones
    _round_robe(ink, wearer, tones.main)
    ink.rect(-60, 272, 120, 120, rx=4, fill=tones.second, stroke=tones.trim, stroke_width=5)
    ink.circle(24, 304, 12, fill=tones.lit("#c8413e"))
    ink.path(brush([(-44, 340), (-8, 322), (10, 340), (36, 318)], 13, start=0.3), fill=tones.lit("#f4efe6"))
    ink.path(brush([(4, 338), (-6, 356), (2, 372)], 7, start=0.9), fill=tones.lit("#f4efe6"))
    for x in (-36, 0, 36):
        ink.stroke(f"M{x - 16},386 q16,-26 32,0", tones.trim, 4)
    _sleeves(ink, wearer, tones.main, cuff=tones.lit("#f4efe6"), long=20)


def dragon(ink: Ink, wearer: Wearer) -> None:
    """An emperor's golden robe with a coiled dragon on the breast and waves at the hem."""
    tones = wearer.tones
    data = _round_robe(ink, wearer, tones.main)
    _medallion(ink, wearer, 0, 318, 78)
    with ink.group(clip_path=ink.clip(data)):
        for row, color in enumerate((tones.second, tones.lit("#2f6a8c"), tones.lit("#e8e2d0"))):
            for x in range(-260, 261, 52):
                ink.circle(x + (row % 2) * 26, 1370 - row * 26 + row * 30, 34 - row * 6, fill=color)
    _sleeves(ink, wearer, tones.main, cuff=tones.second, long=30)


def _round_robe(ink: Ink, wearer: Wearer, color: str) -> str:
    tones, n, w = wearer.tones, wearer.build.neck, wearer.build.waist
    data = _gown(ink, wearer, color)
    ink.stroke(
        curve([(-n - 10, 130), (-n + 4, 168), (0, 188), (n - 4, 168), (n + 10, 130)]),
        tones.lit("#fbf7ef"),
        16,
    )
    ink.stroke(
        curve([(-n - 18, 136), (-n - 2, 182), (0, 204), (n + 2, 182), (n + 18, 136)]), tones.second, 22
    )
    ink.stroke(curve([(-n - 26, 144), (-n - 8, 194), (0, 218), (n + 8, 194), (n + 26, 144)]), tones.trim, 5)
    _belt(ink, wearer, 452, 46, tones.lit("#1f2128"))
    for x in range(-int(w) + 6, int(w), 46):
        ink.rect(x, 462, 30, 30, rx=5, fill=tones.trim)
    return data


def _medallion(ink: Ink, wearer: Wearer, x: float, y: float, radius: float) -> None:
    """A dragon coiled in a ring, in a few strokes."""
    tones = wearer.tones
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


def bride(ink: Ink, wearer: Wearer) -> None:
    """A red wedding robe with gold seams and a scalloped cape with tassels."""
    tones, n, s = wearer.tones, wearer.build.neck, wearer.build.shoulder
    robe(ink, wearer)
    edge: list[Point] = [(s + 2, 218), (s - 26, 268), (n + 44, 262), (n + 26, 306), (14, 300), (0, 330)]
    for side in (-1, 1):
        neck: list[Point] = [(0, 268), (n - 8, 190), (n + 10, 132)]
        shoulder = [(n + 10, 132), (n + 54, 160), (s - 14, 184), (s + 2, 218)]
        lobes = [[a, ((a[0] + b[0]) / 2 + 2, (a[1] + b[1]) / 2 + 20), b] for a, b in pairwise(edge)]
        data = shape(*(flipped(run, side) for run in (neck, shoulder, *lobes)))
        tone = tones.second if side == wearer.view.lit else tones.shade(tones.second)
        ink.path(data, fill=tone, stroke=tones.trim, stroke_width=5)
        for x, y in edge[1:]:
            ink.stroke(f"M{x * side},{y} v24", tones.trim, 3)
            ink.circle(x * side, y + 28, 5, fill=tones.trim)
        ink.circle(side * (n + 40), 214, 15, fill="none", stroke=tones.trim, stroke_width=4)


def monk(ink: Ink, wearer: Wearer) -> None:
    """A monk's plain robe with a kasaya over one shoulder and a string of beads."""
    tones, s = wearer.tones, wearer.build.shoulder
    data = _gown(ink, wearer, tones.main, figured=False)
    _neckline(ink, wearer)
    _collars(ink, wearer, data, 470, inner=tones.trim)
    drape = shape(
        [(s - 30, SHOULDER - 6), (40, 380), (-wearer.build.waist - 14, 560)],
        [(-wearer.build.waist - 40, 900), (60, 1040), (wearer.build.hip + 56, 900)],
        [(wearer.build.hip + 30, 640), (wearer.build.waist + 20, 480), (s - 4, 300)],
    )
    cloth(ink, wearer, drape, tones.second, [(-20, 180), (-20, 1060)])
    with ink.group(clip_path=ink.clip(drape)):
        ink.stroke(
            "M-200,660 H240 M-200,780 H240 M-200,900 H240 M-40,380 V1060 M70,260 V1060",
            tones.trim,
            4,
            opacity=0.6,
        )
    _sleeves(ink, wearer, tones.main, cuff=tones.shade(tones.main))
    beads(
        ink,
        wearer,
        [(-wearer.build.neck - 12, 150), (-58, 270), (0, 350), (58, 270), (wearer.build.neck + 12, 150)],
    )


def beads(ink: Ink, wearer: Wearer, line: Sequence[Point]) -> None:
    """A string of wooden beads."""
    for x, y in sampled(line, 19):
        ink.circle(x, y, 8.5, fill=wearer.tones.lit("#6b3a26"))
        ink.circle(x + 2 * wearer.view.lit, y - 3, 2.4, fill="#ffffff", opacity=0.4)
