"""The furniture of a room, standing with its foot at a point."""

from __future__ import annotations

from pipeline.images.drawing.ink import Box, Ink, Point, darken, lighten, mix, number
from pipeline.images.drawing.view import View

CLOTH = ("#7a3f44", "#3f5f77", "#5f6e50", "#8a6a48", "#5b4a74")


def block(ink: Ink, box: Box, color: str, rx: float = 0) -> None:
    """A solid thing: lighter on top, darker below."""
    _, y, _, height = box
    fill = ink.linear(
        (0, y), (0, y + height), (0, lighten(color, 0.12), 1), (0.15, color, 1), (1, darken(color, 0.35), 1)
    )
    ink.rect(*box, rx=rx, fill=fill)


def shade(ink: Ink, at: Point, width: float) -> None:
    """The dark place under a thing that stands on the floor."""
    ink.ellipse(at[0], at[1], width * 0.56, width * 0.06, fill="#05060f", opacity=0.32)


def sofa(ink: Ink, at: Point, width: float, color: str) -> None:
    """A sofa with cushions."""
    x, y = at
    shade(ink, at, width)
    block(ink, (x - width * 0.44, y - width * 0.4, width * 0.88, width * 0.3), color, width * 0.06)
    for share in (-0.41, 0.005):
        block(
            ink,
            (x + share * width, y - width * 0.23, width * 0.405, width * 0.12),
            lighten(color, 0.08),
            width * 0.03,
        )
    for share in (-0.5, 0.38):
        block(
            ink,
            (x + share * width, y - width * 0.28, width * 0.12, width * 0.25),
            darken(color, 0.08),
            width * 0.05,
        )
    block(
        ink,
        (x - width * 0.46, y - width * 0.12, width * 0.92, width * 0.09),
        darken(color, 0.15),
        width * 0.02,
    )
    for share in (-0.42, 0.38):
        ink.rect(x + share * width, y - width * 0.04, width * 0.04, width * 0.05, fill=darken(color, 0.6))
    pillow = mix(lighten(color, 0.35), "#e2b55f", 0.4)
    for share, turn in ((-0.3, -12), (0.27, 10)):
        middle = x + share * width, y - width * 0.29
        ink.rect(
            middle[0] - width * 0.075,
            middle[1] - width * 0.07,
            width * 0.15,
            width * 0.14,
            rx=width * 0.03,
            fill=pillow,
            transform=f"rotate({turn} {middle[0]:.0f} {middle[1]:.0f})",
        )


def table(ink: Ink, at: Point, width: float, height: float, color: str) -> None:
    """A table with a thick top and four legs."""
    x, y = at
    shade(ink, at, width)
    for share in (-0.44, -0.34, 0.31, 0.41):
        ink.rect(
            x + share * width,
            y - height,
            width * 0.03,
            height,
            fill=darken(color, 0.35 if abs(share) < 0.4 else 0.2),
        )
    block(ink, (x - width / 2, y - height, width, height * 0.1 + 8), color, 5)


def chair(ink: Ink, at: Point, height: float, color: str) -> None:
    """A chair seen from the front."""
    x, y = at
    half = height * 0.22
    for share in (-1.0, 0.8):
        ink.rect(x + share * half, y - height, half * 0.2, height, fill=darken(color, 0.25))
    block(ink, (x - half, y - height, half * 2, height * 0.1), color, 4)
    block(ink, (x - half, y - height * 0.76, half * 2, height * 0.07), color, 3)
    block(ink, (x - half * 1.15, y - height * 0.46, half * 2.3, height * 0.09), lighten(color, 0.08), 5)


def shelf(ink: Ink, view: View, box: Box, color: str, *, rows: int = 5) -> None:
    """A bookcase with books, boxes and a vase or two."""
    x, y, width, height = box
    random = view.random(f"books{x:.0f}")
    block(ink, box, darken(color, 0.45))
    high = height / rows
    hues = ("#a34d42", "#4c6b86", "#6f7f54", "#c19a58", "#7d5b83", "#d8cdb4", "#3f4c5f")
    for row in range(rows):
        at, foot = x + 16, y + (row + 1) * high - 9
        while at < x + width - 40:
            wide, tall = random.uniform(12, 30), high * random.uniform(0.5, 0.8)
            if random.random() < 0.14:
                at += random.uniform(18, 44)
                continue
            tone = darken(view.light.shade(random.choice(hues)), 0.12)
            ink.rect(at, foot - tall, wide, tall, rx=2, fill=tone)
            ink.rect(at, foot - tall * 0.8, wide, tall * 0.07, fill=lighten(tone, 0.3), opacity=0.6)
            at += wide + 1.5
        ink.rect(x, foot, width, 11, fill=lighten(color, 0.06))
    for edge in (x, x + width - 13):
        ink.rect(edge, y, 13, height, fill=color)
    ink.rect(x - 8, y - 12, width + 16, 18, rx=3, fill=lighten(color, 0.1))


def rail(ink: Ink, x: float, end: float, y: float, *, height: float, color: str) -> None:
    """A railing from *x* to *end* that stands on *y*."""
    posts = " ".join(
        f"M{number(x + k * 46)},{number(y)} v-{number(height)}" for k in range(int((end - x) // 46) + 1)
    )
    ink.path(posts, fill="none", stroke=color, stroke_width=9)
    ink.rect(x, y - height - 12, end - x, 20, rx=8, fill=color)
