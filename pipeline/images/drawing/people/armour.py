"""Armour of the old times."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken, lighten
from pipeline.images.drawing.people.arms import arm
from pipeline.images.drawing.people.body import cloth, folds, torso, whole
from pipeline.images.drawing.people.hands import hand
from pipeline.images.drawing.people.legs import shoes
from pipeline.images.drawing.people.pen import brush, flipped, shape
from pipeline.images.drawing.people.sitter import GROUND, SHOULDER, Sitter


def armour(ink: Ink, who: Sitter) -> None:
    """A breastplate, plates on shoulders and skirt, over a robe, with a cloak behind."""
    tones, build = who.tones, who.build
    s = build.shoulder
    cape = [(s - 10, SHOULDER), (s + 70, 400), (s + 96, 900), (s + 130, GROUND - 30)]
    data = whole(cape)
    cloth(ink, who, data, tones.second, [(-60, 150), (-60, 1400)])
    folds(
        ink,
        who,
        tones.second,
        *([(x * 0.7, 300), (x, 800), (x * 1.15, 1330)] for x in (-240, -190, 190, 240)),
        width=16,
    )
    for side in (-1, 1):
        shoes(ink, who, side, tones.lit("#26211f"))
    robe = whole(
        [(build.waist, 460), (build.hip + 16, 640), (build.hip + 40, 1000), (build.hip + 54, GROUND - 70)]
    )
    cloth(ink, who, robe, darken(tones.second, 0.25), [(-20, 460), (-40, 900), (-60, 1400)])
    _skirt(ink, who)
    _breastplate(ink, who)
    _arms(ink, who)
    _collar(ink, who)


def _scales(ink: Ink, who: Sitter, data: str, top: float, bottom: float) -> None:
    """Rows of small plates laced together."""
    color = who.tones.shade(who.tones.main)
    rows = []
    for row, y in enumerate(range(int(top), int(bottom), 30)):
        rows += [f"M{x + (row % 2) * 16},{y} v18 q8,12 16,0 q8,12 16,0" for x in range(-280, 281, 32)]
    with ink.group(clip_path=ink.clip(data)):
        ink.path(" ".join(rows), fill="none", stroke=color, stroke_width=3.4)
        ink.path(
            " ".join(rows),
            fill="none",
            stroke=lighten(who.tones.main, 0.35),
            stroke_width=1.6,
            opacity=0.7,
            transform="translate(-2 -3)",
        )


def _breastplate(ink: Ink, who: Sitter) -> None:
    tones, w = who.tones, who.build.waist
    data = whole(torso(who.build, 500, loose=8))
    cloth(ink, who, data, tones.main, [(-10, 140), (-30, 300), (-10, 520)])
    _scales(ink, who, data, 380, 520)
    for side in (-1, 1):
        plate = [
            (4, 222),
            (60, 212),
            (who.build.chest - 2, 250),
            (who.build.chest - 6, 340),
            (56, 384),
            (4, 398),
        ]
        bright = tones.bright(tones.main) if side == who.view.lit else tones.shade(tones.main)
        ink.path(shape(flipped(plate, side)), fill=bright, stroke=tones.trim, stroke_width=6)
        ink.path(brush(flipped([(30, 246), (70, 240), (98, 276)], side), 5), fill=tones.trim, opacity=0.8)
    ink.circle(0, 312, 38, fill=lighten(tones.main, 0.3), stroke=tones.trim, stroke_width=7)
    ink.ellipse(who.view.lit * 10, 300, 12, 16, fill="#ffffff", opacity=0.4)
    belt = shape([(-w - 14, 466), (0, 480), (w + 14, 466)], [(w + 16, 516), (0, 532), (-w - 16, 516)])
    cloth(ink, who, belt, tones.lit("#3a2620"), [(-20, 450), (-20, 540)])
    ink.circle(0, 500, 34, fill=tones.trim, stroke=darken(tones.trim, 0.4), stroke_width=4)
    ink.circle(0, 500, 18, fill=tones.second, stroke=darken(tones.trim, 0.3), stroke_width=4)


def _skirt(ink: Ink, who: Sitter) -> None:
    tones, build = who.tones, who.build
    for side in (-1, 1):
        tasset = [
            (20, 510),
            (build.waist + 10, 500),
            (build.hip + 34, 700),
            (build.hip + 48, 930),
            (100, 962),
            (40, 946),
            (24, 700),
        ]
        data = curve(flipped(tasset, side), closed=True)
        cloth(ink, who, data, who.lit(side, tones.main))
        _scales(ink, who, data, 510, 940)
        ink.path(data, fill="none", stroke=tones.trim, stroke_width=6)


def _arms(ink: Ink, who: Sitter) -> None:
    tones, s = who.tones, who.build.shoulder
    for side in (-1, 1):
        pose = "raised" if who.holding and side == 1 else "down"
        outer, inner = arm(who, side, pose, 4)
        hand(ink, who, side, pose)
        color = darken(tones.second, 0.15)
        cloth(ink, who, shape(outer, inner[::-1]), who.lit(side, color))
        if pose == "down":
            guard = [(s - 26, 540), (s + 28, 536), (s + 20, 684), (s - 26, 688)]
            ink.path(shape(flipped(guard, side)), fill=tones.main, stroke=tones.trim, stroke_width=5)
        for step in range(3):
            y = SHOULDER - 12 + step * 44
            plate = [
                (s - 62 + step * 8, y),
                (s - 10, y - 14),
                (s + 32 + step * 4, y + 26),
                (s + 34 + step * 4, y + 70),
                (s - 6, y + 76),
                (s - 52 + step * 10, y + 62),
            ]
            ink.path(
                curve(flipped(plate, side), closed=True),
                fill=who.lit(side, tones.main),
                stroke=tones.trim,
                stroke_width=5,
            )


def _collar(ink: Ink, who: Sitter) -> None:
    n, tones = who.build.neck, who.tones
    scarf = [(-n - 14, 126), (-n - 24, 172), (0, 214), (n + 24, 172), (n + 14, 126), (0, 170)]
    ink.path(curve(scarf, closed=True), fill=tones.second)
    ink.path(brush([(-n - 10, 150), (0, 192), (n + 10, 150)], 7), fill=tones.shade(tones.second))
