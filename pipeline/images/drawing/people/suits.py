"""Clothes of today: what is worn to work, at home, outside and at a wedding."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken, lighten
from pipeline.images.drawing.people import collars
from pipeline.images.drawing.people import tailoring as cut
from pipeline.images.drawing.people.hands import sleeve
from pipeline.images.drawing.people.legs import bare_legs, trousers
from pipeline.images.drawing.people.pen import brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import HIP, WAIST, Sitter

_BLACK = "#23242b"


def lower(ink: Ink, who: Sitter, *, skirt: bool = False) -> None:
    """Trousers, or a knee-long skirt, that go with the top."""
    tones, look = who.tones, who.look
    shoe = tones.lit(look.lot("shoes", ("#1f1f25", "#4a3328", "#e6e4e0", "#2b2f3a")))
    if skirt:
        bare_legs(ink, who, tones.lit(look.lot("heels", ("#1f1f25", "#6e2a2f", "#d8c3a8"))), top=960)
        cut.skirt(ink, who, tones.second, WAIST, 900, flare=10, pleats=3)
    else:
        color = tones.lit(
            look.lot("trousers", ("#2a3040", "#3d5070", "#3a3a40", "#6a6256", "#23242b", "#8d7f6a"))
        )
        trousers(ink, who, color, shoe, slim=12 if look.female else 0)


def suit(ink: Ink, who: Sitter) -> None:
    """A suit over a shirt, with a tie for men."""
    tones, look = who.tones, who.look
    shirt = tones.lit("#f6f6f4" if look.lot("shirt", (True, True, False)) else lighten(look.main, 0.72))
    low = 700.0 if not look.female else 650.0
    if look.female and look.lot("skirted", (True, False)):
        bare_legs(ink, who, tones.lit(_BLACK), top=960)
        cut.skirt(ink, who, tones.main, WAIST, 890, flare=-2, pleats=1)
    else:
        trousers(ink, who, tones.main, tones.lit("#1d1a1c"), slim=10 if look.female else 0)
    cut.trunk(ink, who, shirt, 480, loose=0, figured=False)
    collars.shirt_collar(ink, who, shirt, open_=look.female)
    if not look.female or "tie" in look.extras:
        collars.tie(
            ink, who, tones.lit(look.lot("tie", ("#7d2b33", "#28456e", "#3a3d45", "#5b4a7a", "#8a6a3a")))
        )
    cut.open_front(ink, who, tones.main, low, gap=2, loose=12)
    collars.lapels(ink, who, tones.main, 430, wide=4)
    for y in (446, 500):
        ink.circle(0, y, 7, fill=tones.shade(darken(tones.main, 0.3)))
    s = who.build.chest
    ink.path(
        brush([(s * 0.42, 318), (s * 0.84, 310)], 6, start=0.8, end=0.8),
        fill=tones.shade(darken(tones.main, 0.2)),
    )
    if not look.female:
        ink.path(
            shape([(s * 0.5, 314), (s * 0.56, 290), (s * 0.64, 306), (s * 0.72, 286), (s * 0.78, 311)]),
            fill=shirt,
        )
    cut.sleeves(ink, who, tones.main, loose=4, cuff="")


def shirt(ink: Ink, who: Sitter) -> None:
    """A shirt with an open collar, tucked into trousers."""
    tones = who.tones
    lower(ink, who)
    cut.trunk(ink, who, tones.main, 590, loose=6)
    cut.placket(ink, who, tones.main, 250, 580)
    collars.shirt_collar(ink, who, tones.bright(tones.main), open_=True)
    cut.belt(ink, who, tones.lit("#2b2220"), 566, 10, buckle=tones.metal)
    cut.sleeves(ink, who, tones.main, loose=6)


def blouse(ink: Ink, who: Sitter) -> None:
    """A blouse with a bow over a skirt, or with a soft neckline over trousers."""
    tones, n = who.tones, who.build.neck
    skirted = who.look.lot("skirted", (True, False))
    lower(ink, who, skirt=skirted)
    color = tones.lit(lighten(who.look.main, 0.35))
    if who.look.lot("bow", (True, False)):
        cut.trunk(ink, who, color, 560, loose=6)
        collars.high_collar(ink, who, color, height=34)
        for side in (-1, 1):
            loop = points("0,196 34,172 62,188 50,218 0,206")
            tail = points("0,204 20,260 26,330 42,326 30,250 10,202")
            for part in (tail, loop):
                ink.path(
                    curve(flipped(part, side), closed=True),
                    fill=tones.bright(color) if side == who.view.lit else tones.shade(color),
                )
        ink.circle(0, 202, 11, fill=tones.shade(color))
    else:
        cut.trunk(ink, who, color, 560, neckline=[(n + 24, 160), (n, 214), (0, 262)], loose=6)
        ink.stroke(
            curve([(-n - 24, 160), (-n, 214), (0, 262), (n, 214), (n + 24, 160)]), tones.shade(color), 4
        )
        necklace(ink, who)
    cut.belt(ink, who, darken(tones.second, 0.2), 500 if skirted else 548, 8, buckle=tones.metal)
    cut.sleeves(ink, who, color, loose=8, cuff=tones.bright(color))


def necklace(ink: Ink, who: Sitter) -> None:
    """A thin chain with a pendant."""
    n = who.build.neck
    ink.stroke(
        curve([(-n - 2, 158), (-n * 0.5, 196), (0, 214), (n * 0.5, 196), (n + 2, 158)]),
        who.tones.metal,
        2.4,
    )
    ink.path(curve(points("0,212 6,222 0,232 -6,222"), closed=True), fill=who.tones.metal)


def dress(ink: Ink, who: Sitter) -> None:
    """A dress with a fitted waist and a swinging skirt; for men, a shirt."""
    if not who.look.female:
        shirt(ink, who)
        return
    tones, n = who.tones, who.build.neck
    bare_legs(ink, who, tones.lit(who.look.lot("heels", ("#1f1f25", "#b8a58a", "#6e2a2f"))), top=1040)
    cut.skirt(ink, who, tones.main, WAIST - 10, 990, flare=84, pleats=7)
    neckline = who.look.lot(
        "neckline", ([(n + 30, 166), (n + 14, 216), (0, 236)], [(n + 26, 162), (n - 2, 220), (0, 274)])
    )
    cut.trunk(ink, who, tones.main, WAIST + 4, neckline=neckline, loose=1)
    ink.stroke(curve([*flipped(neckline, -1), *neckline[-2::-1]]), tones.trim, 5)
    necklace(ink, who)
    cut.belt(ink, who, tones.second, WAIST - 24, 4, buckle=tones.metal)
    cut.sleeves(ink, who, tones.main, loose=2, cuff=tones.trim)


def wedding(ink: Ink, who: Sitter) -> None:
    """A white gown to the floor, off the shoulders; a white suit for men."""
    if not who.look.female:
        suit(ink, who)
        return
    tones, n, s = who.tones, who.build.neck, who.build.shoulder
    cut.skirt(ink, who, tones.main, WAIST - 10, 1370, flare=190, pleats=9)
    cut.trunk(
        ink,
        who,
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
            [(-who.build.waist - 4, WAIST - 4), (0, WAIST + 10), (who.build.waist + 4, WAIST - 4)],
            22,
            start=0.9,
            end=0.9,
        ),
        fill=tones.second,
    )
    necklace(ink, who)
    for side in (-1, 1):
        sleeve(
            ink,
            who,
            side,
            cut.poses(who)[0 if side < 0 else 1],
            tones.bright(tones.skin) if side == who.view.lit else tones.skin,
            loose=-2,
        )


def coat(ink: Ink, who: Sitter) -> None:
    """A long open coat with a belt that hangs, over a sweater."""
    tones, look = who.tones, who.look
    lower(ink, who)
    under = tones.lit(look.lot("under", ("#efe9df", "#2b2c33", "#8d3238", "#c9b79a", "#55617a")))
    cut.trunk(ink, who, under, 640, loose=2, figured=False)
    collars.high_collar(ink, who, under, height=40)
    cut.open_front(ink, who, tones.main, 1010, gap=34, loose=20, flare=36)
    collars.lapels(ink, who, tones.main, 440, wide=16, gap=34)
    for side in (-1, 1):
        for y in (480, 570):
            ink.circle(side * 54, y, 8, fill=tones.shade(darken(tones.main, 0.25)))
        flap = [(who.build.waist - 26, HIP - 10), (who.build.hip + 4, HIP - 24)]
        ink.path(
            brush(flipped(flap, side), 14, start=0.9, end=0.9), fill=tones.shade(darken(tones.main, 0.05))
        )
        tail = [(38, 508), (52, 600), (46, 690)]
        ink.path(
            brush(flipped(tail, side), 20, start=0.8, end=0.9),
            fill=tones.shade(tones.main) if side != who.view.lit else darken(tones.main, 0.08),
        )
    cut.sleeves(ink, who, tones.main, loose=10, cuff=tones.shade(tones.main))


def scarf_over(ink: Ink, who: Sitter) -> None:
    """A scarf over whatever is worn."""
    collars.scarf(ink, who, who.tones.lit(who.look.scarf))
