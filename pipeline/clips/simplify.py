"""
Fewer and smaller sheets that look the same: what is found out once costs nothing in every frame.

Scenery at nearly the same depth becomes one sheet, and what nearer sheets always hide is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels

from pipeline.images.easel import Box
from pipeline.images.layers import Layer
from pipeline.images.paint import Patch, Sheet, over_patch

#: Depths this near to each other part by five pixels of 1920 at most, in a usual move.
SAME_DEPTH = 0.06
#: What is hidden is looked for in cells of this many pixels.
CELL = 8
#: Light that wavers more than this may let something through.
STEADY = 0.2


def simplify(sheets: Iterable[Sheet], sight: Box, travel: float) -> list[Sheet]:
    """
    The *sheets*, fewer and smaller.

    *sight* is what may come into sight (the frame and the camera's reach around it); none moves
    against another by more than *travel* pixels.
    """
    return _cropped(_merged(sheets), _whole_cells(sight), travel)


def moves_alone(layer: Layer) -> bool:
    """Whether *layer* changes while the camera stands still."""
    return any((layer.moving, layer.breath, layer.sway, layer.flicker))


def _merged(sheets: Iterable[Sheet]) -> list[Sheet]:
    merged: list[Sheet] = []
    for sheet in sheets:
        if merged and _alike(merged[-1], sheet):
            merged[-1] = _joined(merged[-1], sheet)
        else:
            merged.append(sheet)
    return merged


def _alike(below: Sheet, above: Sheet) -> bool:
    """Whether both move as one, and one sheet is not much larger than two. Rain may fall between the two."""
    behind_and_before = below.layer.depth < 1 <= above.layer.depth
    apart = abs(below.layer.depth - above.layer.depth) > SAME_DEPTH
    if behind_and_before or apart or moves_alone(below.layer) or moves_alone(above.layer):
        return False
    box = _around(below.bare.box, above.bare.box)
    return _area(box) < 1.2 * (_area(below.bare.box) + _area(above.bare.box))


def _joined(below: Sheet, above: Sheet) -> Sheet:
    box = _around(below.bare.box, above.bare.box)
    both = Patch(box.left, box.top, np.zeros((box.bottom - box.top, box.right - box.left, 4), np.uint8))
    over_patch(both, below.bare)
    over_patch(both, above.bare)
    return Sheet(replace(below.layer, name=f"{below.layer.name}, {above.layer.name}"), both)


def _cropped(sheets: list[Sheet], sight: Box, travel: float) -> list[Sheet]:
    """Of each sheet, what is not behind the solid parts of nearer ones; found from front to back."""
    reach = np.ones((2 * (int(travel) // CELL + 3) + 1,) * 2, np.uint8)
    size = (sight.bottom - sight.top) // CELL, (sight.right - sight.left) // CELL
    solid, kept = np.zeros(size, np.uint8), []
    for sheet in reversed(sheets):
        alpha = _alpha(sheet.bare, sight)
        seen = _cells(np.where(alpha > 0, np.uint8(255), np.uint8(0)))
        seen = cv2.subtract(seen, cv2.erode(solid, reach))
        if seen.any():
            kept.append(_cut(sheet, seen, sight))
        if not sheet.layer.sway and sheet.layer.flicker <= STEADY:
            solid |= np.where(_cells(alpha) == 255, np.uint8(255), np.uint8(0))
    return kept[::-1]


def _cut(sheet: Sheet, seen: Pixels, sight: Box) -> Sheet:
    """*sheet* without the outer rows and columns where no cell is *seen*; out of sight it stays as it is."""
    bare, box = sheet.bare, sheet.bare.box
    x, y, width, height = (CELL * side for side in cv2.boundingRect(seen))
    left, top = sight.left + x, sight.top + y
    right, bottom = left + width, top + height
    left = box.left if left == sight.left else max(left, box.left)
    top = box.top if top == sight.top else max(top, box.top)
    right = box.right if right == sight.right else right
    bottom = box.bottom if bottom == sight.bottom else bottom
    pixels = bare.pixels[top - bare.y : bottom - bare.y, left - bare.x : right - bare.x]
    return replace(sheet, bare=Patch(left, top, np.ascontiguousarray(pixels)))


def _alpha(patch: Patch, sight: Box) -> Pixels:
    """The alpha of *patch* in its place in *sight*."""
    size = sight.bottom - sight.top, sight.right - sight.left
    seen = Patch(sight.left, sight.top, np.zeros((*size, 4), np.uint8))
    over_patch(seen, patch)
    return cv2.extractChannel(seen.pixels, 3)


def _cells(plane: Pixels) -> Pixels:
    """The mean of each cell."""
    size = plane.shape[1] // CELL, plane.shape[0] // CELL
    return cv2.resize(plane, size, interpolation=cv2.INTER_AREA)


def _whole_cells(box: Box) -> Box:
    """*box* without the part of a cell at its lower and right end."""
    width, height = (
        (end - start) // CELL * CELL for start, end in ((box.left, box.right), (box.top, box.bottom))
    )
    return Box(box.left, box.top, box.left + width, box.top + height)


def _around(one: Box, other: Box) -> Box:
    """The box around both."""
    return Box(*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.bottom - box.top)
