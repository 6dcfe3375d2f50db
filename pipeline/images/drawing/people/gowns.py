"""Clothes of the Republic: qipao, long gown, Zhongshan suit, student's dress."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten
from pipeline.images.drawing.people import collars
from pipeline.images.drawing.people import tailoring as cut
from pipeline.images.drawing.people.body import cloth, folds, torso
from pipeline.images.drawing.people.cloth import buttons, pattern
from pipeline.images.drawing.people.hands import sleeve
from pipeline.images.drawing.people.legs import bare_legs, trousers
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, shape
from pipeline.images.drawing.people.sitter import ARMPIT, HIP, WAIST, Sitter


def _slit_gown(ink: Ink, who: Sitter, color: str, low: float, *, loose: float, hem: float) -> str:
    build = who.build
    half = [
        *torso(build, HIP, loose=loose),
        (build.hip + loose + hem * 0.3, (HIP + low) / 2),
        (build.hip + loose + hem, low),
    ]
    bottom: list[Point] = [half[-1], (half[-1][0] * 0.5, low + 12), (0.0, low + 14)]
    data = shape(half, bottom, mirrored(bottom), mirrored(half))
    cloth(ink, who, data, color, [(-24, 130), (-44, 300), (-14, 470), (-44, 660), (-40, low + 20)])
    pattern(ink, who, data, (-220, 160, 220, low), who.tones.trim, opacity=0.42)
    folds(
        ink,
        who,
        color,
        [(-build.waist - 2, WAIST - 16), (-20, WAIST + 6), (16, WAIST)],
        [(build.waist, WAIST + 20), (28, WAIST + 36), (-10, WAIST + 30)],
        [(40, 760), (48, 940), (44, low)],
        [(-46, 740), (-52, 940), (-50, low)],
    )
    return data


def _slant(ink: Ink, who: Sitter, color: str, *, wide: float = 5) -> None:
    """The slanting closing from the throat to the armpit, with its knotted buttons."""
    build = who.build
    line = [(0, 178), (16, 220), (58, 256), (build.chest, ARMPIT + 16)]
    ink.stroke(curve(line), color, wide)
    for x, y, tilt in ((5, 196, 60), (50, 250, 35), (build.chest - 12, ARMPIT + 4, 40)):
        with ink.group(transform=f"translate({x} {y}) rotate({tilt})"):
            ink.stroke("M-16,0 h32", color, 6)
            ink.circle(0, 0, 5.5, fill=color)


def qipao(ink: Ink, who: Sitter) -> None:
    """A qipao to the calf with a slit; a long gown for men."""
    if not who.look.female:
        gown(ink, who)
        return
    tones, build = who.tones, who.build
    bare_legs(ink, who, tones.lit(who.look.lot("heels", ("#1f1f25", "#7a2a33", "#c9b79a"))), top=1080)
    _slit_gown(ink, who, tones.main, 1170, loose=-1, hem=-26)
    ink.path(
        shape(
            [(build.hip - 8, 820), (build.hip - 30, 1000), (build.hip - 44, 1178)],
            [(build.hip - 44, 1178), (build.hip - 26, 1170), (build.hip - 8, 1000), (build.hip - 4, 820)],
        ),
        fill=tones.shade(darken(tones.main, 0.3)),
    )
    if who.fine:
        folds(
            ink,
            who,
            tones.main,
            [(18, 358), (50, 370), (80, 346)],
            [(-18, 358), (-50, 370), (-80, 346)],
            width=6,
        )
    _slant(ink, who, tones.trim)
    ink.stroke(curve([(-build.hip + 22, 1168), (0, 1182), (build.hip - 26, 1168)]), tones.trim, 6)
    collars.high_collar(ink, who, tones.main, tones.trim, height=48)
    _short_sleeves(ink, who)


def _short_sleeves(ink: Ink, who: Sitter) -> None:
    """Bare arms with caps of cloth at the shoulders."""
    tones, s = who.tones, who.build.shoulder
    for side, pose in zip((-1, 1), cut.poses(who), strict=True):
        sleeve(ink, who, side, pose, tones.skin, loose=-2)
        cap = [(s - 34, 180), (s + 4, 206), (s + 20, 268), (s + 22, 318), (s - 20, 326), (s - 40, 290)]
        data = shape(flipped(cap, side))
        ink.path(data, fill=who.lit(side, tones.main))
        ink.path(brush(flipped([(s + 22, 316), (s - 20, 325)], side), 7, start=0.9, end=0.9), fill=tones.trim)


def gown(ink: Ink, who: Sitter) -> None:
    """A man's long gown, with a short jacket over it for some."""
    tones, build = who.tones, who.build
    trousers(ink, who, tones.lit("#2a2a30"), tones.lit("#1a1a1e"))
    _slit_gown(ink, who, tones.main, 1290, loose=14, hem=16)
    _slant(ink, who, tones.shade(darken(tones.main, 0.3)), wide=4)
    color = tones.main
    if who.look.lot("magua", (True, False)):
        color = tones.second
        data = cut.trunk(ink, who, color, 620, loose=20, figured=False)
        pattern(ink, who, data, (-220, 150, 220, 620), tones.trim, opacity=0.3)
        for y in (230, 320, 410, 500):
            ink.stroke(f"M-30,{y} h60", tones.trim, 6)
            ink.circle(0, y, 7, fill=tones.trim)
        ink.stroke("M0,180 V620", tones.shade(darken(color, 0.3)), 3)
    collars.high_collar(ink, who, tones.main, height=42)
    ink.stroke(curve([(-build.neck - 3, 126), (0, 146), (build.neck + 3, 126)]), tones.lit("#f4f1ea"), 5)
    cut.sleeves(ink, who, color, loose=14, cuff=tones.lit("#f1ede4"))


def zhongshan(ink: Ink, who: Sitter) -> None:
    """A Zhongshan suit: closed collar, five buttons, four pockets, a pen."""
    tones = who.tones
    trousers(ink, who, tones.main, tones.lit("#1d1a1c"))
    cut.trunk(ink, who, tones.main, 690, loose=12, figured=False)
    ink.stroke("M0,190 V690", tones.shade(darken(tones.main, 0.25)), 3)
    buttons(ink, 0, [226, 316, 406, 496, 586], tones.shade(darken(tones.main, 0.35)), 8)
    for side in (-1, 1):
        cut.pocket(ink, who, tones.main, (28 if side > 0 else -94, 292), (66, 76))
        cut.pocket(ink, who, tones.main, (34 if side > 0 else -112, 548), (78, 96))
    ink.stroke("M74,282 v26", tones.metal, 5)
    collars.high_collar(ink, who, tones.main, height=40)
    n = who.build.neck
    for side in (-1, 1):
        leaf = [(n + 4, 130), (n + 18, 164), (6, 204), (2, 178), (n - 8, 150)]
        ink.path(
            curve(flipped(leaf, side), closed=True),
            fill=tones.bright(tones.main) if side == who.view.lit else tones.shade(tones.main),
            stroke=tones.shade(darken(tones.main, 0.2)),
            stroke_width=2,
        )
    cut.sleeves(ink, who, tones.main, loose=5)


def student(ink: Ink, who: Sitter) -> None:
    """A student of the time: a pale jacket with bell sleeves over a dark skirt; a dark uniform for men."""
    if not who.look.female:
        zhongshan(ink, who)
        return
    tones, build = who.tones, who.build
    pale = tones.lit(lighten(who.look.main, 0.55))
    bare_legs(ink, who, tones.lit("#1f1f25"), top=1060, stocking=tones.lit("#f1efec"))
    cut.skirt(ink, who, tones.lit("#2b2d38"), WAIST, 1030, flare=56, pleats=9)
    data = cut.trunk(ink, who, pale, 630, loose=8, figured=False)
    pattern(ink, who, data, (-200, 160, 200, 640), tones.shade(pale), opacity=0.45)
    ink.stroke(curve([(-build.hip - 8, 628), (0, 640), (build.hip + 8, 628)]), tones.main, 8)
    _slant(ink, who, tones.main)
    collars.high_collar(ink, who, pale, tones.main, height=42)
    for side, pose in zip((-1, 1), cut.poses(who), strict=True):
        sleeve(ink, who, side, pose, tones.skin, loose=-2)
        s = build.shoulder
        bell = [
            (s - 34, 182),
            (s + 6, 208),
            (s + 30, 330),
            (s + 50, 452),
            (s + 8, 470),
            (s - 36, 452),
            (s - 30, 360),
            (build.chest - 8, 306),
        ]
        outline = shape(flipped(bell, side))
        ink.path(outline, fill=who.lit(side, pale))
        ink.path(
            brush(flipped([(s + 48, 450), (s + 8, 467), (s - 36, 450)], side), 9, start=0.9, end=0.9),
            fill=tones.main,
        )
