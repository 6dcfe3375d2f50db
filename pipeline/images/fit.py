"""A picture that somebody else made, brought to the size of the film."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline import ffmpeg
from pipeline.errors import BadResult

#: A few kilobytes can claim to be gigabytes of pixels; no film needs more than this.
_MOST_PIXELS = 2**26


def fit(file: Path, width: int, height: int) -> None:
    """Make *file* a PNG of that size, cut around its middle; `BadResult` where it is no picture."""
    import cv2
    import numpy as np

    pixels = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR) if _is_sane(file) else None
    if pixels is None:
        raise BadResult("it is no picture.", "Run again.")
    _, encoded = cv2.imencode(".png", covering(pixels, width, height))
    file.write_bytes(encoded.tobytes())


def covering(pixels: Any, width: int, height: int) -> Any:
    """*pixels* (rows, columns, colours) scaled until they fill that size, and cut around the middle."""
    import cv2

    scale = max(width / pixels.shape[1], height / pixels.shape[0])
    size = (max(width, round(pixels.shape[1] * scale)), max(height, round(pixels.shape[0] * scale)))
    large = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return large[top : top + height, left : left + width]


def _is_sane(file: Path) -> bool:
    """Whether *file* says that it is a picture, of a size that can be read."""
    try:
        found = ffmpeg.probe(file)
    except BadResult:
        return False
    return 0 < found.width * found.height <= _MOST_PIXELS
