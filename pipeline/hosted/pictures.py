"""Pictures as vendors want them handed over: in which format, how large, and in which wrapping."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from pipeline.errors import BadResult, Rejected
from pipeline.hosted.offer import Picture

_MEBIBYTE = 2**20
_JPEG_QUALITIES = (95, 88, 80)
#: The short side of a picture in which something can still be seen.
_LEAST_PIXELS = 64


def content_of(file: Path, picture: Picture, shape: tuple[int, int] | None = None) -> tuple[str, bytes]:
    """
    The picture in *file* as (file name, content), in a format and size that *picture* allows.

    With *shape*, width and height, it is cut to that proportion around its middle. `BadResult`
    where the file is no picture, `Rejected` where it can't be made small enough.
    """
    import cv2

    content = file.read_bytes() if file.is_file() else b""
    pixels = _decoded(file, content)
    height, width = pixels.shape[:2]
    cut = _cut(pixels, shape) if shape and picture.fit else pixels
    as_it_is = cut is pixels and max(width, height) <= picture.most_pixels and picture.format == "png"
    if as_it_is and content.startswith(b"\x89PNG") and len(content) <= picture.most_mb * _MEBIBYTE:
        return "image.png", content
    scale = min(1.0, picture.most_pixels / max(cut.shape[:2]))
    while True:
        small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else cut
        for name, options in _formats(picture):
            _, encoded = cv2.imencode(name[5:], small, options)
            if len(encoded) <= picture.most_mb * _MEBIBYTE:
                return name, encoded.tobytes()
        scale *= 0.75
        if min(cut.shape[:2]) * scale < _LEAST_PIXELS:
            break
    raise Rejected(f"{file.name} can't be made smaller than {picture.most_mb:g} MiB.", "Use another picture.")


def wrapped(name: str, content: bytes, picture: Picture, file: Path) -> Any:
    """The *content* as it stands in a request; nothing where it is a part of a form."""
    match picture.how:
        case "data_uri":
            return f"data:{media_type(name)};base64,{base64.b64encode(content).decode()}"
        case "base64":
            return base64.b64encode(content).decode()
        case "path":
            return str(file.resolve())
    return None


def media_type(name: str) -> str:
    """What a picture of that *name* is, as MIME has it."""
    return "image/png" if name.endswith("png") else "image/jpeg"


def _decoded(file: Path, content: bytes) -> Any:
    import cv2
    import numpy as np

    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR) if content else None
    if pixels is None:
        raise BadResult(f"The picture {file.name} can't be read.", "Make it again with `drama redo`.")
    return pixels


def _formats(picture: Picture) -> list[tuple[str, list[int]]]:
    import cv2

    jpegs = [("image.jpg", [cv2.IMWRITE_JPEG_QUALITY, quality]) for quality in _JPEG_QUALITIES]
    return jpegs if picture.format == "jpeg" else [("image.png", []), *jpegs]


def _cut(pixels: Any, shape: tuple[int, int]) -> Any:
    height, width = pixels.shape[:2]
    wide, high = (
        min(width, round(height * shape[0] / shape[1])),
        min(height, round(width * shape[1] / shape[0])),
    )
    if abs(wide - width) <= 1 and abs(high - height) <= 1:
        return pixels
    left, top = (width - wide) // 2, (height - high) // 2
    return pixels[top : top + high, left : left + wide]
