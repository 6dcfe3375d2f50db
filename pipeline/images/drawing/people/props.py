"""What hands hold, drawn over everything: a phone at the ear, or a small thing before the chest."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, lighten
from pipeline.images.drawing.light import Light
from pipeline.images.drawing.people.arms import arm, at_head
from pipeline.images.drawing.people.hands import fist
from pipeline.images.drawing.people.pen import brush, points, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.images.drawing.things import Thing, treasures
from pipeline.images.drawing.things.pieces import draw

_SMALL = (treasures.RING, treasures.KEY, treasures.HAIRPIN)


def in_hand(ink: Ink, who: Sitter, light: Light, thing: Thing) -> None:
    """The *thing* in the raised right hand of the picture."""
    if who.holding != "thing":
        return
    x, y = who.build.shoulder - 22, 372.0
    size = 46.0 if thing in _SMALL else 82.0
    draw(ink, light, (x - 10, y - size * 0.62), size, thing)
    fist(ink, who, x, y)


def at_ear(ink: Ink, who: Sitter) -> None:
    """A phone at the right ear of the picture, the hand around it and the forearm, over the hair."""
    if who.holding != "call":
        return
    tones = who.tones
    outer, inner = arm(who, 1, "ear")
    cloth = lighten(tones.main, 0.35) if who.look.garment == "blouse" else tones.main
    ink.path(
        shape([outer[-2], outer[-1]], [inner[-1], inner[-2]]),
        fill=cloth if who.view.lit > 0 else tones.shade(cloth),
    )
    palm = _on_head(who, "104,116 92,88 96,52 108,38 128,44 136,74 134,118")
    ink.path(shape(palm), fill=tones.skin if who.view.lit > 0 else tones.skin_shade)
    ink.path(shape(_on_head(who, "92,-34 116,-28 110,96 86,90")), fill=tones.lit("#15171e"))
    ink.path(brush(_on_head(who, "114,-26 108,92"), 5, start=1, end=1), fill=tones.lit("#68707f"))
    for y in (46, 60, 74, 88):
        finger = _on_head(who, f"124,{y - 3} 106,{y} 92,{y + 3}")
        ink.path(brush(finger, 14, start=0.8, end=0.8), fill=tones.skin)
        line = _on_head(who, f"116,{y + 6} 96,{y + 9}")
        ink.path(brush(line, 2.2), fill=tones.skin_line, opacity=0.5)


def _on_head(who: Sitter, text: str) -> list[Point]:
    return [at_head(who, x, y) for x, y in points(text)]
