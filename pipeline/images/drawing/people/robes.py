"""Clothes of the old times: robes with crossed collars, skirts, cloaks."""

from __future__ import annotations

from itertools import pairwise

from pipeline.images.drawing.ink import Ink, curve, darken, lighten, mix
from pipeline.images.drawing.people.body import cloth, folds, torso, whole
from pipeline.images.drawing.people.cloth import pattern, tassel
from pipeline.images.drawing.people.hanfu import HEM, belted, collars, gown, neckline, sleeves
from pipeline.images.drawing.people.pen import brush, flipped, sampled, shape
from pipeline.images.drawing.people.sitter import SHOULDER, Sitter


def robe(ink: Ink, who: Sitter) -> None:
    """A long robe with crossed collars and a broad belt."""
    tones = who.tones
    data = gown(ink, who, tones.main)
    neckline(ink, who)
    collars(ink, who, data, 470)
    belted(ink, who, 452, 64, tones.second)
    tassel(ink, who, -50, 530, tones.lit(tones.trim, 0.2))
    sleeves(ink, who, tones.main, cuff=tones.second, long=20)


def ruqun(ink: Ink, who: Sitter) -> None:
    """A short jacket in a high pale skirt, with a sash and a long scarf over the arms."""
    tones = who.tones
    pale = tones.lit(mix(who.look.trim, who.look.second, 0.16))
    gown(ink, who, pale, figured=False)
    _pleats(ink, who, pale)
    top = whole(torso(who.build, 372, loose=6))
    cloth(ink, who, top, tones.main, [(-20, 140), (-40, 300), (-10, 470)])
    pattern(ink, who, top, (-200, 180, 200, 380), tones.trim, opacity=0.3)
    neckline(ink, who)
    collars(ink, who, top, 470, outer=tones.second)
    _sash(ink, who, 366)
    sleeves(ink, who, tones.main, cuff=tones.second, long=-6)
    _shawl(ink, who)


def _pleats(ink: Ink, who: Sitter, color: str) -> None:
    """The pleats of a skirt that hangs from the breast to the feet."""
    for x in (-170, -118, -64, -20, 24, 76, 128, 176):
        pleat = [(x * 0.3, 426.0), (x * 0.66, 700.0), (x * 1.06, 1040.0), (x * 1.3, 1320.0)]
        folds(ink, who, color, pleat, width=10)


def _sash(ink: Ink, who: Sitter, top: float) -> None:
    """A band around the breast with two hanging ends."""
    tones, w = who.tones, who.build.waist
    band = shape(
        [(-w - 16, top - 4), (0, top + 10), (w + 16, top - 4)],
        [(w + 19, top + 44), (0, top + 60), (-w - 19, top + 44)],
    )
    cloth(ink, who, band, tones.second, [(-20, top - 10), (-20, top + 80)])
    ink.stroke(curve([(-w - 16, top + 2), (0, top + 16), (w + 16, top + 2)]), tones.trim, 4)
    for x, low in ((-8, top + 334), (10, top + 274)):
        ink.path(
            brush([(x, top + 30), (x * 2.2, top + 154), (x * 1.4, low)], 14, start=0.6, end=0.8),
            fill=tones.metal,
        )
    ink.circle(0, top + 28, 12, fill=tones.metal)


def _shawl(ink: Ink, who: Sitter) -> None:
    """A gauze scarf from the shoulders over the arms, down to the knees."""
    s, gauze = who.build.shoulder, who.tones.trim
    for side in (-1, 1):
        strip = [(s - 12, 214), (s + 40, 330), (s + 74, 520), (s + 52, 760), (s + 74, 1000), (s + 48, 1180)]
        ink.path(brush(flipped(strip, side), 44, start=0.5, end=0.7), fill=gauze, opacity=0.62)
        folds(ink, who, gauze, flipped([(x + 6, y) for x, y in strip[1:]], side), width=6, opacity=0.4)


def cloak(ink: Ink, who: Sitter) -> None:
    """A robe under an open cloak with a collar of fur."""
    tones, s = who.tones, who.build.shoulder
    robe(ink, who)
    dark = tones.lit(darken(who.look.second, 0.25))
    for side in (-1, 1):
        outer = [
            (s - 44, SHOULDER - 14),
            (s + 26, SHOULDER + 30),
            (s + 78, 420),
            (s + 96, 900),
            (s + 120, HEM),
        ]
        inner = [(s - 10, HEM + 8), (s - 20, 1000), (s + 16, 700), (s - 6, 420), (s - 66, SHOULDER + 20)]
        data = shape(flipped(outer, side), flipped(inner, side))
        cloth(ink, who, data, who.lit(side, dark))
        folds(
            ink,
            who,
            dark,
            flipped([(s + 30, 300), (s + 56, 700), (s + 60, 1300)], side),
            flipped([(s + 50, 400), (s + 78, 900), (s + 92, 1300)], side),
            width=14,
        )
        ink.path(brush(flipped(inner[1:], side), 6, start=0.8, end=0.8), fill=tones.trim, opacity=0.7)
    _fur(ink, who)


def _fur(ink: Ink, who: Sitter) -> None:
    s, n, tones = who.build.shoulder, who.build.neck, who.tones
    fur = tones.lit(lighten(who.look.trim, 0.2))
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
        tone = who.lit(side, fur)
        ink.path(shape(flipped(outside, side), flipped(inside, side)), fill=tone)
        for (ax, ay), (bx, by) in pairwise(sampled(outside[1:], 26)):
            tuft = [
                (ax - 6, ay),
                ((ax + bx) / 2 + (by - ay) * 0.5, (ay + by) / 2 - (bx - ax) * 0.5 + 4),
                (bx, by + 8),
            ]
            ink.path(curve(flipped(tuft, side), closed=True), fill=tone)
        ticks = [(n + 40, 166), (n + 72, 186), (n + 34, 226), (n + 60, 240), (52, 290), (46, 350)]
        folds(ink, who, fur, *(flipped([(x, y), (x + 7, y + 26)], side) for x, y in ticks), width=6)
