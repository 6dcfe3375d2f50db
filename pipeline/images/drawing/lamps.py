"""What shines: lanterns, street lamps, neon, candles, strings of lights."""

from __future__ import annotations

from pipeline.images.drawing.ink import Box, Ink, Point, darken, lighten, mix, number, placed
from pipeline.images.drawing.view import View

LANTERN_RED = "#d8322c"
_WOOD = "#3a160f"
NEON = ("#ff3f7a", "#35d8ff", "#ffcf4a", "#8f7bff", "#4dffb4", "#ff7a3c")


def lantern(
    ink: Ink, view: View, at: Point, radius: float, *, string: float = 160, color: str = LANTERN_RED
) -> None:
    """A round paper lantern with its cord, tassel and, when lamps are lit, its glow."""
    x, y = at
    lamps = view.light.lamps
    if lamps > 0.2:
        ink.glow(x, y, radius * 4.4, "#ffb040", 0.6 * lamps)
    ink.stroke(
        f"M{number(x)},{number(y - radius - string)} V{number(y - radius)}", "#2a1510", max(2, radius * 0.05)
    )
    core = lighten(color, 0.1 + 0.5 * lamps)
    stops = (
        (0, mix(core, "#ffdf98", lamps), 1),
        (0.5, mix(color, "#ff8a3a", 0.5 * lamps), 1),
        (1, darken(color, 0.2), 1),
    )
    ink.ellipse(x, y, radius * 1.12, radius, fill=ink.radial(x, y + radius * 0.1, radius * 1.25, *stops))
    with ink.group(
        fill="none", stroke=darken(color, 0.4), stroke_width=max(1.2, radius * 0.03), stroke_opacity=0.5
    ):
        for bulge in (-0.85, -0.45, 0.0, 0.45, 0.85):
            ink.path(
                f"M{x:.1f},{y - radius:.1f} Q{x + bulge * radius * 1.9:.1f},{y:.1f} {x:.1f},{y + radius:.1f}"
            )
    for edge in (-1.08, 0.9):
        ink.rect(
            x - radius * 0.42,
            y + edge * radius,
            radius * 0.84,
            radius * 0.18,
            rx=radius * 0.05,
            fill="#c79a43",
        )
    for dx, long in ((-0.14, 0.62), (0, 0.85), (0.14, 0.62)):
        ink.stroke(
            f"M{x + dx * radius:.1f},{y + radius * 1.06:.1f} v{radius * long:.1f}",
            "#d29a36",
            max(1.5, radius * 0.05),
        )


def palace_lantern(ink: Ink, view: View, at: Point, height: float) -> None:
    """A six-sided hanging lantern of wood and silk."""
    x, y = at
    wide = height * 0.34
    ink.glow(x, y, height * 1.9, view.light.warm, 0.5 * view.light.lamps)
    ink.stroke(f"M{x:.0f},{y - height * 1.6:.0f} V{y - height * 0.5:.0f}", "#241009", 4)
    silk = ink.radial(
        x,
        y,
        height * 0.6,
        (0, "#fff1c4", 1),
        (0.6, mix(view.light.warm, "#ffcf86", 0.5), 1),
        (1, "#b5652c", 1),
    )
    ink.path(placed("M-1,-0.4 L1,-0.4 L0.8,0.4 L-0.8,0.4 Z", at, wide, height), fill=silk)
    with ink.group(fill="none", stroke="#3a160f", stroke_width=height * 0.035):
        bars = "M-0.36,-0.4 L-0.3,0.4 M0.36,-0.4 L0.3,0.4 M-1,-0.4 L-0.8,0.4 M1,-0.4 L0.8,0.4"
        ink.path(placed(bars, at, wide, height))
        ink.path(placed("M-1.5,-0.36 Q-1,-0.42 0,-0.62 Q1,-0.42 1.5,-0.36 Z", at, wide, height), fill=_WOOD)
    ink.rect(x - wide * 0.9, y + height * 0.38, wide * 1.8, height * 0.07, rx=3, fill=_WOOD)
    for dx in (-0.6, 0, 0.6):
        ink.stroke(
            f"M{x + dx * wide:.0f},{y + height * 0.46:.0f} v{height * 0.3:.0f}", "#c8402f", height * 0.03
        )


def street_lamp(ink: Ink, view: View, at: Point, height: float, *, side: int = 1) -> Point:
    """A lamp post standing at *at*, its arm towards *side*; where its light is."""
    x, y = at
    tone = darken(view.light.near, 0.15)
    head = x + side * height * 0.16, y - height
    ink.stroke(placed(f"M0,0 L0,-0.88 Q0,-1 {0.16 * side},-1", at, height), tone, height * 0.014)
    ink.rect(x - height * 0.014, y - height * 0.1, height * 0.028, height * 0.1, rx=3, fill=tone)
    ink.ellipse(head[0], head[1] + 3, height * 0.05, height * 0.014, fill=tone)
    if view.lit:
        ink.glow(head[0], head[1] + height * 0.03, height * 0.42, view.light.warm, 0.75)
        cone = ink.linear((0, head[1]), (0, y), (0, view.light.warm, 0.3), (1, view.light.warm, 0))
        ink.path(placed("M-0.03,0 L-0.3,1 L0.3,1 L0.03,0 Z", head, height), fill=cone)
        ink.ellipse(head[0], head[1] + height * 0.018, height * 0.03, height * 0.012, fill="#fff3d4")
    return head


def neon(ink: Ink, view: View, box: Box, color: str) -> None:
    """A glowing sign board with plain bars where words would be."""
    x, y, width, height = box
    glow = 0.25 + 0.4 * view.light.lamps
    ink.glow(x + width / 2, y + height / 2, max(width, height) * 1.45, color, glow)
    ink.rect(x, y, width, height, rx=10, fill=mix(view.light.near, color, 0.14), opacity=0.92)
    ink.rect(x, y, width, height, rx=10, fill="none", stroke=lighten(color, 0.15), stroke_width=6)
    count = max(2, round(max(width, height) / min(width, height) * 0.95))
    across = width > height
    step = (max(width, height) - 20) / count
    for index in range(count):
        start = 10 + index * step + step * 0.16
        box = (x + width * 0.24, y + start, width * 0.52, step * 0.68)
        if across:
            box = (x + start, y + height * 0.24, step * 0.68, height * 0.52)
        ink.rect(*box, rx=6, fill=lighten(color, 0.45), opacity=0.95)


def candle(ink: Ink, at: Point, height: float, *, wax: str = "#e9d9bd") -> None:
    """A burning candle that stands at *at*."""
    x, y = at
    top = y - height
    ink.glow(x, top - height * 0.25, height * 3.2, "#ffb454", 0.55)
    ink.rect(x - height * 0.11, top, height * 0.22, height, rx=height * 0.05, fill=wax)
    flame = placed("M0,-0.5 Q0.17,-0.15 0,-0.02 Q-0.17,-0.15 0,-0.5 Z", (x, top), height)
    ink.path(flame, fill="#ffd36b")
    ink.ellipse(x, top - height * 0.12, height * 0.045, height * 0.1, fill="#fff7dd")


def string_lights(
    ink: Ink, view: View, start: Point, end: Point, *, sag: float = 90, color: str = ""
) -> None:
    """A cord with small bulbs between two points."""
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag * 2
    ink.stroke(
        f"M{start[0]:.0f},{start[1]:.0f} Q{middle[0]:.0f},{middle[1]:.0f} {end[0]:.0f},{end[1]:.0f}",
        darken(view.light.near, 0.2),
        2.5,
    )
    bulb = color or view.light.warm
    for index in range(1, 12):
        t = index / 12
        x = (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * middle[0] + t * t * end[0]
        y = (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * middle[1] + t * t * end[1]
        if view.lit:
            ink.glow(x, y + 8, 46, bulb, 0.6)
        ink.circle(x, y + 8, 6.5, fill=lighten(bulb, 0.5))


def bokeh(ink: Ink, view: View, y: float, height: float, *, part: str, count: int = 26) -> None:
    """Far lights out of focus, scattered over a band that begins at *y*."""
    random = view.random(part)
    colors = (view.light.warm, view.light.warm, lighten(view.light.warm, 0.4), *NEON[:4])
    for _ in range(round(count * view.width / 1080)):
        x, at = random.uniform(view.left, view.right), y + random.random() ** 0.8 * height
        radius, color = random.uniform(10, 44), random.choice(colors)
        ink.circle(x, at, radius, fill=color, opacity=random.uniform(0.1, 0.36))
        ink.circle(x, at, radius, fill="none", stroke=lighten(color, 0.4), stroke_width=2, opacity=0.3)
