"""The things in a room, standing with their foot at a point."""

from __future__ import annotations

from pipeline.images.drawing.ink import Box, Ink, Point, darken, lighten, mix, number, placed, polygon, seeded
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


def shelf(ink: Ink, view: View, box: Box, color: str, *, rows: int = 5, part: str = "books") -> None:
    """A bookcase with books, boxes and a vase or two."""
    x, y, width, height = box
    random = view.random(f"{part}{x:.0f}")
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
    fill = ink.linear(
        (0, at[1] - wide),
        (0, at[1] + wide * 0.8),
        (0, mix(cloth, view.light.warm, 0.45), 1),
        (1, lighten(cloth, 0.25), 1),
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


def bed(ink: Ink, view: View, at: Point, width: float, color: str) -> None:
    """A wide bed seen from its foot, with a padded head."""
    x, y = at
    shade(ink, at, width * 1.05)
    linen = view.light.shade("#e4ddd4")
    block(
        ink, (x - width * 0.52, y - width * 0.66, width * 1.04, width * 0.5), darken(color, 0.2), width * 0.05
    )
    for share in (-0.34, 0, 0.34):
        ink.rect(
            x + share * width - width * 0.155,
            y - width * 0.62,
            width * 0.31,
            width * 0.3,
            rx=14,
            fill="none",
            stroke=darken(color, 0.42),
            stroke_width=4,
        )
    for share in (-0.25, 0.25):
        block(
            ink,
            (x + share * width - width * 0.2, y - width * 0.44, width * 0.4, width * 0.15),
            linen,
            width * 0.05,
        )
    cover = ink.linear(
        (0, y - width * 0.34), (0, y), (0, lighten(color, 0.16), 1), (1, darken(color, 0.3), 1)
    )
    ink.path(
        placed("M-0.48,-0.3 Q0,-0.36 0.48,-0.3 L0.55,-0.02 Q0,0.03 -0.55,-0.02 Z", at, width), fill=cover
    )
    ink.path(placed("M-0.48,-0.3 Q0,-0.36 0.48,-0.3 L0.5,-0.23 Q0,-0.29 -0.5,-0.23 Z", at, width), fill=linen)
    ink.stroke(
        placed("M-0.2,-0.24 Q-0.16,-0.1 -0.24,0 M0.16,-0.25 Q0.22,-0.1 0.18,0", at, width),
        darken(color, 0.35),
        4,
        opacity=0.5,
    )


def canopy_bed(ink: Ink, view: View, at: Point, width: float, color: str) -> None:
    """An old bed under a carved frame with tied silk hangings."""
    x, y = at
    wood = view.light.shade("#5a2d20")
    height = width * 1.25
    shade(ink, at, width)
    ink.rect(
        x - width * 0.46,
        y - height * 0.94,
        width * 0.92,
        height * 0.9,
        fill=darken(mix(wood, color, 0.3), 0.45),
    )
    ink.glow(x, y - height * 0.4, width * 0.5, view.light.warm, 0.3 * view.light.lamps)
    block(
        ink,
        (x - width * 0.46, y - height * 0.27, width * 0.92, height * 0.15),
        view.light.shade("#b8434a"),
        12,
    )
    block(
        ink,
        (x - width * 0.4, y - height * 0.33, width * 0.26, height * 0.09),
        view.light.shade("#e0c27a"),
        16,
    )
    block(ink, (x - width * 0.5, y - height * 0.14, width, height * 0.14), wood, 6)
    for side in (-1, 1):
        silk = ink.linear((x, y - height), (x, y), (0, lighten(color, 0.25), 0.95), (1, color, 0.9))
        fall = (
            f"M{0.48 * side},-0.92 L{0.06 * side},-0.92 Q{0.16 * side},-0.6 {0.4 * side},-0.46 "
            f"Q{0.3 * side},-0.3 {0.36 * side},-0.12 L{0.48 * side},-0.12 Z"
        )
        ink.path(placed(fall, at, width, height), fill=silk)
        ink.rect(x + side * width * 0.48 - 13, y - height, 26, height, fill=wood)
        ink.ellipse(x + side * width * 0.42, y - height * 0.46, 24, 12, fill="#d0a24a")
    block(ink, (x - width * 0.53, y - height * 1.02, width * 1.06, height * 0.11), wood, 8)
    with ink.group(stroke=lighten(wood, 0.3), stroke_width=4, fill="none"):
        for index in range(9):
            ink.circle(x - width * 0.44 + index * width * 0.11, y - height * 0.965, height * 0.03)


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


def rail(ink: Ink, x: float, end: float, y: float, *, height: float, color: str) -> None:
    """A railing from *x* to *end* that stands on *y*."""
    posts = " ".join(
        f"M{number(x + k * 46)},{number(y)} v-{number(height)}" for k in range(int((end - x) // 46) + 1)
    )
    ink.path(posts, fill="none", stroke=color, stroke_width=9)
    ink.rect(x, y - height - 12, end - x, 20, rx=8, fill=color)
