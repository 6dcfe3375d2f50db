"""What is done to painted pixels: soft shadows, light along an edge, blur, vignette and film grain."""

from __future__ import annotations

import cv2
import numpy as np
from cv2.typing import MatLike as Pixels

from pipeline.images.compose import color_of
from pipeline.images.layers import Layer, Rim, Shadow

#: How many rows and columns the grain is larger than the frame, so that each frame can show another part.
GRAIN_SPARE = 96


def reach(layer: Layer, scale: float) -> int:
    """How far (pixels) the effects of *layer* spread beyond its shapes, at *scale* pixels per unit."""
    shadow = layer.shadow
    spread = max(abs(shadow.dx), abs(shadow.dy)) + 3 * shadow.softness if shadow else 0.0
    return int((spread + 3 * layer.blur) * scale) + 2


def shift(layer: Layer) -> float:
    """How far (units) a cut edge of *layer* may be shifted into sight by its effects and its own life."""
    light = [layer.shadow, layer.rim]
    return (
        max((abs(side) for it in light if it for side in (it.dx, it.dy)), default=0)
        + layer.sway
        + 6 * layer.breath
    )


def apply(layer: Layer, pixels: Pixels, scale: float) -> Pixels:
    """*pixels* (premultiplied BGRA) with the rim light, shadow and blur of *layer*."""
    if layer.rim:
        pixels = rim(pixels, layer.rim, scale)
    if layer.shadow:
        pixels = shadow(pixels, layer.shadow, scale)
    return blur(layer, pixels, scale)


def blur(layer: Layer, pixels: Pixels, scale: float) -> Pixels:
    """*pixels* with the blur of *layer*, at *scale* pixels per unit."""
    return soften(pixels, layer.blur * scale)


def soften(pixels: Pixels, radius: float) -> Pixels:
    """*pixels* blurred by *radius* (standard deviation in pixels)."""
    return cv2.GaussianBlur(pixels, (0, 0), radius) if radius > 0.2 else pixels


def rim(pixels: Pixels, light: Rim, scale: float) -> Pixels:
    """Light where the sheet, shifted by the light's offset, no longer covers itself."""
    alpha = cv2.extractChannel(pixels, 3)
    lit = cv2.subtract(alpha, _shifted(alpha, light.dx * scale, light.dy * scale))
    width = float(np.hypot(light.dx, light.dy)) * scale
    lit = cv2.min(soften(lit, width * 0.4), alpha)
    share = cv2.merge([cv2.convertScaleAbs(lit, alpha=light.opacity)] * 3)
    glow = cv2.multiply(share, np.full_like(share, color_of(light.color)), scale=1 / 255)
    color = cv2.multiply(pixels[..., :3], cv2.bitwise_not(share), scale=1 / 255)
    return np.dstack([cv2.add(color, glow), alpha])


def shadow(pixels: Pixels, cast: Shadow, scale: float) -> Pixels:
    """A black shadow under the sheet: only its alpha grows. Blurred at a quarter of the size."""
    alpha = cv2.extractChannel(pixels, 3)
    small = cv2.resize(alpha, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    small = soften(small, cast.softness * scale / 4)
    dark = cv2.resize(small, alpha.shape[::-1], interpolation=cv2.INTER_LINEAR)
    dark = _shifted(dark, cast.dx * scale, cast.dy * scale)
    under = cv2.multiply(dark, cv2.bitwise_not(alpha), scale=cast.opacity / 255)
    return np.dstack([pixels[..., :3], cv2.add(alpha, under)])


def vignette(width: int, height: int, amount: float, seed: int) -> Pixels:
    """
    A sheet of black that leaves the middle clear and darkens the corners by *amount* (0 to 1).

    Its alpha is rounded up or down by chance, for a smooth ramp of 8 bit shows bands.
    """
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    way = np.clip((np.hypot(x, y * 0.96 + 0.04) - 0.6) / 0.95, 0, 1)
    dark = way * way * (3 - 2 * way) * (amount * 255)
    chance = np.random.default_rng(seed).random((height, width), dtype=np.float32)
    sheet = np.zeros((height, width, 4), np.uint8)
    sheet[..., 3] = np.clip(dark + chance, 0, 255) * (dark > 0)
    return sheet


class Grain:
    """Film grain: noise of about 1.5 pixels, as what it adds and what it takes away."""

    def __init__(self, width: int, height: int, amount: float, seed: int) -> None:
        self._random = np.random.default_rng([seed, 1])
        shape = height + GRAIN_SPARE, width + GRAIN_SPARE
        noise = self._random.standard_normal(shape, dtype=np.float32)
        noise = cv2.GaussianBlur(noise, (0, 0), 0.6) * (amount * 9)
        self._more = np.clip(noise + 0.5, 0, 255).astype(np.uint8)
        self._less = np.clip(0.5 - noise, 0, 255).astype(np.uint8)
        self._offsets = self._random.integers(0, GRAIN_SPARE, (977, 2))

    def over(self, plane: Pixels, frame_number: int = 0) -> None:
        """Add the grain of one frame to *plane* (one channel, frame size)."""
        x, y = self._offsets[frame_number % len(self._offsets)]
        part = np.s_[y : y + plane.shape[0], x : x + plane.shape[1]]
        cv2.add(plane, self._more[part], plane)
        cv2.subtract(plane, self._less[part], plane)


def _shifted(plane: Pixels, dx: float, dy: float) -> Pixels:
    """*plane* moved by a fraction of pixels; zero comes in from the sides."""
    matrix = np.array([[1, 0, dx], [0, 1, dy]], np.float64)
    return cv2.warpAffine(plane, matrix, plane.shape[::-1], flags=cv2.INTER_LINEAR)
