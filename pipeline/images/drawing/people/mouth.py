"""The mouth: at rest as the feeling shapes it, half open, open."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import brush, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.story import Age, Feeling

MOUTH_Y = 84.0


class _Mouth(NamedTuple):
    """Half the *width*; how far the corners rise (*corners*); how far the lips part at rest."""

    width: float
    corners: float
    parted: float = 0.0


_FELT = {
    Feeling.CALM: _Mouth(19, 4),
    Feeling.HAPPY: _Mouth(23, 8),
    Feeling.SAD: _Mouth(16, -6),
    Feeling.ANGRY: _Mouth(19, -5),
    Feeling.AFRAID: _Mouth(15, -3, 6),
    Feeling.SURPRISED: _Mouth(12, 0, 9),
    Feeling.TENDER: _Mouth(18, 5),
    Feeling.COLD: _Mouth(17, -0.5),
}


def _mouth(look: Look, feeling: Feeling) -> tuple[_Mouth, float]:
    mouth = _FELT[feeling]
    y = MOUTH_Y - (5 if look.age is Age.CHILD else 0) + (1 if not look.female else 0)
    wider = 1.14 if not look.female and look.age is not Age.CHILD else 1.0
    return mouth._replace(width=mouth.width * wider), y


def closed_mouth(ink: Ink, who: Sitter) -> None:
    """The mouth at rest: closed, or as far open as fear and surprise leave it."""
    look, view, tones = who.look, who.view, who.tones
    mouth, y = _mouth(look, who.feeling)
    if mouth.parted:
        _parted(ink, who, mouth, y, mouth.parted)
        return
    w, rise = mouth.width, mouth.corners
    line = [(-w, y - rise), (-w * 0.5, y + 1), (0.0, y - 0.5 + rise * 0.12), (w * 0.5, y + 1), (w, y - rise)]
    _lips(ink, who, line, y, 8.5)
    ink.path(brush(view.on(line, 4), 3.6, start=0.5, end=0.5), fill=mix(tones.lips, tones.line, 0.62))
    if rise > 6:
        for side in (-1, 1):
            dimple = [
                (side * (w + 1), y - rise - 3),
                (side * (w + 3), y - rise),
                (side * (w + 2), y - rise + 3),
            ]
            ink.path(brush(view.on(dimple, 2), 2.4), fill=tones.skin_line, opacity=0.5)


def _lips(ink: Ink, who: Sitter, line: list[Point], y: float, low: float) -> None:
    """The colour of the lips around *line*; *low* is the lower lip's height under it."""
    look, view, tones = who.look, who.view, who.tones
    w = line[-1][0]
    full = look.female or look.age is Age.CHILD
    strength = (
        (0.95 if look.female and look.age in (Age.TEEN, Age.YOUNG, Age.MIDDLE) else 0.6) if full else 0.34
    )
    upper = [
        (-w * 0.86, line[0][1] + 0.6),
        (-w * 0.3, y - 4.8),
        (0.0, y - 4.0),
        (w * 0.3, y - 4.8),
        (w * 0.86, line[0][1] + 0.6),
    ]
    lower = [
        (w * 0.78, line[0][1] + 1.5),
        (w * 0.42, y + low * 0.86),
        (0.0, y + low),
        (-w * 0.42, y + low * 0.86),
        (-w * 0.78, line[0][1] + 1.5),
    ]
    ink.path(
        shape(view.on(upper, 4), view.on(line[::-1], 4)), fill=darken(tones.lips, 0.06), opacity=strength
    )
    ink.path(shape(view.on(line, 4), view.on(lower, 4)), fill=tones.lips, opacity=strength)
    if view.fine:
        shine = view.on([(-w * 0.28, y + low * 0.5), (0, y + low * 0.62), (w * 0.28, y + low * 0.5)], 4)
        ink.path(brush(shine, 2.6), fill=lighten(tones.lips, 0.6), opacity=0.75 if full else 0.3)
    under = view.on([(-w * 0.4, y + low + 4.5), (0, y + low + 6), (w * 0.4, y + low + 4.5)], 4)
    ink.path(brush(under, 2.8), fill=tones.skin_line, opacity=0.3)


def speaking_mouth(ink: Ink, who: Sitter, opening: float) -> None:
    """The mouth while it speaks; *opening* is how far the lips part in head units."""
    look = who.look
    mouth, y = _mouth(look, who.feeling)
    narrow = mouth._replace(width=mouth.width * 0.92, corners=mouth.corners * 0.7)
    _parted(ink, who, narrow, y, max(opening, mouth.parted))


def _parted(ink: Ink, who: Sitter, mouth: _Mouth, y: float, opening: float) -> None:
    look, view, tones = who.look, who.view, who.tones
    w, rise = mouth.width, mouth.corners
    top = [
        (-w, y - rise),
        (-w * 0.45, y - 2.2 - opening * 0.16),
        (0.0, y - 1.4 - opening * 0.12),
        (w * 0.45, y - 2.2 - opening * 0.16),
        (w, y - rise),
    ]
    bottom = [
        (w, y - rise),
        (w * 0.62, y + opening * 0.7),
        (0.0, y + opening),
        (-w * 0.62, y + opening * 0.7),
        (-w, y - rise),
    ]
    full = look.female or look.age is Age.CHILD
    around_top = [
        (-w - 1.5, y - rise),
        (-w * 0.36, y - 6.6 - opening * 0.16),
        (0.0, y - 5.0 - opening * 0.12),
        (w * 0.36, y - 6.6 - opening * 0.16),
        (w + 1.5, y - rise),
    ]
    around_low = [
        (w + 1.5, y - rise),
        (w * 0.66, y + opening + 3),
        (0.0, y + opening + 6.5),
        (-w * 0.66, y + opening + 3),
        (-w - 1.5, y - rise),
    ]
    ink.path(
        shape(view.on(around_top, 4), view.on(around_low, 4)), fill=tones.lips, opacity=0.92 if full else 0.42
    )
    inside = shape(view.on(top, 4), view.on(bottom, 4))
    ink.path(inside, fill=mix("#5a161c", tones.light.ambient, tones.light.tint * 0.3))
    with ink.group(clip_path=ink.clip(inside)):
        x, _ = view.at(0, y, 4)
        ink.ellipse(x, y + opening + 2, w * 0.6, opening * 0.5, fill="#c4606a")
        teeth = [
            (-w * 0.8, y - rise - 6),
            (-w * 0.74, y + opening * 0.16),
            (0.0, y + opening * 0.24),
            (w * 0.74, y + opening * 0.16),
            (w * 0.8, y - rise - 6),
        ]
        ink.path(shape(view.on(teeth, 4)), fill=tones.eye_white)
    ink.path(brush(view.on(top, 4), 2.6, start=0.4, end=0.4), fill=mix(tones.lips, tones.line, 0.6))
