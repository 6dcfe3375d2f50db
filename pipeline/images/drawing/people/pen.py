"""
Lines and shapes as an illustrator draws them, and how a head is seen.

People are drawn in head units: (0, 0) is the middle of the head, x grows to the right and y down,
the chin lies at about 118.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.images.drawing.ink import Point, curve

#: Sine of the angle by which a turned head looks to the side.
_TURNED = 0.18
#: Half the width of the head, the radius on which the face lies.
_ROUNDNESS = 92.0


@dataclass(frozen=True)
class View:
    """
    How somebody is seen.

    *turn* is 0 from the front and 1 turned to the right; *lit* is the side of the key light (1 right,
    -1 left); *fine* asks for what only shows from near: lashes, strands, folds. *left* is the side of
    the person's own left, -1 where the head will be mirrored.
    """

    turn: int
    lit: int
    fine: bool
    left: int = 1

    def at(self, x: float, y: float, out: float = 0.0) -> Point:
        """Where a point of the face lies in the picture; *out* is how far it stands out of the face."""
        radius = _ROUNDNESS + out
        sine = _TURNED * self.turn
        depth = math.sqrt(max(radius * radius - x * x, 0.0))
        return x * math.sqrt(1 - sine * sine) + depth * sine, y

    def on(self, points: Sequence[Point], out: float = 0.0) -> list[Point]:
        """Where *points* of the face lie in the picture."""
        return [self.at(x, y, out) for x, y in points]


def mirrored(points: Sequence[Point]) -> list[Point]:
    """The *points* on the other side, in reverse order, so that both sides make one run."""
    return [(-x, y) for x, y in reversed(points)]


def flipped(points: Sequence[Point], side: int) -> list[Point]:
    """The *points* as they are for *side* 1, on the other side for -1."""
    return [(x * side, y) for x, y in points]


def shape(*sides: Sequence[Point]) -> str:
    """Path data of a closed shape: each side is smooth, corners are where sides meet."""
    return f"M{'L'.join(curve(side).removeprefix('M') for side in sides)} Z"


def sampled(points: Sequence[Point], count: int) -> list[Point]:
    """*count* points along the smooth line through *points*."""
    last = len(points) - 1
    return [_between(points, step * last / (count - 1)) for step in range(count)]


def _between(points: Sequence[Point], place: float) -> Point:
    last = len(points) - 1
    index = min(int(place), last - 1)
    t = place - index
    a, b, c, d = (points[min(max(index + k, 0), last)] for k in (-1, 0, 1, 2))
    return _spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    """Catmull-Rom between *b* and *c*."""
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))


def brush(points: Sequence[Point], width: float, *, start: float = 0.0, end: float = 0.0) -> str:
    """
    Path data of a stroke that swells to *width* in its middle.

    *start* and *end* are how much of the width is left there: 0 a point, 1 as wide as the middle.
    """
    line = sampled(points, 4 * len(points) - 3)
    left, right = [], []
    for index, (x, y) in enumerate(line):
        share = index / (len(line) - 1)
        edge = start if share < 0.5 else end
        half = width / 2 * (edge + (1 - edge) * math.sin(math.pi * share))
        (ax, ay), (bx, by) = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = (ay - by) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return shape(left, right[::-1])


def points(text: str) -> list[Point]:
    """The points that are written as `x,y x,y ...`."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split())]
