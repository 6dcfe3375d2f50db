"""From a layered picture to pixels: every layer is rendered once, by resvg, at the size of the frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from math import ceil

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels

from pipeline.images import effects
from pipeline.images.compose import blend, over
from pipeline.images.easel import Box, Easel, View
from pipeline.images.falling import Falling
from pipeline.images.layers import Layer, LayeredPicture
from pipeline.images.svg import to_png

#: Content is looked for in a rendering this many times smaller.
PROBE = 8
#: A layer blurred by this many pixels or more loses nothing when it is rendered at half of the size.
SOFT = 1.8
#: What a still was rendered to serves its clip as well. A picture takes about 40 renderings of 45 kB, with
#: their markup, so this many are those of an episode, and less than 200 MB.
_png = lru_cache(4096)(to_png)

Effect = Callable[[Layer, Pixels, float], Pixels]


@dataclass(frozen=True, eq=False)
class Patch:
    """Premultiplied BGRA *pixels* whose upper left one lies at (*x*, *y*) of the frame."""

    x: int
    y: int
    pixels: Pixels

    @property
    def box(self) -> Box:
        """Where it lies."""
        height, width = self.pixels.shape[:2]
        return Box(self.x, self.y, self.x + width, self.y + height)


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
        posed = replace(self.bare, pixels=self.bare.pixels.copy())
        for part, states in self.states.items():
            over_patch(posed, states[chosen.get(part, next(iter(states)))])
        return posed.pixels


@dataclass(frozen=True, eq=False)
class PaintedPicture:
    """
    *picture* as *sheets* from back to front, for a frame of *width* x *height* pixels.

    What lies at the back and is too soft for fine detail is *far*, painted for a frame of half the size.
    """

    picture: LayeredPicture
    width: int
    height: int
    view: View
    sheets: tuple[Sheet, ...]
    far: PaintedPicture | None = None


def paint(picture: LayeredPicture, width: int, height: int) -> PaintedPicture:
    """
    Render every layer of *picture* once, for a frame of *width* x *height* pixels.

    A frame of another shape than the canvas is covered. The bleed is painted too. Layers without
    content are left out. Raises `BadResult` where resvg can't read a layer.
    """
    view = View.covering(picture.width, width, height)
    soft = list(takewhile(lambda layer: layer.depth < 1 and _is_soft(layer, view.scale), picture.layers))
    near = _painted_picture(replace(picture, layers=picture.layers[len(soft) :]), width, height, view)
    if not soft:
        return near
    size = ceil(width / 2), ceil(height / 2)
    return replace(near, far=_painted_picture(replace(picture, layers=tuple(soft)), *size, view.halved()))


def still(picture: LayeredPicture, width: int, height: int) -> Pixels:
    """The first frame of *picture*: BGR, uint8, shape (*height*, *width*, 3)."""
    painted = paint(picture, width, height)
    falling = Falling(picture, width, height, painted.view.scale)
    frame = _back(painted)
    front = front_of(painted.sheets)
    _lay(frame, painted.sheets[:front])
    falling.behind(frame, 0)
    _lay(frame, painted.sheets[front:])
    falling.before(frame, 0)
    over(frame, effects.vignette(width, height, picture.vignette, picture.seed))
    grain = effects.Grain(width, height, picture.grain, picture.seed)
    return cv2.merge([_grainy(plane, grain) for plane in cv2.split(frame)])


def front_of(sheets: Sequence[Sheet]) -> int:
    """The index of the first sheet of depth 1 or more: what falls far away goes behind it."""
    return next((index for index, sheet in enumerate(sheets) if sheet.layer.depth >= 1), len(sheets))


def _back(painted: PaintedPicture) -> Pixels:
    """What lies behind all near sheets."""
    if painted.far is None:
        return np.zeros((painted.height, painted.width, 3), np.uint8)
    half = _back(painted.far)
    _lay(half, painted.far.sheets)
    whole = cv2.resize(half, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    return whole[: painted.height, : painted.width].copy()


def _lay(frame: Pixels, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        over(frame, sheet.posed(), sheet.bare.x, sheet.bare.y)


def _grainy(plane: Pixels, grain: effects.Grain) -> Pixels:
    grain.over(plane)
    return plane


def _painted_picture(picture: LayeredPicture, width: int, height: int, view: View) -> PaintedPicture:
    easel = Easel(view, picture.width, width, height)
    sheets = (_sheet(layer, easel) for layer in picture.layers)
    return PaintedPicture(picture, width, height, view, tuple(sheet for sheet in sheets if sheet))


def _sheet(layer: Layer, easel: Easel) -> Sheet | None:
    bare = _painted(layer, layer.svg, easel, effects.reach(layer, easel.view.scale), effects.apply)
    if bare is None:
        return None
    shared = "".join(re.findall(r"<defs\b.*?</defs>", layer.svg, re.DOTALL))
    return Sheet(
        layer,
        bare,
        {
            part: {name: _state(layer, shared + svg, easel) for name, svg in states.items()}
            for part, states in layer.moving.items()
        },
    )


def _state(layer: Layer, svg: str, easel: Easel) -> Patch:
    """A state's patch; one of a single clear pixel where the state shows nothing."""
    margin = int(3 * layer.blur * easel.view.scale) + 2
    patch = _painted(layer, svg, easel, margin, effects.blur)
    return patch or Patch(0, 0, np.zeros((1, 1, 4), np.uint8))


def _painted(layer: Layer, svg: str, easel: Easel, margin: int, effect: Effect) -> Patch | None:
    """*svg* with an *effect*, at half of the size and enlarged where *layer* is soft anyway."""
    box = _content(layer, svg, easel, margin)
    if box is None:
        return None
    shrink = 2 if _is_soft(layer, easel.view.scale) else 1
    pixels = effect(layer, _render(layer, svg, easel.view, box, shrink), easel.view.scale / shrink)
    if shrink > 1:
        pixels = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_LINEAR)
    return Patch(box.left, box.top, pixels)


def _is_soft(layer: Layer, scale: float) -> bool:
    """Whether *layer* has no detail finer than two pixels at *scale*."""
    return layer.blur * scale >= SOFT


def _content(layer: Layer, svg: str, easel: Easel, margin: int) -> Box | None:
    """Where *svg* has content, found in a small rendering, with *margin* pixels around it."""
    whole = easel.box(layer)
    small = _render(layer, svg, easel.view, whole, PROBE)
    x, y, width, height = (PROBE * side for side in cv2.boundingRect(small[..., 3]))
    if not width:
        return None
    spare = margin + PROBE
    return Box(
        max(whole.left, whole.left + x - spare),
        max(whole.top, whole.top + y - spare),
        min(whole.right, whole.left + x + width + spare),
        min(whole.bottom, whole.top + y + height + spare),
    )


def _render(layer: Layer, svg: str, view: View, box: Box, shrink: int = 1) -> Pixels:
    """The part *box* of *svg* as premultiplied BGRA, *shrink* times smaller."""
    width, height = ceil((box.right - box.left) / shrink), ceil((box.bottom - box.top) / shrink)
    unit = shrink / view.scale
    markup = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width}" height="{height}" viewBox="{(box.left - view.x) / view.scale}'
        f' {(box.top - view.y) / view.scale} {width * unit} {height * unit}">{svg}</svg>'
    )
    png = _png(markup, f"The layer '{layer.name}' of the picture")
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels is not None, "resvg writes PNG with alpha"
    return cv2.cvtColor(pixels, cv2.COLOR_RGBA2mRGBA)


def over_patch(below: Patch, above: Patch) -> None:
    """Lay *above* over *below*, into its pixels, where they overlap."""
    x, y = above.x - below.x, above.y - below.y
    top, left = max(0, y), max(0, x)
    height, width = below.pixels.shape[:2]
    part = above.pixels[top - y : max(0, height - y), left - x : max(0, width - x)]
    if part.size:
        under = below.pixels[top : top + part.shape[0], left : left + part.shape[1]]
        blend(under, part, cv2.merge([cv2.bitwise_not(cv2.extractChannel(part, 3))] * 4))
