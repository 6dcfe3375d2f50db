"""The lamps of a room."""

from __future__ import annotations

from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix, placed
from pipeline.images.drawing.view import View


def floor_lamp(ink: Ink, view: View, at: Point, height: float) -> Point:
    """A standing lamp; where its light is."""
    x, y = at
    wide = height * 0.13
    pole = darken(view.light.near, 0.1)
    ink.rect(x - 5, y - height, 10, height, fill=pole)
    ink.ellipse(x, y, wide * 0.9, 12, fill=pole)
    return lamp_shade(ink, view, (x, y - height), wide)


def lamp_shade(ink: Ink, view: View, at: Point, wide: float) -> Point:
    """A cloth shade around a bulb, alight when lamps are; where its light is."""
    lamps = view.light.lamps
    ink.glow(at[0], at[1] + wide * 0.3, wide * 5, view.light.warm, 0.62 * lamps)
    cloth = mix(view.light.shade("#c9b08a"), lighten(view.light.warm, 0.45), lamps)
    fill = ink.downwards(
        at[1] - wide, at[1] + wide * 0.8, mix(cloth, view.light.warm, 0.45), lighten(cloth, 0.25)
    )
    ink.path(placed("M-0.6,-0.9 L0.6,-0.9 L1,0.6 L-1,0.6 Z", at, wide), fill=fill)
    return at[0], at[1] + wide * 0.4


def table_lamp(ink: Ink, view: View, at: Point, height: float) -> Point:
    """A lamp for a table or a bedside; where its light is."""
    body = view.light.shade("#4f7c84")
    ink.path(
        placed("M-0.08,0 Q-0.26,-0.25 -0.05,-0.5 L0.05,-0.5 Q0.26,-0.25 0.08,0 Z", at, height), fill=body
    )
    return lamp_shade(ink, view, (at[0], at[1] - height * 0.68), height * 0.34)


def pendant(ink: Ink, view: View, at: Point, radius: float, color: str) -> None:
    """A lamp that hangs from the ceiling, with its cone of light."""
    x, y = at
    ink.rect(x - 2.5, -200, 5, y + 200 - radius * 0.7, fill=darken(view.light.near, 0.2))
    if view.light.lamps > 0.2:
        cone = ink.linear(
            (0, y), (0, y + radius * 9), (0, view.light.warm, 0.3 * view.light.lamps), (1, view.light.warm, 0)
        )
        ink.path(placed("M-0.9,0 L-4.4,9 L4.4,9 L0.9,0 Z", at, radius), fill=cone)
        ink.glow(x, y + radius * 0.1, radius * 3.6, view.light.warm, 0.7 * view.light.lamps)
    ink.path(placed("M-1,0.1 Q-0.9,-0.6 -0.16,-0.8 L0.16,-0.8 Q0.9,-0.6 1,0.1 Z", at, radius), fill=color)
    ink.ellipse(
        x,
        y + radius * 0.1,
        radius * 0.94,
        radius * 0.16,
        fill=lighten(view.light.warm, 0.6 * view.light.lamps),
    )
