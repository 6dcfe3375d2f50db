"""A thing as a handful of pieces, each an outline in units of the thing's size around (0, 0)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.images.drawing.ink import Ink, Point, darken, lighten, placed
from pipeline.images.drawing.light import Light

#: Where the handles of a Bezier quarter circle lie.
_HANDLE = 0.5523


class Piece(NamedTuple):
    """
    One outline of a thing in its own *color*.

    A *line* above 0 draws it as a stroke that thick (in units of the thing). What *shines* keeps its
    colour in the dark.
    """

    data: str
    color: str
    line: float = 0.0
    opacity: float = 1.0
    shines: bool = False


def disc(x: float, y: float, rx: float, ry: float = 0.0) -> str:
    """The outline of an ellipse; round where *ry* is not told."""
    high = ry or rx
    kx, ky = rx * _HANDLE, high * _HANDLE
    return (
        f"M{x - rx:.3f},{y:.3f} C{x - rx:.3f},{y - ky:.3f} {x - kx:.3f},{y - high:.3f} "
        f"{x:.3f},{y - high:.3f} "
        f"C{x + kx:.3f},{y - high:.3f} {x + rx:.3f},{y - ky:.3f} {x + rx:.3f},{y:.3f} "
        f"C{x + rx:.3f},{y + ky:.3f} {x + kx:.3f},{y + high:.3f} {x:.3f},{y + high:.3f} "
        f"C{x - kx:.3f},{y + high:.3f} {x - rx:.3f},{y + ky:.3f} {x - rx:.3f},{y:.3f} Z"
    )


def bar(x: float, y: float, width: float, height: float) -> str:
    """The outline of a rectangle."""
    right, low = x + width, y + height
    return f"M{x:.3f},{y:.3f} L{right:.3f},{y:.3f} L{right:.3f},{low:.3f} L{x:.3f},{low:.3f} Z"


def shape(*points: Point) -> str:
    """The outline of a polygon."""
    return "M" + " L".join(f"{x:.3f},{y:.3f}" for x, y in points) + " Z"


def lines(left: float, right: float, rows: Iterable[float]) -> str:
    """Level strokes, such as the writing on a page seen from afar."""
    return " ".join(f"M{left:.3f},{y:.3f} L{right:.3f},{y:.3f}" for y in rows)


def moved(data: str, x: float, y: float) -> str:
    """*data* with every point moved by (*x*, *y*)."""
    return re.sub(
        r"(-?[\d.]+),(-?[\d.]+)", lambda pair: f"{float(pair[1]) + x:.3f},{float(pair[2]) + y:.3f}", data
    )


def draw(ink: Ink, light: Light, at: Point, size: float, pieces: Iterable[Piece]) -> None:
    """Draw a thing with its middle at *at*; *size* is half its height."""
    for piece in pieces:
        tone = piece.color if piece.shines else light.shade(piece.color)
        data = placed(piece.data, at, size)
        if piece.line:
            ink.stroke(data, tone, piece.line * size, opacity=piece.opacity, stroke_linejoin="round")
            continue
        corner = (at[0] + size * light.side * 0.6, at[1] - size)
        stops = ((0.0, lighten(tone, 0.16), 1.0), (0.5, tone, 1.0), (1.0, darken(tone, 0.26), 1.0))
        fill = ink.linear(corner, (2 * at[0] - corner[0], at[1] + size), *stops)
        ink.path(data, fill=fill, opacity=piece.opacity, fill_rule="evenodd")
