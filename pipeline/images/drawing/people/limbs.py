"""Arms in sleeves, hands, legs and shoes."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, darken
from pipeline.images.drawing.people.body import cloth, folds
from pipeline.images.drawing.people.pen import brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import ANKLE, ARMPIT, GROUND, HIP, KNEE, SHOULDER, WAIST, Sitter


def arm(who: Sitter, side: int, pose: str, loose: float = 0.0) -> tuple[list[Point], list[Point]]:
    """The outer and the inner line of a sleeve, both from the shoulder to the wrist."""
    build, s = who.build, who.build.shoulder
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
    ink: Ink, who: Sitter, side: int, pose: str, color: str, *, loose: float = 0.0, cuff: str = ""
) -> None:
    """An arm in a sleeve, with its hand; *cuff* colours the end of the sleeve."""
    outer, inner = arm(who, side, pose, loose)
    hand(ink, who, side, pose)
    data = shape(outer, inner[::-1])
    shade = who.tones.shade(color)
    cloth(ink, who, data, color if side == who.view.lit else shade)
    if side == who.view.lit:
        with ink.group(clip_path=ink.clip(data)):
            ink.path(brush(inner, 34, start=0.1, end=0.6), fill=shade, opacity=0.75)
    if cuff:
        (ax, ay), (bx, by) = outer[-1], inner[-1]
        ink.stroke(f"M{ax:.1f},{ay:.1f} L{bx:.1f},{by:.1f}", cuff, 12)
    s = who.build.shoulder
    if color != who.tones.skin:
        elbow = flipped([(s - 14, 404), (s + 2, 416), (s + 18, 412)], side)
        folds(ink, who, color, elbow, [(x, y + 26) for x, y in elbow], width=6)
    if who.fine:
        ink.path(brush(inner[:3], 4), fill=who.tones.shade(darken(shade, 0.1)), opacity=0.8)


def hand(ink: Ink, who: Sitter, side: int, pose: str) -> None:
    """The hand at the end of an arm; hands in pockets are not seen."""
    s, tones = who.build.shoulder, who.tones
    big = 0.86 if who.look.female else 1.0
    if pose == "down":
        x, y = s - 6, 676.0
        palm = points("-15,0 -19,34 -14,58 -8,92 2,98 10,84 15,48 15,0")
        thumb = points("-16,14 -27,34 -27,56 -20,62 -15,42")
        for part in (thumb, palm):
            placed = flipped([(x + dx * big, y + dy * big) for dx, dy in part], side)
            ink.path(shape(placed), fill=who.lit(side, tones.skin))
        if who.fine:
            for dx in (-6, 2, 8):
                line = [(x + dx * big, y + 52 * big), (x + (dx + 1) * big, y + 88 * big)]
                ink.path(brush(flipped(line, side), 2.6), fill=tones.skin_line, opacity=0.5)
    elif pose == "clasped" and side == 1:
        clasp(ink, who)


def clasp(ink: Ink, who: Sitter) -> None:
    """Two hands, one laid over the other, before the body."""
    tones = who.tones
    under = points("30,586 4,584 -22,602 -44,634 -40,644 -18,636 12,634 30,622")
    over = points("-30,582 -6,578 16,590 36,616 46,642 40,650 28,646 2,634 -16,628 -30,620")
    ink.path(shape(under), fill=tones.skin_shade)
    ink.path(shape(over), fill=tones.skin)
    ink.path(brush([(-14, 622), (4, 616), (20, 622)], 11, start=0.9, end=0.6), fill=tones.skin)
    ink.path(brush([(-12, 627), (6, 622), (22, 627)], 2.4), fill=tones.skin_line, opacity=0.5)
    if who.fine:
        for dx, dy in ((0, 0), (-8, 5)):
            finger = [(12 + dx, 604 + dy), (27 + dx, 622 + dy), (37 + dx, 645 + dy)]
            ink.path(brush(finger, 2.2), fill=tones.skin_line, opacity=0.5)


def fist(ink: Ink, who: Sitter, x: float, y: float) -> None:
    """A hand closed around something upright at (*x*, *y*)."""
    tones = who.tones
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
