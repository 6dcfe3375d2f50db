"""The hair on the skull: a cap with the fringe of the hairdo, its strands and its shine."""

from __future__ import annotations

import math

from pipeline.images.drawing.ink import Ink, Point
from pipeline.images.drawing.people import fringes
from pipeline.images.drawing.people.head import outline
from pipeline.images.drawing.people.pen import brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import Sitter

#: Hair that starts from a parting (x of the parting); all other hair flows back from the forehead.
_PARTINGS = {
    "center": 0,
    "heart": 0,
    "side": -38,
    "swept": 38,
    "waves": -44,
    "curtain": 2,
    "parted": -40,
    "combed": -52,
}
#: Where each stroke of the shine begins and ends, as shares of the way from the forehead to the crown.
_GLINTS = (
    (0.62, 0.84), (0.7, 0.93), (0.58, 0.9), (0.72, 0.95), (0.6, 0.97), (0.66, 0.9), (0.56, 0.94), (0.7, 0.96),
    (0.6, 0.9), (0.68, 0.97), (0.57, 0.92), (0.7, 0.94), (0.6, 0.9), (0.66, 0.93), (0.62, 0.84),
)  # fmt: skip
_SHAVED_SIDES = ("crop", "quiff", "slick")
_NEAT = ("back", "peak", "slick", "receding", "waves", "crop")


def front(ink: Ink, who: Sitter) -> None:
    """The cap of hair with its fringe; nothing for a shaved head."""
    look, view, tones = who.look, who.view, who.tones
    fringe = look.hairdo.fringe
    if fringe == "none":
        return
    inner = [view.on(run, 6) for run in fringes.hairline(fringe)]
    crown = fringes.outside(fringe, short=look.hairdo.back == "nape")
    outside = [inner[-1][-1], *crown[1:-1], inner[0][0]]
    data = shape(outside, *inner)
    with ink.group(clip_path=ink.clip(outline(look, view))):
        ink.path(data, fill=tones.skin_shade, transform=f"translate({-3 * view.lit} 11)")
    ink.path(data, fill=tones.hair)
    with ink.group(clip_path=ink.clip(data)):
        away = -view.lit
        dark = [(away * 40, -150), (away * 64, -90), (away * 80, -20), (away * 78, 110)]
        ink.path(shape(dark, [(away * 130, 110), (away * 130, -150)]), fill=tones.hair_dark, opacity=0.6)
        if fringe in _SHAVED_SIDES:
            _shaved(ink, who)
        _strands(ink, who)
        _shine(ink, who)
    if fringe not in _NEAT:
        _loose(ink, who, look.hairdo.back == "nape")


def _shaved(ink: Ink, who: Sitter) -> None:
    """Sides so short that the skin shows."""
    tones = who.tones
    for side in (-1, 1):
        near = [(74, -70), (80, -40), (88, 30)]
        far = points("120,30 120,-50 98,-84 74,-70")
        ink.path(shape(flipped(near, side), flipped(far, side)), fill=tones.skin_shade, opacity=0.16)


def _loose(ink: Ink, who: Sitter, short: bool) -> None:
    """Single locks that have come loose, at the crown and beside the face."""
    tones = who.tones
    top = -15.0 if short else 0.0
    locks = [
        [(-36, -126 + top), (-8, -142 + top), (22, -143 + top)],
        [(16, -130 + top), (44, -133 + top), (66, -122 + top)],
    ]
    if not short:
        locks += [[(-94, -52), (-104, -16), (-99, 24)], [(94, -56), (104, -24), (102, 10)]]
    for lock in locks:
        ink.path(brush(lock, 6, start=0.8), fill=tones.hair)


def _strands(ink: Ink, who: Sitter) -> None:
    """Lines of the comb: away from the parting, or back from the forehead."""
    look, view, tones = who.look, who.view, who.tones
    if not view.fine:
        return
    parting = _PARTINGS.get(look.hairdo.fringe)
    for side in (-1, 1):
        for step in range(5):
            line = _backwards(side, step) if parting is None else _from_parting(parting * 0.8, side, step)
            ink.path(brush(view.on(line, 8), 3.2), fill=tones.hair_dark, opacity=0.6)


def _backwards(side: int, step: int) -> list[Point]:
    x = side * (10.0 + step * 19)
    return [(x * 0.55, -138 + step * 3), (x * 0.85, -104 + step * 7), (x * 1.02, -52 + step * 8)]


def _from_parting(x: float, side: int, step: int) -> list[Point]:
    return [
        (x, -136),
        (x + side * (26 + step * 14), -112 + step * 12),
        (side * (66 + step * 8), -62 + step * 18),
        (side * (84 + step * 4), step * 14),
    ]


def _shine(ink: Ink, who: Sitter) -> None:
    """Light on the curve of the crown: single strokes along the strands, most where the light comes from."""
    view, tones = who.view, who.tones
    for step, (inner, outer) in enumerate(_GLINTS):
        angle = (step - (len(_GLINTS) - 1) / 2) * 0.145
        lit = 0.5 + 0.5 * math.sin(angle * 1.4) * view.lit
        line = [
            (96 * r * math.sin(angle), -22 - 104 * r * math.cos(angle))
            for r in (inner, (inner + outer) / 2, outer)
        ]
        ink.path(brush(view.on(line, 8), 4.2), fill=tones.hair_shine, opacity=0.06 + 0.3 * lit * lit)
