"""What people wear on face and head besides clothes: beards, glasses, hats, earrings, marks."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten, mix
from pipeline.images.drawing.people.eyes import EYE_X, EYE_Y
from pipeline.images.drawing.people.head import chin
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View, brush, flipped, mirrored, shape
from pipeline.images.drawing.people.tones import Tones
from pipeline.story import Age, Era


def on_skin(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """Beards, moles and scars: they lie under the hair and beside the mouth."""
    if "beard" in look.extras:
        _beard(ink, look, view, tones)
    if look.extras & {"beard", "moustache"}:
        _moustache(ink, look, view, tones)
    if "mole" in look.extras:
        ink.circle(*view.at(30, 44), 2.8, fill=tones.line, opacity=0.85)
    if "scar" in look.extras:
        ink.path(brush(view.on([(-34, -34), (-46, 6), (-52, 56)]), 5), fill=tones.skin_line, opacity=0.75)
        ink.path(brush(view.on([(-32, -34), (-44, 6), (-50, 54)]), 2), fill=lighten(tones.skin, 0.4))


def _beard(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """A long pointed beard in the old times, a trimmed one today."""
    low = chin(look)
    if look.era is Era.ANCIENT:
        long = 250.0 if look.age is Age.OLD else 196.0
        half = [(24, 98), (30, low + 4), (24, low + 50), (0, long)]
        data = shape(view.on(mirrored(half), 4)[::-1][::-1], view.on(half, 4)[1:])
        ink.path(data, fill=tones.hair)
        for x in (-12, 0, 12):
            ink.path(
                brush(view.on([(x, 104), (x * 1.2, low + 30), (x * 0.3, long - 14)], 4), 4),
                fill=tones.hair_shine,
                opacity=0.4,
            )
        return
    jaw = [(86, 24), (72, 74), (46, 106), (18, low + 2), (0, low + 3)]
    inner = [(0, 104), (22, 102), (34, 84), (56, 60), (82, 22)]
    color = mix(tones.hair, tones.skin, 0.12)
    for side in (-1, 1):
        ink.path(shape(view.on(flipped(jaw, side)), view.on(flipped(inner, side))), fill=color, opacity=0.85)


def _moustache(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    long = 40 if look.era is Era.ANCIENT else 27
    for side in (-1, 1):
        sweep = [(2, 74), (14, 72.5), (26, 77), (long, 96 if look.era is Era.ANCIENT else 82)]
        ink.path(brush(view.on(flipped(sweep, side), 5), 8.5, start=0.5), fill=tones.hair)


def glasses(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """Thin frames before the eyes; they are drawn with every state of the eyes."""
    if "glasses" not in look.extras:
        return
    frame = tones.lit(look.lot("frame", ("#2a2b30", "#b08d4c", "#6b4a3a", "#8d949c")), 0.5)
    round_ = look.lot("lens", (True, False)) or look.era is Era.REPUBLICAN
    for side in (-1, 1):
        lens: list[Point] = [
            (-31, -4),
            (-26, -24),
            (0, -28),
            (27, -24),
            (32, -3),
            (25, 20),
            (0, 26),
            (-25, 20),
        ]
        if not round_:
            lens = [(-31, -18), (0, -22), (32, -20), (32, 8), (24, 20), (-22, 20), (-30, 8)]
        points = [view.at(side * (EYE_X + x), EYE_Y + 1 + y, 6) for x, y in lens]
        data = curve(points, closed=True)
        ink.path(data, fill="#ffffff", opacity=0.1)
        ink.path(data, fill="none", stroke=frame, stroke_width=3.6)
        glint = [view.at(side * EYE_X - 14, EYE_Y - 14, 6), view.at(side * EYE_X - 4, EYE_Y - 18, 6)]
        ink.path(brush(glint, 3), fill="#ffffff", opacity=0.6)
        if not (view.turn and side == 1):
            ink.stroke(curve([view.at(side * 72, EYE_Y - 6, 6), view.at(side * 90, EYE_Y - 10, 0)]), frame, 3)
    ink.stroke(
        curve([view.at(-9, EYE_Y - 4, 8), view.at(0, EYE_Y - 8, 10), view.at(9, EYE_Y - 4, 8)]), frame, 3.4
    )


def earrings(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """Drops at the lobes that are seen."""
    if "earrings" not in look.extras:
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


def hat(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """The hat that goes with the era or the uniform."""
    if look.garment in ("police", "army", "nurse"):
        _peaked(ink, look, view, tones) if look.garment != "nurse" else _nurse_cap(ink, tones)
    elif "hat" in look.extras and look.hairdo.top not in ("gauze", "diadem"):
        {Era.ANCIENT: _straw, Era.REPUBLICAN: _fedora, Era.MODERN: _cap, Era.FUTURE: _cap}[look.era](
            ink, look, view, tones
        )
    elif look.garment == "bride":
        _phoenix(ink, view, tones)
    elif look.garment == "wedding":
        _veil(ink, tones)
    elif look.garment == "armour":
        _helmet(ink, look, view, tones)


def under_hat(look: Look) -> bool:
    """Whether a hat hides what sits on the hair."""
    if look.garment in ("police", "army", "bride"):
        return True
    return "hat" in look.extras and look.hairdo.top not in ("gauze", "diadem", "tail")


def _crown_of(color: str, tones: Tones, ink: Ink, points: list[Point], view: View) -> None:
    data = shape(points)
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


def _straw(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """A wide conical hat of bamboo."""
    straw = tones.lit("#c9a766")
    _crown_of(
        straw,
        tones,
        ink,
        [(-176, -62), (-60, -150), (0, -192), (60, -150), (176, -62), (90, -56), (0, -70), (-90, -56)],
        view,
    )
    for x in (-120, -70, -24, 24, 70, 120):
        ink.path(brush([(0, -190), (x * 0.5, -130), (x, -66)], 3), fill=darken(straw, 0.4), opacity=0.5)


def _fedora(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    felt = tones.lit(look.lot("felt", ("#3a3531", "#54504c", "#6e5b47", "#23252c")))
    _crown_of(
        felt,
        tones,
        ink,
        [(-86, -76), (-82, -150), (-44, -182), (0, -168), (44, -184), (82, -152), (86, -76), (0, -88)],
        view,
    )
    ink.path(brush([(-87, -84), (0, -98), (87, -84)], 24, start=0.95, end=0.95), fill=darken(felt, 0.5))
    ink.path(
        shape(
            [(-150, -66), (-96, -88), (0, -96), (96, -88), (150, -66)],
            [(150, -66), (80, -58), (0, -64), (-80, -58), (-150, -66)],
        ),
        fill=lighten(felt, 0.05),
    )


def _cap(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    color = tones.main
    _crown_of(
        color,
        tones,
        ink,
        [(-97, -62), (-92, -110), (-56, -150), (0, -162), (56, -150), (92, -110), (97, -62), (0, -80)],
        view,
    )
    ink.path(
        shape(
            [(-80, -68), (0, -84), (92, -68)],
            [(92, -68), (116 + 20 * view.turn, -42), (20, -52), (-70, -50), (-80, -68)],
        ),
        fill=tones.shade(color),
    )
    ink.circle(0, -160, 7, fill=tones.shade(color))


def _peaked(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """The peaked cap of a uniform with its badge."""
    cloth, dark = tones.main, tones.lit("#15161b")
    _crown_of(
        cloth,
        tones,
        ink,
        [(-92, -84), (-122, -122), (-100, -152), (0, -182), (100, -152), (122, -122), (92, -84), (0, -98)],
        view,
    )
    ink.path(
        shape([(-94, -62), (-92, -92), (0, -106), (92, -92), (94, -62)], [(94, -62), (0, -80), (-94, -62)]),
        fill=tones.second,
    )
    ink.path(
        shape([(-84, -64), (0, -80), (84, -64)], [(84, -64), (66, -42), (0, -48), (-66, -42), (-84, -64)]),
        fill=dark,
    )
    ink.path(brush([(-60, -58), (0, -68), (40, -62)], 4), fill="#ffffff", opacity=0.4)
    ink.path(
        curve([(-15, -146), (0, -152), (15, -146), (12, -126), (0, -116), (-12, -126)], closed=True),
        fill=tones.lit("#d9b04a", 0.5),
    )


def _nurse_cap(ink: Ink, tones: Tones) -> None:
    ink.path(
        shape(
            [(-60, -116), (0, -130), (60, -116)],
            [(60, -116), (72, -164), (0, -176), (-72, -164), (-60, -116)],
        ),
        fill=tones.lit("#fbfcfd"),
    )
    ink.path("M-5,-164 h10 v10 h10 v10 h-10 v10 h-10 v-10 h-10 v-10 h10 Z", fill=tones.lit("#c8413e", 0.5))


def _phoenix(ink: Ink, view: View, tones: Tones) -> None:
    """A bride's golden crown with pearls that hang at the temples."""
    gold, red = tones.lit("#e6b64e", 0.5), tones.lit("#c2282d", 0.5)
    fan = [
        (-84, -84),
        (-96, -140),
        (-60, -150),
        (-52, -184),
        (-20, -172),
        (0, -206),
        (20, -172),
        (52, -184),
        (60, -150),
        (96, -140),
        (84, -84),
    ]
    ink.path(
        shape(*([a, b] for a, b in zip(fan, fan[1:], strict=False)), [(84, -84), (0, -112), (-84, -84)]),
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


def _veil(ink: Ink, tones: Tones) -> None:
    white = tones.lit("#ffffff", 0.7)
    for side in (-1, 1):
        fall = [(10, -142), (74, -128), (118, -30), (150, 160), (168, 420)]
        back = [(168, 420), (108, 300), (106, 60), (92, -40), (54, -104), (10, -126)]
        ink.path(shape(flipped(fall, side), flipped(back, side)), fill=white, opacity=0.5)
    ink.path(brush([(-66, -112), (0, -136), (66, -112)], 10, start=0.6, end=0.6), fill=tones.metal)
    for x in (-44, -22, 0, 22, 44):
        ink.circle(x, -132 + abs(x) * 0.2, 7, fill=white)


def _helmet(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """A general's helmet with a plume; only where the description speaks of a hat or helmet."""
    if "hat" not in look.extras:
        return
    _crown_of(
        tones.main,
        tones,
        ink,
        [
            (-100, -40),
            (-98, -110),
            (-50, -160),
            (0, -172),
            (50, -160),
            (98, -110),
            (100, -40),
            (60, -64),
            (0, -72),
            (-60, -64),
        ],
        view,
    )
    ink.path(brush([(0, -170), (-10, -230), (-70, -250)], 30, start=0.5), fill=tones.lit("#b5322f"))
    ink.path(brush([(-100, -46), (0, -80), (100, -46)], 12, start=0.9, end=0.9), fill=tones.trim)
