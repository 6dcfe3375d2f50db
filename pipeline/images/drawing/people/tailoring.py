"""What modern clothes are made of: trunks with necklines, open fronts, collars, sleeves, skirts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten
from pipeline.images.drawing.people.body import HIP, WAIST, Wearer, cloth, folds, sleeve, torso, whole
from pipeline.images.drawing.people.cloth import buttons, pattern
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, shape

_SHADOW: tuple[Point, ...] = ((-24, 130), (-44, 300), (-20, 470), (-36, 640), (-30, 1000))


def poses(wearer: Wearer) -> tuple[str, str]:
    """What the left and the right arm of the picture do."""
    choices = ("clasped", "down", "clasped") if wearer.look.female else ("pocket", "down", "pocket")
    pose = wearer.look.lot("pose", choices)
    if wearer.holding:
        return ("down" if pose == "clasped" else pose), "raised"
    return pose, pose


def sleeves(ink: Ink, wearer: Wearer, color: str, *, loose: float = 4, cuff: str = "") -> None:
    """Both arms."""
    for side, pose in zip((-1, 1), poses(wearer), strict=True):
        sleeve(ink, wearer, side, pose, color, loose=loose, cuff=cuff)


def trunk(
    ink: Ink,
    wearer: Wearer,
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
    n = wearer.build.neck
    edge = list(neckline) or [(n + 8, 146), (n - 4, 164), (0, 174)]
    half = [edge[0], *torso(wearer.build, low, loose=loose)[2 if neckline else 1 :]]
    data = shape(half, mirrored(half), [*flipped(edge, -1), *edge[-2::-1]])
    if neckline:
        ink.path(whole(torso(wearer.build, 340, loose=-8)), fill=wearer.tones.skin)
    cloth(ink, wearer, data, color, _SHADOW)
    if figured:
        pattern(ink, wearer, data, (-200, 150, 200, low), wearer.tones.shade(color), 0.5)
    chest = wearer.build.chest
    folds(
        ink, wearer, color,
        [(chest - 4, 320), (chest - 34, 350), (chest - 58, 352)],
        [(-chest + 4, 320), (-chest + 34, 350), (-chest + 58, 352)],
        [(-wearer.build.waist + 4, WAIST - 20), (-24, WAIST + 4), (20, WAIST - 4)],
        [(wearer.build.waist - 2, WAIST + 24), (30, WAIST + 38), (-14, WAIST + 30)],
    )  # fmt: skip
    return data


def open_front(
    ink: Ink, wearer: Wearer, color: str, low: float, *, gap: float = 30, loose: float = 14, flare: float = 0
) -> None:
    """Both halves of a jacket or coat that is worn open; *gap* is half the opening below the lapels."""
    build = wearer.build
    for side in (-1, 1):
        outer = torso(build, low, loose=loose, wide=build.hip + loose + flare)
        inner = [(gap * 0.9, low + 6), (gap, HIP), (gap, WAIST), (gap + 6, 380), (build.neck - 4, 150)]
        data = shape(flipped(outer, side), flipped(inner, side))
        tone = color if side == wearer.view.lit else wearer.tones.shade(color)
        cloth(ink, wearer, data, tone)
        pattern(ink, wearer, data, (-220, 150, 220, low), wearer.tones.shade(tone), 0.45)
        ink.path(
            brush(flipped(inner[:4], side), 6, start=0.8, end=0.8),
            fill=wearer.tones.shade(darken(tone, 0.2)),
            opacity=0.7,
        )
        folds(
            ink,
            wearer,
            color,
            flipped(
                [(build.waist + 10, WAIST), (build.waist - 20, WAIST + 16), (build.waist - 44, WAIST + 10)],
                side,
            ),
            flipped([(build.hip, HIP + 20), (build.hip - 16, low - 60), (build.hip - 10, low)], side),
        )


def lapels(
    ink: Ink,
    wearer: Wearer,
    color: str,
    low: float = 410,
    *,
    wide: float = 0,
    notch: bool = True,
    gap: float = 8,
) -> None:
    """The turned collar of a jacket, meeting (or not) at *low*."""
    n, tones = wearer.build.neck, wearer.tones
    for side in (-1, 1):
        edge = [(n + 2, 128), (n + 30 + wide, 186)]
        cut = (
            [(n + 30 + wide, 186), (n + 12 + wide * 0.6, 214)]
            if notch
            else [(n + 30 + wide, 186), (n + 40 + wide, 214)]
        )
        leaf = [(n + 12 + wide * 0.6, 214) if notch else (n + 40 + wide, 214), (n + 42 + wide, 228)]
        long = [(n + 42 + wide, 228), (n + 22 + wide * 0.7, 310), (gap, low)]
        back = [(gap, low), (n - 22, 270), (n - 10, 150)]
        data = shape(*(flipped(run, side) for run in (edge, cut, leaf, long, back)))
        tone = color if side == wearer.view.lit else tones.shade(color)
        ink.path(
            data,
            fill=lighten(tone, 0.05),
            stroke=tones.shade(darken(color, 0.2)),
            stroke_width=2.2,
            stroke_linejoin="round",
        )


def shirt_collar(ink: Ink, wearer: Wearer, color: str, *, open_: bool = False) -> None:
    """Two points of a shirt's collar; *open_* shows the throat."""
    n, tones = wearer.build.neck, wearer.tones
    deep = 250.0 if open_ else 184.0
    throat = shape([(-n + 2, 126), (-n * 0.5, 168), (0, deep)], [(0, deep), (n * 0.5, 168), (n - 2, 126)])
    ink.path(throat, fill=tones.skin)
    with ink.group(clip_path=ink.clip(throat)):
        under = [(-n, 100), (-n, 150), (-10 * wearer.view.lit, 186), (n, 150), (n, 100)]
        ink.path(shape(under), fill=tones.skin_shade, opacity=0.85)
    for side in (-1, 1):
        leaf = (
            [(n + 1, 122), (n + 16, 158), (n + 8, 200)]
            if open_
            else [(n + 1, 122), (n + 12, 158), (n + 2, 206)]
        )
        front = [leaf[-1], (6 if not open_ else 12, deep - (0 if not open_ else 18))]
        top = [front[-1], (n - 12, 158), (n - 4, 124)]
        ink.path(
            shape(*(flipped(run, side) for run in (leaf, front, top))),
            fill=color if side == wearer.view.lit else tones.shade(color),
            stroke=tones.shade(darken(color, 0.25)),
            stroke_width=2,
        )


def tie(ink: Ink, wearer: Wearer, color: str, low: float = 480) -> None:
    """A necktie with its knot."""
    tones = wearer.tones
    ink.path(
        shape([(-13, 176), (13, 176)], [(13, 176), (9, 210)], [(9, 210), (-9, 210)], [(-9, 210), (-13, 176)]),
        fill=tones.shade(color),
    )
    data = shape([(-9, 210), (9, 210)], [(9, 210), (20, 420), (0, low)], [(0, low), (-20, 420), (-9, 210)])
    cloth(ink, wearer, data, color, [(-2, 200), (-4, 500)])


def skirt(
    ink: Ink, wearer: Wearer, color: str, top: float, low: float, flare: float, *, pleats: int = 5
) -> str:
    """A skirt from the waist to *low*, *flare* wider than the hips there; gives its outline."""
    build = wearer.build
    half = [
        (build.waist + 5, top),
        (build.hip + 6, HIP - 20),
        (build.hip + 6 + flare * 0.6, (HIP + low) / 2),
        (build.hip + 6 + flare, low),
    ]
    hem = [half[-1], (half[-1][0] * 0.5, low + 16), (0.0, low + 12)]
    data = shape(half, hem, mirrored(hem), mirrored(half))
    cloth(ink, wearer, data, color, [(-20, top), (-40, HIP), (-70, low + 20)])
    pattern(ink, wearer, data, (-300, top, 300, low + 20), wearer.tones.shade(color), 0.5)
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
    folds(ink, wearer, color, *lines, width=11)
    return data


def crew_collar(ink: Ink, wearer: Wearer, color: str) -> None:
    """A round ribbed neckline."""
    n = wearer.build.neck
    line = [(-n - 6, 142), (-n + 8, 172), (0, 186), (n - 8, 172), (n + 6, 142)]
    ink.stroke(curve(line), color, 15)
    ink.stroke(curve([(x, y + 8) for x, y in line]), wearer.tones.shade(darken(color, 0.2)), 2, opacity=0.8)


def high_collar(ink: Ink, wearer: Wearer, color: str, trim: str = "", height: float = 46) -> None:
    """A collar that stands around the neck."""
    n, tones = wearer.build.neck, wearer.tones
    top = 168 - height
    data = shape(
        [(-n - 3, top), (0, top + 20), (n + 3, top)],
        [(n + 3, top), (n + 12, 164)],
        [(n + 12, 164), (0, 188), (-n - 12, 164)],
        [(-n - 12, 164), (-n - 3, top)],
    )
    cloth(ink, wearer, data, color, [(-6, 90), (-8, 200)])
    if trim:
        ink.stroke(curve([(-n - 3, top), (0, top + 20), (n + 3, top)]), trim, 4)
    del tones


def placket(ink: Ink, wearer: Wearer, color: str, top: float, low: float, *, count: int = 5) -> None:
    """A row of buttons down the front."""
    step = (low - top) / count
    ink.stroke(f"M0,{top - 20} V{low}", wearer.tones.shade(darken(color, 0.2)), 2.5, opacity=0.8)
    buttons(ink, 0, [top + step * k for k in range(count)], wearer.tones.shade(color), 5)


def scarf(ink: Ink, wearer: Wearer, color: str) -> None:
    """A knitted scarf, wound once, one end hanging."""
    n, tones = wearer.build.neck, wearer.tones
    end = shape(
        [(10, 190), (62, 186)],
        [(62, 186), (70, 300), (62, 420)],
        [(62, 420), (14, 424)],
        [(14, 424), (16, 300), (10, 190)],
    )
    cloth(ink, wearer, end, color, [(28, 180), (30, 430)])
    ink.stroke("M20,424 v22 M32,424 v22 M44,424 v22 M56,422 v22", color, 4)
    around = [
        (-n - 30, 150),
        (-n - 10, 118),
        (0, 146),
        (n + 10, 118),
        (n + 30, 150),
        (n + 14, 196),
        (0, 214),
        (-n - 14, 196),
    ]
    data = curve(around, closed=True)
    cloth(ink, wearer, data, lighten(color, 0.05), [(-16, 100), (-10, 220)])
    folds(
        ink,
        wearer,
        color,
        [(-n - 14, 150), (-10, 184), (n + 10, 176)],
        [(-n, 176), (0, 202), (n + 8, 194)],
        [(n + 10, 140), (10, 164), (-20, 166)],
        width=6,
    )


def belt(ink: Ink, wearer: Wearer, color: str, y: float, ease: float = 8, buckle: str = "") -> None:
    """A belt around the waist at *y*."""
    w = wearer.build.waist + ease
    ink.path(
        shape([(-w, y), (0, y + 8), (w, y)], [(w + 1, y + 30), (0, y + 38), (-w - 1, y + 30)]), fill=color
    )
    if buckle:
        ink.rect(-19, y + 5, 38, 34, rx=5, fill="none", stroke=buckle, stroke_width=6)


def pocket(ink: Ink, wearer: Wearer, x: float, y: float, width: float, high: float, color: str) -> None:
    """A patch pocket with its seam."""
    line = wearer.tones.shade(darken(color, 0.15))
    ink.rect(x, y, width, high, rx=6, fill="none", stroke=line, stroke_width=2.6, opacity=0.8)
    ink.stroke(f"M{x},{y + 14} h{width}", line, 2.6, opacity=0.8)
