"""The lens: how a place looks from nearer, or from lower and higher."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.images.drawing.ink import number, seeded
from pipeline.images.drawing.view import View
from pipeline.images.layers import Layer
from pipeline.story import Angle, Size

#: The height of the camera's eye on the canvas.
HORIZON = {Angle.EYE: 1130.0, Angle.LOW: 1250.0, Angle.HIGH: 980.0}
_ZOOM = {Size.WIDE: 1.0, Size.FULL: 1.12, Size.MEDIUM: 1.4, Size.CLOSE: 1.75, Size.DETAIL: 2.1}
_BLUR = {Size.WIDE: 0.0, Size.FULL: 0.6, Size.MEDIUM: 3.0, Size.CLOSE: 6.5, Size.DETAIL: 11.0}


@dataclass(frozen=True)
class Camera:
    """*zoom* enlarges the place; *pan* (-1 to 1) looks to one side; *blur* is out of focus by that much."""

    zoom: float
    pan: float
    blur: float

    def sees(self, layer: Layer, view: View) -> Layer:
        """*layer* of the place through this lens; what is far grows less, what covered all still does."""
        near = min(layer.depth, 1.0)
        scale = 1 + (self.zoom - 1) * (0.4 + 0.6 * near)
        if layer.depth > 1:
            scale = 1 + (self.zoom - 1) * 0.3
        if scale == 1:
            return layer
        room = (scale - 1) * (view.right - view.center)
        x, y = view.center - self.pan * room, view.horizon - 230
        move = f"translate({number(x)} {number(y)}) scale({scale:.3f})"
        back = f"translate({number(-view.center)} {number(-y)})"
        blur = layer.blur * scale + self.blur * (1 - 0.45 * near) * (0 if layer.depth > 1 else 1)
        return replace(layer, svg=f'<g transform="{move} {back}">{layer.svg}</g>', blur=blur)


def camera_of(size: Size, seed: int) -> Camera:
    """The lens for a shot of that *size*; shots of one place differ by where they look."""
    pan = seeded("pan", seed).uniform(-0.45, 0.45)
    return Camera(_ZOOM[size], pan, _BLUR[size])
