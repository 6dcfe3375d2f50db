"""Fringes: the hairline of each hairdo, and the outside of the hair over the skull."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from pipeline.images.drawing.ink import Point
from pipeline.images.drawing.people.pen import mirrored, points

Run = list[Point]
#: The hairline of a fringe from right to left, as smooth runs with corners between.
Fringe = Callable[[], list[Run]]


def _both(*runs: Run) -> list[Run]:
    """Runs of the right half, from the ear to the middle, and the same on the left."""
    return [*runs, *(mirrored(run) for run in reversed(runs))]


def _center() -> list[Run]:
    return _both(points("86,44 80,-4 66,-36 40,-62 15,-84 0,-102"))


def _heart() -> list[Run]:
    """Two arcs that meet in a point on the forehead."""
    return _both(points("86,44 82,-4 70,-42 40,-66 0,-54"))


def _side() -> list[Run]:
    return [
        points("86,44 82,4 72,-22 42,-44 -4,-72 -36,-104"),
        points("-36,-104 -48,-76 -68,-40 -80,-2 -86,44"),
    ]


def _swept() -> list[Run]:
    return [
        points("86,44 82,-2 72,-44 52,-84 38,-104"),
        points("38,-104 18,-66 -24,-38 -66,-24 -80,-12"),
        [(-80, -12), (-84, 8), (-86, 44)],
    ]


def _full() -> list[Run]:
    tips = points("74,-28 50,-23 45,-29 16,-22 10,-28 -18,-22 -24,-29 -50,-24 -55,-29 -74,-28")
    return [
        [(86, 44), (83, 4), (74, -28)],
        *_arcs(tips),
        [(-74, -28), (-83, 4), (-86, 44)],
    ]


def _edges(tips: Run) -> list[Run]:
    """Straight sides from tip to tip."""
    return [[a, b] for a, b in pairwise(tips)]


def _arcs(tips: Run) -> list[Run]:
    """Sides that sag a little, as hair does."""
    return [[a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 2.5), b] for a, b in pairwise(tips)]


def _airy() -> list[Run]:
    """Thin locks that leave the forehead to be seen between them."""
    tips = points(
        "70,-44 72,-6 56,-42 50,-24 38,-48 27,-23 16,-46 4,-28 "
        "-6,-48 -20,-22 -30,-46 -46,-25 -54,-42 -71,-6 -70,-44"
    )
    return [
        [(86, 44), (82, 0), (70, -44)],
        *_arcs(tips),
        [(-70, -44), (-82, 0), (-86, 44)],
    ]


def _back() -> list[Run]:
    return _both(points("84,24 81,-18 70,-60 42,-82 0,-84"))


def _peak() -> list[Run]:
    return _both(points("84,24 82,-16 74,-56 48,-80 22,-82 0,-68"))


def _locks() -> list[Run]:
    """Combed back, with two long locks that fall beside the eyes."""
    return _both([(90, 96), (82, 30), (70, -36)], points("70,-36 50,-76 14,-92 0,-88"))


def _waves() -> list[Run]:
    """Finger waves, pressed to the forehead on one side."""
    return [
        points("88,46 80,12 80,-18 66,-46 26,-60 -14,-76 -44,-106"),
        points("-44,-106 -56,-74 -74,-44 -80,-10 -88,46"),
    ]


def _curtain() -> list[Run]:
    return _both([(86, 40), (84, 6), (82, -14)], points("82,-14 66,-24 40,-48 16,-78 2,-104"))


def _slick() -> list[Run]:
    return _both(points("84,18 80,-22 72,-62 44,-86 0,-90"))


def _parted() -> list[Run]:
    return [
        [(84, 18), (80, -18), (74, -44)],
        points("74,-44 58,-56 20,-70 -20,-84 -40,-108"),
        points("-40,-108 -58,-82 -74,-50 -80,-18 -84,18"),
    ]


def _combed() -> list[Run]:
    return [
        [(84, 18), (80, -18), (74, -40)],
        points("74,-40 40,-36 0,-46 -34,-66 -52,-90"),
        points("-52,-90 -68,-60 -80,-18 -84,18"),
    ]


def _crop() -> list[Run]:
    tips: Run = points("72,-56 60,-52 46,-62 32,-55 18,-64 2,-56 -14,-64 -30,-55 -44,-63 -58,-52 -72,-56")
    return [
        [(84, 20), (80, -22), (72, -56)],
        *_edges(tips),
        [(-72, -56), (-80, -22), (-84, 20)],
    ]


def _spiky() -> list[Run]:
    tips = points("74,-44 64,-28 52,-50 38,-30 22,-54 4,-32 -14,-56 -34,-32 -48,-54 -64,-30 -74,-46")
    return [
        [(84, 18), (80, -16), (74, -44)],
        *_edges(tips),
        [(-74, -46), (-80, -16), (-84, 18)],
    ]


def _mop() -> list[Run]:
    tips = points("76,-32 58,-24 48,-34 26,-22 14,-34 -8,-24 -22,-36 -44,-24 -54,-34 -76,-30")
    return [
        [(86, 24), (82, -8), (76, -32)],
        *_arcs(tips),
        [(-76, -30), (-82, -8), (-86, 24)],
    ]


def _quiff() -> list[Run]:
    return _both([(84, 16), (80, -20), (74, -60)], points("74,-60 48,-84 10,-88 0,-88"))


def _receding() -> list[Run]:
    return _both([(84, 20), (82, -20), (80, -52)], points("80,-52 62,-86 52,-106 24,-100 0,-98"))


_FRINGES: dict[str, Fringe] = {
    "center": _center, "heart": _heart, "side": _side, "swept": _swept, "full": _full, "airy": _airy,
    "back": _back, "peak": _peak, "locks": _locks, "waves": _waves, "curtain": _curtain, "slick": _slick,
    "parted": _parted, "combed": _combed, "crop": _crop, "spiky": _spiky, "mop": _mop, "quiff": _quiff,
    "receding": _receding,
}  # fmt: skip

_ROUND: Run = points("-86,44 -99,0 -97,-60 -68,-114 0,-136 68,-114 97,-60 99,0 86,44")
_TUFTS: Run = points(
    "-93,16 -101,-26 -98,-62 -106,-84 -86,-104 -84,-128 -54,-132 -36,-152 -8,-142 "
    "18,-158 38,-142 66,-146 72,-122 96,-112 93,-84 104,-68 98,-32 93,16"
)
_SWEPT_UP: Run = points(
    "-92,14 -95,-30 -92,-72 -84,-104 -60,-124 -30,-150 20,-166 66,-156 92,-124 94,-84 97,-50 95,-20 92,14"
)
_FULL_TOP: Run = points(
    "-92,18 -97,-28 -99,-74 -84,-112 -52,-134 -26,-150 22,-155 64,-140 92,-106 101,-62 98,-22 92,18"
)
_CROPPED: Run = points("-90,14 -94,-34 -90,-80 -62,-118 -20,-134 24,-134 64,-117 90,-80 94,-34 90,14")
_COMBED_BACK: Run = points("-90,14 -95,-34 -92,-82 -66,-124 -20,-144 28,-146 68,-126 93,-82 95,-34 90,14")
_THIN: Run = points("-90,18 -97,-30 -92,-78 -60,-112 0,-125 60,-112 92,-78 97,-30 90,18")

_OUTSIDES = {
    "spiky": _TUFTS, "quiff": _SWEPT_UP, "crop": _CROPPED, "slick": _COMBED_BACK, "receding": _THIN,
    "parted": _FULL_TOP, "combed": _FULL_TOP, "curtain": _FULL_TOP, "mop": _FULL_TOP,
}  # fmt: skip


def outside(fringe: str, *, short: bool) -> Run:
    """The outside of the hair over the skull from the left ear to the right; *short* hair differs."""
    return _OUTSIDES.get(fringe, _ROUND) if short else _ROUND


def hairline(fringe: str) -> list[Run]:
    """The edge of the hair around the forehead, from the right ear to the left, corner by corner."""
    return _FRINGES[fringe]()
