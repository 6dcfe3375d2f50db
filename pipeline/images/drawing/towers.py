"""Buildings of stone and glass: skylines, facades, the houses of a modern street."""

from __future__ import annotations

import random as random_numbers
from dataclasses import dataclass

from pipeline.images.drawing.ink import Box, Ink, Point, darken, lighten, mix, polygon
from pipeline.images.drawing.view import BOTTOM, View
from pipeline.story import Era


@dataclass(frozen=True)
class Block:
    """The front of one building; *y* is its foot."""

    x: float
    y: float
    width: float
    height: float


def skyline(
    ink: Ink,
    view: View,
    y: float,
    nearness: float,
    *,
    heights: tuple[float, float],
    widths: tuple[float, float],
) -> None:
    """Towers side by side across the whole width, standing behind *y*."""
    random = view.random(f"skyline{nearness:g}")
    x = view.left - 20
    while x < view.right:
        width, height = random.uniform(*widths), random.uniform(*heights)
        tone = mix(view.light.between(nearness), darken(view.light.near, 0.2), random.uniform(0, 0.16))
        _tower(ink, view, Block(x, y, width, height), tone, random)
        x += width + random.uniform(-8, 16)


def _tower(ink: Ink, view: View, block: Block, tone: str, random: random_numbers.Random) -> None:
    x, top = block.x, block.y - block.height
    fade = ink.downwards(top, block.y, tone, mix(tone, view.light.mist, 0.42))
    crown = random.choice(("flat", "flat", "mast", "step", "slant"))
    if view.era is Era.FUTURE:
        crown = random.choice(("slant", "needle", "ring", "step"))
    _crown(ink, view, block, crown, tone)
    ink.rect(x, top, block.width, BOTTOM - top, fill=fade)
    ink.rect(x, top, block.width * 0.16, BOTTOM - top, fill=darken(tone, 0.3), opacity=0.35)
    windows(ink, view, block, random, share=0.34 if view.lit else 0.16)
    if view.era is Era.FUTURE and random.random() < 0.6:
        color = random.choice(("#35d8ff", "#8f7bff", "#ff4fa0"))
        ink.rect(
            x + block.width * random.choice((0.08, 0.86)), top + 12, 5, block.height, fill=color, opacity=0.75
        )


def _crown(ink: Ink, view: View, block: Block, kind: str, tone: str) -> None:
    x, top, width = block.x, block.y - block.height, block.width
    middle = x + width / 2
    match kind:
        case "mast":
            ink.rect(middle - 2.5, top - 90, 5, 92, fill=tone)
            if view.lit:
                ink.glow(middle, top - 90, 34, "#ff5a4a", 0.9)
        case "step":
            ink.rect(x + width * 0.2, top - width * 0.3, width * 0.6, width * 0.3 + 2, fill=tone)
        case "slant":
            ink.path(polygon([(x, top + 1), (x + width, top + 1), (x + width, top - width * 0.5)]), fill=tone)
        case "needle":
            ink.path(polygon([(x, top + 1), (middle, top - width * 1.5), (x + width, top + 1)]), fill=tone)
        case "ring":
            ink.ellipse(middle, top - 14, width * 0.72, 16, fill=tone)
            ink.ellipse(
                middle, top - 14, width * 0.72, 16, fill="none", stroke="#7fe8ff", stroke_width=3, opacity=0.7
            )


def windows(ink: Ink, view: View, block: Block, random: random_numbers.Random, *, share: float) -> None:
    """The lit windows of a front; by day the panes that catch the sky."""
    columns, rows = max(2, int(block.width // 24)), int(block.height // 34)
    wide = (block.width - 18) / columns
    bright = view.lit
    colors = (view.light.warm, view.light.warm, lighten(view.light.warm, 0.5), "#a9d6ff")
    panes: dict[str, list[str]] = {}
    for column in range(columns):
        for row in range(rows):
            if random.random() < share:
                color = random.choice(colors) if bright else lighten(view.light.mist, 0.3)
                x, y = block.x + 9 + column * wide, block.y - block.height + 16 + row * 34
                panes.setdefault(color, []).append(
                    f"M{x:.0f},{y:.0f} h{wide * 0.56:.1f} v16 h-{wide * 0.56:.1f}z"
                )
    for color, marks in panes.items():
        ink.path(" ".join(marks), fill=color, opacity=0.78 if bright else 0.42)


def facade(ink: Ink, view: View, block: Block, wall: str, *, rows: int, columns: int) -> None:
    """The front of a building close by: framed windows in rows, a cornice, a plinth."""
    tone = view.light.shade(wall)
    x, top = block.x, block.y - block.height
    ink.rect(
        x,
        top,
        block.width,
        block.height,
        fill=ink.downwards(top, block.y, darken(tone, 0.3), tone),
    )
    random = view.random(f"facade{x:.0f}")
    wide, high = block.width / columns, block.height / rows
    for row in range(rows):
        for column in range(columns):
            lit = view.lit and random.random() < 0.5
            pane = mix(view.light.warm, "#fff2d2", 0.2) if lit else mix(tone, view.light.sky[1], 0.6)
            _window(
                ink,
                (x + (column + 0.2) * wide, top + (row + 0.22) * high, wide * 0.6, high * 0.56),
                pane,
                darken(tone, 0.45),
            )
    ink.rect(x - 10, top - 16, block.width + 20, 26, fill=darken(tone, 0.4))
    ink.rect(x, block.y - 26, block.width, 26, fill=darken(tone, 0.5))
    if view.snowy:
        ink.rect(x - 12, top - 28, block.width + 24, 18, rx=9, fill=lighten(view.light.ground, 0.4))


def _window(ink: Ink, box: Box, pane: str, frame: str) -> None:
    x, y, width, height = box
    ink.rect(*box, fill=ink.linear((x, y), (x + width, y + height), (0, lighten(pane, 0.2), 1), (1, pane, 1)))
    ink.rect(*box, fill="none", stroke=frame, stroke_width=max(3, width * 0.05))
    ink.path(
        f"M{x + width / 2:.0f},{y:.0f} v{height:.0f} M{x:.0f},{y + height * 0.36:.0f} h{width:.0f}",
        stroke=frame,
        stroke_width=max(2, width * 0.035),
    )
    ink.rect(x - width * 0.06, y + height, width * 1.12, max(5, height * 0.05), fill=lighten(frame, 0.12))


def awning(ink: Ink, at: Point, width: float, color: str) -> None:
    """A striped awning over a shop window; *at* is its upper left corner."""
    x, y = at
    drop, count = width * 0.2, 8
    step = width * 1.08 / count
    for index in range(count):
        left = x - width * 0.04 + index * step
        tone = color if index % 2 else lighten(color, 0.62)
        upper = x + index * width / count
        ink.path(
            f"M{upper:.0f},{y:.0f} h{width / count:.0f} L{left + step:.0f},{y + drop:.0f} "
            f"q{-step / 2:.0f},{step * 0.55:.0f} {-step:.0f},0 Z",
            fill=tone,
        )
    ink.rect(x - 4, y - 8, width + 8, 12, rx=4, fill=darken(color, 0.45))
