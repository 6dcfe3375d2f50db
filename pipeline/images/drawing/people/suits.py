"""Clothes of today: what is worn to work, at home, outside and at a wedding."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken, lighten
from pipeline.images.drawing.people import tailoring as cut
from pipeline.images.drawing.people.body import (
    HIP,
    WAIST,
    Wearer,
    bare_legs,
    cloth,
    folds,
    torso,
    trousers,
    whole,
)
from pipeline.images.drawing.people.pen import brush, flipped, shape

_BLACK = "#23242b"


def _lower(ink: Ink, wearer: Wearer, *, skirt: bool = False) -> None:
    """Trousers, or a knee-long skirt, that go with the top."""
    tones, look = wearer.tones, wearer.look
    shoe = tones.lit(look.lot("shoes", ("#1f1f25", "#4a3328", "#e6e4e0", "#2b2f3a")))
    if skirt:
        bare_legs(ink, wearer, tones.lit(look.lot("heels", ("#1f1f25", "#6e2a2f", "#d8c3a8"))), top=960)
        cut.skirt(ink, wearer, tones.second, WAIST, 900, 10, pleats=3)
    else:
        color = tones.lit(
            look.lot("trousers", ("#2a3040", "#3d5070", "#3a3a40", "#6a6256", "#23242b", "#8d7f6a"))
        )
        trousers(ink, wearer, color, shoe, slim=12 if look.female else 0)


def suit(ink: Ink, wearer: Wearer) -> None:
    """A suit over a shirt, with a tie for men."""
    tones, look = wearer.tones, wearer.look
    shirt = tones.lit("#f6f6f4" if look.lot("shirt", (True, True, False)) else lighten(look.main, 0.72))
    low = 700.0 if not look.female else 650.0
    if look.female and look.lot("skirted", (True, False)):
        bare_legs(ink, wearer, tones.lit(_BLACK), top=960)
        cut.skirt(ink, wearer, tones.main, WAIST, 890, -2, pleats=1)
    else:
        trousers(ink, wearer, tones.main, tones.lit("#1d1a1c"), slim=10 if look.female else 0)
    cut.trunk(ink, wearer, shirt, 480, loose=0, figured=False)
    cut.shirt_collar(ink, wearer, shirt, open_=look.female)
    if not look.female or "tie" in look.extras:
        cut.tie(
            ink, wearer, tones.lit(look.lot("tie", ("#7d2b33", "#28456e", "#3a3d45", "#5b4a7a", "#8a6a3a")))
        )
    cut.open_front(ink, wearer, tones.main, low, gap=2, loose=12)
    cut.lapels(ink, wearer, tones.main, 430, wide=4)
    for y in (446, 500):
        ink.circle(0, y, 7, fill=tones.shade(darken(tones.main, 0.3)))
    s = wearer.build.chest
    ink.path(
        brush([(s * 0.42, 318), (s * 0.84, 310)], 6, start=0.8, end=0.8),
        fill=tones.shade(darken(tones.main, 0.2)),
    )
    if not look.female:
        ink.path(
            shape([(s * 0.5, 314), (s * 0.56, 290), (s * 0.64, 306), (s * 0.72, 286), (s * 0.78, 311)]),
            fill=shirt,
        )
    cut.sleeves(ink, wearer, tones.main, loose=4, cuff="")


def shirt(ink: Ink, wearer: Wearer) -> None:
    """A shirt with an open collar, tucked into trousers."""
    tones = wearer.tones
    _lower(ink, wearer)
    cut.trunk(ink, wearer, tones.main, 590, loose=6)
    cut.placket(ink, wearer, tones.main, 250, 580)
    cut.shirt_collar(ink, wearer, tones.bright(tones.main), open_=True)
    cut.belt(ink, wearer, tones.lit("#2b2220"), 566, 10, tones.metal)
    cut.sleeves(ink, wearer, tones.main, loose=6)


def blouse(ink: Ink, wearer: Wearer) -> None:
    """A blouse with a bow over a skirt, or with a soft neckline over trousers."""
    tones, n = wearer.tones, wearer.build.neck
    skirted = wearer.look.lot("skirted", (True, False))
    _lower(ink, wearer, skirt=skirted)
    color = tones.lit(lighten(wearer.look.main, 0.35))
    if wearer.look.lot("bow", (True, False)):
        cut.trunk(ink, wearer, color, 560, loose=6)
        cut.high_collar(ink, wearer, color, height=34)
        for side in (-1, 1):
            loop = [(0, 196), (34, 172), (62, 188), (50, 218), (0, 206)]
            tail = [(0, 204), (20, 260), (26, 330), (42, 326), (30, 250), (10, 202)]
            for part in (tail, loop):
                ink.path(
                    curve(flipped(part, side), closed=True),
                    fill=tones.bright(color) if side == wearer.view.lit else tones.shade(color),
                )
        ink.circle(0, 202, 11, fill=tones.shade(color))
    else:
        cut.trunk(ink, wearer, color, 560, neckline=[(n + 24, 160), (n, 214), (0, 262)], loose=6)
        ink.stroke(
            curve([(-n - 24, 160), (-n, 214), (0, 262), (n, 214), (n + 24, 160)]), tones.shade(color), 4
        )
        necklace(ink, wearer)
    cut.belt(ink, wearer, darken(tones.second, 0.2), 500 if skirted else 548, 8, tones.metal)
    cut.sleeves(ink, wearer, color, loose=8, cuff=tones.bright(color))


def necklace(ink: Ink, wearer: Wearer) -> None:
    """A thin chain with a pendant."""
    n = wearer.build.neck
    ink.stroke(
        curve([(-n - 2, 158), (-n * 0.5, 196), (0, 214), (n * 0.5, 196), (n + 2, 158)]),
        wearer.tones.metal,
        2.4,
    )
    ink.path(curve([(0, 212), (6, 222), (0, 232), (-6, 222)], closed=True), fill=wearer.tones.metal)


def dress(ink: Ink, wearer: Wearer) -> None:
    """A dress with a fitted waist and a swinging skirt; for men, a shirt."""
    if not wearer.look.female:
        shirt(ink, wearer)
        return
    tones, n = wearer.tones, wearer.build.neck
    bare_legs(ink, wearer, tones.lit(wearer.look.lot("heels", ("#1f1f25", "#b8a58a", "#6e2a2f"))), top=1040)
    cut.skirt(ink, wearer, tones.main, WAIST - 10, 990, 84, pleats=7)
    neckline = wearer.look.lot(
        "neckline", ([(n + 30, 166), (n + 14, 216), (0, 236)], [(n + 26, 162), (n - 2, 220), (0, 274)])
    )
    cut.trunk(ink, wearer, tones.main, WAIST + 4, neckline=neckline, loose=1)
    ink.stroke(curve([*flipped(neckline, -1), *neckline[-2::-1]]), tones.trim, 5)
    necklace(ink, wearer)
    cut.belt(ink, wearer, tones.second, WAIST - 24, 4, tones.metal)
    cut.sleeves(ink, wearer, tones.main, loose=2, cuff=tones.trim)


def wedding(ink: Ink, wearer: Wearer) -> None:
    """A white gown to the floor, off the shoulders; a white suit for men."""
    if not wearer.look.female:
        suit(ink, wearer)
        return
    tones, n, s = wearer.tones, wearer.build.neck, wearer.build.shoulder
    cut.skirt(ink, wearer, tones.main, WAIST - 10, 1370, 190, pleats=9)
    cut.trunk(
        ink,
        wearer,
        tones.main,
        WAIST + 6,
        neckline=[(s - 26, 204), (n + 34, 240), (0, 268)],
        loose=0,
        figured=False,
    )
    lace = [(-s + 26, 204), (-n - 34, 240), (0, 268), (n + 34, 240), (s - 26, 204)]
    ink.stroke(curve(lace), tones.trim, 12, stroke_dasharray="2 13")
    ink.path(
        brush(
            [(-wearer.build.waist - 4, WAIST - 4), (0, WAIST + 10), (wearer.build.waist + 4, WAIST - 4)],
            22,
            start=0.9,
            end=0.9,
        ),
        fill=tones.second,
    )
    necklace(ink, wearer)
    for side in (-1, 1):
        cut.sleeve(
            ink,
            wearer,
            side,
            cut.poses(wearer)[0 if side < 0 else 1],
            tones.bright(tones.skin) if side == wearer.view.lit else tones.skin,
            loose=-2,
        )


def coat(ink: Ink, wearer: Wearer) -> None:
    """A long open coat with a belt that hangs, over a sweater."""
    tones, look = wearer.tones, wearer.look
    _lower(ink, wearer)
    under = tones.lit(look.lot("under", ("#efe9df", "#2b2c33", "#8d3238", "#c9b79a", "#55617a")))
    cut.trunk(ink, wearer, under, 640, loose=2, figured=False)
    cut.high_collar(ink, wearer, under, height=40)
    cut.open_front(ink, wearer, tones.main, 1010, gap=34, loose=20, flare=36)
    cut.lapels(ink, wearer, tones.main, 440, wide=16, gap=34)
    for side in (-1, 1):
        for y in (480, 570):
            ink.circle(side * 54, y, 8, fill=tones.shade(darken(tones.main, 0.25)))
        flap = [(wearer.build.waist - 26, HIP - 10), (wearer.build.hip + 4, HIP - 24)]
        ink.path(
            brush(flipped(flap, side), 14, start=0.9, end=0.9), fill=tones.shade(darken(tones.main, 0.05))
        )
        tail = [(38, 508), (52, 600), (46, 690)]
        ink.path(
            brush(flipped(tail, side), 20, start=0.8, end=0.9),
            fill=tones.shade(tones.main) if side != wearer.view.lit else darken(tones.main, 0.08),
        )
    cut.sleeves(ink, wearer, tones.main, loose=10, cuff=tones.shade(tones.main))


def jacket(ink: Ink, wearer: Wearer) -> None:
    """A short zipped jacket over a T-shirt."""
    tones = wearer.tones
    _lower(ink, wearer)
    _short_jacket(ink, wearer, tones.main, tones.trim)


def leather(ink: Ink, wearer: Wearer) -> None:
    """A biker's jacket with a slanting zip."""
    tones = wearer.tones
    _lower(ink, wearer)
    _short_jacket(ink, wearer, tones.main, tones.lit("#e9e7e2"))
    ink.stroke(curve([(38, 300), (20, 420), (26, 600)]), tones.trim, 4, stroke_dasharray="7 4")
    for x in (-96, 62):
        ink.stroke(f"M{x},520 l34,-16", tones.trim, 4)
    for side in (-1, 1):
        ink.path(
            brush(flipped([(wearer.build.shoulder - 50, 230), (wearer.build.shoulder - 14, 290)], side), 7),
            fill="#ffffff",
            opacity=0.2,
        )


def _short_jacket(ink: Ink, wearer: Wearer, color: str, under: str) -> None:
    tones = wearer.tones
    cut.trunk(ink, wearer, under, 640, loose=0, figured=False)
    cut.crew_collar(ink, wearer, under)
    cut.open_front(ink, wearer, color, 630, gap=36, loose=14)
    cut.lapels(ink, wearer, color, 360, wide=6, gap=38, notch=False)
    w = wearer.build.hip + 14
    for side in (-1, 1):
        rib = [(36, 630), (w, 624), (w - 4, 660), (36, 668)]
        ink.path(shape(flipped(rib, side)), fill=tones.shade(darken(color, 0.1)))
        ink.path(
            brush(flipped([(w - 50, 520), (w - 30, 590)], side), 6, start=0.8, end=0.8),
            fill=tones.shade(darken(color, 0.2)),
        )
        ink.stroke(f"M{side * 37},372 V650", tones.metal, 3, stroke_dasharray="6 4")
    cut.sleeves(ink, wearer, color, loose=10, cuff=tones.shade(darken(color, 0.1)))


def sweater(ink: Ink, wearer: Wearer) -> None:
    """A knitted sweater with ribs, over a shirt's collar or high at the neck."""
    tones = wearer.tones
    _lower(ink, wearer)
    cut.trunk(ink, wearer, tones.main, 650, loose=14)
    _ribs(ink, wearer, tones.main)
    kind = wearer.look.lot("collar", ("high", "crew", "shirt"))
    if kind == "high":
        cut.high_collar(ink, wearer, tones.main, height=52)
    elif kind == "crew":
        cut.crew_collar(ink, wearer, tones.shade(tones.main))
    else:
        cut.crew_collar(ink, wearer, tones.shade(tones.main))
        cut.shirt_collar(ink, wearer, tones.lit("#f7f6f3"))
    cut.sleeves(ink, wearer, tones.main, loose=12, cuff=tones.shade(tones.main))


def _ribs(ink: Ink, wearer: Wearer, color: str) -> None:
    w = wearer.build.hip + 12
    band = shape([(-w, 634), (0, 644), (w, 634)], [(w - 6, 676), (0, 688), (-w + 6, 676)])
    cloth(ink, wearer, band, darken(color, 0.06), [(-30, 620), (-30, 700)])
    if wearer.fine:
        lines = " ".join(f"M{x},640 v40" for x in range(-int(w) + 12, int(w) - 4, 13))
        ink.stroke(lines, wearer.tones.shade(color), 2.4, opacity=0.8)
        stitches = " ".join(f"M{x},{y} l5,8 l5,-8" for y in range(300, 620, 54) for x in range(-96, 90, 34))
        ink.stroke(stitches, wearer.tones.shade(color), 2.2, opacity=0.5)


def hoodie(ink: Ink, wearer: Wearer) -> None:
    """A hooded sweatshirt with cords and a pouch."""
    tones, n = wearer.tones, wearer.build.neck
    _lower(ink, wearer)
    for side in (-1, 1):
        hood = [(n - 4, 112), (n + 44, 104), (n + 66, 150), (n + 34, 190), (0, 214), (0, 180)]
        ink.path(shape(flipped(hood, side)), fill=tones.shade(tones.main))
    cut.trunk(ink, wearer, tones.main, 650, loose=18)
    _ribs(ink, wearer, tones.main)
    inside = [(-n - 8, 132), (-n + 6, 172), (0, 204), (n - 6, 172), (n + 8, 132)]
    ink.stroke(curve(inside), tones.shade(darken(tones.main, 0.2)), 14)
    for side in (-1, 1):
        fold = [(n + 2, 118), (n + 46, 128), (n + 58, 168), (n + 8, 214), (2, 240), (0, 216), (n - 10, 184)]
        ink.path(
            curve(flipped(fold, side), closed=True),
            fill=tones.bright(tones.main) if side == wearer.view.lit else tones.shade(tones.main),
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
    cut.sleeves(ink, wearer, tones.main, loose=15, cuff=tones.shade(tones.main))


def apron(ink: Ink, wearer: Wearer) -> None:
    """An apron over a shirt."""
    tones = wearer.tones
    _lower(ink, wearer)
    cut.trunk(ink, wearer, tones.trim, 640, loose=6, figured=False)
    cut.shirt_collar(ink, wearer, tones.trim, open_=True)
    w, h = wearer.build.waist, wearer.build.hip
    for side in (-1, 1):
        ink.stroke(
            curve(flipped([(54, 290), (46, 220), (wearer.build.neck + 6, 152)], side)), tones.second, 13
        )
    bib = shape(
        [(-60, 284), (60, 284)],
        [(60, 284), (70, 420), (w + 10, 500), (h + 12, 640), (h + 10, 900)],
        [(h + 10, 900), (0, 916), (-h - 10, 900)],
        [(-h - 10, 900), (-h - 12, 640), (-w - 10, 500), (-70, 420), (-60, 284)],
    )
    cloth(ink, wearer, bib, tones.main, [(-24, 270), (-40, 500), (-50, 930)])
    folds(
        ink,
        wearer,
        tones.main,
        [(-40, 560), (-52, 720), (-60, 890)],
        [(30, 560), (40, 720), (44, 890)],
        [(80, 600), (92, 760), (96, 880)],
    )
    cut.pocket(ink, wearer, -60, 600, 120, 90, tones.main)
    cut.belt(ink, wearer, tones.second, 488, 10)
    cut.sleeves(ink, wearer, tones.trim, loose=6)


def scarf_over(ink: Ink, wearer: Wearer) -> None:
    """A scarf over whatever is worn."""
    cut.scarf(ink, wearer, wearer.tones.lit(wearer.look.scarf))
