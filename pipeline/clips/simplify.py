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

from pipeline.images.layers import Layer
from pipeline.images.paint import Box, Patch, Sheet, over_patch

#: Depths this near to each other part by five pixels of 1920 at most, in a usual move.
SAME_DEPTH = 0.06
#: What is hidden is looked for in cells of this many pixels.
CELL = 8
#: Light that wavers more than this may let something through.
STEADY = 0.2


def simplify(sheets: Iterable[Sheet], travel: float) -> list[Sheet]:
    """The *sheets*, fewer and smaller; none moves against another by more than *travel* pixels."""
    return _cropped(_merged(sheets), travel)


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
    box = _around((below.bare.box, above.bare.box))
    return _area(box) < 1.2 * (_area(below.bare.box) + _area(above.bare.box))


def _joined(below: Sheet, above: Sheet) -> Sheet:
    box = _around((below.bare.box, above.bare.box))
    both = Patch(box.left, box.top, np.zeros((box.bottom - box.top, box.right - box.left, 4), np.uint8))
    over_patch(both, below.bare)
    over_patch(both, above.bare)
    return Sheet(replace(below.layer, name=f"{below.layer.name}, {above.layer.name}"), both)


def _cropped(sheets: list[Sheet], travel: float) -> list[Sheet]:
    """Of each sheet, what is not behind the solid parts of nearer ones; found from front to back."""
    canvas = _around(sheet.bare.box for sheet in sheets)
    reach = np.ones((2 * (int(travel) // CELL + 3) + 1,) * 2, np.uint8)
    solid, kept = None, []
    for sheet in reversed(sheets):
        alpha = _alpha(sheet.bare, canvas)
        seen = _cells(np.where(alpha > 0, np.uint8(255), np.uint8(0)))
        if solid is not None:
            seen = cv2.subtract(seen, cv2.erode(solid, reach))
        if seen.any():
            kept.append(_cut(sheet, seen, canvas))
        if not sheet.layer.sway and sheet.layer.flicker <= STEADY:
            whole = np.where(_cells(alpha) == 255, np.uint8(255), np.uint8(0))
            solid = whole if solid is None else cv2.max(solid, whole)
    return kept[::-1]


def _cut(sheet: Sheet, seen: Pixels, canvas: Box) -> Sheet:
    """*sheet* without the rows and columns in which none of the cells *seen* lie."""
    x, y, width, height = (CELL * side for side in cv2.boundingRect(seen))
    bare = sheet.bare
    left, top = canvas.left + x - bare.x, canvas.top + y - bare.y
    rows = slice(max(0, top), top + height)
    columns = slice(max(0, left), left + width)
    pixels = np.ascontiguousarray(bare.pixels[rows, columns])
    return replace(sheet, bare=Patch(bare.x + columns.start, bare.y + rows.start, pixels))


def _alpha(patch: Patch, canvas: Box) -> Pixels:
    """The alpha of *patch* in its place on a *canvas*, which is a whole number of cells."""
    alpha = np.zeros((canvas.bottom - canvas.top, canvas.right - canvas.left), np.uint8)
    x, y = patch.x - canvas.left, patch.y - canvas.top
    alpha[y : y + patch.pixels.shape[0], x : x + patch.pixels.shape[1]] = patch.pixels[..., 3]
    return alpha


def _cells(plane: Pixels) -> Pixels:
    """The mean of each cell."""
    size = plane.shape[1] // CELL, plane.shape[0] // CELL
    return cv2.resize(plane, size, interpolation=cv2.INTER_AREA)


def _around(boxes: Iterable[Box]) -> Box:
    """The box around *boxes*, a whole number of cells wide and high."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = min(lefts), min(tops)
    width, height = max(rights) - left, max(bottoms) - top
    return Box(left, top, left + -(-width // CELL) * CELL, top + -(-height // CELL) * CELL)


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.bottom - box.top)
