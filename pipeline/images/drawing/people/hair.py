"""The hair on the skull: a cap with the fringe of the hairdo, its strands and its shine."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.images.drawing.ink import Ink, Point
from pipeline.images.drawing.people.head import outline
from pipeline.images.drawing.people.look import Look
from pipeline.images.drawing.people.pen import View, brush, mirrored, shape
from pipeline.images.drawing.people.tones import Tones

_Run = list[Point]
#: The hairline of a fringe from right to left, as smooth runs with corners between.
_Fringe = Callable[[], list[_Run]]

_TEMPLE: _Run = [(84, 42), (82, 6), (75, -34)]


def _both(*runs: _Run) -> list[_Run]:
    """Runs of the right half, from the ear to the middle, and the same on the left."""
    return [*runs, *(mirrored(run) for run in reversed(runs))]


def _center() -> list[_Run]:
    return _both([(86, 44), (80, -4), (66, -36), (40, -62), (15, -84), (0, -102)])


def _heart() -> list[_Run]:
    """Two arcs that meet in a point on the forehead."""
    return _both([(86, 44), (82, -4), (70, -42), (40, -66), (0, -54)])


def _side() -> list[_Run]:
    return [
        [(86, 44), (82, 4), (72, -22), (42, -44), (-4, -72), (-36, -104)],
        [(-36, -104), (-48, -76), (-68, -40), (-80, -2), (-86, 44)],
    ]


def _swept() -> list[_Run]:
    return [
        [(86, 44), (82, -2), (72, -44), (52, -84), (38, -104)],
        [(38, -104), (18, -66), (-24, -38), (-66, -24), (-80, -12)],
        [(-80, -12), (-84, 8), (-86, 44)],
    ]


def _full() -> list[_Run]:
    tips = [
        (74, -30),
        (58, -26),
        (52, -33),
        (30, -25),
        (22, -32),
        (0, -24),
        (-10, -32),
        (-28, -25),
        (-36, -33),
        (-58, -26),
        (-74, -30),
    ]
    return [
        [(86, 44), (83, 4), (74, -30)],
        *([a, _sag(a, b), b] for a, b in zip(tips, tips[1:], strict=False)),
        [(-74, -30), (-83, 4), (-86, 44)],
    ]


def _sag(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 2.5


def _airy() -> list[_Run]:
    """Thin locks that leave the forehead to be seen between them."""
    tips = [
        (70, -44),
        (72, -6),
        (56, -42),
        (50, -24),
        (38, -48),
        (27, -23),
        (16, -46),
        (4, -28),
        (-6, -48),
        (-20, -22),
        (-30, -46),
        (-46, -25),
        (-54, -42),
        (-71, -6),
        (-70, -44),
    ]
    return [
        [(86, 44), (82, 0), (70, -44)],
        *([a, _sag(a, b), b] for a, b in zip(tips, tips[1:], strict=False)),
        [(-70, -44), (-82, 0), (-86, 44)],
    ]


def _back() -> list[_Run]:
    return _both([(84, 24), (81, -18), (70, -60), (42, -82), (0, -84)])


def _peak() -> list[_Run]:
    return _both([(84, 24), (82, -16), (74, -56), (48, -80), (22, -82), (0, -68)])


def _locks() -> list[_Run]:
    """Combed back, with two long locks that fall beside the eyes."""
    return _both([(90, 96), (82, 30), (70, -36)], [(70, -36), (50, -76), (14, -92), (0, -88)])


def _waves() -> list[_Run]:
    """Finger waves, pressed to the forehead on one side."""
    return [
        [(90, 46), (80, 22), (85, -2), (72, -26), (64, -50), (30, -60), (-12, -76), (-44, -106)],
        [(-44, -106), (-66, -72), (-76, -44), (-86, -24), (-80, 2), (-88, 46)],
    ]


def _curtain() -> list[_Run]:
    return _both([(86, 40), (84, 6), (82, -14)], [(82, -14), (66, -24), (40, -48), (16, -78), (2, -104)])


def _slick() -> list[_Run]:
    return _both([(84, 18), (80, -22), (72, -62), (44, -86), (0, -90)])


def _parted() -> list[_Run]:
    return [
        [(84, 18), (80, -18), (74, -44)],
        [(74, -44), (58, -56), (20, -70), (-20, -84), (-40, -108)],
        [(-40, -108), (-58, -82), (-74, -50), (-80, -18), (-84, 18)],
    ]


def _combed() -> list[_Run]:
    return [
        [(84, 18), (80, -18), (74, -40)],
        [(74, -40), (40, -36), (0, -46), (-34, -66), (-52, -90)],
        [(-52, -90), (-68, -60), (-80, -18), (-84, 18)],
    ]


def _crop() -> list[_Run]:
    return _both([(84, 14), (80, -22), (74, -58)], [(74, -58), (36, -66), (0, -67)])


def _spiky() -> list[_Run]:
    tips = [
        (74, -44),
        (64, -28),
        (52, -50),
        (38, -30),
        (22, -54),
        (4, -32),
        (-14, -56),
        (-34, -32),
        (-48, -54),
        (-64, -30),
        (-74, -46),
    ]
    return [
        [(84, 18), (80, -16), (74, -44)],
        *([a, b] for a, b in zip(tips, tips[1:], strict=False)),
        [(-74, -46), (-80, -16), (-84, 18)],
    ]


def _mop() -> list[_Run]:
    tips = [
        (76, -32),
        (58, -24),
        (48, -34),
        (26, -22),
        (14, -34),
        (-8, -24),
        (-22, -36),
        (-44, -24),
        (-54, -34),
        (-76, -30),
    ]
    return [
        [(86, 24), (82, -8), (76, -32)],
        *([a, _sag(a, b), b] for a, b in zip(tips, tips[1:], strict=False)),
        [(-76, -30), (-82, -8), (-86, 24)],
    ]


def _quiff() -> list[_Run]:
    return _both([(84, 16), (80, -20), (74, -60)], [(74, -60), (48, -84), (10, -88), (0, -88)])


def _receding() -> list[_Run]:
    return _both([(84, 20), (82, -20), (80, -52)], [(80, -52), (62, -86), (52, -106), (24, -100), (0, -98)])


_FRINGES: dict[str, _Fringe] = {
    "center": _center, "heart": _heart, "side": _side, "swept": _swept, "full": _full, "airy": _airy, "back": _back,
    "peak": _peak, "locks": _locks, "waves": _waves, "curtain": _curtain, "slick": _slick, "parted": _parted,
    "combed": _combed, "crop": _crop, "spiky": _spiky, "mop": _mop, "quiff": _quiff, "receding": _receding,
}  # fmt: skip
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
_SHORT = ("slick", "parted", "combed", "crop", "spiky", "mop", "quiff", "receding")


def _crown(look: Look) -> _Run:
    """The outside of the hair over the skull, from the left ear to the right."""
    fringe = look.hairdo.fringe
    if fringe == "spiky":
        return [
            (-93, 16),
            (-100, -30),
            (-97, -66),
            (-104, -84),
            (-84, -100),
            (-82, -122),
            (-54, -126),
            (-40, -146),
            (-14, -138),
            (12, -152),
            (32, -138),
            (62, -142),
            (66, -120),
            (92, -112),
            (90, -86),
            (103, -74),
            (97, -40),
            (93, 16),
        ]
    if fringe == "quiff":
        return [
            (-92, 14),
            (-97, -34),
            (-92, -80),
            (-70, -118),
            (-30, -140),
            (20, -154),
            (62, -146),
            (88, -112),
            (96, -64),
            (97, -30),
            (92, 14),
        ]
    if fringe in ("crop", "receding", "slick"):
        high = {"crop": -128, "receding": -124, "slick": -134}[fringe]
        return [
            (-90, 14),
            (-95, -34),
            (-88, -82),
            (-58, high + 14),
            (0, high),
            (58, high + 14),
            (88, -82),
            (95, -34),
            (90, 14),
        ]
    if fringe in _SHORT:
        return [
            (-92, 18),
            (-98, -30),
            (-94, -76),
            (-66, -122),
            (-10, -143),
            (48, -134),
            (86, -96),
            (99, -40),
            (92, 18),
        ]
    return [(-86, 44), (-99, 0), (-97, -60), (-68, -114), (0, -136), (68, -114), (97, -60), (99, 0), (86, 44)]


def front(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """The cap of hair with its fringe; nothing for a shaved head."""
    fringe = look.hairdo.fringe
    if fringe == "none":
        return
    inner = [view.on(run, 6) for run in _FRINGES[fringe]()]
    outside = _crown(look)
    data = shape(outside, *inner)
    with ink.group(clip_path=ink.clip(outline(look, view))):
        ink.path(data, fill=tones.skin_shade, transform=f"translate({-3 * view.lit} 11)")
    ink.path(data, fill=tones.hair)
    with ink.group(clip_path=ink.clip(data)):
        away = -view.lit
        dark = [(away * 40, -150), (away * 64, -90), (away * 80, -20), (away * 78, 110)]
        ink.path(shape(dark, [(away * 130, 110), (away * 130, -150)]), fill=tones.hair_dark, opacity=0.6)
        _strands(ink, look, view, tones)
        _shine(ink, look, view, tones)


def _strands(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """Lines of the comb: away from the parting, or back from the forehead."""
    if not view.fine:
        return
    start = _PARTINGS.get(look.hairdo.fringe)
    for side in (-1, 1):
        for step in range(5):
            if start is None:
                x = side * (10 + step * 19)
                line = [(x * 0.55, -138 + step * 3), (x * 0.85, -104 + step * 7), (x * 1.02, -52 + step * 8)]
            else:
                x = start * 0.8
                line = [
                    (x, -136),
                    (x + side * (26 + step * 14), -112 + step * 12),
                    (side * (66 + step * 8), -62 + step * 18),
                    (side * (84 + step * 4), 0 + step * 14),
                ]
            ink.path(brush(view.on(line, 8), 3.2), fill=tones.hair_dark, opacity=0.6)


def _shine(ink: Ink, look: Look, view: View, tones: Tones) -> None:
    """A band of light around the crown, broken by the strands."""
    arc = [(-80, -58), (-62, -88), (-26, -107), (22, -107), (60, -88), (80, -58)]
    under = [
        (80, -58),
        (66, -74),
        (60, -66),
        (44, -88),
        (34, -78),
        (12, -95),
        (2, -82),
        (-20, -95),
        (-34, -80),
        (-48, -86),
        (-60, -70),
        (-80, -58),
    ]
    band = shape(view.on(arc, 8), view.on(under, 8))
    strong = 0.5 if view.fine else 0.4
    x = view.lit * 100.0
    fade = ink.linear(
        (-x, 0),
        (x, 0),
        (0, tones.hair_shine, 0),
        (0.5, tones.hair_shine, strong * 0.55),
        (1, tones.hair_shine, strong),
    )
    ink.path(band, fill=fade)
