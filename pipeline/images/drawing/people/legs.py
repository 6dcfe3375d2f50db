"""Legs and shoes."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, darken
from pipeline.images.drawing.people.body import cloth, folds
from pipeline.images.drawing.people.pen import brush, flipped, shape
from pipeline.images.drawing.people.sitter import ANKLE, GROUND, HIP, KNEE, WAIST, Sitter


def trousers(ink: Ink, who: Sitter, color: str, shoe: str, *, slim: float = 0.0) -> None:
    """Two legs in trousers, with shoes."""
    build = who.build
    for side in (-1, 1):
        shoes(ink, who, side, shoe)
        outer = [
            (build.waist + 2, WAIST + 60),
            (build.hip + 2, HIP + 20),
            (build.hip - 6 - slim, 900),
            (build.hip - 22 - slim, 1120),
            (build.hip - 34 - slim, ANKLE + 22),
        ]
        inner = [
            (build.hip - 86 + slim * 0.2, ANKLE + 22),
            (18, 1100),
            (12, 900),
            (0, HIP + 90),
            (0, WAIST + 60),
        ]
        tone = who.lit(side, color)
        data = shape(flipped(outer, side), flipped(inner, side))
        cloth(ink, who, data, tone)
        folds(
            ink,
            who,
            color,
            flipped([(20, HIP + 110), (50, HIP + 92), (84, HIP + 60)], side),
            flipped([(26, 1000), (54, 1012), (84, 1002)], side),
            flipped([(30, 1270), (54, 1286), (76, 1276)], side),
        )
    ink.path(
        brush([(0, HIP - 30), (1, HIP + 20), (0, HIP + 96)], 7),
        fill=who.tones.shade(darken(color, 0.3)),
        opacity=0.8,
    )


def shoes(ink: Ink, who: Sitter, side: int, color: str) -> None:
    """One shoe, turned a little outwards, with its sole."""
    build = who.build
    x = build.hip - 58
    upper = [
        (x - 28, ANKLE),
        (x - 32, GROUND - 20),
        (x - 26, GROUND - 6),
        (x + 34, GROUND - 5),
        (x + 48, GROUND - 16),
        (x + 34, GROUND - 36),
        (x + 24, ANKLE),
    ]
    ink.path(shape(flipped(upper, side)), fill=who.lit(side, color))
    ink.path(
        brush(
            flipped([(x - 28, GROUND - 4), (x + 10, GROUND - 2), (x + 47, GROUND - 8)], side),
            7,
            start=0.8,
            end=0.8,
        ),
        fill=darken(color, 0.5),
    )


def bare_legs(ink: Ink, who: Sitter, shoe: str, *, top: float = 900, stocking: str = "") -> None:
    """Legs below a skirt's hem at *top*, in heels or flat shoes."""
    tones = who.tones
    skin = stocking or tones.skin
    for side in (-1, 1):
        outer = [(70, top - 60), (72, KNEE), (76, 1100), (60, 1230), (52, ANKLE + 14)]
        inner = [(24, ANKLE + 14), (24, 1230), (14, 1100), (18, KNEE), (8, top - 60)]
        data = shape(flipped(outer, side), flipped(inner, side))
        ink.path(
            data,
            fill=skin
            if side == who.view.lit
            else (tones.skin_shade if not stocking else tones.shade(stocking)),
        )
        foot = [
            (20, ANKLE + 4),
            (16, GROUND - 12),
            (22, GROUND - 2),
            (60, GROUND - 2),
            (74, GROUND - 10),
            (58, GROUND - 26),
            (52, ANKLE + 4),
            (38, ANKLE + 22),
        ]
        ink.path(shape(flipped(foot, side)), fill=shoe)
        if who.fine:
            ink.path(
                brush(flipped([(34, KNEE - 16), (46, KNEE - 8), (58, KNEE - 18)], side), 4),
                fill=tones.skin_line,
                opacity=0.3,
            )
