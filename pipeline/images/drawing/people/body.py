"""The body under the clothes: proportions, how cloth is shaded, arms, hands, legs and shoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.images.drawing.ink import Ink, Point, darken
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View, brush, flipped, mirrored, shape
from pipeline.images.drawing.people.tones import Tones

#: Heights below the middle of the head of a grown-up.
NECK, SHOULDER, ARMPIT, WAIST, HIP, KNEE, ANKLE, GROUND = (
    150.0,
    188.0,
    296.0,
    486.0,
    640.0,
    1010.0,
    1318.0,
    1380.0,
)


class Build(NamedTuple):
    """Half widths of a grown body."""

    neck: float
    shoulder: float
    chest: float
    waist: float
    hip: float


_WOMAN = Build(neck=30, shoulder=126, chest=98, waist=76, hip=112)
_MAN = Build(neck=41, shoulder=166, chest=132, waist=112, hip=122)


@dataclass(frozen=True)
class Wearer:
    """Who wears the clothes and how they are seen; *holding* is what the right hand of the picture holds."""

    look: Look
    view: View
    tones: Tones
    holding: str = ""

    @property
    def build(self) -> Build:
        """The widths of this body; *cut* in the drawings means such a width."""
        return _WOMAN if self.look.female else _MAN

    @property
    def fine(self) -> bool:
        """Whether folds and seams are drawn."""
        return self.view.fine


def cloth(
    ink: Ink, wearer: Wearer, data: str, color: str, edge: Sequence[Point] = (), strength: float = 0.8
) -> None:
    """
    A piece of cloth in *color* with the outline *data*.

    *edge* is where its shadow begins when the light comes from the right, from top to bottom;
    the shadow fills what lies to the left of it.
    """
    ink.path(data, fill=color)
    if not edge:
        return
    away = -wearer.view.lit
    run = flipped(edge, -away)
    with ink.group(clip_path=ink.clip(data)):
        far = [(away * 420.0, run[-1][1]), (away * 420.0, run[0][1])]
        ink.path(shape(run, far), fill=wearer.tones.shade(color), opacity=strength)


def folds(
    ink: Ink, wearer: Wearer, color: str, *lines: Sequence[Point], width: float = 8, opacity: float = 0.55
) -> None:
    """Folds as tapered strokes in the shadow of *color*; fewer of them from afar."""
    for line in lines if wearer.fine else lines[::2]:
        ink.path(brush(line, width), fill=wearer.tones.shade(darken(color, 0.08)), opacity=opacity)


def torso(build: Build, low: float, *, loose: float = 0.0, wide: float | None = None) -> list[Point]:
    """The right half of the trunk from the neck to *low*; *loose* is the ease of the cloth."""
    hem = build.hip + loose if wide is None else wide
    half = [
        (build.neck, NECK - 14),
        (build.neck + 26, NECK + 14),
        (build.shoulder * 0.8, SHOULDER - 8),
        (build.shoulder - 4, SHOULDER + 14),
        (build.shoulder - 16 + loose * 0.3, ARMPIT),
        (build.chest + loose * 0.5, ARMPIT + 44),
        (build.waist + loose, WAIST),
    ]
    return [*half, (build.hip + loose, HIP), (hem, low)] if low > HIP else [*half, (hem, low)]


def whole(half: Sequence[Point]) -> str:
    """Path data of a shape whose right half runs from top to bottom."""
    return shape([*half], mirrored(half))


def arm(wearer: Wearer, side: int, pose: str, loose: float = 0.0) -> tuple[list[Point], list[Point]]:
    """The outer and the inner line of a sleeve, both from the shoulder to the wrist."""
    build, s = wearer.build, wearer.build.shoulder
    ease = loose
    if pose == "pocket":
        outer = [
            (s - 26, SHOULDER - 2),
            (s + 12, SHOULDER + 42),
            (s + 30 + ease, 400),
            (s + 26 + ease, 520),
            (build.hip + 16, 650),
        ]
        inner = [(build.chest - 6, ARMPIT + 10), (s - 22, 400), (s - 24 - ease, 500), (build.hip - 34, 632)]
    elif pose == "clasped":
        outer = [
            (s - 26, SHOULDER - 2),
            (s + 10, SHOULDER + 42),
            (s + 24 + ease, 400),
            (s + 8 + ease, 510),
            (s - 50, 590 + ease),
            (24, 626 + ease),
        ]
        inner = [(build.chest - 6, ARMPIT + 10), (s - 20, 400), (s - 40, 490), (s - 84, 540), (20, 574)]
    elif pose == "raised":
        outer = [
            (s - 26, SHOULDER - 2),
            (s + 14, SHOULDER + 42),
            (s + 34 + ease, 400),
            (s + 26, 486 + ease),
            (s - 6, 500 + ease),
            (s - 10, 396),
        ]
        inner = [(build.chest - 6, ARMPIT + 10), (s - 26, 380), (s - 52, 440), (s - 56, 400)]
    else:
        outer = [
            (s - 26, SHOULDER - 2),
            (s + 12, SHOULDER + 42),
            (s + 22 + ease, 400),
            (s + 22 + ease, 540),
            (s + 12 + ease, 680),
        ]
        inner = [(build.chest - 6, ARMPIT + 10), (s - 20, 400), (s - 20 - ease, 540), (s - 24 - ease, 682)]
    return flipped(outer, side), flipped(inner, side)


def sleeve(
    ink: Ink, wearer: Wearer, side: int, pose: str, color: str, *, loose: float = 0.0, cuff: str = ""
) -> None:
    """An arm in a sleeve, with its hand; *cuff* colours the end of the sleeve."""
    outer, inner = arm(wearer, side, pose, loose)
    hand(ink, wearer, side, pose)
    data = shape(outer, inner[::-1])
    shade = wearer.tones.shade(color)
    cloth(ink, wearer, data, color if side == wearer.view.lit else shade)
    if side == wearer.view.lit:
        with ink.group(clip_path=ink.clip(data)):
            ink.path(brush(inner, 34, start=0.1, end=0.6), fill=shade, opacity=0.75)
    if cuff:
        (ax, ay), (bx, by) = outer[-1], inner[-1]
        ink.stroke(f"M{ax:.1f},{ay:.1f} L{bx:.1f},{by:.1f}", cuff, 12)
    s = wearer.build.shoulder
    elbow = flipped([(s - 14, 404), (s + 2, 416), (s + 18, 412)], side)
    folds(ink, wearer, color, elbow, [(x, y + 26) for x, y in elbow], width=6)
    if wearer.fine:
        ink.path(brush(inner[:3], 4), fill=wearer.tones.shade(darken(shade, 0.1)), opacity=0.8)


def hand(ink: Ink, wearer: Wearer, side: int, pose: str) -> None:
    """The hand at the end of an arm; hands in pockets are not seen."""
    s, tones = wearer.build.shoulder, wearer.tones
    big = 0.86 if wearer.look.female else 1.0
    if pose == "down":
        x, y = s - 6, 676.0
        palm = [(-15, 0), (-19, 34), (-14, 58), (-8, 92), (2, 98), (10, 84), (15, 48), (15, 0)]
        thumb = [(-16, 14), (-27, 34), (-27, 56), (-20, 62), (-15, 42)]
        for part in (thumb, palm):
            points = flipped([(x + dx * big, y + dy * big) for dx, dy in part], side)
            ink.path(shape(points), fill=tones.skin if side == wearer.view.lit else tones.skin_shade)
        if wearer.fine:
            for dx in (-6, 2, 8):
                line = [(x + dx * big, y + 52 * big), (x + (dx + 1) * big, y + 88 * big)]
                ink.path(brush(flipped(line, side), 2.6), fill=tones.skin_line, opacity=0.5)
    elif pose == "clasped" and side == 1:
        clasp(ink, wearer)


def clasp(ink: Ink, wearer: Wearer) -> None:
    """Two hands, one laid over the other, before the body."""
    tones = wearer.tones
    under = [(30, 586), (4, 584), (-22, 602), (-44, 634), (-40, 644), (-18, 636), (12, 634), (30, 622)]
    over = [(-30, 582), (-6, 578), (16, 590), (36, 616), (46, 642), (40, 650), (28, 646), (2, 634), (-16, 628), (-30, 620)]
    ink.path(shape(under), fill=tones.skin_shade)
    ink.path(shape(over), fill=tones.skin)
    ink.path(brush([(-14, 622), (4, 616), (20, 622)], 11, start=0.9, end=0.6), fill=tones.skin)
    ink.path(brush([(-12, 627), (6, 622), (22, 627)], 2.4), fill=tones.skin_line, opacity=0.5)
    if wearer.fine:
        for dx, dy in ((0, 0), (-8, 5)):
            finger = [(12 + dx, 604 + dy), (27 + dx, 622 + dy), (37 + dx, 645 + dy)]
            ink.path(brush(finger, 2.2), fill=tones.skin_line, opacity=0.5)


def fist(ink: Ink, wearer: Wearer, x: float, y: float) -> None:
    """A hand closed around something upright at (*x*, *y*)."""
    tones = wearer.tones
    ink.path(
        shape(
            [
                (x - 24, y - 26),
                (x + 4, y - 32),
                (x + 24, y - 22),
                (x + 26, y + 22),
                (x + 2, y + 32),
                (x - 24, y + 26),
            ]
        ),
        fill=tones.skin,
    )
    for dy in (-14, 0, 14):
        ink.path(
            brush([(x - 24, y + dy), (x - 4, y + dy - 2), (x + 12, y + dy)], 2.8),
            fill=tones.skin_line,
            opacity=0.6,
        )
    ink.path(
        brush([(x + 24, y - 20), (x + 8, y - 4), (x - 8, y + 4)], 13, start=0.8, end=0.8), fill=tones.skin
    )
    ink.path(
        brush([(x + 20, y - 8), (x + 6, y + 4), (x - 8, y + 10)], 2.4), fill=tones.skin_line, opacity=0.5
    )


def trousers(ink: Ink, wearer: Wearer, color: str, shoe: str, *, slim: float = 0.0) -> None:
    """Two legs in trousers, with shoes."""
    build = wearer.build
    for side in (-1, 1):
        shoes(ink, wearer, side, shoe)
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
        tone = color if side == wearer.view.lit else wearer.tones.shade(color)
        data = shape(flipped(outer, side), flipped(inner, side))
        cloth(ink, wearer, data, tone)
        folds(
            ink,
            wearer,
            color,
            flipped([(20, HIP + 110), (50, HIP + 92), (84, HIP + 60)], side),
            flipped([(26, 1000), (54, 1012), (84, 1002)], side),
            flipped([(30, 1270), (54, 1286), (76, 1276)], side),
        )
    ink.path(
        brush([(0, HIP - 30), (1, HIP + 20), (0, HIP + 96)], 7),
        fill=wearer.tones.shade(darken(color, 0.3)),
        opacity=0.8,
    )


def shoes(ink: Ink, wearer: Wearer, side: int, color: str) -> None:
    """One shoe, turned a little outwards, with its sole."""
    build = wearer.build
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
    ink.path(
        shape(flipped(upper, side)), fill=color if side == wearer.view.lit else wearer.tones.shade(color)
    )
    ink.path(
        brush(
            flipped([(x - 28, GROUND - 4), (x + 10, GROUND - 2), (x + 47, GROUND - 8)], side),
            7,
            start=0.8,
            end=0.8,
        ),
        fill=darken(color, 0.5),
    )


def bare_legs(ink: Ink, wearer: Wearer, shoe: str, *, top: float = 900, stocking: str = "") -> None:
    """Legs below a skirt's hem at *top*, in heels or flat shoes."""
    tones = wearer.tones
    skin = stocking or tones.skin
    for side in (-1, 1):
        outer = [(70, top - 60), (72, KNEE), (76, 1100), (60, 1230), (52, ANKLE + 14)]
        inner = [(24, ANKLE + 14), (24, 1230), (14, 1100), (18, KNEE), (8, top - 60)]
        data = shape(flipped(outer, side), flipped(inner, side))
        ink.path(
            data,
            fill=skin
            if side == wearer.view.lit
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
        if wearer.fine:
            ink.path(
                brush(flipped([(34, KNEE - 16), (46, KNEE - 8), (58, KNEE - 18)], side), 4),
                fill=tones.skin_line,
                opacity=0.3,
            )
