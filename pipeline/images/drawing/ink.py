"""
A small vocabulary for drawing a sheet of the picture as SVG: colours, paths, gradients, shapes.

Colours are `#rrggbb`; lengths are canvas units, `CANVAS_HEIGHT` of them from top to bottom.
"""

from __future__ import annotations

import hashlib
import math
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pipeline.images.layers import Layer, Rim, Shadow

Point = tuple[float, float]
#: x, y, width, height.
Box = tuple[float, float, float, float]
#: Offset (0 to 1), colour and opacity of a gradient.
Stop = tuple[float, str, float]

INK = "#05060f"
PAPER = "#ffffff"
_PAIR = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


def seeded(*key: object) -> random.Random:
    """Random numbers that are the same for the same *key* on every machine."""
    digest = hashlib.sha256("|".join(map(str, key)).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))


def channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue of a colour, 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def mix(color: str, other: str, share: float) -> str:
    """*color* with *share* (0 to 1) of *other* in it."""
    pairs = zip(channels(color), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darken(color: str, share: float) -> str:
    """*color* with *share* of ink in it."""
    return mix(color, INK, share)


def lighten(color: str, share: float) -> str:
    """*color* with *share* of white paper in it."""
    return mix(color, PAPER, share)


def number(value: float) -> str:
    """A length as SVG writes it: one decimal, without a needless `.0`."""
    return f"{value:.1f}".removesuffix(".0")


def polyline(points: Sequence[Point]) -> str:
    """Path data of straight strokes through *points*."""
    return "M" + " L".join(f"{number(x)},{number(y)}" for x, y in points)


def polygon(points: Sequence[Point]) -> str:
    """Path data of a closed shape with straight sides."""
    return polyline(points) + " Z"


def curve(points: Sequence[Point], *, closed: bool = False) -> str:
    """Path data of a smooth stroke through *points* (Catmull-Rom, as cubic Bezier pieces)."""
    last = len(points) - 1

    def at(index: int) -> Point:
        return points[index % len(points)] if closed else points[min(max(index, 0), last)]

    pieces = [f"M{number(points[0][0])},{number(points[0][1])}"]
    for index in range(len(points) if closed else last):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (at(index + k) for k in (-1, 0, 1, 2))
        handles = (bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy)
        pieces.append("C" + " ".join(map(number, handles)))
    return " ".join(pieces) + (" Z" if closed else "")


def placed(data: str, at: Point, width: float, height: float | None = None) -> str:
    """
    Path data that was drawn around (0, 0) in units of *width* and *height*, put at the point *at*.

    *data* has absolute commands with `x,y` pairs only; *height* is *width* where not told.
    """
    high = width if height is None else height

    def put(pair: re.Match[str]) -> str:
        return f"{number(at[0] + float(pair[1]) * width)},{number(at[1] + float(pair[2]) * high)}"

    return _PAIR.sub(put, data)


def on_circle(x: float, y: float, radius: float, turn: float) -> Point:
    """The point at *turn* (0 to 1, clockwise from the right) on a circle."""
    angle = turn * math.tau
    return x + radius * math.cos(angle), y + radius * math.sin(angle)


class Ink:
    """
    One sheet in the making: shapes in the order they are drawn, and the definitions they use.

    Shapes take SVG's own properties as keywords (`stroke_width=3` is `stroke-width="3"`).
    Ids begin with *prefix*: give different ones to markup that will share a sheet, such as the
    states of `Layer.moving`.
    """

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._count = 0
        self._definitions: list[str] = []
        self._shapes: list[str] = []

    def _define(self, tag: str, attributes: str, content: str) -> str:
        self._count += 1
        name = f"{self._prefix}d{self._count}"
        self._definitions.append(f'<{tag} id="{name}"{attributes}>{content}</{tag}>')
        return f"url(#{name})"

    def linear(self, start: Point, end: Point, *stops: Stop) -> str:
        """A fill that runs from *start* to *end*."""
        ends = zip(("x1", "y1", "x2", "y2"), (*start, *end), strict=True)
        where = "".join(f' {key}="{number(value)}"' for key, value in ends)
        return self._define("linearGradient", f' gradientUnits="userSpaceOnUse"{where}', _stops(stops))

    def downwards(self, top: float, bottom: float, *colors: str) -> str:
        """A fill that runs through *colors* from *top* to *bottom*."""
        last = len(colors) - 1
        return self.linear(
            (0, top), (0, bottom), *((index / last, color, 1) for index, color in enumerate(colors))
        )

    def radial(self, x: float, y: float, radius: float, *stops: Stop) -> str:
        """A fill that runs from the point (*x*, *y*) outwards."""
        where = f' cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        return self._define("radialGradient", f' gradientUnits="userSpaceOnUse"{where}', _stops(stops))

    def clip(self, data: str) -> str:
        """A window with the outline *data*: hand it to `group(clip_path=...)`."""
        return self._define("clipPath", "", f'<path d="{data}"/>')

    def add(self, markup: str) -> None:
        """Draw ready-made markup."""
        self._shapes.append(markup)

    def path(self, data: str, **style: object) -> None:
        """Draw path data; a stroke alone wants `fill="none"`."""
        self.add(f'<path d="{data}"{_attributes(style)}/>')

    def stroke(self, data: str, color: str, width: float, **style: object) -> None:
        """Draw a line with round ends."""
        self.path(data, fill="none", stroke=color, stroke_width=width, stroke_linecap="round", **style)

    def rect(self, x: float, y: float, width: float, height: float, **style: object) -> None:
        """Draw a rectangle; `rx` rounds its corners."""
        self.add(f"<rect{_attributes({'x': x, 'y': y, 'width': width, 'height': height, **style})}/>")

    def circle(self, x: float, y: float, radius: float, **style: object) -> None:
        """Draw a circle."""
        self.add(f"<circle{_attributes({'cx': x, 'cy': y, 'r': radius, **style})}/>")

    def ellipse(self, x: float, y: float, rx: float, ry: float, **style: object) -> None:
        """Draw an ellipse."""
        self.add(f"<ellipse{_attributes({'cx': x, 'cy': y, 'rx': rx, 'ry': ry, **style})}/>")

    def glow(self, x: float, y: float, radius: float, color: str, opacity: float) -> None:
        """Draw a soft round light that is gone at *radius*."""
        stops = (
            (0, color, opacity),
            (0.3, color, opacity * 0.45),
            (0.6, color, opacity * 0.14),
            (1, color, 0),
        )
        self.circle(x, y, radius, fill=self.radial(x, y, radius, *stops))

    @contextmanager
    def group(self, **style: object) -> Iterator[None]:
        """What is drawn inside shares *style* (`fill`, `opacity`, `transform`, `clip_path` ...)."""
        self.add(f"<g{_attributes(style)}>")
        yield
        self.add("</g>")

    @property
    def svg(self) -> str:
        """The sheet so far: definitions, then shapes."""
        definitions = f"<defs>{''.join(self._definitions)}</defs>" if self._definitions else ""
        return definitions + "".join(self._shapes)

    def layer(  # the effects of `Layer`, in its own words
        self,
        name: str,
        depth: float,
        *,
        opaque: bool = False,
        sway: float = 0.0,
        flicker: float = 0.0,
        blur: float = 0.0,
        shadow: Shadow | None = None,
        rim: Rim | None = None,
    ) -> Layer:
        """The finished sheet as a layer of scenery."""
        return Layer(
            name, depth, self.svg, opaque, sway=sway, flicker=flicker, blur=blur, shadow=shadow, rim=rim
        )


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(f'<stop offset="{o:g}" stop-color="{c}" stop-opacity="{a:.3g}"/>' for o, c, a in stops)


def _attributes(style: dict[str, object]) -> str:
    return "".join(f' {key.replace("_", "-")}="{_value(value)}"' for key, value in style.items())


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
