"""Sleeves with the hands at their ends."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, darken
from pipeline.images.drawing.people.arms import arm
from pipeline.images.drawing.people.body import cloth, folds
from pipeline.images.drawing.people.pen import brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import Sitter


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
    elif pose == "crossed":
        tips = points("-62,370 -92,376 -104,398 -96,420 -66,424")
        ink.path(shape(flipped(tips, side)), fill=who.lit(side, tones.skin))
    elif pose == "heart":
        palm = points("62,316 40,300 10,292 -14,300 -18,316 -2,334 24,352 40,358")
        ink.path(shape(flipped(palm, side)), fill=tones.skin)
        for y in (306, 318, 330):
            ink.path(
                brush(flipped([(-12, y), (8, y + 2), (26, y + 8)], side), 2.4),
                fill=tones.skin_line,
                opacity=0.5,
            )


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
