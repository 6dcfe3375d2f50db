"""Nowhere at all."""

from __future__ import annotations

from pipeline.images.drawing.ink import (
    Ink,
    darken,
    lighten,
    mix,
    number,
    on_circle,
)
from pipeline.images.drawing.lamps import bokeh
from pipeline.images.drawing.view import View
from pipeline.images.layers import Layer


def void(view: View) -> list[Layer]:
    """Nowhere: soft light in the dark, with slow rings and petals; for dreams and thoughts."""
    ink = Ink()
    light = view.light
    deep = darken(mix(light.ambient, light.near, 0.5), 0.15)
    view.wash(ink, (0, darken(deep, 0.45), 1), (0.5, deep, 1), (1, darken(deep, 0.55), 1))
    glow = mix(light.key, light.sky[2], 0.45)
    ink.glow(view.center, 800, 1150, glow, 0.75)
    back = ink.layer("air", 0.0, opaque=True)
    rings = Ink()
    for index, radius in enumerate((300, 440, 600, 790)):
        rings.circle(
            view.center,
            800,
            radius,
            fill="none",
            stroke=lighten(glow, 0.4),
            stroke_width=3,
            opacity=0.3 - index * 0.06,
        )
        for mark in range(index + 2):
            at = on_circle(view.center, 800, radius, mark / (index + 2) + index * 0.13)
            rings.circle(*at, 7, fill=lighten(glow, 0.6), opacity=0.6)
    far = Ink()
    bokeh(far, view, 300, 1400, part="bokeh", count=14)
    floor = Ink()
    with floor.group(transform=f"translate({number(view.center)} 1660) scale(1 .16)"):
        floor.glow(0, 0, 760, glow, 0.6)

    return [
        back,
        far.layer("lights", 0.2, blur=4),
        rings.layer("rings", 0.4, blur=1.5),
        floor.layer("floor", 0.7),
    ]
