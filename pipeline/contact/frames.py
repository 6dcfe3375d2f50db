"""One small picture of each shot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import BadResult

if TYPE_CHECKING:
    from av.container import InputContainer

#: Height, width and three colours, blue first.
Picture = NDArray[np.uint8]

_QUALITY = 82


def small(file: Path, width: int, height: int) -> Picture:
    """
    The picture, or a picture from the middle, of *file*, covering *width* x *height*.

    Of a clip it is the last one before its middle that can be decoded by itself. `BadResult` where *file*
    can't be read.
    """
    import av

    try:
        with av.open(str(file)) as container:
            frame = _middle(container)
            pixels = frame.to_ndarray(format="bgr24")
    except (av.FFmpegError, OSError, IndexError) as error:
        raise BadResult(f"{file.name} can't be read: {error}.", "Make it again.") from error
    return _covering(pixels, width, height)


def _middle(container: InputContainer) -> Any:
    stream = container.streams.video[0]
    stream.codec_context.skip_frame = "NONKEY"
    middle = (container.duration or 0) // 2
    if middle:
        container.seek(middle + (container.start_time or 0))
    frame = next(container.decode(stream), None)
    if frame is None:
        raise IndexError("it holds no picture")
    return frame


def _covering(pixels: Picture, width: int, height: int) -> Picture:
    """*pixels* scaled to cover the size, what is too much cut away evenly."""
    import cv2

    scale = max(width / pixels.shape[1], height / pixels.shape[0])
    size = (max(width, round(pixels.shape[1] * scale)), max(height, round(pixels.shape[0] * scale)))
    scaled = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return np.ascontiguousarray(scaled[top : top + height, left : left + width], np.uint8)


def jpeg(picture: Picture) -> bytes:
    """*picture* as a JPEG; the same one gives the same bytes."""
    import cv2

    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    assert done
    return data.tobytes()
