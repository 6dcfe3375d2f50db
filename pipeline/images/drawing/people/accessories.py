"""What people wear on face and head besides clothes: beards, glasses, hats, earrings, marks."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, curve, lighten, mix
from pipeline.images.drawing.people.eyes import EYE_X, EYE_Y
from pipeline.images.drawing.people.head import chin
from pipeline.images.drawing.people.pen import brush, flipped, mirrored, points, shape
from pipeline.images.drawing.people.sitter import Sitter
from pipeline.story import Age, Era


def on_skin(ink: Ink, who: Sitter) -> None:
    """Beards, moles and scars: they lie under the hair and beside the mouth."""
    look, view, tones = who.look, who.view, who.tones
    if "beard" in look.extras:
        _beard(ink, who)
    if look.extras & {"beard", "moustache"}:
        _moustache(ink, who)
    if "mole" in look.extras:
        ink.circle(*view.at(30 * view.left, 44), 2.8, fill=tones.line, opacity=0.85)
    if "scar" in look.extras:
        ink.path(
            brush(view.on(flipped([(34, -34), (46, 6), (52, 56)], view.left)), 5),
            fill=tones.skin_line,
            opacity=0.75,
        )
        ink.path(
            brush(view.on(flipped([(32, -34), (44, 6), (50, 54)], view.left)), 2),
            fill=lighten(tones.skin, 0.4),
        )


def _beard(ink: Ink, who: Sitter) -> None:
    """A long pointed beard in the old times, a trimmed one today."""
    look, view, tones = who.look, who.view, who.tones
    low = chin(look)
    if look.era is Era.ANCIENT:
        long = 250.0 if look.age is Age.OLD else 196.0
        half: list[Point] = [(24, 98), (30, low + 4), (24, low + 50), (0, long)]
        lip: list[Point] = [(-24, 98), (0, 103), (24, 98)]
        data = shape(*(view.on(run, 4) for run in (mirrored(half), lip, half)))
        ink.path(data, fill=tones.hair)
        for x in (-12, 0, 12):
            ink.path(
                brush(view.on([(x, 104), (x * 1.2, low + 30), (x * 0.3, long - 14)], 4), 4),
                fill=tones.hair_shine,
                opacity=0.4,
            )
        return
    jaw = [(86, 24), (72, 74), (46, 106), (18, low + 2), (0, low + 3)]
    inner = points("0,104 22,102 34,84 56,60 82,22")
    color = mix(tones.hair, tones.skin, 0.12)
    for side in (-1, 1):
        ink.path(shape(view.on(flipped(jaw, side)), view.on(flipped(inner, side))), fill=color, opacity=0.85)


def _moustache(ink: Ink, who: Sitter) -> None:
    look, view, tones = who.look, who.view, who.tones
    long = 40 if look.era is Era.ANCIENT else 27
    for side in (-1, 1):
        sweep = [(2, 74), (14, 72.5), (26, 77), (long, 96 if look.era is Era.ANCIENT else 82)]
        ink.path(brush(view.on(flipped(sweep, side), 5), 8.5, start=0.5), fill=tones.hair)


def glasses(ink: Ink, who: Sitter) -> None:
    """Thin frames before the eyes; they are drawn with every state of the eyes."""
    look, view, tones = who.look, who.view, who.tones
    if "glasses" not in look.extras:
        return
    frame = tones.lit(look.lot("frame", ("#2a2b30", "#b08d4c", "#6b4a3a", "#8d949c")), 0.5)
    round_ = look.lot("lens", (True, False)) or look.era is Era.REPUBLICAN
    for side in (-1, 1):
        lens: list[Point] = points("-31,-4 -26,-24 0,-28 27,-24 32,-3 25,20 0,26 -25,20")
        if not round_:
            lens = points("-31,-18 0,-22 32,-20 32,8 24,20 -22,20 -30,8")
        placed = [view.at(side * (EYE_X + x), EYE_Y + 1 + y, 6) for x, y in lens]
        data = curve(placed, closed=True)
        ink.path(data, fill="#ffffff", opacity=0.1)
        ink.path(data, fill="none", stroke=frame, stroke_width=3.6)
        glint = [view.at(side * EYE_X - 14, EYE_Y - 14, 6), view.at(side * EYE_X - 4, EYE_Y - 18, 6)]
        ink.path(brush(glint, 3), fill="#ffffff", opacity=0.6)
        if not (view.turn and side == 1):
            ink.stroke(curve([view.at(side * 72, EYE_Y - 6, 6), view.at(side * 90, EYE_Y - 10, 0)]), frame, 3)
    ink.stroke(
        curve([view.at(-9, EYE_Y - 4, 8), view.at(0, EYE_Y - 8, 10), view.at(9, EYE_Y - 4, 8)]), frame, 3.4
    )


def earrings(ink: Ink, who: Sitter) -> None:
    """Drops at the lobes that are seen."""
    look, view, tones = who.look, who.view, who.tones
    if "earrings" not in look.extras or look.ears_covered:
        return
    for side in (-1, 1):
        if view.turn and side == 1:
            continue
        x, y = side * 86.0, 48.0
        if look.era in (Era.ANCIENT, Era.REPUBLICAN):
            ink.stroke(f"M{x},{y} v16", tones.metal, 2.4)
            ink.path(
                curve([(x, y + 14), (x + 6, y + 26), (x, y + 34), (x - 6, y + 26)], closed=True),
                fill=tones.metal,
            )
        ink.circle(x, y, 4.4, fill=tones.metal)
        ink.circle(x + view.lit, y - 1.4, 1.4, fill="#ffffff")
