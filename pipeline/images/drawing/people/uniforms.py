"""Clothes that say what somebody does: school, police, army, hospital."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, lighten, on_circle, polygon
from pipeline.images.drawing.people import collars
from pipeline.images.drawing.people import tailoring as cut
from pipeline.images.drawing.people.hands import sleeve
from pipeline.images.drawing.people.legs import bare_legs, trousers
from pipeline.images.drawing.people.pen import brush, flipped, points
from pipeline.images.drawing.people.sitter import WAIST, Sitter


def school(ink: Ink, who: Sitter) -> None:
    """A track suit in two colours, as schools have it; with a zip and stripes."""
    tones, n = who.tones, who.build.neck
    white = tones.lit("#f5f7fa")
    trousers(ink, who, tones.main, tones.lit("#e9eaec"), slim=2)
    data = cut.trunk(ink, who, tones.main, 664, loose=16, figured=False)
    chest = points("-240,120 -240,330 0,380 240,330 240,120")
    with ink.group(clip_path=ink.clip(data)):
        ink.path(polygon(chest), fill=white)
        ink.path(brush([(-240, 336), (0, 388), (240, 336)], 16, start=1, end=1), fill=tones.lit("#d8483e"))
        ink.path(
            polygon([(-240, 120), (-who.view.lit * 60 - 40, 120), (-60, 700), (-240, 700)])
            if who.view.lit > 0
            else polygon(points("240,120 100,120 60,700 240,700")),
            fill=tones.shade(white),
            opacity=0.45,
        )
    ink.stroke("M0,190 V660", tones.shade(white), 4)
    ink.circle(46, 290, 17, fill=tones.main, stroke=white, stroke_width=3)
    for side in (-1, 1):
        leaf = [(n + 2, 124), (n + 24, 152), (n + 18, 198), (4, 218), (n - 10, 166)]
        ink.path(
            curve(flipped(leaf, side), closed=True),
            fill=who.lit(side, tones.main),
        )
    cut.sleeves(ink, who, tones.main, loose=14, cuff=white)
    for side, pose in zip((-1, 1), cut.poses(who), strict=True):
        if pose == "down":
            s = who.build.shoulder
            ink.stroke(
                curve(flipped([(s + 2, 236), (s + 26, 400), (s + 26, 540), (s + 16, 660)], side)), white, 9
            )


def _tunic(ink: Ink, who: Sitter) -> None:
    """A uniform's jacket with shoulder boards, four pockets and a belt, over shirt and tie."""
    tones = who.tones
    shirt = tones.lit("#e9edf0" if who.look.garment == "police" else "#d8d2b8")
    cut.trunk(ink, who, shirt, 500, loose=0, figured=False)
    collars.shirt_collar(ink, who, shirt)
    collars.tie(ink, who, tones.lit("#1c2230" if who.look.garment == "police" else "#4a4a34"))
    cut.open_front(ink, who, tones.main, 700, gap=5, loose=12)
    collars.lapels(ink, who, tones.main, 380, wide=2)
    for side in (-1, 1):
        cut.pocket(ink, who, tones.main, (30 if side > 0 else -92, 296), (62, 70))
        cut.pocket(ink, who, tones.main, (34 if side > 0 else -104, 560), (70, 86))
    for y in (404, 450, 570, 640):
        ink.circle(0, y, 7, fill=tones.trim)
    cut.belt(ink, who, tones.lit("#26201c"), 484, 14, buckle=tones.trim)


def _boards(ink: Ink, who: Sitter) -> None:
    """Shoulder boards with a star, and a badge on the breast."""
    tones, s = who.tones, who.build.shoulder
    for side in (-1, 1):
        board = [(who.build.neck + 38, 172), (s - 4, 196)]
        ink.path(brush(flipped(board, side), 26, start=0.95, end=0.95), fill=tones.second)
        ink.path(
            brush(flipped([(who.build.neck + 44, 174), (s - 10, 194)], side), 4, start=0.9, end=0.9),
            fill=tones.trim,
        )
        _star(ink, side * (s - 34), 189, 9, tones.trim)
    ink.rect(38, 268, 46, 18, rx=3, fill=tones.trim)


def _star(ink: Ink, x: float, y: float, radius: float, color: str) -> None:
    points = [on_circle(x, y, radius if k % 2 == 0 else radius * 0.42, k / 10 - 0.25) for k in range(10)]
    ink.path(polygon(points), fill=color)


def police(ink: Ink, who: Sitter) -> None:
    """A dark blue police uniform."""
    tones = who.tones
    trousers(ink, who, tones.main, tones.lit("#15161b"))
    _tunic(ink, who)
    cut.sleeves(ink, who, tones.main, loose=5, cuff=tones.second)
    _boards(ink, who)


def army(ink: Ink, who: Sitter) -> None:
    """An officer's uniform with a strap across the breast and high boots."""
    tones = who.tones
    trousers(ink, who, tones.main, tones.lit("#2a2019"), slim=4)
    for side in (-1, 1):
        boot = [
            (who.build.hip - 88, 1080),
            (who.build.hip - 26, 1080),
            (who.build.hip - 32, 1330),
            (who.build.hip - 84, 1330),
        ]
        ink.path(
            polygon(flipped(boot, side)),
            fill=who.lit(side, tones.lit("#2a2019")),
        )
    _tunic(ink, who)
    ink.stroke(
        curve([(who.build.shoulder - 40, 190), (30, 330), (-who.build.waist, 490)]),
        tones.lit("#4a3020"),
        18,
    )
    cut.sleeves(ink, who, tones.main, loose=6, cuff=tones.second)
    _boards(ink, who)


def doctor(ink: Ink, who: Sitter) -> None:
    """A white coat over a shirt, with a stethoscope."""
    tones, look = who.tones, who.look
    shirt = tones.lit(look.lot("under", ("#a9c4d6", "#c7d6c9", "#d9c7cf", "#9fb4d0")))
    trousers(ink, who, tones.lit("#3a4252"), tones.lit("#24262c"), slim=8 if look.female else 0)
    cut.trunk(ink, who, shirt, 640, loose=0, figured=False)
    collars.shirt_collar(ink, who, shirt, open_=look.female)
    if not look.female:
        collars.tie(ink, who, tones.lit("#33507a"))
    cut.open_front(ink, who, tones.main, 980, gap=16, loose=16, flare=22)
    collars.lapels(ink, who, tones.main, 420, wide=6, gap=17)
    cut.pocket(ink, who, tones.main, (34, 330), (58, 62))
    ink.stroke("M48,318 v34", tones.lit("#2f5f9c"), 6)
    for side in (-1, 1):
        cut.pocket(ink, who, tones.main, (40 if side > 0 else -112, 610), (72, 92))
    cut.sleeves(ink, who, tones.main, loose=9)
    n = who.build.neck
    ink.stroke(
        curve([(-n - 8, 138), (-n - 14, 230), (-24, 320), (0, 340), (24, 320), (n + 14, 230), (n + 8, 138)]),
        tones.lit("#3b4250"),
        7,
    )
    ink.stroke("M0,340 v60", tones.lit("#3b4250"), 7)
    ink.circle(0, 412, 15, fill=tones.lit("#aab2bd"), stroke=tones.lit("#6b7482"), stroke_width=4)


def nurse(ink: Ink, who: Sitter) -> None:
    """A nurse's pale dress or tunic."""
    tones = who.tones
    if who.look.female:
        bare_legs(ink, who, tones.lit("#eef1f4"), top=960, stocking=tones.lit("#efe9e6"))
        cut.skirt(ink, who, tones.main, WAIST, 900, flare=20, pleats=3)
    else:
        trousers(ink, who, tones.main, tones.lit("#eef1f4"))
    cut.trunk(ink, who, tones.main, 560 if who.look.female else 680, loose=6, figured=False)
    cut.placket(ink, who, tones.main, 230, 480)
    collars.shirt_collar(ink, who, lighten(tones.main, 0.4), open_=True)
    cut.pocket(ink, who, tones.main, (26, 320), (54, 58))
    cut.belt(ink, who, tones.second, WAIST - 16, 8)
    for side, pose in zip((-1, 1), cut.poses(who), strict=True):
        sleeve(ink, who, side, pose, tones.main, loose=4, cuff=tones.second)
