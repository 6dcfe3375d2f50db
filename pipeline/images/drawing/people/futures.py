"""Clothes of times to come: clean jackets and coats with seams of light."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, curve, darken, lighten
from pipeline.images.drawing.people import tailoring as cut
from pipeline.images.drawing.people.body import cloth
from pipeline.images.drawing.people.legs import trousers
from pipeline.images.drawing.people.pen import flipped, shape
from pipeline.images.drawing.people.sitter import WAIST, Sitter


def _seam(ink: Ink, who: Sitter, data: str, width: float = 4) -> None:
    """A line of light with its glow."""
    glow = who.look.trim
    ink.stroke(data, glow, width * 3.2, opacity=0.22)
    ink.stroke(data, glow, width)
    ink.stroke(data, lighten(glow, 0.6), width * 0.4)


def _base(ink: Ink, who: Sitter) -> None:
    tones = who.tones
    trousers(ink, who, tones.second, tones.lit("#1a1c22"), slim=14 if who.look.female else 8)
    for side in (-1, 1):
        build = who.build
        boot = [
            (build.hip - 88, 1130),
            (build.hip - 34, 1130),
            (build.hip - 42, 1352),
            (build.hip - 86, 1352),
        ]
        ink.path(shape(flipped(boot, side)), fill=tones.lit("#1f222a"))
        knee = [(24, 960), (build.hip - 26, 950), (build.hip - 30, 1040), (30, 1050)]
        ink.path(curve(flipped(knee, side), closed=True), fill=darken(tones.main, 0.2))


def tech(ink: Ink, who: Sitter) -> None:
    """A short jacket with a high collar, panels and seams of light."""
    tones, build = who.tones, who.build
    _base(ink, who)
    data = cut.trunk(ink, who, tones.main, 600, loose=6)
    with ink.group(clip_path=ink.clip(data)):
        for side in (-1, 1):
            panel = [
                (build.neck + 20, 150),
                (58, 260),
                (40, 400),
                (build.waist + 30, 470),
                (build.waist + 60, 300),
                (build.shoulder, 180),
            ]
            ink.path(
                shape(flipped(panel, side)),
                fill=who.lit(side, tones.second),
            )
    cut.belt(ink, who, tones.lit("#1f222a"), 560, 14, buckle=tones.lit(who.look.trim, 0.2))
    cut.sleeves(ink, who, tones.main, loose=6, cuff=tones.second)
    for side in (-1, 1):
        _seam(
            ink,
            who,
            curve(flipped([(build.neck + 22, 170), (60, 262), (42, 400), (build.waist + 2, 462)], side)),
        )
        pad = [
            (build.shoulder - 50, 180),
            (build.shoulder + 4, 196),
            (build.shoulder + 24, 262),
            (build.shoulder - 18, 268),
            (build.shoulder - 44, 230),
        ]
        ink.path(
            curve(flipped(pad, side), closed=True),
            fill=who.lit(side, tones.second),
        )
    _collar(ink, who)
    _seam(ink, who, "M0,204 V556", 3)


def techcoat(ink: Ink, who: Sitter) -> None:
    """A long coat with a standing collar over a fitted suit."""
    tones, build = who.tones, who.build
    _base(ink, who)
    cut.trunk(ink, who, tones.second, 640, loose=0)
    _seam(ink, who, f"M-40,230 L0,290 L40,230 M0,290 V{WAIST + 60}", 3)
    cut.open_front(ink, who, tones.main, 1090, gap=44, loose=18, flare=44)
    for side in (-1, 1):
        edge = [(46, 1090), (46, 640), (46, WAIST), (50, 380), (build.neck, 190)]
        _seam(ink, who, curve(flipped(edge, side)), 3.4)
    cut.belt(ink, who, tones.lit("#1f222a"), WAIST - 10, 21)
    cut.sleeves(ink, who, tones.main, loose=9, cuff=tones.second)
    for side, pose in zip((-1, 1), cut.poses(who), strict=True):
        if pose == "down":
            s = build.shoulder
            _seam(ink, who, curve(flipped([(s - 22, 612), (s + 6, 618), (s + 24, 608)], side)))
    _collar(ink, who)


def _collar(ink: Ink, who: Sitter) -> None:
    tones, n = who.tones, who.build.neck
    for side in (-1, 1):
        leaf = shape(
            *(
                flipped(run, side)
                for run in (
                    [(n + 4, 96), (n + 26, 120), (n + 30, 176)],
                    [(n + 30, 176), (3, 214)],
                    [(3, 214), (8, 170), (n - 2, 126), (n + 4, 96)],
                )
            )
        )
        cloth(ink, who, leaf, who.lit(side, tones.main))
        _seam(ink, who, curve(flipped([(n + 4, 98), (n - 2, 128), (8, 172), (3, 212)], side)), 3)
