"""What hangs on walls and stands on tables."""

from __future__ import annotations

from pipeline.images.drawing.furniture import block, shade
from pipeline.images.drawing.ink import Box, Ink, Point, darken, lighten, mix, placed, polygon, seeded
from pipeline.images.drawing.view import View

_WARES = ("#a34d42", "#4c6b86", "#6f7f54", "#c19a58", "#7d5b83", "#d8cdb4", "#5b8a96")


def picture(ink: Ink, view: View, box: Box, frame: str) -> None:
    """A framed painting of hills and a sun."""
    x, y, width, height = box
    ink.rect(x + 8, y + 14, width, height, fill="#05060f", opacity=0.25)
    ink.rect(*box, fill=mix(view.light.sky[2], "#e9dcc0", 0.55))
    ink.circle(
        x + width * 0.68,
        y + height * 0.32,
        min(width, height) * 0.12,
        fill=mix(view.light.warm, "#d9583f", 0.4),
        opacity=0.85,
    )
    for tone, shape in (
        (0.3, "M0,0.75 L0.3,0.45 L0.55,0.7 L0.75,0.52 L1,0.72 L1,1 L0,1 Z"),
        (0.65, "M0,0.86 L0.4,0.7 L0.7,0.88 L1,0.78 L1,1 L0,1 Z"),
    ):
        ink.path(placed(shape, (x, y), width, height), fill=mix(view.light.far, view.light.near, tone))
    ink.rect(*box, fill="none", stroke=frame, stroke_width=13)


def scroll(ink: Ink, view: View, at: Point, width: float, height: float) -> None:
    """A hanging scroll with a mountain in ink; *at* is the middle of its upper rod."""
    x, y = at
    silk, paper = view.light.shade("#9b7f58"), view.light.shade("#e6d7b4")
    ink.rect(x - width / 2 + 6, y + 10, width, height, fill="#05060f", opacity=0.22)
    ink.rect(x - width / 2, y, width, height, fill=silk)
    ink.rect(x - width * 0.41, y + height * 0.14, width * 0.82, height * 0.72, fill=paper)
    wash = mix(paper, view.light.near, 0.55)
    for lift, tone in ((0.0, 0.35), (0.16, 0.65)):
        hill = (
            f"M-0.41,{0.7 + lift} Q-0.2,{0.3 + lift} -0.05,{0.52 + lift} Q0.12,{0.26 + lift} "
            f"0.41,{0.66 + lift} L0.41,0.86 L-0.41,0.86 Z"
        )
        ink.path(placed(hill, (x, y), width, height), fill=mix(paper, wash, tone))
    ink.circle(x + width * 0.2, y + height * 0.26, width * 0.08, fill="#b8463a", opacity=0.8)
    for edge in (0, height):
        ink.rect(x - width * 0.56, y + edge - 8, width * 1.12, 16, rx=8, fill=darken(silk, 0.5))


def folding_screen(ink: Ink, view: View, at: Point, width: float, height: float) -> None:
    """A painted screen of four leaves with a plum branch across."""
    x, y = at
    shade(ink, at, width)
    frame, silk = view.light.shade("#5a2f22"), view.light.shade("#dcc79a")
    leaf = width / 4
    for index in range(4):
        left, dip = x - width / 2 + index * leaf, 14 if index % 2 else 0
        tone = silk if index % 2 else darken(silk, 0.1)
        corners = [
            (left, y - dip),
            (left + leaf, y - 14 + dip),
            (left + leaf, y - height - 14 + dip),
            (left, y - height - dip),
        ]
        ink.path(polygon(corners), fill=tone, stroke=frame, stroke_width=11)
    random = seeded(view.name, "screen")
    ink.stroke(
        placed("M-0.5,-0.3 Q-0.2,-0.5 0,-0.52 Q0.2,-0.6 0.46,-0.86", at, width * 0.94, height),
        darken(frame, 0.2),
        9,
    )
    for _ in range(22):
        t = random.uniform(-0.42, 0.44)
        ink.circle(
            x + t * width,
            y - height * (0.54 + t * 0.42) + random.uniform(-60, 60),
            random.uniform(7, 15),
            fill="#c8525a",
            opacity=0.75,
        )


def vase(ink: Ink, view: View, at: Point, height: float, color: str = "#5b8a96") -> None:
    """A bellied vase."""
    tone = view.light.shade(color)
    belly = (
        "M-0.12,-1 Q-0.08,-0.86 -0.14,-0.78 Q-0.42,-0.5 -0.16,0 "
        "L0.16,0 Q0.42,-0.5 0.14,-0.78 Q0.08,-0.86 0.12,-1 Z"
    )
    x = at[0]
    fill = ink.linear(
        (x - height * 0.35, 0),
        (x + height * 0.35, 0),
        (0, darken(tone, 0.3), 1),
        (0.4, lighten(tone, 0.3), 1),
        (1, darken(tone, 0.35), 1),
    )
    ink.path(placed(belly, at, height), fill=fill)


def monitor(ink: Ink, at: Point, width: float) -> None:
    """A screen on its foot, glowing."""
    x, y = at
    ink.rect(x - width * 0.04, y - width * 0.2, width * 0.08, width * 0.2, fill="#2a2e36")
    ink.ellipse(x, y, width * 0.2, width * 0.03, fill="#2a2e36")
    ink.glow(x, y - width * 0.48, width, "#9fd4ff", 0.25)
    ink.rect(x - width / 2, y - width * 0.78, width, width * 0.6, rx=8, fill="#23272f")
    screen = ink.linear((x - width / 2, 0), (x + width / 2, 0), (0, "#4f86b8", 1), (1, "#a8d4ea", 1))
    ink.rect(x - width * 0.46, y - width * 0.74, width * 0.92, width * 0.52, rx=4, fill=screen)
    for row, long in enumerate((0.5, 0.34, 0.6)):
        ink.rect(
            x - width * 0.38,
            y - width * (0.64 - row * 0.12),
            width * long,
            width * 0.04,
            rx=3,
            fill="#eaf6ff",
            opacity=0.5,
        )


def glass_jar(ink: Ink, at: Point, height: float, color: str) -> None:
    """A wine jar with a cloth lid."""
    ink.path(placed("M-0.22,-0.82 Q-0.6,-0.55 -0.3,0 L0.3,0 Q0.6,-0.55 0.22,-0.82 Z", at, height), fill=color)
    ink.path(
        placed("M-0.3,-0.74 Q-0.26,-1 0,-1 Q0.26,-1 0.3,-0.74 Q0,-0.66 -0.3,-0.74 Z", at, height),
        fill="#a83a32",
    )
    ink.path(
        placed("M-0.4,-0.5 Q-0.36,-0.2 -0.26,-0.08", at, height),
        fill="none",
        stroke=lighten(color, 0.4),
        stroke_width=max(2, height * 0.04),
        opacity=0.5,
    )


def goods(ink: Ink, view: View, box: Box, color: str, *, rows: int = 4) -> None:
    """A rack of wares: jars, bottles, boxes and folded cloth."""
    x, y, width, height = box
    random = view.random("goods")
    block(ink, box, darken(color, 0.45))
    high = height / rows
    hues = [view.light.shade(hue) for hue in _WARES]
    for row in range(rows):
        at, foot = x + 30, y + (row + 1) * high - 10
        while at < x + width - 90:
            size, tone = high * random.uniform(0.42, 0.62), random.choice(hues)
            _ware(ink, random.choice(("jar", "bottle", "box", "cloth")), (at + size * 0.3, foot), size, tone)
            at += size * random.uniform(0.8, 1.0)
        ink.rect(x, foot, width, 13, fill=lighten(color, 0.08))
    for edge in (x, x + width - 15):
        ink.rect(edge, y, 15, height, fill=color)
    ink.rect(x - 10, y - 14, width + 20, 22, rx=4, fill=lighten(color, 0.12))


def _ware(ink: Ink, kind: str, at: Point, size: float, tone: str) -> None:
    x, y = at
    match kind:
        case "jar":
            glass_jar(ink, at, size * 0.9, tone)
        case "bottle":
            outline = (
                "M-0.16,0 L-0.16,-0.56 Q-0.06,-0.66 -0.06,-0.95 L0.06,-0.95 Q0.06,-0.66 0.16,-0.56 L0.16,0 Z"
            )
            ink.path(placed(outline, at, size), fill=tone)
            ink.rect(x - size * 0.16, y - size * 0.4, size * 0.32, size * 0.22, fill=lighten(tone, 0.5))
        case "box":
            block(ink, (x - size * 0.3, y - size * 0.62, size * 0.6, size * 0.62), tone, 4)
            ink.rect(x - size * 0.3, y - size * 0.4, size * 0.6, size * 0.14, fill=lighten(tone, 0.4))
        case _:
            for fold in range(4):
                band = (x - size * 0.34, y - size * 0.14 * (fold + 1), size * 0.68, size * 0.13)
                ink.rect(*band, rx=size * 0.06, fill=lighten(tone, 0.12 * fold))
