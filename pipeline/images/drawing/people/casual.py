"""Clothes of today for after work: jackets, sweaters, hoods, an apron."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken
from pipeline.images.drawing.people import collars
from pipeline.images.drawing.people import tailoring as cut
from pipeline.images.drawing.people.body import cloth, folds
from pipeline.images.drawing.people.pen import brush, flipped, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.images.drawing.people.suits import lower


def jacket(ink: Ink, who: Sitter) -> None:
    """A short zipped jacket over a T-shirt."""
    tones = who.tones
    lower(ink, who)
    _short_jacket(ink, who, tones.main, tones.trim)


def leather(ink: Ink, who: Sitter) -> None:
    """A biker's jacket with a slanting zip."""
    tones = who.tones
    lower(ink, who)
    _short_jacket(ink, who, tones.main, tones.lit("#e9e7e2"))
    ink.stroke(curve([(38, 300), (20, 420), (26, 600)]), tones.trim, 4, stroke_dasharray="7 4")
    for x in (-96, 62):
        ink.stroke(f"M{x},520 l34,-16", tones.trim, 4)
    for side in (-1, 1):
        ink.path(
            brush(flipped([(who.build.shoulder - 50, 230), (who.build.shoulder - 14, 290)], side), 7),
            fill="#ffffff",
            opacity=0.2,
        )


def _short_jacket(ink: Ink, who: Sitter, color: str, under: str) -> None:
    tones = who.tones
    cut.trunk(ink, who, under, 640, loose=0, figured=False)
    collars.crew_collar(ink, who, under)
    cut.open_front(ink, who, color, 630, gap=36, loose=14)
    collars.lapels(ink, who, color, 360, wide=6, gap=38, notch=False)
    w = who.build.hip + 14
    for side in (-1, 1):
        rib = [(36, 630), (w, 624), (w - 4, 660), (36, 668)]
        ink.path(shape(flipped(rib, side)), fill=tones.shade(darken(color, 0.1)))
        ink.path(
            brush(flipped([(w - 50, 520), (w - 30, 590)], side), 6, start=0.8, end=0.8),
            fill=tones.shade(darken(color, 0.2)),
        )
        ink.stroke(f"M{side * 37},372 V650", tones.metal, 3, stroke_dasharray="6 4")
    cut.sleeves(ink, who, color, loose=10, cuff=tones.shade(darken(color, 0.1)))


def sweater(ink: Ink, who: Sitter) -> None:
    """A knitted sweater with ribs, over a shirt's collar or high at the neck."""
    tones = who.tones
    lower(ink, who)
    cut.trunk(ink, who, tones.main, 650, loose=14)
    _ribs(ink, who, tones.main)
    kind = who.look.lot("collar", ("high", "crew", "shirt"))
    if kind == "high":
        collars.high_collar(ink, who, tones.main, height=52)
    elif kind == "crew":
        collars.crew_collar(ink, who, tones.shade(tones.main))
    else:
        collars.crew_collar(ink, who, tones.shade(tones.main))
        collars.shirt_collar(ink, who, tones.lit("#f7f6f3"))
    cut.sleeves(ink, who, tones.main, loose=12, cuff=tones.shade(tones.main))


def _ribs(ink: Ink, who: Sitter, color: str) -> None:
    w = who.build.hip + 12
    band = shape([(-w, 634), (0, 644), (w, 634)], [(w - 6, 676), (0, 688), (-w + 6, 676)])
    cloth(ink, who, band, darken(color, 0.06), [(-30, 620), (-30, 700)])
    if who.fine:
        lines = " ".join(f"M{x},640 v40" for x in range(-int(w) + 12, int(w) - 4, 13))
        ink.stroke(lines, who.tones.shade(color), 2.4, opacity=0.8)
        stitches = " ".join(f"M{x},{y} l5,8 l5,-8" for y in range(300, 620, 54) for x in range(-96, 90, 34))
        ink.stroke(stitches, who.tones.shade(color), 2.2, opacity=0.5)


def hoodie(ink: Ink, who: Sitter) -> None:
    """A hooded sweatshirt with cords and a pouch."""
    tones, n = who.tones, who.build.neck
    lower(ink, who)
    for side in (-1, 1):
        hood = [(n - 4, 112), (n + 44, 104), (n + 66, 150), (n + 34, 190), (0, 214), (0, 180)]
        ink.path(shape(flipped(hood, side)), fill=tones.shade(tones.main))
    cut.trunk(ink, who, tones.main, 650, loose=18)
    _ribs(ink, who, tones.main)
    inside = [(-n - 8, 132), (-n + 6, 172), (0, 204), (n - 6, 172), (n + 8, 132)]
    ink.stroke(curve(inside), tones.shade(darken(tones.main, 0.2)), 14)
    for side in (-1, 1):
        fold = [(n + 2, 118), (n + 46, 128), (n + 58, 168), (n + 8, 214), (2, 240), (0, 216), (n - 10, 184)]
        ink.path(
            curve(flipped(fold, side), closed=True),
            fill=tones.bright(tones.main) if side == who.view.lit else tones.shade(tones.main),
        )
        ink.stroke(f"M{side * 20},222 q{side * 4},40 {side * 2},86", tones.trim, 5)
        ink.rect(side * 22 - 4, 300, 8, 18, rx=3, fill=tones.metal)
    pouch = shape(
        [(-58, 520), (58, 520)],
        [(58, 520), (88, 570), (88, 636)],
        [(88, 636), (-88, 636)],
        [(-88, 636), (-88, 570), (-58, 520)],
    )
    ink.path(pouch, fill=darken(tones.main, 0.07), stroke=tones.shade(tones.main), stroke_width=3)
    cut.sleeves(ink, who, tones.main, loose=15, cuff=tones.shade(tones.main))


def apron(ink: Ink, who: Sitter) -> None:
    """An apron over a shirt."""
    tones = who.tones
    lower(ink, who)
    cut.trunk(ink, who, tones.trim, 640, loose=6, figured=False)
    collars.shirt_collar(ink, who, tones.trim, open_=True)
    w, h = who.build.waist, who.build.hip
    for side in (-1, 1):
        ink.stroke(curve(flipped([(54, 290), (46, 220), (who.build.neck + 6, 152)], side)), tones.second, 13)
    bib = shape(
        [(-60, 284), (60, 284)],
        [(60, 284), (70, 420), (w + 10, 500), (h + 12, 640), (h + 10, 900)],
        [(h + 10, 900), (0, 916), (-h - 10, 900)],
        [(-h - 10, 900), (-h - 12, 640), (-w - 10, 500), (-70, 420), (-60, 284)],
    )
    cloth(ink, who, bib, tones.main, [(-24, 270), (-40, 500), (-50, 930)])
    folds(
        ink,
        who,
        tones.main,
        [(-40, 560), (-52, 720), (-60, 890)],
        [(30, 560), (40, 720), (44, 890)],
        [(80, 600), (92, 760), (96, 880)],
    )
    cut.pocket(ink, who, tones.main, (-60, 600), (120, 90))
    cut.belt(ink, who, tones.second, 488, 10)
    cut.sleeves(ink, who, tones.trim, loose=6)


def padded(ink: Ink, who: Sitter) -> None:
    """A quilted jacket that closes in the middle with knots, as grandmothers wear it."""
    tones = who.tones
    lower(ink, who)
    cut.trunk(ink, who, tones.main, 690, loose=26)
    dark = tones.shade(darken(tones.main, 0.25))
    ink.stroke("M0,180 V690", dark, 4)
    if who.fine:
        for y in range(290, 680, 62):
            ink.stroke(f"M-150,{y} q70,16 146,4 M150,{y} q-70,16 -146,4", dark, 2.6, opacity=0.45)
    collars.high_collar(ink, who, tones.main, tones.trim, height=40)
    for y in (236, 330, 424, 518, 612):
        ink.stroke(f"M-46,{y} H46", tones.trim, 8)
        ink.circle(0, y, 9, fill=tones.trim)
    cut.sleeves(ink, who, tones.main, loose=20, cuff=tones.trim)
