"""What sits on the head: buns, loops, tails, crowns and hats that belong to a hairdo."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.images.drawing.ink import Ink, Point, curve, lighten, on_circle
from pipeline.images.drawing.people import headdress
from pipeline.images.drawing.people.headdress import coil, stick
from pipeline.images.drawing.people.pen import brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.story import Era

_Draw = Callable[[Ink, Sitter], None]


def behind(ink: Ink, who: Sitter) -> None:
    """The part that is behind the head."""
    top = who.look.hairdo.top
    for x, y, rx, ry in _COILS.get(top, ()):
        coil(ink, who, (x - 5 * who.view.turn, y), rx, ry)
    if top in _HANGING:
        _HANGING[top](ink, who)


def above(ink: Ink, who: Sitter) -> None:
    """The part that is seen over the hair: ornaments, crowns, hats."""
    look = who.look
    top = look.hairdo.top
    if top in _WORN and (look.era is Era.ANCIENT or top not in ("bun", "loops", "buns")):
        _WORN[top](ink, who)
    if "flower" in look.extras and top not in ("gauze", "diadem"):
        _flowers(ink, who, [(70, -92), (86, -74), (60, -76)])
    if "hairpin" in look.extras and top in ("", "ponytail", "chignon"):
        stick(ink, who, [(62, -92), (88, -58)], 7)


def _loops(ink: Ink, who: Sitter) -> None:
    """Two loops of hair that stand up like a butterfly's wings."""
    tones = who.tones
    for side in (-1, 1):
        ring = points("12,-120 34,-184 78,-204 102,-170 84,-128 46,-108")
        hole = points("44,-134 58,-168 78,-174 78,-146 60,-130")
        data = curve(flipped(ring, side), closed=True) + " " + curve(flipped(hole, side), closed=True)
        ink.path(data, fill=who.lit(side, tones.hair), fill_rule="evenodd")
        ink.path(
            brush(flipped([(30, -166), (60, -194), (92, -184)], side), 7), fill=tones.hair_shine, opacity=0.35
        )


def _ponytail(ink: Ink, who: Sitter) -> None:
    tones = who.tones
    tail = points("-20,-136 -84,-146 -134,-96 -140,10 -122,120 -94,190")
    inner = points("-94,190 -98,90 -100,0 -86,-60 -40,-100")
    ink.path(shape(tail, inner), fill=tones.hair)
    ink.path(brush(points("-60,-132 -112,-90 -120,0 -108,110"), 9), fill=tones.hair_shine, opacity=0.32)


def _ribbon(ink: Ink, who: Sitter) -> None:
    tones = who.tones
    coil(ink, who, (0, -148), 36, 32)
    for run in (
        points("-10,-140 -110,-120 -150,-20 -138,90"),
        points("-8,-138 -96,-90 -120,20 -104,140"),
    ):
        ink.path(brush(run, 13, start=0.7, end=0.7), fill=tones.second)


def _hairpin(ink: Ink, who: Sitter, at: Point) -> None:
    """A pin with beads that hang and swing (buyao)."""
    tones = who.tones
    x, y = at
    ink.path(brush([(x - 44, y + 8), (x + 26, y - 10)], 5, start=0.9, end=0.9), fill=tones.metal)
    for step in range(5):
        ink.circle(*on_circle(x + 26, y - 10, 10.5, step / 5), 7, fill=tones.metal)
    ink.circle(x + 26, y - 10, 5.5, fill=tones.lit("#c8413e", 0.5))
    for dx, long in ((18, 38), (26, 48), (34, 36)):
        ink.stroke(f"M{x + dx},{y - 2} v{long}", tones.metal, 2)
        ink.circle(x + dx, y + long, 4.2, fill=tones.lit("#f2dede", 0.5))


def _flowers(ink: Ink, who: Sitter, places: list[Point]) -> None:
    tones = who.tones
    for index, (x, y) in enumerate(places):
        size = 12 - index * 1.5
        petal = lighten(tones.main, 0.45 + 0.12 * index)
        for turn in range(5):
            ink.circle(*on_circle(x, y, size * 0.8, turn / 5), size * 0.62, fill=petal)
        ink.circle(x, y, size * 0.42, fill=tones.metal)


def _band(ink: Ink, who: Sitter) -> None:
    ink.ellipse(-62, -121, 12, 20, fill=who.tones.main, transform="rotate(-38 -62 -121)")


def _court_lady(ink: Ink, who: Sitter) -> None:
    _hairpin(ink, who, (58, -112))
    _flowers(ink, who, [(-40, -118), (-56, -104), (-26, -124)])


#: Coils of hair by the top of the hairdo: middle, half width, half height.
_COILS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "chignon": ((-60, 70, 46, 40),),
    "bun": ((0, -152, 52, 44),),
    "pin": ((0, -150, 38, 34),),
    "buns": ((-66, -124, 38, 36), (66, -124, 38, 36)),
    "cloud": ((-22, -146, 54, 40), (30, -172, 52, 38), (60, -136, 40, 34)),
    "knot": ((46, -140, 46, 36),),
}
_HANGING: dict[str, _Draw] = {"ponytail": _ponytail, "loops": _loops, "ribbon": _ribbon}
_WORN: dict[str, _Draw] = {
    "crown": headdress.crown,
    "tail": headdress.cuff,
    "scarf": headdress.scholar,
    "gauze": headdress.gauze,
    "diadem": headdress.diadem,
    "pin": lambda ink, who: stick(ink, who, [(-58, -140), (56, -152)], 6),
    "ribbon": lambda ink, who: stick(ink, who, [(-26, -136), (26, -138)], 12),
    "bun": lambda ink, who: _hairpin(ink, who, (50, -128)),
    "loops": lambda ink, who: _flowers(ink, who, [(-48, -112), (46, -114)]),
    "buns": lambda ink, who: _flowers(ink, who, [(-48, -112), (46, -114)]),
    "cloud": _court_lady,
    "knot": _court_lady,
    "ponytail": _band,
    "chignon": lambda ink, who: _flowers(ink, who, [(-84, 26), (-92, 44)]),
}
