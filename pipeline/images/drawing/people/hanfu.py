"""What robes of the old times are made of: the long body, crossed collars, belt, wide sleeves."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, curve, darken
from pipeline.images.drawing.people.body import cloth, folds, torso
from pipeline.images.drawing.people.cloth import pattern
from pipeline.images.drawing.people.hands import clasp
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, points, shape
from pipeline.images.drawing.people.sitter import GROUND, SHOULDER, Sitter

HEM = GROUND - 14


def gown_half(who: Sitter, wide: float = 0.0) -> list[Point]:
    """The right half of a long robe, *wide* units wider at the hem than usual."""
    build = who.build
    return [
        *torso(build, 470, loose=8)[:-1],
        (build.waist + 8, 460),
        (build.hip + 22, 640),
        (build.hip + 62 + wide, 1000),
        (build.hip + 112 + wide, HEM),
    ]


def gown(ink: Ink, who: Sitter, color: str, *, figured: bool = True) -> str:
    """The body of a long robe down to the feet; gives its outline."""
    half = gown_half(who)
    hem = [half[-1], (half[-1][0] * 0.5, HEM + 14), (0.0, HEM + 17)]
    data = shape(half, hem, mirrored(hem), mirrored(half))
    for side in (-1, 1):
        ink.path(
            curve(
                flipped([(20, GROUND - 8), (30, GROUND - 26), (66, GROUND - 24), (84, GROUND - 4)], side),
                closed=True,
            ),
            fill=darken(who.tones.second, 0.5),
        )
    cloth(ink, who, data, color, points("-20,140 -40,300 -10,470 -60,760 -40,1060 -90,1400"))
    if figured:
        pattern(ink, who, data, (-260, 180, 260, 1370), who.tones.trim, opacity=0.32)
    lines = [
        [(x * 0.4, 530), (x * 0.72, 800), (x, 1100), (x * 1.16, 1350)] for x in (-130, -60, 24, 100, 158)
    ]
    folds(ink, who, color, *lines, width=13, opacity=0.6)
    ink.path(
        shape(
            [
                (half[-1][0] - 5, HEM - 32),
                (half[-1][0] * 0.5, HEM - 18),
                (0, HEM - 15),
                (-half[-1][0] * 0.5, HEM - 18),
                (-half[-1][0] + 5, HEM - 32),
            ],
            [
                (-half[-1][0], HEM),
                (-half[-1][0] * 0.5, HEM + 14),
                (0, HEM + 17),
                (half[-1][0] * 0.5, HEM + 14),
                (half[-1][0], HEM),
            ],
        ),
        fill=who.tones.second,
    )
    return data


def collars(ink: Ink, who: Sitter, within: str, low: float, *, inner: str = "", outer: str = "") -> None:
    """Crossed collars, the who's left over the right, as the living wear them."""
    tones, n = who.tones, who.build.neck
    paints = (inner or tones.lit("#fbf7ef"), outer or tones.second, tones.trim)
    over = [(n + 12, 116), (n + 1, 176), (4, 262), (-n - 12, 360), (-n - 40, low)]
    above = shape(over, [(-400, low), (-400, 100)])
    with ink.group(clip_path=ink.clip(within)):
        with ink.group(clip_path=ink.clip(above)):
            _band(ink, -1, [(-x, y) for x, y in over], paints)
        _band(ink, 1, over, paints)


def _band(ink: Ink, side: int, line: list[Point], paints: tuple[str, str, str]) -> None:
    """One lapel: white linen within, the band, its seam."""
    for offset, paint, width in zip((-19, 0, 13), paints, (24.0, 32.0, 4.0), strict=True):
        ink.stroke(curve([(x + side * offset, y) for x, y in line]), paint, width)


def neckline(ink: Ink, who: Sitter) -> None:
    """Skin between the collars."""
    n = who.build.neck
    ink.path(
        shape([(-n + 2, 124), (-n + 8, 180), (0, 258)], [(0, 258), (n - 8, 180), (n - 2, 124)]),
        fill=who.tones.skin,
    )


def belted(ink: Ink, who: Sitter, top: float, high: float, color: str) -> None:
    """A broad belt from *top*, *high* units high."""
    tones, w = who.tones, who.build.waist + 12
    data = shape(
        [(-w, top), (0, top + 14), (w, top)],
        [(w + 4, top + high), (0, top + high + 15), (-w - 4, top + high)],
    )
    cloth(ink, who, data, color, [(-20, top - 10), (-20, top + high + 30)])
    for y in (top + 7, top + high - 6):
        ink.stroke(curve([(-w - 1, y), (0, y + 14), (w + 1, y)]), tones.trim, 4, opacity=0.8)


def _wide_sleeves(
    ink: Ink, who: Sitter, color: str, *, cuff: str, long: float = 0.0, figured: bool = True
) -> None:
    """Both arms in wide sleeves, the hands joined inside them before the belly."""
    s, tones = who.build.shoulder, who.tones
    away = -who.view.lit
    for side in (away, -away):
        top = [(s - 30, SHOULDER - 6), (s + 14, SHOULDER + 30), (s + 44, 330), (s + 62, 460), (s + 54, 580)]
        low = [(s + 54, 580), (s + 26, 700 + long), (s - 46, 800 + long), (28, 820 + long)]
        opening = [(28, 820 + long), (14, 740 + long * 0.6), (3, 650), (0, 574)]
        inner = [(0, 574), (56, 556), (s - 62, 500), (s - 50, 410), (who.build.chest - 12, 318)]
        data = shape(*(flipped(run, side) for run in (top, low, opening, inner)))
        cloth(ink, who, data, color if side == -away else tones.shade(color))
        if figured:
            pattern(ink, who, data, (-280, 190, 280, 900), tones.trim, opacity=0.3)
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
        folds(ink, who, color, *(flipped(line, side) for line in lines), width=10)
        ink.path(brush(flipped(inner[1:], side), 5), fill=tones.shade(darken(color, 0.25)), opacity=0.8)


def _held(ink: Ink, who: Sitter, color: str, *, cuff: str) -> None:
    """Like wide sleeves, with the picture's right hand raised to hold something."""
    s, tones = who.build.shoulder, who.tones
    left_top = [(s - 30, SHOULDER - 6), (s + 14, SHOULDER + 30), (s + 40, 360), (s + 56, 560), (s + 58, 740)]
    left_low = [(s + 58, 740), (s + 10, 772), (s - 46, 760)]
    left_in = [(s - 46, 760), (s - 50, 560), (who.build.chest - 12, 318)]
    left = shape(*(flipped(run, -1) for run in (left_top, left_low, left_in)))
    cloth(ink, who, left, tones.shade(color) if who.view.lit > 0 else color)
    pattern(ink, who, left, (-280, 190, 280, 900), tones.trim, opacity=0.3)
    ink.path(
        brush(flipped([(s + 56, 728), (s + 10, 758), (s - 46, 746)], -1), 26, start=0.8, end=0.8), fill=cuff
    )
    right = shape(
        [(s - 30, SHOULDER - 6), (s + 14, SHOULDER + 30), (s + 40, 330), (s + 34, 420)],
        [(s + 34, 420), (s + 60, 560), (s + 48, 700), (s + 4, 740)],
        [(s + 4, 740), (s - 50, 640), (s - 66, 520), (s - 50, 404)],
        [(s - 50, 404), (who.build.chest - 12, 330)],
    )
    cloth(ink, who, right, color if who.view.lit > 0 else tones.shade(color))
    pattern(ink, who, right, (-280, 190, 280, 900), tones.trim, opacity=0.3)
    ink.path(
        shape(
            [(s - 52, 398), (s - 6, 380), (s + 38, 404)],
            [(s + 38, 404), (s + 34, 432), (s - 6, 410), (s - 52, 430)],
        ),
        fill=cuff,
    )
    folds(
        ink,
        who,
        color,
        [(s - 36, 440), (s + 6, 540), (s + 20, 680)],
        [(s + 10, 430), (s + 34, 540), (s + 34, 650)],
        width=10,
    )


def sleeves(ink: Ink, who: Sitter, color: str, *, cuff: str, long: float = 0.0) -> None:
    """Wide sleeves: hands joined before the belly, or one raised to hold something."""
    if who.holding:
        _held(ink, who, color, cuff=cuff)
        return
    _wide_sleeves(ink, who, color, cuff=cuff, long=long)
    with ink.group(transform="translate(4 -6)"):
        clasp(ink, who)
