"""The head without hair: neck, ears, the outline of the face, its shading, the nose, blush and lines."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.images.drawing.ink import Ink, Point, curve
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View, brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.story import Age, Feeling


class _Face(NamedTuple):
    """Half the face's width at cheekbone, jaw, beside the chin and at its tip; where the chin ends."""

    cheek: float
    jaw: float
    chin: float
    tip: float
    length: float


_FACES = {
    "oval": _Face(82, 68, 43, 16, 118),
    "heart": _Face(84, 65, 38, 13, 119),
    "round": _Face(85, 73, 48, 19, 115),
    "long": _Face(80, 67, 43, 16, 123),
    "soft": _Face(83, 71, 45, 18, 118),
}


def _face(look: Look) -> _Face:
    face = _FACES[look.face]
    if look.age is Age.CHILD:
        return _Face(face.cheek + 4, face.jaw + 6, face.chin + 5, face.tip + 2, face.length - 8)
    fuller = {Age.MIDDLE: 3, Age.OLD: 1, Age.TEEN: 1}.get(look.age, 0)
    if look.female:
        return face._replace(jaw=face.jaw + fuller)
    return _Face(face.cheek, face.jaw + 2 + fuller, face.chin + 4 + fuller, face.tip + 4, face.length + 3)


def chin(look: Look) -> float:
    """Where the chin ends, below the middle of the head."""
    return _face(look).length


def outline(look: Look, view: View) -> str:
    """Path data of the face and skull."""
    face = _face(look)
    long = face.length - 118
    half = [
        (62.0, -104.0),
        (87, -54),
        (89, -8),
        (face.cheek, 36),
        (face.jaw, 74 + long * 0.5),
        (face.chin, 102 + long),
        (face.tip, 116.5 + long),
    ]
    points = [(0.0, -118.0), *half, (0.0, face.length), *reversed(flipped(half, -1))]
    return curve([_turned(point, view) for point in points], closed=True)


def _turned(point: Point, view: View) -> Point:
    """A point of the outline on a turned head: the chin leads, the far side has a hollow at the eye."""
    x, y = point
    if not view.turn:
        return point
    lead = min(max((y - 55) / 62, 0), 1) * 15
    if x > 0:
        return x * (0.95 - lead * 0.016) + lead - (4 if -20 < y < 20 else 0), y
    return x * 0.99 + lead, y


def neck(ink: Ink, who: Sitter) -> None:
    """The neck and what an open collar shows of the chest."""
    look, view, tones = who.look, who.view, who.tones
    width = (
        {Age.CHILD: 21.0, Age.TEEN: 25.0}.get(look.age, 27.0)
        if look.female or look.age is Age.CHILD
        else 34.0
    )
    width -= 3 if look.age is Age.TEEN and not look.female else 0
    side = [(width, 60.0), (width + 1, 122), (width + 6, 152), (width + 8, 190), (width - 4, 300)]
    left = [(-width, 60.0), (-width - 1, 122), (-width - 6, 152), (-width - 8, 190), (-width + 4, 300)]
    data = shape(side, left[::-1])
    ink.path(data, fill=tones.skin)
    with ink.group(clip_path=ink.clip(data)):
        under = chin(look)
        fall = [
            (-90.0, 40.0),
            (-width - 8, under + 2),
            (view.lit * -14, under + 36),
            (width + 8, under + 2),
            (90, 40),
        ]
        ink.path(shape(fall), fill=tones.skin_shade, opacity=0.85)
        away = -view.lit
        ink.path(
            shape(
                [(away * width * 0.5, 100), (away * width * 0.35, 140), (away * 40, 200)],
                [(away * 140, 200), (away * 80, 90)],
            ),
            fill=tones.skin_shade,
            opacity=0.5,
        )
        if view.fine and look.age is not Age.CHILD:
            for side_ in (-1, 1):
                bone = flipped([(13, 178), (36, 172), (70, 176)], side_)
                ink.path(brush(bone, 4), fill=tones.skin_line, opacity=0.28)


def ears(ink: Ink, who: Sitter) -> None:
    """Both ears from the front, the near one of a turned head, none under long hair."""
    view, tones = who.view, who.tones
    if who.look.ears_covered:
        return
    for side in (-1, 1):
        if view.turn and side == 1:
            continue
        ear = points("82,0 91,-7 98,1 96,20 91,38 84,45 79,38")
        inner = points("87,5 92,2 92,14 87,27")
        ink.path(curve(flipped(ear, side), closed=True), fill=who.lit(side, tones.skin))
        ink.path(brush(flipped(inner, side), 4), fill=tones.skin_line, opacity=0.6)


def head(ink: Ink, who: Sitter) -> None:
    """The face in skin colour with the shadow on the side away from the light."""
    look, view, tones = who.look, who.view, who.tones
    data = outline(look, view)
    ink.path(data, fill=tones.skin)
    with ink.group(clip_path=ink.clip(data)):
        _shadow(ink, who)
        _blush(ink, who)
    if view.fine:
        ink.stroke(data, tones.skin_line, 1.6, opacity=0.4)


def _shadow(ink: Ink, who: Sitter) -> None:
    view, tones = who.view, who.tones
    away = -view.lit
    edge = points("66,-120 70,-40 72,20 64,66 38,98 10,124")
    turned = [view.at(away * x, y) for x, y in edge]
    ink.path(
        shape(turned, [(away * 30, 140), (away * 130, 140), (away * 130, -120)]),
        fill=tones.skin_shade,
        opacity=0.75,
    )
    light = [view.at(view.lit * x, y) for x, y in ((70, 24), (58, 48), (40, 60), (52, 40))]
    ink.path(curve(light, closed=True), fill=tones.bright(tones.skin), opacity=0.5)


def _blush(ink: Ink, who: Sitter) -> None:
    look, view = who.look, who.view
    strength = (0.42 if look.female else 0.2) + (0.15 if look.age is Age.CHILD else 0)
    for side in (-1, 1):
        x, y = view.at(side * 53, 50)
        ink.glow(x, y, 34, "#ef6f68", strength)


def _flush(ink: Ink, who: Sitter) -> None:
    """The red of cheeks that feel tenderness: soft patches with short strokes."""
    view = who.view
    for side in (-1, 1):
        x, y = view.at(side * 52, 48)
        ink.glow(x, y, 36, "#f0505a", 0.5)
        if view.fine:
            for step in (-9, 0, 9):
                ink.path(
                    brush([(x + step + 3, y - 6), (x + step - 3, y + 6)], 2.6, start=0.3),
                    fill="#c8404c",
                    opacity=0.45,
                )


def nose(ink: Ink, who: Sitter) -> None:
    """A tip in shadow, the wings as two touches of the brush, the bridge on a turned head."""
    look, view, tones = who.look, who.view, who.tones
    away = -view.lit
    low = 60 if look.age is not Age.CHILD else 56
    big = 1.0 if look.female else 1.22
    tip = [
        view.at(-8 * big, low + 2, 8),
        view.at(0, low + 5, 16),
        view.at(8 * big, low + 2, 8),
        view.at(0, low - 1, 18),
    ]
    ink.path(curve(tip, closed=True), fill=tones.skin_shade, opacity=0.9)
    for side in (-1, 1):
        wing = [
            view.at(side * 11 * big, low - 2, 4),
            view.at(side * 9 * big, low + 4, 6),
            view.at(side * 4, low + 3, 10),
        ]
        ink.path(brush(wing, 3.2), fill=tones.skin_line, opacity=0.75)
    side = 1 if view.turn else away
    bridge = [view.at(side * 9, 4, 2), view.at(side * 6, 26, 8), view.at(side * 7, low - 8, 14)]
    ink.path(brush(bridge, 3 if look.female else 4), fill=tones.skin_line, opacity=0.32)
    if view.fine:
        glint = view.at(-away * 2, low - 9, 18)
        ink.ellipse(*glint, 2.6, 5, fill=tones.bright(tones.skin), opacity=0.8)


def marks(ink: Ink, who: Sitter) -> None:
    """What years and feelings leave on the skin."""
    look, view = who.look, who.view
    with ink.group(clip_path=ink.clip(outline(look, view))):
        if who.feeling is Feeling.TENDER:
            _flush(ink, who)
        _lines_of_age(ink, who)
    if who.feeling is Feeling.SAD:
        _tear(ink, who)


def _lines_of_age(ink: Ink, who: Sitter) -> None:
    """What the years have written: folds beside the mouth, under the eyes, on the forehead."""
    look, view, tones = who.look, who.view, who.tones
    if look.young:
        return
    old = look.age is Age.OLD
    strength = 0.6 if old else 0.32
    lines = [[(19, 64), (29, 74), (32, 88)], [(24, 38), (40, 43), (56, 38)]]
    if old:
        lines += [
            [(68, 14), (76, 10), (82, 12)],
            [(68, 22), (76, 24), (81, 29)],
            [(40, 98), (44, 90), (44, 82)],
        ]
        lines += [[(24, 45), (40, 51), (54, 47)]]
    for line in lines:
        for side in (-1, 1):
            ink.path(brush(view.on(flipped(line, side)), 3), fill=tones.skin_line, opacity=strength)
    if old:
        for y in (-52, -42):
            forehead = view.on([(-34, y), (-14, y - 3), (14, y - 3), (34, y)])
            ink.path(brush(forehead, 2.6), fill=tones.skin_line, opacity=0.35)


def _tear(ink: Ink, who: Sitter) -> None:
    """A tear on the cheek."""
    view = who.view
    x, y = view.at(-44, 34)
    drop = [(x, y), (x - 5, y + 14), (x - 4, y + 22), (x + 2, y + 24), (x + 5, y + 17)]
    ink.path(brush([(x + 3, y - 6), (x + 1, y + 8)], 4), fill="#eaf6ff", opacity=0.7)
    ink.path(curve(drop, closed=True), fill="#d5ecff", opacity=0.92)
    ink.ellipse(x - 1, y + 17, 1.6, 3.4, fill="#ffffff")
