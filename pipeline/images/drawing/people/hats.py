"""Hats, veils and helmets."""

from __future__ import annotations

from itertools import pairwise

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import brush, flipped, points, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.story import Era


def hat(ink: Ink, who: Sitter) -> None:
    """The hat that goes with the era or the uniform."""
    look = who.look
    if look.garment in _WORN:
        _WORN[look.garment](ink, who)
    elif "hat" in look.extras and look.hairdo.top not in _CROWNED:
        (_helmet if look.garment == "armour" else _OF_ERA[look.era])(ink, who)


def under_hat(look: Look) -> bool:
    """Whether a hat hides what sits on the hair."""
    if look.garment in ("police", "army", "bride"):
        return True
    return "hat" in look.extras and look.hairdo.top not in (*_CROWNED, "tail")


def _crown_of(ink: Ink, who: Sitter, color: str, outline: list[Point]) -> None:
    view, tones = who.view, who.tones
    data = shape(outline)
    ink.path(data, fill=color)
    with ink.group(clip_path=ink.clip(data)):
        away = -view.lit
        ink.path(
            shape(
                [(away * 34, -240), (away * 52, -120), (away * 60, -40)],
                [(away * 200, -40), (away * 200, -240)],
            ),
            fill=tones.shade(color),
            opacity=0.8,
        )


def _straw(ink: Ink, who: Sitter) -> None:
    """A wide conical hat of bamboo."""
    tones = who.tones
    straw = tones.lit("#c9a766")
    _crown_of(ink, who, straw, points("-176,-62 -60,-150 0,-192 60,-150 176,-62 90,-56 0,-70 -90,-56"))
    for x in (-120, -70, -24, 24, 70, 120):
        ink.path(brush([(0, -190), (x * 0.5, -130), (x, -66)], 3), fill=darken(straw, 0.4), opacity=0.5)


def _fedora(ink: Ink, who: Sitter) -> None:
    look, tones = who.look, who.tones
    felt = tones.lit(look.lot("felt", ("#3a3531", "#54504c", "#6e5b47", "#23252c")))
    _crown_of(ink, who, felt, points("-86,-76 -82,-150 -44,-182 0,-168 44,-184 82,-152 86,-76 0,-88"))
    ink.path(brush([(-87, -84), (0, -98), (87, -84)], 24, start=0.95, end=0.95), fill=darken(felt, 0.5))
    ink.path(
        shape(
            points("-150,-66 -96,-88 0,-96 96,-88 150,-66"),
            points("150,-66 80,-58 0,-64 -80,-58 -150,-66"),
        ),
        fill=lighten(felt, 0.05),
    )


def _cap(ink: Ink, who: Sitter) -> None:
    view, tones = who.view, who.tones
    color = tones.main
    _crown_of(ink, who, color, points("-97,-62 -92,-110 -56,-150 0,-162 56,-150 92,-110 97,-62 0,-80"))
    ink.path(
        shape(
            [(-80, -68), (0, -84), (92, -68)],
            [(92, -68), (116 + 20 * view.turn, -42), (20, -52), (-70, -50), (-80, -68)],
        ),
        fill=tones.shade(color),
    )
    ink.circle(0, -160, 7, fill=tones.shade(color))


def _peaked(ink: Ink, who: Sitter) -> None:
    """The peaked cap of a uniform with its badge."""
    tones = who.tones
    cloth, dark = tones.main, tones.lit("#15161b")
    _crown_of(ink, who, cloth, points("-92,-84 -122,-122 -100,-152 0,-182 100,-152 122,-122 92,-84 0,-98"))
    ink.path(
        shape(points("-94,-62 -92,-92 0,-106 92,-92 94,-62"), [(94, -62), (0, -80), (-94, -62)]),
        fill=tones.second,
    )
    ink.path(
        shape([(-84, -64), (0, -80), (84, -64)], points("84,-64 66,-42 0,-48 -66,-42 -84,-64")),
        fill=dark,
    )
    ink.path(brush([(-60, -58), (0, -68), (40, -62)], 4), fill="#ffffff", opacity=0.4)
    ink.path(
        curve(points("-15,-146 0,-152 15,-146 12,-126 0,-116 -12,-126"), closed=True),
        fill=tones.lit("#d9b04a", 0.5),
    )


def _nurse_cap(ink: Ink, who: Sitter) -> None:
    tones = who.tones
    ink.path(
        shape(
            [(-60, -116), (0, -130), (60, -116)],
            points("60,-116 72,-164 0,-176 -72,-164 -60,-116"),
        ),
        fill=tones.lit("#fbfcfd"),
    )
    ink.path("M-5,-164 h10 v10 h10 v10 h-10 v10 h-10 v-10 h-10 v-10 h10 Z", fill=tones.lit("#c8413e", 0.5))


def _phoenix(ink: Ink, who: Sitter) -> None:
    """A bride's golden crown with pearls that hang at the temples."""
    view, tones = who.view, who.tones
    gold, red = tones.lit("#e6b64e", 0.5), tones.lit("#c2282d", 0.5)
    fan = points("-84,-84 -96,-140 -60,-150 -52,-184 -20,-172 0,-206 20,-172 52,-184 60,-150 96,-140 84,-84")
    ink.path(
        shape(*([a, b] for a, b in pairwise(fan)), [(84, -84), (0, -112), (-84, -84)]),
        fill=gold,
    )
    for x, y, r in ((0, -150, 13), (-40, -134, 9), (40, -134, 9), (-70, -116, 7), (70, -116, 7)):
        ink.circle(x, y, r, fill=red)
        ink.circle(x + 2 * view.lit, y - r * 0.3, r * 0.3, fill="#ffffff", opacity=0.7)
    ink.path(brush([(-86, -86), (0, -114), (86, -86)], 8, start=0.9, end=0.9), fill=lighten(gold, 0.3))
    for side in (-1, 1):
        for step in range(3):
            x = side * (84 + step * 9)
            ink.stroke(f"M{x},-92 v{86 + step * 8}", gold, 1.8)
            for bead in range(6):
                ink.circle(x, -80 + bead * 15, 4, fill=tones.lit("#fbf3e4", 0.5))


def _veil(ink: Ink, who: Sitter) -> None:
    tones = who.tones
    white = tones.lit("#ffffff", 0.7)
    for side in (-1, 1):
        fall = points("10,-142 74,-128 118,-30 150,160 168,420")
        back = points("168,420 108,300 106,60 92,-40 54,-104 10,-126")
        ink.path(shape(flipped(fall, side), flipped(back, side)), fill=white, opacity=0.5)
    ink.path(brush([(-66, -112), (0, -136), (66, -112)], 10, start=0.6, end=0.6), fill=tones.metal)
    for x in (-44, -22, 0, 22, 44):
        ink.circle(x, -132 + abs(x) * 0.2, 7, fill=white)


def _helmet(ink: Ink, who: Sitter) -> None:
    """A general's helmet with a plume."""
    tones = who.tones
    _crown_of(
        ink,
        who,
        tones.main,
        points("-100,-40 -98,-110 -50,-160 0,-172 50,-160 98,-110 100,-40 60,-64 0,-72 -60,-64"),
    )
    ink.path(brush([(0, -170), (-10, -230), (-70, -250)], 30, start=0.5), fill=tones.lit("#b5322f"))
    ink.path(brush([(-100, -46), (0, -80), (100, -46)], 12, start=0.9, end=0.9), fill=tones.trim)


#: Hats that belong to what is worn, and those that go with an era.
_WORN = {"police": _peaked, "army": _peaked, "nurse": _nurse_cap, "bride": _phoenix, "wedding": _veil}
_OF_ERA = {Era.ANCIENT: _straw, Era.REPUBLICAN: _fedora, Era.MODERN: _cap, Era.FUTURE: _cap}
#: Tops of hairdos that are hats themselves.
_CROWNED = ("gauze", "diadem")
