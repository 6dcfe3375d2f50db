"""From a layered picture to pixels: every layer is rendered once, by resvg, at the size of the frame."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import ceil, floor
from typing import NamedTuple

import cv2
import numpy as np
import resvg_py
from cv2.typing import MatLike as Pixels

from pipeline.errors import BadResult
from pipeline.images import effects
from pipeline.images.compose import blend, keep_of, over
from pipeline.images.falling import Falling
from pipeline.images.layers import BLEED, CANVAS_HEIGHT, Layer, LayeredPicture

#: Content is looked for in a rendering this many times smaller.
PROBE = 8


class Box(NamedTuple):
    """A rectangle in pixels of the frame; (0, 0) is the frame's upper left corner."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class View:
    """How canvas units become pixels of the frame: times *scale*, plus (*x*, *y*). It covers the frame."""

    scale: float
    x: float
    y: float

    @classmethod
    def covering(cls, canvas_width: int, width: int, height: int) -> View:
        """The view of a frame *width* x *height*; what doesn't fit is cut off on both sides alike."""
        scale = max(width / canvas_width, height / CANVAS_HEIGHT)
        return cls(scale, (width - canvas_width * scale) / 2, (height - CANVAS_HEIGHT * scale) / 2)

    def canvas(self, canvas_width: int) -> Box:
        """All that can be drawn on: the canvas and its bleed."""
        bleed = BLEED * self.scale
        return Box(
            floor(self.x - bleed),
            floor(self.y - bleed),
            ceil(self.x + canvas_width * self.scale + bleed),
            ceil(self.y + CANVAS_HEIGHT * self.scale + bleed),
        )


@dataclass(frozen=True, eq=False)
class Patch:
    """Premultiplied BGRA *pixels* whose upper left one lies at (*x*, *y*) of the frame."""

    x: int
    y: int
    pixels: Pixels


@dataclass(frozen=True, eq=False)
class Sheet:
    """
    A painted layer: what never changes of it, cropped to its content, and the patches of its states.

    *states* maps each moving part to its states as in `Layer.moving`. Parts are painted over the
    rest of the layer, in the order in which they are named.
    """

    layer: Layer
    bare: Patch
    states: dict[str, dict[str, Patch]] = field(default_factory=dict)

    def posed(self, **chosen: str) -> Pixels:
        """The pixels of the sheet with the *chosen* state of each part (`mouth="open"`), else its first."""
        if not self.states:
            return self.bare.pixels
        pixels = self.bare.pixels.copy()
        for part, states in self.states.items():
            patch = states[chosen.get(part, next(iter(states)))]
            _over_sheet(pixels, patch, self.bare)
        return pixels


@dataclass(frozen=True, eq=False)
class PaintedPicture:
    """*picture* as *sheets* from back to front, for a frame of *width* x *height* pixels."""

    picture: LayeredPicture
    width: int
    height: int
    view: View
    sheets: tuple[Sheet, ...]


def paint(picture: LayeredPicture, width: int, height: int) -> PaintedPicture:
    """
    Render every layer of *picture* once, for a frame of *width* x *height* pixels.

    A frame of another shape than the canvas is covered. Layers without content are left out.
    Raises `BadResult` where resvg can't read a layer.
    """
    view = View.covering(picture.width, width, height)
    canvas = view.canvas(picture.width)
    sheets = (_sheet(layer, view, canvas) for layer in picture.layers)
    return PaintedPicture(picture, width, height, view, tuple(sheet for sheet in sheets if sheet))


def still(picture: LayeredPicture, width: int, height: int) -> Pixels:
    """The first frame of *picture*: BGR, uint8, shape (*height*, *width*, 3)."""
    painted = paint(picture, width, height)
    falling = Falling(picture, width, height, painted.view.scale)
    frame = np.zeros((height, width, 3), np.uint8)
    front = front_from(picture)
    for sheet in painted.sheets:
        if sheet.layer is front:
            falling.behind(frame, 0)
        over(frame, sheet.posed(), sheet.bare.x, sheet.bare.y)
    falling.before(frame, 0)
    over(frame, effects.vignette(width, height, picture.vignette, picture.seed))
    grain = effects.Grain(width, height, picture.grain, picture.seed)
    return cv2.merge([_grainy(plane, grain) for plane in cv2.split(frame)])


def front_from(picture: LayeredPicture) -> Layer | None:
    """The first layer that what falls far away goes behind: the nearest to the back of depth 1 or more."""
    return next((layer for layer in picture.layers if layer.depth >= 1), None)


def _grainy(plane: Pixels, grain: effects.Grain) -> Pixels:
    grain.over(plane)
    return plane


def _sheet(layer: Layer, view: View, canvas: Box) -> Sheet | None:
    reach = effects.reach(layer, view.scale)
    bare = _patch(layer, layer.svg, view, canvas, reach)
    if bare is None:
        return None
    bare = Patch(bare.x, bare.y, effects.apply(layer, bare.pixels, view.scale))
    shared = "".join(re.findall(r"<defs\b.*?</defs>", layer.svg, re.DOTALL))
    return Sheet(
        layer,
        bare,
        {
            part: {name: _state(layer, shared + svg, view, canvas) for name, svg in states.items()}
            for part, states in layer.moving.items()
        },
    )


def _state(layer: Layer, svg: str, view: View, canvas: Box) -> Patch:
    """A state's patch; one of a single clear pixel where the state shows nothing."""
    margin = int(3 * layer.blur * view.scale) + 2
    patch = _patch(layer, svg, view, canvas, margin)
    if patch is None:
        return Patch(canvas.left, canvas.top, np.zeros((1, 1, 4), np.uint8))
    return Patch(patch.x, patch.y, effects.soften(patch.pixels, layer.blur * view.scale))


def _patch(layer: Layer, svg: str, view: View, canvas: Box, margin: int) -> Patch | None:
    """Render only where *svg* has content, found in a small rendering, with *margin* pixels around it."""
    small = _render(layer, svg, view, canvas, PROBE)
    rows, columns = np.nonzero(small[..., 3].any(axis=1))[0], np.nonzero(small[..., 3].any(axis=0))[0]
    if not len(rows):
        return None
    spare = margin + PROBE
    box = Box(
        max(canvas.left, canvas.left + int(columns[0]) * PROBE - spare),
        max(canvas.top, canvas.top + int(rows[0]) * PROBE - spare),
        min(canvas.right, canvas.left + int(columns[-1] + 1) * PROBE + spare),
        min(canvas.bottom, canvas.top + int(rows[-1] + 1) * PROBE + spare),
    )
    return Patch(box.left, box.top, _render(layer, svg, view, box))


def _render(layer: Layer, svg: str, view: View, box: Box, shrink: int = 1) -> Pixels:
    """The part *box* of *svg* as premultiplied BGRA, *shrink* times smaller."""
    width, height = ceil((box.right - box.left) / shrink), ceil((box.bottom - box.top) / shrink)
    unit = shrink / view.scale
    markup = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width}" height="{height}" viewBox="{(box.left - view.x) / view.scale}'
        f' {(box.top - view.y) / view.scale} {width * unit} {height * unit}">{svg}</svg>'
    )
    try:
        png = resvg_py.svg_to_bytes(svg_string=markup, skip_system_fonts=True)
    except ValueError as error:
        raise BadResult(
            f"The layer '{layer.name}' of the picture can't be rendered: {error}.",
            "Its SVG must be well-formed markup without the outer <svg>.",
        ) from error
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None, "resvg writes PNG with alpha"
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2mRGBA)


def _over_sheet(pixels: Pixels, patch: Patch, sheet: Patch) -> None:
    """Lay *patch* over the four channels of a sheet's *pixels*, where they overlap."""
    x, y = patch.x - sheet.x, patch.y - sheet.y
    top, left = max(0, y), max(0, x)
    part = patch.pixels[top - y : pixels.shape[0] - y, left - x : pixels.shape[1] - x]
    if not part.size:
        return
    under = pixels[top : top + part.shape[0], left : left + part.shape[1]]
    blend(under, part, cv2.merge([keep_of(part)[..., 0]] * 4))
