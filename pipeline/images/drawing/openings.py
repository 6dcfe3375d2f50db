"""Windows: what is seen through them, their frames and curtains, the light that falls in."""

from __future__ import annotations

from pipeline.images.drawing.ground import pool
from pipeline.images.drawing.ink import (
    Box,
    Ink,
    Point,
    darken,
    lighten,
    mix,
    number,
    on_circle,
    placed,
    polygon,
)
from pipeline.images.drawing.land import mountains
from pipeline.images.drawing.sky import Orb, sky
from pipeline.images.drawing.towers import skyline
from pipeline.images.drawing.view import BOTTOM, View
from pipeline.images.layers import Layer
from pipeline.story import Time


def box_path(box: Box) -> str:
    """The outline of a rectangular opening."""
    x, y, width, height = map(number, box)
    return f"M{x},{y} h{width} v{height} h-{width} Z"


def round_path(x: float, y: float, radius: float) -> str:
    """The outline of a round opening."""
    r, d = number(radius), number(radius * 2)
    return f"M{number(x - radius)},{number(y)} a{r},{r} 0 1 0 {d},0 a{r},{r} 0 1 0 -{d},0 Z"


def outside(view: View, window: Box) -> list[Layer]:
    """What is seen through a window: the sky with its light in the opening, and what lies below."""
    x, y, width, height = window
    side = 0.68 if view.light.side > 0 else 0.32
    orb = Orb(x + width * side, y + height * 0.3, min(width, height) * 0.13)
    if view.old:
        far = [mountains(view, "hills far", 0.15, y=y + height * 0.74, height=height * 0.22)]
        far += [mountains(view, "hills near", 0.5, y=y + height * 0.92, height=height * 0.14)]
        return [sky(view, orb), *far]
    ink = Ink()
    skyline(ink, view, y + height * 1.1, 0.3, heights=(height * 0.25, height * 0.75), widths=(50, 110))
    return [sky(view, orb), ink.layer("city outside", 0.14, blur=2.5)]


def window(ink: Ink, view: View, box: Box, frame: str, *, columns: int = 2, rows: int = 2) -> None:
    """The frame of a glazed window around an opening, its sill, and the sheen of its glass."""
    x, y, width, height = box
    ink.path(
        polygon(
            [
                (x + width * 0.1, y + height),
                (x + width * 0.45, y),
                (x + width * 0.62, y),
                (x + width * 0.27, y + height),
            ]
        ),
        fill="#ffffff",
        opacity=0.07,
    )
    if view.wet:
        _drops(ink, view, box)
    marks = [f"M{number(x + width * k / columns)},{number(y)} v{number(height)}" for k in range(1, columns)]
    marks += [f"M{number(x)},{number(y + height * k / rows)} h{number(width)}" for k in range(1, rows)]
    if marks:
        ink.path(" ".join(marks), fill="none", stroke=frame, stroke_width=14)
    ink.rect(*box, fill="none", stroke=frame, stroke_width=30)
    ink.rect(
        x - 3,
        y - 3,
        width + 6,
        height + 6,
        fill="none",
        stroke=lighten(frame, 0.3),
        stroke_width=3,
        opacity=0.5,
    )
    ink.rect(x - 34, y + height + 8, width + 68, 30, rx=6, fill=lighten(frame, 0.16))
    ink.rect(x - 34, y + height + 38, width + 68, 22, fill=darken(frame, 0.5), opacity=0.3)


def _drops(ink: Ink, view: View, box: Box) -> None:
    """Rain on the pane: beads, and the tracks of those that ran."""
    x, y, width, height = box
    random = view.random("drops")
    tone = lighten(view.light.mist, 0.5)
    for _ in range(round(width * height / 4200)):
        at = x + random.uniform(8, width - 8), y + random.uniform(8, height - 8)
        ink.circle(*at, random.uniform(1.5, 4.5), fill=tone, opacity=random.uniform(0.25, 0.6))
    for _ in range(round(width / 45)):
        top, start = random.uniform(x + 10, x + width - 10), y + random.uniform(0, height * 0.6)
        long = min(random.uniform(60, 240), y + height - start - 8)
        ink.stroke(f"M{top:.0f},{start:.0f} q5,{long / 2:.0f} 0,{long:.0f}", tone, 2.5, opacity=0.3)
        ink.ellipse(top, start + long, 3.5, 6, fill=tone, opacity=0.6)


def moon_window(ink: Ink, at: Point, radius: float, frame: str, gold: str) -> None:
    """The ring of a round window, and its lattice of curved bars."""
    ink.path(round_path(*at, radius + 14), fill="none", stroke=frame, stroke_width=64)
    for reach, width in ((radius - 12, 6.0), (radius + 42, 5.0)):
        ink.path(round_path(*at, reach), fill="none", stroke=gold, stroke_width=width)
    with ink.group(stroke=frame, stroke_width=9, fill="none"):
        for turn in range(8):
            outer, inner = on_circle(*at, radius, turn / 8), on_circle(*at, radius * 0.8, turn / 8)
            ink.path(f"M{number(outer[0])},{number(outer[1])} L{number(inner[0])},{number(inner[1])}")
        ink.path(round_path(*at, radius * 0.8))


def lattice_window(ink: Ink, box: Box, frame: str, *, cell: float = 66) -> None:
    """The old lattice of an open window: a frame of bars around a free middle."""
    x, y, width, height = box
    with ink.group(stroke=frame, stroke_width=9, fill="none"):
        for inset in (cell, cell * 1.7):
            ink.rect(x + inset, y + inset, width - inset * 2, height - inset * 2)
        deep = number(cell * 1.7)
        uprights = [number(x + k * width / 6) for k in range(1, 6)]
        levels = [number(y + k * height / 7) for k in range(1, 7)]
        marks = [f"M{at},{number(y)} v{deep} M{at},{number(y + height)} v-{deep}" for at in uprights]
        marks += [f"M{number(x)},{at} h{deep} M{number(x + width)},{at} h-{deep}" for at in levels]
        ink.path(" ".join(marks))
    ink.rect(*box, fill="none", stroke=darken(frame, 0.15), stroke_width=34)
    ink.rect(
        x - 18,
        y - 18,
        width + 36,
        height + 36,
        fill="none",
        stroke=lighten(frame, 0.25),
        stroke_width=3,
        opacity=0.6,
    )


def curtains(ink: Ink, box: Box, color: str, *, drop: float = 130) -> None:
    """Curtains drawn to both sides of a window, under a rail."""
    x, y, width, height = box
    for side, edge in ((1, x - 46), (-1, x + width + 46)):
        for fold in range(4):
            left = edge + side * fold * width * 0.05
            tone = (lighten(color, 0.12), color, darken(color, 0.16), darken(color, 0.3))[(fold * 3) % 4]
            fall = f"M0,0 Q{0.9 * side},0.5 {0.3 * side},1 L{1.5 * side},1 Q{1.9 * side},0.5 {1.4 * side},0 Z"
            ink.path(placed(fall, (left, y - 40), width * 0.052, height + drop), fill=tone)
    ink.rect(x - 90, y - 54, width + 180, 15, rx=7, fill=darken(color, 0.55))


def beams(view: View, box: Box, *, strength: float = 0.3) -> Layer:
    """Light that falls through a window into the room and lies on the floor."""
    ink = Ink()
    x, y, width, _ = box
    dim = {Time.NIGHT: 0.55, Time.DAY: 0.75}.get(view.time, 1.0) * (0.4 if view.wet else 1.0)
    tone = mix(view.light.key, view.light.sky[3], 0.3)
    lean = -view.light.side * 420
    fade = ink.linear((0, y), (0, view.floor + 420), (0, tone, strength * dim), (1, tone, 0))
    for share in (0.04, 0.37, 0.7):
        left = x + width * share
        wide = width * 0.26
        ink.path(
            polygon(
                [
                    (left, y),
                    (left + wide, y),
                    (left + wide + lean * 1.25, view.floor + 430),
                    (left + lean * 1.25 - wide * 0.4, view.floor + 430),
                ]
            ),
            fill=fade,
        )
    patch = ink.linear((0, view.floor), (0, BOTTOM), (0, tone, strength * 1.3 * dim), (1, tone, 0))
    for share in (0.04, 0.54):
        left = x + width * share + lean
        ink.path(
            polygon(
                [
                    (left, view.floor + 70),
                    (left + width * 0.42, view.floor + 70),
                    (left + width * 0.5 + lean * 0.5, view.floor + 330),
                    (left - width * 0.06 + lean * 0.5, view.floor + 330),
                ]
            ),
            fill=patch,
        )
    return ink.layer("light", 0.5, blur=9)


def lamplight(view: View, at: Point, radius: float, strength: float = 0.6) -> Layer:
    """The warm air around a lamp, and its pool on the floor."""
    ink = Ink()
    ink.glow(*at, radius, view.light.warm, strength * view.light.lamps)
    pool(ink, (at[0], view.floor + 190), radius * 0.8, view.light.warm, strength * 0.8 * view.light.lamps)
    return ink.layer("lamplight", 0.55, flicker=0.25, blur=6)
