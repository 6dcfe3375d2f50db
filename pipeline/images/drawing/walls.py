"""The shell of a room: the wall with its openings, windows, floor, ceiling, light that falls in."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.images.drawing.ground import boards
from pipeline.images.drawing.ink import (
    Ink,
    Stop,
    darken,
    lighten,
    mix,
)
from pipeline.images.drawing.view import BOTTOM, View

WOOD = "#6b4530"


def wall(ink: Ink, view: View, tone: str, openings: Sequence[str]) -> None:
    """A wall over the whole sheet but for *openings* (path data); brightest around the middle."""
    reach = max(1150.0, view.width * 0.62)
    glow = mix(lighten(tone, 0.1), view.light.warm, 0.3 * view.light.lamps)
    stops: tuple[Stop, ...] = ((0, glow, 1), (0.5, tone, 1), (1, darken(tone, 0.5), 1))
    fill = ink.radial(view.center, 820, reach, *stops)
    ink.path(" ".join([view.sheet, *openings]), fill=fill, fill_rule="evenodd")


def panelling(ink: Ink, view: View, tone: str, *, height: float = 250, step: float = 190) -> None:
    """Wooden panels along the foot of the wall, with a rail and a skirting board."""
    top = view.floor - height
    width = view.right - view.left
    ink.rect(
        view.left,
        top,
        width,
        height,
        fill=ink.downwards(top, view.floor, tone, darken(tone, 0.3)),
    )
    x = view.center - math.ceil(width / 2 / step) * step
    while x < view.right:
        ink.rect(
            x + 14,
            top + 34,
            step - 28,
            height - 88,
            rx=4,
            fill="none",
            stroke=darken(tone, 0.35),
            stroke_width=5,
        )
        ink.rect(
            x + 17,
            top + 38,
            step - 28,
            height - 88,
            rx=4,
            fill="none",
            stroke=lighten(tone, 0.18),
            stroke_width=2,
            opacity=0.5,
        )
        x += step
    ink.rect(view.left, top - 8, width, 20, fill=lighten(tone, 0.12))
    ink.rect(view.left, view.floor - 34, width, 34, fill=darken(tone, 0.4))


def skirting(ink: Ink, view: View, tone: str) -> None:
    """The board where wall and floor meet."""
    ink.rect(view.left, view.floor - 36, view.right - view.left, 36, fill=tone)
    ink.rect(view.left, view.floor - 38, view.right - view.left, 4, fill=lighten(tone, 0.25))


def floor(ink: Ink, view: View, tone: str) -> None:
    """A wooden floor up to the front."""
    boards(ink, view, view.floor, tone)
    ink.rect(
        view.left,
        view.floor,
        view.right - view.left,
        60,
        fill=ink.linear((0, view.floor), (0, view.floor + 60), (0, darken(tone, 0.6), 0.5), (1, tone, 0)),
    )


def tiles(ink: Ink, view: View, tone: str) -> None:
    """A floor of large polished tiles that mirrors the wall a little."""
    y = view.floor
    view.wash(ink, (0, lighten(tone, 0.16), 1), (0.4, tone, 1), (1, darken(tone, 0.45), 1), top=y)
    with ink.group(stroke=darken(tone, 0.3), stroke_width=2.5, stroke_opacity=0.5, fill="none"):
        for row in range(1, 8):
            at = y + (BOTTOM - y) * (row / 8) ** 1.7
            ink.path(f"M{view.left:.0f},{at:.0f} H{view.right:.0f}")
        for step in range(-18, 19):
            ink.path(f"M{view.center + step * 130:.0f},{y:.0f} L{view.center + step * 330:.0f},{BOTTOM}")
