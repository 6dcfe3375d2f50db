"""Eyes and brows: their shapes, what feelings do to them, open and closed."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View, brush, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.story import Age, Feeling

#: Where the eyes are, from the middle of the head.
EYE_X = 40.0
EYE_Y = 20.0


class _Eye(NamedTuple):
    """Half the *width*, the heights *up* and *low* from the corners, how far the outer one rises (*tilt*)."""

    width: float
    up: float
    low: float
    tilt: float
    iris: float = 14.5
    slant: float = 0.0
    smile: float = 0.0
    gaze: float = 0.0


class _Brow(NamedTuple):
    """Height of the inner end, the arch and the outer end over the eye; *width* of the stroke."""

    inner: float
    arch: float
    outer: float
    width: float


_EYES = {
    "almond": _Eye(25, 18, 10, 4),
    "round": _Eye(24, 20.5, 11.5, 1),
    "phoenix": _Eye(26.5, 16.5, 8.5, 8),
    "gentle": _Eye(25, 18, 10.5, -1),
    "narrow": _Eye(26, 15, 8.5, 4),
}
_BROWS = {
    "straight": _Brow(39, 43, 38, 7),
    "arched": _Brow(37, 47, 36, 6),
    "sword": _Brow(35, 46, 45, 7.5),
    "soft": _Brow(39, 44, 34, 6),
    "thick": _Brow(38, 44, 40, 9),
}


def _eye(look: Look, feeling: Feeling) -> _Eye:
    eye = _EYES[look.eyes]
    if look.age is Age.CHILD:
        eye = eye._replace(up=eye.up + 3, low=eye.low + 2, iris=17)
    elif not look.female:
        eye = eye._replace(width=eye.width - 0.5, up=eye.up - 3, low=eye.low - 1.5, iris=12.5)
    if look.age is Age.OLD:
        eye = eye._replace(up=eye.up - 3, tilt=eye.tilt - 4, iris=eye.iris - 1)
    return _felt(eye, feeling)


def _felt(eye: _Eye, feeling: Feeling) -> _Eye:
    """What a feeling does to the eyes."""
    up, low, iris = eye.up, eye.low, eye.iris
    felt = {
        Feeling.HAPPY: eye._replace(up=up * 0.96, low=low * 0.62, smile=3.5),
        Feeling.SAD: eye._replace(up=up * 0.86, slant=-5, gaze=3),
        Feeling.ANGRY: eye._replace(up=up * 0.86, low=low * 0.8, slant=6, iris=iris * 0.92),
        Feeling.AFRAID: eye._replace(up=up * 1.05, low=low * 1.05, slant=-4, iris=iris * 0.92),
        Feeling.SURPRISED: eye._replace(up=up * 1.1, low=low * 1.04, iris=iris * 0.96),
        Feeling.TENDER: eye._replace(up=up * 0.86, low=low * 0.75, slant=-2, smile=2, gaze=1),
        Feeling.COLD: eye._replace(up=up * 0.72, low=low * 0.85, slant=2, iris=iris * 0.95),
    }
    return felt.get(feeling, eye)


def _lids(eye: _Eye, side: int, view: View) -> tuple[list[Point], list[Point]]:
    """The upper and the lower lid of one eye, both from the inner to the outer corner."""
    w, up, slant = eye.width, eye.up, eye.slant
    upper = [
        (-w, 4.0),
        (-0.62 * w, -0.64 * up + slant),
        (-0.08 * w, -up + slant * 0.5),
        (0.5 * w, -0.86 * up - eye.tilt * 0.4 - slant * 0.3),
        (w, -eye.tilt - slant * 0.3),
    ]
    lower = [
        (-w, 4.0),
        (-0.5 * w, 0.75 * eye.low - eye.smile),
        (0.12 * w, eye.low - eye.smile),
        (0.68 * w, 0.62 * eye.low - eye.tilt * 0.6 - eye.smile * 0.6),
        (w, -eye.tilt - slant * 0.3),
    ]
    return _placed(upper, side, view), _placed(lower, side, view)


def _placed(points: list[Point], side: int, view: View) -> list[Point]:
    return [view.at(side * (EYE_X + x), EYE_Y + y) for x, y in points]


def open_eyes(ink: Ink, who: Sitter) -> None:
    """Both eyes, open as far as the feeling opens them."""
    look, view, tones = who.look, who.view, who.tones
    eye = _eye(look, who.feeling)
    for side in (-1, 1):
        upper, lower = _lids(eye, side, view)
        data = shape(upper, lower[::-1])
        ink.path(data, fill=tones.eye_white)
        with ink.group(clip_path=ink.clip(data)):
            _iris(ink, who, eye, side)
            shadow = [(x, y + 5.5) for x, y in upper]
            ink.path(shape(upper, shadow[::-1]), fill=mix(tones.line, tones.skin_shade, 0.35), opacity=0.45)
        _lashes(ink, who, eye, side)


def _iris(ink: Ink, who: Sitter, eye: _Eye, side: int) -> None:
    view, tones = who.view, who.tones
    x, y = view.at(side * EYE_X, EYE_Y - (eye.up - eye.low) * 0.42 + eye.gaze, 2)
    x += 2.5 * view.turn
    rx, ry = eye.iris * (0.93 if view.turn and side == 1 else 1), eye.iris * 1.08
    deep = darken(tones.iris, 0.6)
    glow = ink.linear(
        (x, y - ry), (x, y + ry), (0, deep, 1), (0.5, tones.iris, 1), (1, lighten(tones.iris, 0.38), 1)
    )
    ink.ellipse(x, y, rx, ry, fill=glow, stroke=deep, stroke_width=1.6)
    ink.ellipse(x, y - 0.5, rx * 0.46, ry * 0.5, fill=darken(tones.iris, 0.82))
    ink.ellipse(x + view.lit * rx * 0.36, y - ry * 0.42, rx * 0.3, ry * 0.3, fill="#ffffff", opacity=0.96)
    ink.circle(x - view.lit * rx * 0.4, y + ry * 0.42, rx * 0.15, fill="#ffffff", opacity=0.75)


def _lashes(ink: Ink, who: Sitter, eye: _Eye, side: int) -> None:
    """The dark upper lid with its wing, the crease above, a touch of the lower lid."""
    look, view, tones = who.look, who.view, who.tones
    grown = look.age is not Age.CHILD
    long = (7.0 if grown else 4.0) if look.female else 1.5
    w, up, end = eye.width, eye.up, -eye.tilt - eye.slant * 0.3
    upper = [
        (-w - 1, 5.0),
        (-0.62 * w, -0.64 * up + eye.slant),
        (-0.08 * w, -up + eye.slant * 0.5),
        (0.5 * w, -0.86 * up - eye.tilt * 0.4 - eye.slant * 0.3),
        (w - 1, end - 1),
        (w + long, end - 3 - long * 0.55),
    ]
    width = 6.6 if look.female else 5.0
    ink.path(brush(_placed(upper, side, view), width, start=0.25), fill=tones.line)
    crease = [(x * 0.96 - 1, y - 7.5) for x, y in upper[1:5]]
    if look.eyes != "narrow" or look.female:
        ink.path(brush(_placed(crease, side, view), 2.4), fill=tones.skin_line, opacity=0.7)
    low = eye.low - eye.smile
    lower = [(0.1 * w, low + 0.6), (0.6 * w, 0.66 * low - eye.tilt * 0.5 + 0.6), (w - 1, end)]
    ink.path(brush(_placed(lower, side, view), 2.6, end=0.5), fill=tones.line, opacity=0.75)
    if view.fine and look.female and grown:
        _single_lashes(ink, who, eye, end, side)


def _single_lashes(ink: Ink, who: Sitter, eye: _Eye, end: float, side: int) -> None:
    view, tones = who.view, who.tones
    w = eye.width
    for x, y, dx, dy in ((0.62 * w, -0.74 * eye.up, 6, -8), (0.86 * w, -0.42 * eye.up, 8, -6)):
        root = (x, y + end * 0.5)
        lash = [root, (root[0] + dx * 0.6, root[1] + dy * 0.4), (root[0] + dx, root[1] + dy)]
        ink.path(brush(_placed(lash, side, view), 3, start=0.9), fill=tones.line)


def closed_eyes(ink: Ink, who: Sitter) -> None:
    """Both eyes shut: the lid in skin colour, its edge as one dark stroke with lashes."""
    look, view, tones = who.look, who.view, who.tones
    eye = _eye(look, who.feeling)
    w, end = eye.width, -eye.tilt * 0.5 + 3
    lid = [
        (-w, 5.0),
        (-0.45 * w, eye.low * 0.75 + 2),
        (0.2 * w, eye.low * 0.8 + 2),
        (0.75 * w, eye.low * 0.3 + 3),
        (w + 4, end - 1),
    ]
    for side in (-1, 1):
        ink.path(brush(_placed(lid, side, view), 5.4, start=0.2), fill=tones.line)
        crease = [(x * 0.9, -eye.up * 0.25 + abs(x) * 0.1) for x in (-w, -0.3 * w, 0.3 * w, w)]
        ink.path(brush(_placed(crease, side, view), 2.2), fill=tones.skin_line, opacity=0.5)
        if view.fine and look.female:
            for x, y in ((0.35 * w, eye.low * 0.75 + 2), (0.68 * w, eye.low * 0.4 + 3)):
                lash = [(x, y), (x + 4, y + 5), (x + 7, y + 7)]
                ink.path(brush(_placed(lash, side, view), 2.8, start=0.9), fill=tones.line)


def brows(ink: Ink, who: Sitter) -> None:
    """Both brows, moved by the feeling."""
    look, view, tones = who.look, who.view, who.tones
    brow = _BROWS[look.brows]
    inner, arch, outer = _moved(brow, who.feeling)
    width = brow.width * (0.8 if look.female else 1.15) * (0.85 if look.age is Age.CHILD else 1)
    color = mix(tones.hair_dark, tones.skin_line, 0.25 if look.age is not Age.OLD else 0.1)
    for side in (-1, 1):
        line = [
            (14.0, -inner),
            (24, -inner - (arch - inner) * 0.55),
            (44, -arch),
            (58, -(arch + outer) / 2),
            (70, -outer),
        ]
        placed = [view.at(side * x, EYE_Y + y) for x, y in line]
        ink.path(brush(placed, width, start=0.55), fill=color, opacity=0.92)


def _moved(brow: _Brow, feeling: Feeling) -> tuple[float, float, float]:
    inner, arch, outer = {
        Feeling.HAPPY: (1, 3, 1),
        Feeling.SAD: (9, 1, -6),
        Feeling.ANGRY: (-10, -3, 5),
        Feeling.AFRAID: (11, 5, -2),
        Feeling.SURPRISED: (9, 11, 7),
        Feeling.TENDER: (4, 1, -3),
        Feeling.COLD: (-5, -3, 1),
    }.get(feeling, (0, 0, 0))
    return brow.inner + inner, brow.arch + arch, brow.outer + outer
