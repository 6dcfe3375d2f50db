"""
Laying painted sheets over one another.

A sheet's pixels are uint8 with four channels: three of colour, already multiplied by the fourth,
the alpha. Because that is linear, the same code composes BGR and YUV: see `YUV`.
"""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels

#: Takes premultiplied BGRA to premultiplied Y'CbCr of BT.709, 8 bit, limited range (ITU-R BT.709-6,
#: sections 3 and 4): 16 to 235 for luma, 16 to 240 around 128 for chroma. For `cv2.transform`.
YUV = np.array(
    [
        [0.0722 * 219, 0.7152 * 219, 0.2126 * 219, 16],
        [0.5 * 224, -0.7152 / 1.8556 * 224, -0.2126 / 1.8556 * 224, 128],
        [-0.0722 / 1.5748 * 224, -0.7152 / 1.5748 * 224, 0.5 * 224, 128],
        [0, 0, 0, 255],
    ],
) / np.float64(255)


def over(frame: Pixels, sheet: Pixels, x: int = 0, y: int = 0) -> None:
    """Lay *sheet* over *frame* (three channels), its upper left pixel at (*x*, *y*); the rest is cut off."""
    top, left = max(0, y), max(0, x)
    bottom, right = min(frame.shape[0], y + sheet.shape[0]), min(frame.shape[1], x + sheet.shape[1])
    if top >= bottom or left >= right:
        return
    part = sheet[top - y : bottom - y, left - x : right - x]
    blend(frame[top:bottom, left:right], cv2.cvtColor(part, cv2.COLOR_BGRA2BGR), keep_of(part))


def blend(under: Pixels, color: Pixels, keep: Pixels) -> None:
    """Change *under* to itself times *keep* (255 keeps all) plus *color*; all of one shape."""
    cv2.multiply(under, keep, under, scale=1 / 255)
    cv2.add(under, color, under)


def keep_of(sheet: Pixels) -> Pixels:
    """How much of what lies under *sheet* is seen, in three channels: 255 less its alpha."""
    return cv2.cvtColor(cv2.bitwise_not(cv2.extractChannel(sheet, 3)), cv2.COLOR_GRAY2BGR)


def lay(frame: Pixels, sheet: Pixels, matrix: Pixels, strength: float = 1.0) -> None:
    """
    Lay *sheet* over *frame* through the affine *matrix* (2x3), to a fraction of a pixel.

    *matrix* takes pixels of the sheet to pixels of the frame. *strength* (0 to 1) weakens the sheet.
    """
    x, y, width, height = _landing(frame, sheet, matrix)
    if width <= 0 or height <= 0:
        return
    moved = matrix.copy()
    moved[:, 2] -= (x, y)
    part = cv2.warpAffine(sheet, moved, (width, height), flags=cv2.INTER_LINEAR)
    if strength < 1:
        part = cv2.convertScaleAbs(part, alpha=strength)
    blend(
        frame[y : y + height, x : x + width],
        cv2.cvtColor(part, cv2.COLOR_BGRA2BGR),
        keep_of(part),
    )


def _landing(frame: Pixels, sheet: Pixels, matrix: Pixels) -> tuple[int, int, int, int]:
    """The part of *frame* that *sheet* can touch: x, y, width, height."""
    rows, columns = sheet.shape[:2]
    corners = np.array([[0, 0, 1], [columns, 0, 1], [0, rows, 1], [columns, rows, 1]]) @ matrix.T
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 1, (frame.shape[1], frame.shape[0]))
    return int(left), int(top), int(right - left), int(bottom - top)


def color_of(name: str) -> tuple[int, int, int]:
    """`#dfe8ff` as blue, green, red."""
    red, green, blue = bytes.fromhex(name.removeprefix("#"))
    return blue, green, red
