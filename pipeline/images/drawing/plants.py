"""Trees, bamboo, grass and flowers."""

from __future__ import annotations

import math
import random as random_numbers

from pipeline.images.drawing.ink import Ink, Point, curve, darken, lighten, mix, on_circle, placed
from pipeline.images.drawing.view import BOTTOM, View

BLOSSOM = "#f3c3d0"
LEAF = "#4f7d58"

#: One skirt of a conifer, in units of half its width and of the tree's height.
_SKIRT = "M-1,0 Q-0.35,-0.05 0,-0.18 Q0.35,-0.05 1,0 Q0,-0.045 -1,0 Z"
_SKIRT_SNOW = "M-1,0 Q-0.35,-0.05 0,-0.18 Q-0.1,-0.06 -1,0 Z"
_TRUNK = "M-0.035,0 Q-0.01,-0.3 -0.02,-0.6 L0.02,-0.6 Q0.01,-0.3 0.04,0 Z"


def leaf_color(view: View) -> str:
    """The green of leaves in this light."""
    return mix(view.light.shade(LEAF), view.light.near, 0.3)


def pine(ink: Ink, at: Point, height: float, color: str, *, snow: str = "") -> None:
    """A conifer of seven skirts standing at *at*; *snow* is the colour of what lies on it."""
    x, y = at
    ink.path(placed("M-0.02,0 L0,-1 L0.02,0 Z", at, height), fill=color)
    for tier in range(7):
        foot, half = (x, y - height * (0.12 + tier * 0.125)), height * (0.29 - 0.035 * tier)
        ink.path(placed(_SKIRT, foot, half, height), fill=mix(color, lighten(color, 0.14), tier / 7))
        if snow:
            ink.path(placed(_SKIRT_SNOW, foot, half, height), fill=snow, opacity=0.75)


def tree(ink: Ink, at: Point, height: float, color: str, trunk: str) -> None:
    """A leafy tree: a trunk under a cloud of round crowns."""
    x, y = at
    random = random_numbers.Random(round(x * 7 + height))
    ink.path(placed(_TRUNK, at, height), fill=trunk)
    for shade, lift in ((0.22, 0.0), (0.08, 0.05), (-0.1, 0.1)):
        tone = darken(color, shade) if shade > 0 else lighten(color, -shade)
        for _ in range(7):
            dx, dy = random.uniform(-0.25, 0.25), random.uniform(-0.2, 0.2)
            radius = height * random.uniform(0.1, 0.19) * (1 - lift * 4)
            ink.circle(x + dx * height, y - height * (0.7 + lift) + dy * height, radius, fill=tone)


def willow(ink: Ink, at: Point, height: float, color: str, trunk: str) -> None:
    """A willow with hanging strands."""
    x, y = at
    random = random_numbers.Random(round(x * 3 + height))
    ink.path(
        placed("M-0.06,0.01 Q-0.03,-0.3 0.0,-0.86 L0.03,-0.86 Q0.02,-0.3 0.05,0.01 Z", at, height), fill=trunk
    )
    for index in range(130):
        reach = math.sin(index * 2.4) * random.uniform(0.4, 1.0)
        top = x + height * 0.36 * reach, y - height * (0.98 - 0.16 * reach * reach)
        long = height * random.uniform(0.3, 0.62)
        bow = top[0] + (top[0] - x) * 0.3, top[1] + long * 0.4
        end = bow[0] + random.uniform(-0.02, 0.04) * height, top[1] + long
        tone = mix(darken(color, 0.25), lighten(color, 0.25), random.random())
        strand = curve([(x + (top[0] - x) * 0.3, y - height * 0.86), top, bow, end])
        ink.stroke(strand, tone, height * 0.006, opacity=0.8)


def branch(
    ink: Ink,
    at: Point,
    turn: float,
    length: float,
    color: str,
    *,
    random: random_numbers.Random,
    blossom: str = "",
) -> None:
    """A branch that grows from *at* towards *turn* (radians), with flowers in the colour *blossom*."""
    tips: list[Point] = []
    _limb(ink, at, turn, length, width=length * 0.07, color=color, left=7, random=random, tips=tips)
    if blossom:
        for x, y in tips:
            for _ in range(2):
                flower(
                    ink,
                    (x + random.uniform(-24, 24), y + random.uniform(-24, 24)),
                    random.uniform(8, 15),
                    blossom,
                )


def _limb(
    ink: Ink,
    at: Point,
    turn: float,
    length: float,
    *,
    width: float,
    color: str,
    left: int,
    random: random_numbers.Random,
    tips: list[Point],
) -> None:
    if left == 0 or length < 14:
        return
    end = at[0] + length * math.cos(turn), at[1] + length * math.sin(turn)
    bend = (
        (at[0] + end[0]) / 2 + random.uniform(-0.12, 0.12) * length,
        (at[1] + end[1]) / 2 + random.uniform(-0.12, 0.12) * length,
    )
    ink.stroke(curve([at, bend, end]), color, max(1.6, width))
    if left <= 3:
        tips.append(end)
    for _ in range(2 if random.random() < 0.75 else 3):
        _limb(
            ink,
            end,
            turn + random.uniform(-0.72, 0.72),
            length * random.uniform(0.62, 0.86),
            width=width * 0.62,
            color=color,
            left=left - 1,
            random=random,
            tips=tips,
        )


def flower(ink: Ink, at: Point, radius: float, color: str) -> None:
    """Five petals around a golden middle."""
    with ink.group(fill=color):
        for petal in range(5):
            ink.circle(*on_circle(*at, radius * 0.62, petal / 5), radius * 0.52)
    ink.circle(*at, radius * 0.22, fill="#ffd86a")


def bamboo(ink: Ink, x: float, width: float, color: str, random: random_numbers.Random) -> None:
    """A bamboo stem from below the frame to above it, with joints and some leaves."""
    lean = random.uniform(-60, 60)
    fill = ink.linear(
        (x, 0),
        (x + width, 0),
        (0, darken(color, 0.25), 1),
        (0.35, lighten(color, 0.18), 1),
        (1, darken(color, 0.3), 1),
    )
    joint = float(BOTTOM)
    while joint > -200:
        upper = joint - random.uniform(190, 260)
        near, far = x + lean * (1 - joint / BOTTOM), x + lean * (1 - upper / BOTTOM)
        ink.path(
            f"M{near:.1f},{joint:.0f} L{far:.1f},{upper + 7:.0f} "
            f"h{width:.1f} L{near + width:.1f},{joint:.0f} Z",
            fill=fill,
        )
        ink.rect(far - 2, upper - 1, width + 4, 8, rx=4, fill=darken(color, 0.35))
        if upper < 1000 and random.random() < 0.7:
            _bamboo_leaves(ink, (far + width / 2, upper), color, random)
        joint = upper


def _bamboo_leaves(ink: Ink, at: Point, color: str, random: random_numbers.Random) -> None:
    side = random.choice((-1, 1))
    for _ in range(5):
        long, drop = random.uniform(70, 150), random.uniform(-30, 90)

        shape = f"M0,0 Q0.5,{drop * 0.3 - 16} 1,{drop} Q0.5,{drop * 0.6 + 12} 0,0 Z"
        ink.path(placed(shape, at, side * long, 1), fill=mix(color, LEAF, 0.25), opacity=0.9)


def grass(
    ink: Ink, view: View, y: float, color: str, *, height: float, part: str, open_middle: bool = False
) -> None:
    """Blades along the whole width, rooted at *y*; lower in the middle where *open_middle*."""
    random = view.random(part)
    with ink.group(stroke_linecap="round", fill="none"):
        for _ in range(round(70 * view.width / 1080)):
            x = random.uniform(view.left, view.right)
            inner = open_middle and abs(x - view.center) < 300
            tall = height * random.uniform(0.35, 1) * (0.5 if inner else 1)
            lean = random.uniform(-0.3, 0.3) * tall
            tone = mix(color, lighten(color, 0.3), random.random() * 0.6)
            ink.path(
                f"M{x:.0f},{y:.0f} Q{x + lean * 0.3:.0f},{y - tall * 0.6:.0f} {x + lean:.0f},{y - tall:.0f}",
                stroke=tone,
                stroke_width=random.uniform(3, 8),
            )


def meadow(ink: Ink, view: View, y: float, color: str, shade: str) -> None:
    """Tufts of grass over the ground from *y* down, larger and nearer to *shade* the nearer they are."""
    random = view.random("meadow")
    count = round(230 * view.width / 1080)
    with ink.group(stroke_linecap="round", fill="none"):
        for foot in sorted(y + (BOTTOM - y) * random.random() ** 1.4 for _ in range(count)):
            near = (foot - y) / (BOTTOM - y)
            x, tall = random.uniform(view.left, view.right), random.uniform(26, 46) * (0.6 + 2.4 * near)
            blades = [
                f"M{x:.0f},{foot:.0f} q{lean * 0.2:.0f},{-tall * 0.6:.0f} {lean:.0f},{-tall * fall:.0f}"
                for lean, fall in ((-tall * 0.4, 0.75), (-tall * 0.08, 1), (tall * 0.36, 0.8))
            ]
            tone = mix(lighten(color, random.uniform(0, 0.16)), shade, 0.12 + 0.5 * near)
            ink.path(" ".join(blades), stroke=tone, stroke_width=2.2 + 4 * near)


def reeds(ink: Ink, view: View, y: float, color: str, *, height: float, part: str) -> None:
    """Reeds with seed heads, rooted at *y*."""
    grass(ink, view, y, color, height=height, part=part, open_middle=True)
    random = view.random(part + "heads")
    for _ in range(round(16 * view.width / 1080)):
        x = random.choice(
            (random.uniform(view.left, view.center - 320), random.uniform(view.center + 320, view.right))
        )
        tall, lean = height * random.uniform(0.7, 1.15), random.uniform(-60, 60)
        ink.stroke(
            f"M{x:.0f},{y:.0f} Q{x + lean * 0.2:.0f},{y - tall * 0.6:.0f} {x + lean:.0f},{y - tall:.0f}",
            color,
            4,
        )
        ink.ellipse(
            x + lean,
            y - tall,
            9,
            36,
            fill=color,
            transform=f"rotate({lean * 0.3:.0f} {x + lean:.0f} {y - tall:.0f})",
        )


def pot_plant(ink: Ink, at: Point, height: float, leaf: str, pot: str) -> None:
    """A house plant with broad leaves in its pot, standing at *at*."""
    x, y = at
    ink.path(placed("M-0.16,-0.3 L0.16,-0.3 L0.11,0 L-0.11,0 Z", at, height), fill=pot)
    for index in range(9):
        lean = (index - 4) / 4
        tip = x + lean * height * 0.42, y - height * (1.02 - abs(lean) * 0.42)
        root = x + lean * height * 0.06, y - height * 0.28
        belly = height * 0.12
        left, right = (root[0] + tip[0]) / 2 - belly, (root[0] + tip[0]) / 2 + belly
        middle = (root[1] + tip[1]) / 2 - height * 0.08
        tone = mix(leaf, lighten(leaf, 0.25), (index % 3) / 3)
        blade = curve([root, (left, middle), tip, (right, middle)], closed=True)
        ink.path(blade, fill=tone)
