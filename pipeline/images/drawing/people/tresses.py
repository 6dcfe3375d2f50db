"""What hangs: hair behind the head and body, and locks, braids and tails that fall over the shoulders."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point
from pipeline.images.drawing.people.pen import View, brush, flipped, mirrored, points, shape
from pipeline.images.drawing.people.sitter import Sitter

#: Half outlines from the crown to the middle below, of the hair that hangs behind.
_BEHIND: dict[str, list[Point]] = {
    "nape": points("0,-110 84,-60 88,20 64,84 36,108 0,112"),
    "bob": points("0,-130 80,-104 106,-30 112,50 108,112 84,138 40,128 0,124"),
    "lob": points("0,-130 80,-104 106,-30 114,70 118,160 104,204 50,210 0,200"),
    "straight": points("0,-130 80,-104 106,-30 114,90 122,240 116,380 84,410 0,414"),
    "waves": points("0,-130 84,-106 110,-30 106,50 134,120 120,200 142,280 116,360 60,384 0,370"),
    "curled": points("0,-130 84,-106 110,-36 108,26 130,66 126,110 96,126 40,112 0,110"),
    "long": points("0,-130 78,-106 102,-30 108,80 126,240 128,430 112,560 60,600 0,606"),
    "mane": points("0,-130 70,-116 94,-70 70,40 58,90 0,100"),
    "tails": points("0,-120 84,-80 92,0 64,84 0,100"),
    "braids": points("0,-120 86,-80 96,0 76,84 0,104"),
    "pigtails": points("0,-120 84,-80 90,0 60,80 0,96"),
    "": points("0,-118 84,-80 92,-6 70,60 40,92 0,96"),
}


def behind(ink: Ink, who: Sitter) -> None:
    """The hair behind the neck and body."""
    look, view, tones = who.look, who.view, who.tones
    if look.hairdo.fringe == "none":
        return
    half = _BEHIND[look.hairdo.back]
    data = shape(half, mirrored(half))
    low = max(y for _, y in half)
    fill = ink.linear(
        (0, -60), (0, low), (0, tones.hair_dark, 1), (0.5, tones.hair_dark, 1), (1, tones.hair, 1)
    )
    ink.path(data, fill=fill)
    if look.hairdo.back == "mane":
        _mane(ink, who)
    if view.fine and low > 150:
        for x in (-92, -70, 66, 90):
            strand = [(x, 60), (x * 1.1, low * 0.4), (x * 1.12, low * 0.7), (x * 0.95, low * 0.96)]
            ink.path(brush(strand, 5), fill=tones.hair_shine, opacity=0.28)


def _mane(ink: Ink, who: Sitter) -> None:
    """The hanging part of a high ponytail, swung to the side away from the face."""
    view, tones = who.view, who.tones
    tail = points("-6,-150 -96,-128 -150,-30 -158,120 -136,280 -104,370")
    inner = points("-104,370 -100,250 -108,120 -96,0 -60,-70 -6,-120")
    ink.path(shape(tail, inner), fill=tones.hair)
    if view.fine:
        ink.path(
            brush(points("-70,-110 -128,-20 -136,120 -116,300"), 7),
            fill=tones.hair_shine,
            opacity=0.35,
        )
        ink.path(brush(points("-60,-90 -108,0 -118,130 -106,280"), 4), fill=tones.hair_dark, opacity=0.6)


def over(ink: Ink, who: Sitter) -> None:
    """The hair that falls in front of the shoulders."""
    look = who.look
    match look.hairdo.back:
        case "straight" | "lob" | "bob":
            _curtains(ink, who, {"straight": 360, "lob": 196, "bob": 126}[look.hairdo.back], 4)
        case "waves":
            _wavy(ink, who, 330)
        case "curled":
            _wavy(ink, who, 112)
        case "long":
            _sidelocks(ink, who, 330 if look.female else 190)
        case "braids":
            _braids(ink, who)
        case "tails" | "pigtails":
            _tails(ink, who, high=look.hairdo.back == "pigtails")
    if look.hairdo.back in ("", "mane") and look.female:
        _tendrils(ink, who)


def _curtains(ink: Ink, who: Sitter, low: float, bend: float) -> None:
    """Straight hair on both sides of the face, to *low*."""
    for side in (-1, 1):
        outer = [(97, 0), (105, 60), (108 + bend, low * 0.6), (97, low)]
        inner = [(100, low), (78, low * 0.94), (82, low * 0.5), (84, 60), (80, 10)]
        _lock(ink, who, flipped(outer, side), flipped(inner, side), side)


def _wavy(ink: Ink, who: Sitter, low: float) -> None:
    for side in (-1, 1):
        outer = [(98, 0), (112, 50), (104, low * 0.36), (126, low * 0.62), (112, low * 0.84), (92, low)]
        inner = [(92, low), (84, low * 0.86), (96, low * 0.62), (76, low * 0.4), (84, 52), (80, 10)]
        _lock(ink, who, flipped(outer, side), flipped(inner, side), side)


def _sidelocks(ink: Ink, who: Sitter, low: float) -> None:
    """Thin long locks before the ears."""
    for side in (-1, 1):
        outer = [(97, -10), (102, 50), (104, low * 0.55), (92, low)]
        inner = [(92, low), (86, low * 0.6), (88, 60), (83, -10)]
        _lock(ink, who, flipped(outer, side), flipped(inner, side), side)


def _tendrils(ink: Ink, who: Sitter) -> None:
    """Short curled locks before the ears, where the rest of the hair is put up."""
    for side in (-1, 1):
        outer: list[Point] = points("93,-24 96,26 99,70 88,118")
        inner: list[Point] = points("88,118 90,72 86,30 82,-24")
        _lock(ink, who, flipped(outer, side), flipped(inner, side), side)


def _lock(ink: Ink, who: Sitter, outer: list[Point], inner: list[Point], side: int) -> None:
    view, tones = who.view, who.tones
    outer, inner = [_hung(point, view) for point in outer], [_hung(point, view) for point in inner]
    ink.path(shape(outer, inner), fill=who.lit(side, tones.hair))
    if view.fine:
        middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(outer, inner[::-1], strict=False)]
        ink.path(brush(middle[1:], 4), fill=tones.hair_shine, opacity=0.3 if side == view.lit else 0.15)


def _hung(point: Point, view: View) -> Point:
    """Where a point of a lock lies: beside the face it turns with the head, further down it hangs free."""
    x, y = point
    turned, _ = view.at(min(max(x, -99.0), 99.0), y, 8)
    share = min(max(1 - (y - 20) / 120, 0.2), 1.0)
    return x + (turned - min(max(x, -99.0), 99.0)) * share, y


def _braids(ink: Ink, who: Sitter) -> None:
    """Two plaits over the shoulders, tied with the colour of the clothes' trim."""
    look, view, tones = who.look, who.view, who.tones
    count = 7 if look.age is not look.age.CHILD else 5
    for side in (-1, 1):
        fill = who.lit(side, tones.hair)
        for step in range(count):
            x, y, r = side * (92 + 8 * min(step, 2) - step), 78 + step * 34, 19 - step * 0.9
            for turn in (-1, 1):
                knot = [
                    (x - turn * r, y - 18),
                    (x + turn * r * 0.9, y - 4),
                    (x + turn * r * 0.6, y + 18),
                    (x - turn * r * 0.3, y + 14),
                ]
                ink.path(shape(knot), fill=fill)
                if view.fine:
                    ink.path(
                        brush([(x - turn * r, y - 14), (x + turn * r * 0.7, y + 4)], 3),
                        fill=tones.hair_shine,
                        opacity=0.35,
                    )
        end = 78 + count * 34
        x = side * (108 - count)
        ink.path(
            shape(
                [(x - 9, end - 12), (x - 14, end + 26), (x, end + 50)],
                [(x, end + 50), (x + 14, end + 26), (x + 9, end - 12)],
            ),
            fill=fill,
        )
        ink.rect(
            x - 12, end - 18, 24, 12, rx=5, fill=tones.lit(look.trim if look.trim != "#ffffff" else look.main)
        )


def _tails(ink: Ink, who: Sitter, *, high: bool) -> None:
    """A tail of hair behind each ear, with a ribbon; *high* ones spring from the side of the head."""
    view, tones = who.view, who.tones
    low, top = (210, -20) if high else (300, 66)
    for side in (-1, 1):
        outer = [
            (90, top - 16),
            (128 if high else 112, top + 10),
            (136 if high else 116, low * 0.6),
            (104, low),
        ]
        inner = [(104, low), (96, low * 0.7), (88, top + 60), (84, top + 14)]
        ink.path(
            shape(flipped(outer, side), flipped(inner, side)),
            fill=who.lit(side, tones.hair),
        )
        if view.fine:
            line = [(104, top + 10), (114, low * 0.5), (104, low * 0.9)]
            ink.path(brush(flipped(line, side), 5), fill=tones.hair_shine, opacity=0.3)
        ink.ellipse(
            side * 96, top, 9, 15, fill=tones.main, transform=f"rotate({side * 24} {side * 96} {top})"
        )
