"""What a camera moves over: the layers that a picture carries, or any single picture as one sheet."""

from __future__ import annotations

from math import ceil
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels

from pipeline.clips.camera import Camera
from pipeline.clips.engine import ClipRequest
from pipeline.errors import BadResult
from pipeline.images.easel import View
from pipeline.images.embed import read_picture
from pipeline.images.fit import covering
from pipeline.images.layers import BLEED, CANVAS_HEIGHT, Layer, LayeredPicture
from pipeline.images.paint import PaintedPicture, Patch, Sheet, paint

#: How far (canvas units) beyond the frame a layer may be seen: its bleed, less what sways and breathes.
ROOM = 0.9 * BLEED
#: A picture of which less than this share would be seen is shown whole, before itself blurred.
LEAST_SEEN = 0.4


class Seen(NamedTuple):
    """A *painted* picture and the *camera* that moves over it."""

    painted: PaintedPicture
    camera: Camera


def seen(request: ClipRequest, strength: float, *, dust: bool) -> Seen:
    """
    The picture of *request*, painted, and the camera that stays within it.

    Odd sizes lose a pixel, for H.264 halves them. *dust* floats over a picture that has no layers.
    """
    width, height = request.width // 2 * 2, request.height // 2 * 2
    picture = read_picture(request.image)
    if picture and picture.layers:
        deepest = max(layer.depth for layer in picture.layers)
        camera = Camera(request.move, request.seconds, strength, deepest, ROOM)
        return Seen(paint(picture, width, height), camera)
    camera = Camera(request.move, request.seconds, strength, room=ROOM)
    falling = "dust" if dust else ""
    return Seen(flat(request.image, width, height, camera.reach, falling=falling, seed=request.seed), camera)


def flat(
    image: Path, width: int, height: int, room: float, *, falling: str = "", seed: int = 0
) -> PaintedPicture:
    """
    The picture *image* for a frame of *width* x *height* pixels and *room* canvas units around it.

    It covers the frame; what doesn't fit is cut off on both sides alike. Where little would be left,
    it is shown whole before a blurred fill. Raises `BadResult` where it can't be read.
    """
    pixels = read(image)
    canvas = LayeredPicture(
        round(width / height * CANVAS_HEIGHT), (), falling=falling, grain=0, vignette=0, seed=seed
    )
    view = View.covering(canvas.width, width, height)
    margin = ceil(room * view.scale) + 2
    size = width + 2 * margin, height + 2 * margin
    if _seen(pixels, width, height) >= LEAST_SEEN:
        sheets = [_sheet("picture", 1.0, covering(pixels, *size), -margin, -margin)]
    else:
        whole = _contained(pixels, width, height)
        fill = cv2.GaussianBlur(covering(pixels, *size), (0, 0), width / 36)
        x, y = (width - whole.shape[1]) // 2, (height - whole.shape[0]) // 2
        sheets = [_sheet("fill", 0.4, fill, -margin, -margin), _sheet("picture", 1.0, whole, x, y)]
    return PaintedPicture(canvas, width, height, view, tuple(sheets))


def read(image: Path) -> Pixels:
    """
    The picture as BGR, 8 bit, turned the way its EXIF says; clear parts lie on white.

    Raises `BadResult` where it is missing, damaged, of an unknown format, or in CMYK.
    """
    try:
        data = image.read_bytes()
    except OSError as error:
        raise BadResult(f"The picture {image} can't be opened: {error.strerror}.", "Make it anew.") from error
    if _jpeg_components(data) == 4:
        raise BadResult(f"The picture {image} is in CMYK, the colours of print.", "Save it as RGB.")
    pixels = _decoded(data, cv2.IMREAD_UNCHANGED)
    if pixels is not None and (pixels.ndim == 2 or pixels.shape[2] != 4):
        pixels = _decoded(data, cv2.IMREAD_COLOR)
    if pixels is None:
        raise BadResult(
            f"The picture {image} can't be read: {len(data)} bytes that are no PNG, JPEG or WebP.",
            "Put a whole picture there, or delete it to have it made anew.",
        )
    return pixels if pixels.shape[2] == 3 else _on_white(pixels)


def _decoded(data: bytes, flags: int) -> Pixels | None:
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error:  # empty, or more pixels than OpenCV is willing to read
        return None


def _on_white(pixels: Pixels) -> Pixels:
    if pixels.dtype != np.uint8:
        pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257)
    alpha = cv2.merge([pixels[..., 3]] * 3)
    color = cv2.multiply(pixels[..., :3], alpha, scale=1 / 255)
    return cv2.add(color, cv2.bitwise_not(alpha))


def _jpeg_components(data: bytes) -> int:
    """How many colour components a JPEG's frame header has (ITU-T T.81, B.2.2); 0 where *data* is no JPEG."""
    at = 2
    while data.startswith(b"\xff\xd8\xff") and at + 10 <= len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in {0xC4, 0xC8, 0xCC}:
            return data[at + 9]
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0


def _seen(pixels: Pixels, width: int, height: int) -> float:
    """The share of the picture that is seen when it covers the frame."""
    ratio: float = pixels.shape[1] / pixels.shape[0] * height / width
    return min(ratio, 1 / ratio)


def _contained(pixels: Pixels, width: int, height: int) -> Pixels:
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    size = [max(1, round(side * scale)) for side in pixels.shape[1::-1]]
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def _sheet(name: str, depth: float, pixels: Pixels, x: int, y: int) -> Sheet:
    return Sheet(Layer(name, depth, "", opaque=True), Patch(x, y, cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA)))
