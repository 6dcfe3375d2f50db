"""Houses of wood and tile: roofs with lifted eaves, halls, pagodas, gates, cottages."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.images.drawing.ink import Box, Ink, Point, darken, lighten, mix, number, placed, polygon
from pipeline.images.drawing.view import View

#: A roof in units of half its width and its height, with the middle of the eaves at (0, 0).
_ROOF = (
    "M-1,-0.16 Q-0.86,0.04 -0.7,-0.06 Q-0.44,-0.34 -0.34,-1 L0.34,-1 Q0.44,-0.34 0.7,-0.06 "
    "Q0.86,0.04 1,-0.16 Q0.84,0.26 0.6,0.14 L-0.6,0.14 Q-0.84,0.26 -1,-0.16 Z"
)
_ROOF_SNOW = "M-0.62,-0.12 Q-0.4,-0.42 -0.34,-1.08 L0.34,-1.08 Q0.4,-0.42 0.62,-0.12 Q0,-0.36 -0.62,-0.12 Z"
_THATCH = "M-0.54,-0.8 Q-0.36,-1.5 -0.22,-1.86 Q0,-2 0.22,-1.86 Q0.36,-1.5 0.54,-0.8 Q0,-0.98 -0.54,-0.8 Z"


@dataclass(frozen=True)
class Paint:
    """The colours of a house: *wall*, *roof*, *frame*, and of its windows (*pane*, by night alight)."""

    wall: str
    roof: str
    frame: str
    pane: str
    snow: str = ""


def paint_of(view: View, nearness: float, wall: str = "#8d5a43", roof: str = "#3d4656") -> Paint:
    """How a house looks in this light at that distance (0 far, 1 near)."""
    air = view.light.between(nearness)
    share = 0.5 + 0.2 * (1 - nearness)
    body, tiles = mix(view.light.shade(wall), air, share), mix(view.light.shade(roof), air, share)
    pane = mix(view.light.warm, "#fff0cc", 0.15) if view.lit else mix(body, view.light.mist, 0.45)
    snow = lighten(view.light.ground, 0.45) if view.snowy else ""
    return Paint(body, tiles, darken(body, 0.42), pane, snow)


def roof(ink: Ink, at: Point, width: float, height: float, paint: Paint) -> None:
    """A tiled roof with lifted corners; *at* is the middle of its eaves."""
    x, y = at
    half, top = width / 2, y - height
    upper, lower = lighten(paint.roof, 0.12), darken(paint.roof, 0.25)
    fill = ink.downwards(top, y + height * 0.2, upper, lower)
    ink.path(placed(_ROOF, at, half, height), fill=fill)
    with ink.group(
        stroke=darken(paint.roof, 0.4), stroke_width=max(1.2, height * 0.016), fill="none", stroke_opacity=0.6
    ):
        for step in range(-7, 8):
            t = step / 8
            rib = f"M{0.34 * t},-1 Q{0.44 * t},-0.3 {0.72 * t},0.05"
            ink.path(placed(rib, at, half, height))
    ridge = half * 0.34
    ink.rect(
        x - ridge - 5, top - height * 0.07, ridge * 2 + 10, height * 0.11, rx=height * 0.04, fill=paint.frame
    )
    edge = lighten(paint.roof, 0.3)
    ink.stroke(placed("M-0.62,0.15 L0.62,0.15", at, half, height), edge, max(1.5, height * 0.02), opacity=0.6)
    if paint.snow:
        ink.path(placed(_ROOF_SNOW, at, half, height), fill=paint.snow, opacity=0.92)


def lattice(ink: Ink, box: Box, paint: Paint, *, across: int = 3, down: int = 4) -> None:
    """A paper window in a wooden lattice."""
    x, y, width, height = box
    ink.rect(x, y, width, height, fill=paint.pane)
    line = max(1.2, min(width, height) * 0.035)
    with ink.group(stroke=paint.frame, stroke_width=line, fill="none"):
        marks = [f"M{number(x + width * k / across)},{number(y)} v{number(height)}" for k in range(1, across)]
        marks += [f"M{number(x)},{number(y + height * k / down)} h{number(width)}" for k in range(1, down)]
        ink.path(" ".join(marks))
        ink.rect(x, y, width, height, stroke_width=line * 2)


def hall(ink: Ink, at: Point, width: float, paint: Paint, *, tiers: int = 1, bays: int = 5) -> None:
    """A hall of *tiers* storeys standing with the middle of its foot at *at*."""
    x, y = at
    for tier in range(tiers):
        body, height = width * 0.72, width * (0.34 if tier == 0 else 0.22)
        fill = ink.downwards(y - height, y, darken(paint.wall, 0.3), paint.wall)
        ink.rect(x - body / 2, y - height, body, height + 2, fill=fill)
        bay = body / bays
        for index in range(bays):
            left = x - body / 2 + bay * index
            lattice(ink, (left + bay * 0.17, y - height * 0.74, bay * 0.66, height * 0.62), paint)
            ink.rect(left - bay * 0.05, y - height, bay * 0.1, height, fill=paint.frame)
        ink.rect(x + body / 2 - bay * 0.05, y - height, bay * 0.1, height, fill=paint.frame)
        roof(ink, (x, y - height), width, width * 0.24, paint)
        y, width = y - height - width * 0.2, width * 0.74


def pagoda(ink: Ink, at: Point, width: float, paint: Paint, *, tiers: int = 5) -> None:
    """A tower of *tiers* roofs with a spire."""
    x, y = at
    for tier in range(tiers):
        body, height = width * 0.6, width * (0.5 if tier == 0 else 0.36)
        ink.rect(x - body / 2, y - height, body, height + 2, fill=paint.wall)
        for side in (-0.28, 0, 0.28):
            ink.rect(
                x + side * body - body * 0.08,
                y - height * 0.72,
                body * 0.16,
                height * 0.5,
                rx=body * 0.07,
                fill=paint.pane,
            )
        roof(ink, (x, y - height), width, width * 0.26, paint)
        y, width = y - height - width * 0.14, width * 0.86
    ink.path(polygon([(x - width * 0.05, y), (x + width * 0.05, y), (x, y - width * 0.6)]), fill=paint.frame)
    ink.circle(x, y - width * 0.28, width * 0.05, fill=paint.frame)


def gate(ink: Ink, at: Point, width: float, paint: Paint) -> None:
    """A ceremonial gate: four posts, beams, three roofs."""
    x, y = at
    height = width * 0.72
    for share, lift in ((-0.46, 0.8), (-0.2, 1.0), (0.2, 1.0), (0.46, 0.8)):
        ink.rect(
            x + share * width - width * 0.022,
            y - height * lift,
            width * 0.044,
            height * lift,
            fill=paint.frame,
        )
        ink.rect(
            x + share * width - width * 0.04,
            y - height * 0.07,
            width * 0.08,
            height * 0.07,
            fill=darken(paint.wall, 0.3),
        )
    for lift, long in ((0.62, 0.94), (0.74, 0.94), (0.9, 0.44)):
        ink.rect(x - width * long / 2, y - height * lift, width * long, height * 0.05, fill=paint.wall)
    ink.rect(
        x - width * 0.12,
        y - height * 0.9,
        width * 0.24,
        height * 0.13,
        fill=mix(paint.wall, "#2a3f7a", 0.55),
        stroke=lighten(paint.wall, 0.35),
        stroke_width=width * 0.008,
    )
    for share in (-0.33, 0.33):
        roof(ink, (x + share * width, y - height * 0.79), width * 0.42, width * 0.1, paint)
    roof(ink, (x, y - height * 0.98), width * 0.62, width * 0.15, paint)


def shop_house(ink: Ink, view: View, at: Point, width: float, paint: Paint) -> None:
    """A two-storey town house: open shop below, lattice windows above, an eave between."""
    x, y = at
    low, high = width * 0.62, width * 0.56
    ink.rect(
        x - width * 0.45,
        y - low - high,
        width * 0.9,
        low + high,
        fill=ink.downwards(y - low - high, y, darken(paint.wall, 0.25), paint.wall),
    )
    for share in (-0.28, 0, 0.28):
        lattice(
            ink, (x + share * width - width * 0.11, y - low - high * 0.66, width * 0.22, high * 0.46), paint
        )
    glow = ink.linear(
        (0, y - low * 0.8),
        (0, y),
        (0, paint.pane, 0.95 if view.lit else 0.45),
        (1, mix(paint.pane, paint.wall, 0.6), 0.9),
    )
    ink.rect(x - width * 0.36, y - low * 0.78, width * 0.72, low * 0.78, fill=glow)
    for share in (-0.36, -0.12, 0.12, 0.36):
        ink.rect(x + share * width - width * 0.02, y - low * 0.85, width * 0.04, low * 0.85, fill=paint.frame)
    ink.rect(x - width * 0.36, y - low * 0.24, width * 0.3, low * 0.24, fill=darken(paint.wall, 0.4))
    roof(ink, (x, y - low * 0.86), width * 1.02, width * 0.15, paint)
    roof(ink, (x, y - low - high), width * 1.14, width * 0.3, paint)


def cottage(ink: Ink, view: View, at: Point, width: float, paint: Paint) -> None:
    """A thatched cottage with a door and one window."""
    x, y = at
    height = width * 0.4
    thatch = mix(view.light.shade("#a98449"), paint.roof, 0.4)
    ink.rect(x - width * 0.4, y - height, width * 0.8, height, fill=paint.wall)
    ink.rect(x - width * 0.1, y - height * 0.78, width * 0.2, height * 0.78, fill=paint.frame)
    lattice(ink, (x + width * 0.17, y - height * 0.74, width * 0.16, height * 0.4), paint, across=2, down=2)
    lattice(ink, (x - width * 0.33, y - height * 0.74, width * 0.16, height * 0.4), paint, across=2, down=2)
    outline = placed(_THATCH, (x, y), width, height)
    top = paint.snow or lighten(thatch, 0.15)
    ink.path(
        outline,
        fill=ink.downwards(
            y - height * 1.9, y - height * 0.8, top, mix(top, thatch, 0.7), darken(thatch, 0.35)
        ),
    )
    with ink.group(stroke=darken(thatch, 0.45), stroke_width=2, stroke_opacity=0.4, fill="none"):
        for step in range(-5, 6):
            ink.path(
                f"M{x + step * width * 0.04:.0f},{y - height * 1.8:.0f} "
                f"L{x + step * width * 0.095:.0f},{y - height * 0.92:.0f}"
            )
