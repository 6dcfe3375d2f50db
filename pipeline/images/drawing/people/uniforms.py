"""Clothes that say what somebody does: school, police, army, hospital."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken, lighten, on_circle, polygon
from pipeline.images.drawing.people import tailoring as cut
from pipeline.images.drawing.people.body import WAIST, Wearer, bare_legs, sleeve, trousers
from pipeline.images.drawing.people.pen import brush, flipped


def school(ink: Ink, wearer: Wearer) -> None:
    """A track suit in two colours, as schools have it; with a zip and stripes."""
    tones, n = wearer.tones, wearer.build.neck
    white = tones.lit("#f5f7fa")
    trousers(ink, wearer, tones.main, tones.lit("#e9eaec"), slim=2)
    data = cut.trunk(ink, wearer, tones.main, 664, loose=16, figured=False)
    chest = [(-240, 120), (-240, 330), (0, 380), (240, 330), (240, 120)]
    with ink.group(clip_path=ink.clip(data)):
        ink.path(polygon(chest), fill=white)
        ink.path(brush([(-240, 336), (0, 388), (240, 336)], 16, start=1, end=1), fill=tones.lit("#d8483e"))
        ink.path(
            polygon([(-240, 120), (-wearer.view.lit * 60 - 40, 120), (-60, 700), (-240, 700)])
            if wearer.view.lit > 0
            else polygon([(240, 120), (100, 120), (60, 700), (240, 700)]),
            fill=tones.shade(white),
            opacity=0.45,
        )
    ink.stroke("M0,190 V660", tones.shade(white), 4)
    ink.circle(46, 290, 17, fill=tones.main, stroke=white, stroke_width=3)
    for side in (-1, 1):
        leaf = [(n + 2, 124), (n + 24, 152), (n + 18, 198), (4, 218), (n - 10, 166)]
        ink.path(
            curve(flipped(leaf, side), closed=True),
            fill=tones.main if side == wearer.view.lit else tones.shade(tones.main),
        )
    cut.sleeves(ink, wearer, tones.main, loose=14, cuff=white)
    for side, pose in zip((-1, 1), cut.poses(wearer), strict=True):
        if pose == "down":
            s = wearer.build.shoulder
            ink.stroke(
                curve(flipped([(s + 2, 236), (s + 26, 400), (s + 26, 540), (s + 16, 660)], side)), white, 9
            )


def _tunic(ink: Ink, wearer: Wearer) -> None:
    """A uniform's jacket with shoulder boards, four pockets and a belt, over shirt and tie."""
    tones = wearer.tones
    shirt = tones.lit("#e9edf0" if wearer.look.garment == "police" else "#d8d2b8")
    cut.trunk(ink, wearer, shirt, 500, loose=0, figured=False)
    cut.shirt_collar(ink, wearer, shirt)
    cut.tie(ink, wearer, tones.lit("#1c2230" if wearer.look.garment == "police" else "#4a4a34"))
    cut.open_front(ink, wearer, tones.main, 700, gap=5, loose=12)
    cut.lapels(ink, wearer, tones.main, 380, wide=2)
    for side in (-1, 1):
        cut.pocket(ink, wearer, 30 if side > 0 else -92, 296, 62, 70, tones.main)
        cut.pocket(ink, wearer, 34 if side > 0 else -104, 560, 70, 86, tones.main)
    for y in (404, 450, 570, 640):
        ink.circle(0, y, 7, fill=tones.trim)
    cut.belt(ink, wearer, tones.lit("#26201c"), 484, 14, tones.trim)


def _boards(ink: Ink, wearer: Wearer) -> None:
    """Shoulder boards with a star, and a badge on the breast."""
    tones, s = wearer.tones, wearer.build.shoulder
    for side in (-1, 1):
        board = [(wearer.build.neck + 38, 172), (s - 4, 196)]
        ink.path(brush(flipped(board, side), 26, start=0.95, end=0.95), fill=tones.second)
        ink.path(
            brush(flipped([(wearer.build.neck + 44, 174), (s - 10, 194)], side), 4, start=0.9, end=0.9),
            fill=tones.trim,
        )
        _star(ink, side * (s - 34), 189, 9, tones.trim)
    ink.rect(38, 268, 46, 18, rx=3, fill=tones.trim)


def _star(ink: Ink, x: float, y: float, radius: float, color: str) -> None:
    points = [on_circle(x, y, radius if k % 2 == 0 else radius * 0.42, k / 10 - 0.25) for k in range(10)]
    ink.path(polygon(points), fill=color)


def police(ink: Ink, wearer: Wearer) -> None:
    """A dark blue police uniform."""
    tones = wearer.tones
    trousers(ink, wearer, tones.main, tones.lit("#15161b"))
    _tunic(ink, wearer)
    cut.sleeves(ink, wearer, tones.main, loose=5, cuff=tones.second)
    _boards(ink, wearer)


def army(ink: Ink, wearer: Wearer) -> None:
    """An officer's uniform with a strap across the breast and high boots."""
    tones = wearer.tones
    trousers(ink, wearer, tones.main, tones.lit("#2a2019"), slim=4)
    for side in (-1, 1):
        boot = [
            (wearer.build.hip - 88, 1080),
            (wearer.build.hip - 26, 1080),
            (wearer.build.hip - 32, 1330),
            (wearer.build.hip - 84, 1330),
        ]
        ink.path(
            polygon(flipped(boot, side)),
            fill=tones.lit("#2a2019") if side == wearer.view.lit else tones.shade(tones.lit("#2a2019")),
        )
    _tunic(ink, wearer)
    ink.stroke(
        curve([(wearer.build.shoulder - 40, 190), (30, 330), (-wearer.build.waist, 490)]),
        tones.lit("#4a3020"),
        18,
    )
    cut.sleeves(ink, wearer, tones.main, loose=6, cuff=tones.second)
    _boards(ink, wearer)


def doctor(ink: Ink, wearer: Wearer) -> None:
    """A white coat over a shirt, with a stethoscope."""
    tones, look = wearer.tones, wearer.look
    shirt = tones.lit(look.lot("under", ("#a9c4d6", "#c7d6c9", "#d9c7cf", "#9fb4d0")))
    trousers(ink, wearer, tones.lit("#3a4252"), tones.lit("#24262c"), slim=8 if look.female else 0)
    cut.trunk(ink, wearer, shirt, 640, loose=0, figured=False)
    cut.shirt_collar(ink, wearer, shirt, open_=look.female)
    if not look.female:
        cut.tie(ink, wearer, tones.lit("#33507a"))
    cut.open_front(ink, wearer, tones.main, 980, gap=16, loose=16, flare=22)
    cut.lapels(ink, wearer, tones.main, 420, wide=6, gap=17)
    cut.pocket(ink, wearer, 34, 330, 58, 62, tones.main)
    ink.stroke("M48,318 v34", tones.lit("#2f5f9c"), 6)
    for side in (-1, 1):
        cut.pocket(ink, wearer, 40 if side > 0 else -112, 610, 72, 92, tones.main)
    cut.sleeves(ink, wearer, tones.main, loose=9)
    n = wearer.build.neck
    ink.stroke(
        curve([(-n - 8, 138), (-n - 14, 230), (-24, 320), (0, 340), (24, 320), (n + 14, 230), (n + 8, 138)]),
        tones.lit("#3b4250"),
        7,
    )
    ink.stroke("M0,340 v60", tones.lit("#3b4250"), 7)
    ink.circle(0, 412, 15, fill=tones.lit("#aab2bd"), stroke=tones.lit("#6b7482"), stroke_width=4)


def nurse(ink: Ink, wearer: Wearer) -> None:
    """A nurse's pale dress or tunic."""
    tones = wearer.tones
    if wearer.look.female:
        bare_legs(ink, wearer, tones.lit("#eef1f4"), top=960, stocking=tones.lit("#efe9e6"))
        cut.skirt(ink, wearer, tones.main, WAIST, 900, 20, pleats=3)
    else:
        trousers(ink, wearer, tones.main, tones.lit("#eef1f4"))
    cut.trunk(ink, wearer, tones.main, 560 if wearer.look.female else 680, loose=6, figured=False)
    cut.placket(ink, wearer, tones.main, 230, 480)
    cut.shirt_collar(ink, wearer, lighten(tones.main, 0.4), open_=True)
    cut.pocket(ink, wearer, 26, 320, 54, 58, tones.main)
    cut.belt(ink, wearer, tones.second, WAIST - 16, 8)
    for side, pose in zip((-1, 1), cut.poses(wearer), strict=True):
        sleeve(ink, wearer, side, pose, tones.main, loose=4, cuff=tones.second)

