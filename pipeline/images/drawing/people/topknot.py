"""What sits on the head: buns, loops, tails, crowns and hats that belong to a hairdo."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten, on_circle
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View, brush, flipped, shape
from pipeline.images.drawing.people.tones import Tones


def behind(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """The part that is behind the head."""
    match look.hairdo.top:
        case "ponytail":
            _ponytail(ink, view, tones)
        case "chignon":
            _knot(ink, view, tones, (-66 if view.turn else -58, 70), 46, 40)
            if not view.turn:
                _knot(ink, view, tones, (58, 70), 40, 38)
        case "bun":
            _knot(ink, view, tones, (-6 * view.turn, -152), 52, 44)
        case "pin":
            _knot(ink, view, tones, (-4 * view.turn, -150), 38, 34)
        case "loops":
            _loops(ink, view, tones)
        case "buns":
            for side in (-1, 1):
                _knot(ink, view, tones, (side * 66 - 5 * view.turn, -124), 38, 36)
        case "cloud":
            _cloud(ink, view, tones)
        case "knot":
            _knot(ink, view, tones, (46, -140), 46, 36)
        case "ribbon":
            _ribbon(ink, view, tones)


def above(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """The part that is seen over the hair: ornaments, crowns, hats."""
    match look.hairdo.top:
        case "crown":
            _crown(ink, view, tones)
        case "tail":
            _cuff(ink, view, tones)
        case "scarf":
            _scholar(ink, view, tones)
        case "gauze":
            _gauze(ink, view, tones)
        case "diadem":
            _diadem(ink, view, tones)
        case "pin":
            _stick(ink, tones, [(-58, -140), (56, -152)], 6)
        case "bun" if look.era.value == "ancient":
            _hairpin(ink, view, tones, (50, -128))
        case "loops" | "buns" if look.era.value == "ancient":
            _flowers(ink, view, tones, [(-48, -112), (46, -114)])
        case "cloud" | "knot":
            _hairpin(ink, view, tones, (58, -112))
            _flowers(ink, view, tones, [(-40, -118), (-56, -104), (-26, -124)])
        case "ribbon":
            _stick(ink, tones, [(-26, -136), (26, -138)], 12)
        case "ponytail":
            ink.ellipse(-62, -121, 12, 20, fill=tones.main, transform="rotate(-38 -62 -121)")
        case "chignon":
            _flowers(ink, view, tones, [(-84, 26), (-92, 44)])
    if look.hairdo.top not in ("gauze", "diadem") and look.extras & {"flower"}:
        _flowers(ink, view, tones, [(70, -92), (86, -74), (60, -76)])
    if look.hairdo.top in ("", "ponytail", "chignon") and "hairpin" in look.extras:
        _stick(ink, tones, [(62, -92), (88, -58)], 7)


def _knot(ink: Ink, view: View, tones: Tones, middle: Point, rx: float, ry: float) -> None:
    """A coil of hair, lit from the side of the key light."""
    x, y = middle
    coil = [
        (x - rx, y + 4),
        (x - rx * 0.7, y - ry * 0.75),
        (x, y - ry),
        (x + rx * 0.72, y - ry * 0.74),
        (x + rx, y + 4),
        (x + rx * 0.6, y + ry),
        (x - rx * 0.6, y + ry),
    ]
    ink.path(curve(coil, closed=True), fill=tones.hair)
    lit = view.lit
    ink.path(
        brush(
            [
                (x + lit * rx * 0.7, y - ry * 0.1),
                (x + lit * rx * 0.45, y - ry * 0.62),
                (x - lit * rx * 0.2, y - ry * 0.72),
            ],
            ry * 0.3,
        ),
        fill=tones.hair_shine,
        opacity=0.4,
    )
    if view.fine:
        for k in (0.35, 0.65):
            ink.path(
                brush(
                    [
                        (x - rx * 0.8, y + ry * (k - 0.4)),
                        (x, y + ry * (k - 0.1)),
                        (x + rx * 0.8, y + ry * (k - 0.5)),
                    ],
                    3,
                ),
                fill=tones.hair_dark,
                opacity=0.7,
            )


def _loops(ink: Ink, view: View, tones: Tones) -> None:
    """Two loops of hair that stand up like a butterfly's wings."""
    for side in (-1, 1):
        ring = [(12, -120), (34, -184), (78, -204), (102, -170), (84, -128), (46, -108)]
        hole = [(44, -134), (58, -168), (78, -174), (78, -146), (60, -130)]
        data = curve(flipped(ring, side), closed=True) + " " + curve(flipped(hole, side), closed=True)
        ink.path(data, fill=tones.hair if side == view.lit else tones.hair_dark, fill_rule="evenodd")
        ink.path(
            brush(flipped([(30, -166), (60, -194), (92, -184)], side), 7), fill=tones.hair_shine, opacity=0.35
        )


def _cloud(ink: Ink, view: View, tones: Tones) -> None:
    """Three coils piled to one side, as a court lady wears them."""
    for middle, rx, ry in (((-22, -146), 54, 40), ((30, -172), 52, 38), ((60, -136), 40, 34)):
        _knot(ink, view, tones, middle, rx, ry)


def _ponytail(ink: Ink, view: View, tones: Tones) -> None:
    tail = [(-20, -136), (-84, -146), (-134, -96), (-140, 10), (-122, 120), (-94, 190)]
    inner = [(-94, 190), (-98, 90), (-100, 0), (-86, -60), (-40, -100)]
    ink.path(shape(tail, inner), fill=tones.hair)
    ink.path(
        brush([(-60, -132), (-112, -90), (-120, 0), (-108, 110)], 9), fill=tones.hair_shine, opacity=0.32
    )


def _ribbon(ink: Ink, view: View, tones: Tones) -> None:
    _knot(ink, view, tones, (0, -148), 36, 32)
    for run in (
        [(-10, -140), (-110, -120), (-150, -20), (-138, 90)],
        [(-8, -138), (-96, -90), (-120, 20), (-104, 140)],
    ):
        ink.path(brush(run, 13, start=0.7, end=0.7), fill=tones.second)


def _crown(ink: Ink, view: View, tones: Tones) -> None:
    """A topknot in a small metal crown with a pin through it."""
    _knot(ink, view, tones, (0, -152), 38, 34)
    _stick(ink, tones, [(-74, -150), (74, -156)], 6)
    band = [(-40, -132), (-34, -166), (-20, -156), (0, -184), (20, -156), (34, -166), (40, -132)]
    ink.path(
        shape(*([a, b] for a, b in zip(band, band[1:], strict=False)), [(40, -132), (0, -122), (-40, -132)]),
        fill=tones.metal,
    )
    ink.path(
        brush([(-38, -136), (0, -127), (38, -136)], 5, start=0.8, end=0.8), fill=darken(tones.metal, 0.35)
    )
    ink.circle(0, -148, 7, fill=tones.lit("#b5423f", 0.5))
    ink.circle(view.lit * 2, -150, 2.4, fill="#ffffff", opacity=0.7)


def _stick(ink: Ink, tones: Tones, line: list[Point], width: float) -> None:
    ink.path(brush(line, width, start=0.8, end=0.8), fill=tones.metal)
    ink.circle(*line[0], width * 0.95, fill=tones.metal)


def _hairpin(ink: Ink, view: View, tones: Tones, at: Point) -> None:
    """A pin with beads that hang and swing (buyao)."""
    x, y = at
    ink.path(brush([(x - 44, y + 8), (x + 26, y - 10)], 5, start=0.9, end=0.9), fill=tones.metal)
    for step in range(5):
        ink.circle(*on_circle(x + 26, y - 10, 10.5, step / 5), 7, fill=tones.metal)
    ink.circle(x + 26, y - 10, 5.5, fill=tones.lit("#c8413e", 0.5))
    for dx, long in ((18, 38), (26, 48), (34, 36)):
        ink.stroke(f"M{x + dx},{y - 2} v{long}", tones.metal, 2)
        ink.circle(x + dx, y + long, 4.2, fill=tones.lit("#f2dede", 0.5))


def _flowers(ink: Ink, view: View, tones: Tones, places: list[Point]) -> None:
    for index, (x, y) in enumerate(places):
        size = 12 - index * 1.5
        petal = lighten(tones.main, 0.45 + 0.12 * index)
        for turn in range(5):
            ink.circle(*on_circle(x, y, size * 0.8, turn / 5), size * 0.62, fill=petal)
        ink.circle(x, y, size * 0.42, fill=tones.metal)


def _cuff(ink: Ink, view: View, tones: Tones) -> None:
    """The high root of a ponytail, held by a metal cuff."""
    _knot(ink, view, tones, (-6, -146), 34, 28)
    ink.path(
        shape([(-34, -134), (-6, -124), (24, -136)], [(24, -136), (20, -158), (-8, -150), (-34, -156)]),
        fill=tones.metal,
    )
    ink.circle(-6, -141, 6, fill=tones.lit("#3f8f86", 0.5))


def _scholar(ink: Ink, view: View, tones: Tones) -> None:
    """A scholar's soft square cap with two ribbons behind."""
    cap = [(-88, -58), (-84, -130), (-60, -172), (0, -182), (60, -172), (84, -130), (88, -58)]
    cloth = tones.lit(darken(tones.second, 0.45))
    ink.path(shape(cap, [(88, -58), (44, -84), (0, -92), (-44, -84), (-88, -58)]), fill=cloth)
    ink.path(
        brush([(-88, -62), (-44, -88), (0, -96), (44, -88), (88, -62)], 12, start=0.8, end=0.8),
        fill=lighten(cloth, 0.14),
    )
    ink.path(
        shape(
            [(-70, -126), (-50, -164), (0, -174)],
            [(0, -174), (-10, -130), (-20, -96)],
            [(-20, -96), (-60, -84), (-70, -126)],
        ),
        fill=lighten(cloth, 0.08),
        opacity=0.6,
    )
    ink.rect(-11, -104, 22, 18, rx=4, fill=tones.metal)


def _gauze(ink: Ink, view: View, tones: Tones) -> None:
    """The black gauze hat of an official with its two wings."""
    black = tones.lit("#1b1b22", 0.8)
    for side in (-1, 1):
        wing = [(70, -108), (140, -122), (214, -112), (222, -100), (206, -92), (140, -98), (70, -92)]
        ink.path(curve(flipped(wing, side), closed=True), fill=black)
        ink.path(brush(flipped([(80, -102), (140, -112), (206, -102)], side), 4), fill=lighten(black, 0.25))
    low = [(-94, -52), (-92, -104), (-70, -128), (70, -128), (92, -104), (94, -52)]
    ink.path(shape(low, [(94, -52), (50, -76), (0, -82), (-50, -76), (-94, -52)]), fill=black)
    ink.path(
        curve([(-62, -120), (-56, -168), (0, -184), (56, -168), (62, -120)], closed=True),
        fill=lighten(black, 0.07),
    )
    ink.path(
        brush([(-92, -60), (-50, -82), (0, -88), (50, -82), (92, -60)], 9, start=0.8, end=0.8),
        fill=lighten(black, 0.16),
    )
    ink.rect(-13, -112, 26, 26, rx=6, fill=tones.metal)
    ink.circle(0, -99, 6, fill=tones.lit("#3f8f86", 0.5))


def _diadem(ink: Ink, view: View, tones: Tones) -> None:
    """An emperor's crown: a board over the head with strings of beads at the front."""
    gold = tones.lit("#e0b04a", 0.5)
    black = tones.lit("#1d1a20", 0.7)
    ink.path(
        shape([(-66, -98), (-60, -158), (60, -158), (66, -98)], [(66, -98), (0, -110), (-66, -98)]),
        fill=black,
    )
    ink.path(brush([(-68, -96), (0, -108), (68, -96)], 11, start=0.9, end=0.9), fill=gold)
    ink.circle(0, -130, 14, fill=gold)
    ink.circle(0, -130, 7, fill=tones.lit("#b5322f", 0.5))
    ink.path(
        shape([(-128, -152), (0, -166), (128, -152)], [(128, -152), (112, -182), (0, -190), (-112, -182)]),
        fill=black,
    )
    ink.path(brush([(-128, -152), (0, -166), (128, -152)], 8, start=0.9, end=0.9), fill=gold)
    for step in range(7):
        x = -96 + step * 32
        ink.stroke(f"M{x},-156 v{54 - abs(step - 3) * -5}", gold, 1.6)
        for bead in range(4):
            ink.circle(
                x,
                -146 + bead * 15,
                4,
                fill=tones.lit(("#b5322f", "#e8e2d0", "#3f8f86", "#e0b04a")[bead], 0.5),
            )
