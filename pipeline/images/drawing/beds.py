"""Beds."""

from __future__ import annotations

from pipeline.images.drawing.furniture import block, shade
from pipeline.images.drawing.ink import Ink, Point, darken, lighten, mix, placed
from pipeline.images.drawing.view import View


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
    cover = ink.downwards(y - width * 0.34, y, lighten(color, 0.16), darken(color, 0.3))
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
