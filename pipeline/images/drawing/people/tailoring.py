"""What modern clothes are made of: trunks with necklines, open fronts, collars, sleeves, skirts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.images.drawing.ink import Ink, Point, darken
from pipeline.images.drawing.people.body import cloth, folds, torso, whole
from pipeline.images.drawing.people.cloth import buttons, pattern
from pipeline.images.drawing.people.hands import sleeve
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, shape
from pipeline.images.drawing.people.sitter import HIP, WAIST, Sitter
from pipeline.story import Feeling

_SHADOW: tuple[Point, ...] = ((-24, 130), (-44, 300), (-20, 470), (-36, 640), (-30, 1000))


def poses(who: Sitter) -> tuple[str, str]:
    """What the left and the right arm of the picture do."""
    choices = ("clasped", "down", "clasped") if who.look.female else ("pocket", "down", "pocket")
    pose = who.look.lot("pose", choices)
    if who.holding:
        return ("down" if pose == "clasped" else pose), ("ear" if who.holding == "call" else "raised")
    if who.seat:
        return "clasped", "clasped"
    if who.feeling is Feeling.COLD and who.look.lot("crossed", (True, False)):
        return "crossed", "crossed"
    return (pose, pose) if who.feeling is not Feeling.AFRAID else ("down", "heart")


def sleeves(ink: Ink, who: Sitter, color: str, *, loose: float = 4, cuff: str = "") -> None:
    """Both arms."""
    for side, pose in zip((-1, 1), poses(who), strict=True):
        sleeve(ink, who, side, pose, color, loose=loose, cuff=cuff)


def trunk(
    ink: Ink,
    who: Sitter,
    color: str,
    low: float,
    *,
    neckline: Sequence[Point] = (),
    loose: float = 4,
    figured: bool = True,
) -> str:
    """
    Cloth around the trunk down to *low*; gives its outline.

    *neckline* is the right half of an open neck, from the shoulder to the middle.
    """
    n = who.build.neck
    edge = list(neckline) or [(n + 8, 146), (n - 4, 164), (0, 174)]
    half = [edge[0], *torso(who.build, low, loose=loose)[2 if neckline else 1 :]]
    data = shape(half, mirrored(half), [*flipped(edge, -1), *edge[-2::-1]])
    if neckline:
        ink.path(whole(torso(who.build, 340, loose=-8)), fill=who.tones.skin)
    cloth(ink, who, data, color, _SHADOW)
    if figured:
        pattern(ink, who, data, (-200, 150, 200, low), who.tones.shade(color), opacity=0.5)
    chest = who.build.chest
    folds(
        ink, who, color,
        [(chest - 4, 320), (chest - 34, 350), (chest - 58, 352)],
        [(-chest + 4, 320), (-chest + 34, 350), (-chest + 58, 352)],
        [(-who.build.waist + 4, WAIST - 20), (-24, WAIST + 4), (20, WAIST - 4)],
        [(who.build.waist - 2, WAIST + 24), (30, WAIST + 38), (-14, WAIST + 30)],
    )  # fmt: skip
    return data


def open_front(
    ink: Ink, who: Sitter, color: str, low: float, *, gap: float = 30, loose: float = 14, flare: float = 0
) -> None:
    """Both halves of a jacket or coat that is worn open; *gap* is half the opening below the lapels."""
    build = who.build
    for side in (-1, 1):
        outer = torso(build, low, loose=loose, wide=build.hip + loose + flare)
        inner = [(gap * 0.9, low + 6), (gap, HIP), (gap, WAIST), (gap + 6, 380), (build.neck - 4, 150)]
        data = shape(flipped(outer, side), flipped(inner, side))
        tone = who.lit(side, color)
        cloth(ink, who, data, tone)
        pattern(ink, who, data, (-220, 150, 220, low), who.tones.shade(tone), opacity=0.45)
        ink.path(
            brush(flipped(inner[:4], side), 6, start=0.8, end=0.8),
            fill=who.tones.shade(darken(tone, 0.2)),
            opacity=0.7,
        )
        folds(
            ink,
            who,
            color,
            flipped(
                [(build.waist + 10, WAIST), (build.waist - 20, WAIST + 16), (build.waist - 44, WAIST + 10)],
                side,
            ),
            flipped([(build.hip, HIP + 20), (build.hip - 16, low - 60), (build.hip - 10, low)], side),
        )


def skirt(ink: Ink, who: Sitter, color: str, top: float, low: float, *, flare: float, pleats: int = 5) -> str:
    """A skirt from the waist to *low*, *flare* wider than the hips there; gives its outline."""
    build = who.build
    half = [
        (build.waist + 5, top),
        (build.hip + 6, HIP - 20),
        (build.hip + 6 + flare * 0.6, (HIP + low) / 2),
        (build.hip + 6 + flare, low),
    ]
    hem = [half[-1], (half[-1][0] * 0.5, low + 16), (0.0, low + 12)]
    data = shape(half, hem, mirrored(hem), mirrored(half))
    cloth(ink, who, data, color, [(-20, top), (-40, HIP), (-70, low + 20)])
    pattern(ink, who, data, (-300, top, 300, low + 20), who.tones.shade(color), opacity=0.5)
    lines = []
    for step in range(pleats):
        share = (step + 0.5) / pleats * 2 - 1
        lines.append(
            [
                (share * build.waist * 0.9, top + 60),
                (share * (build.hip + flare * 0.5), (HIP + low) / 2),
                (share * (build.hip + flare), low),
            ]
        )
    folds(ink, who, color, *lines, width=11)
    return data


def placket(ink: Ink, who: Sitter, color: str, top: float, low: float, *, count: int = 5) -> None:
    """A row of buttons down the front."""
    step = (low - top) / count
    ink.stroke(f"M0,{top - 20} V{low}", who.tones.shade(darken(color, 0.2)), 2.5, opacity=0.8)
    buttons(ink, 0, [top + step * k for k in range(count)], who.tones.shade(color), 5)


def belt(ink: Ink, who: Sitter, color: str, y: float, ease: float = 8, *, buckle: str = "") -> None:
    """A belt around the waist at *y*."""
    w = who.build.waist + ease
    ink.path(
        shape([(-w, y), (0, y + 8), (w, y)], [(w + 1, y + 30), (0, y + 38), (-w - 1, y + 30)]), fill=color
    )
    if buckle:
        ink.rect(-19, y + 5, 38, 34, rx=5, fill="none", stroke=buckle, stroke_width=6)


def pocket(ink: Ink, who: Sitter, color: str, corner: Point, size: Point) -> None:
    """A patch pocket with its seam; *corner* is the upper left one."""
    (x, y), (width, high) = corner, size
    line = who.tones.shade(darken(color, 0.15))
    ink.rect(x, y, width, high, rx=6, fill="none", stroke=line, stroke_width=2.6, opacity=0.8)
    ink.stroke(f"M{x},{y + 14} h{width}", line, 2.6, opacity=0.8)
