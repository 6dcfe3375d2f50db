"""
Evening: the shots of a scene brought to the middle of their light and tint.

Clips that were made one by one differ a little in brightness, contrast, tint and saturation, which
shows at every cut. Each is measured by some of its keyframes in CIELAB (ISO/CIE 11664-4), compared
with the scene's median, and moved towards it by a table of colours that keeps black and white.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from ffmpeg.nodes import FilterableStream as Pictures
from numpy.typing import NDArray

from pipeline.final.picture.footage import HLG, PQ, UNSPECIFIED, keyframes

if TYPE_CHECKING:
    import av

Floats = NDArray[np.float64]

#: Keyframes looked at, and the pixels across to which each is reduced.
_KEYFRAMES, _ACROSS = 5, 64

#: Corrections go in such steps: a small change of the scene's middle leaves those of most shots as they are.
_STEP, _TINT_STEP = 0.05, 1.0

#: The most that is corrected: a close-up at a window is meant to be brighter than the room.
_MOST_GAMMA, _MOST_CONTRAST, _MOST_SATURATION, _MOST_TINT = 0.3, 0.15, 0.25, 6.0

#: Points of the table along each side; between them ffmpeg interpolates.
_POINTS = 17

# sRGB's primaries, which are BT.709's, for the white D65.
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = _TO_XYZ.sum(axis=1)
_EPSILON, _KAPPA = 216 / 24389, 24389 / 27


@dataclass(frozen=True)
class Colours:
    """The mean *lightness* (0 to 100) of a clip, its spread (*contrast*), its mean tint and *chroma*."""

    lightness: float
    contrast: float
    a: float
    b: float
    chroma: float


@dataclass(frozen=True)
class Correction:
    """How a shot's colours are moved; as it stands it moves nothing."""

    gamma: float = 1.0
    contrast: float = 1.0
    saturation: float = 1.0
    a: float = 0.0
    b: float = 0.0
    lightness: float = 50.0


def measured(clip: Path) -> Colours | None:
    """The colours of some keyframes of *clip*; none for high dynamic range, and where none can be read."""
    seen = [_lab_of(frame) for frame in keyframes(clip, _KEYFRAMES) if int(frame.color_trc) not in {PQ, HLG}]
    if not seen:
        return None
    light, a, b = np.concatenate(seen).T
    return Colours(
        *(
            round(float(value), 2)
            for value in (light.mean(), light.std(), a.mean(), b.mean(), np.hypot(a, b).mean())
        )
    )


def _lab_of(frame: av.VideoFrame) -> Floats:
    """The pixels of a small copy of *frame* in CIELAB."""
    down = max(1, round(_ACROSS * frame.height / frame.width))
    # The cut takes what names no matrix for BT.709 as well.
    matrix = "ITU709" if int(frame.colorspace) == UNSPECIFIED else None
    rgb = frame.reformat(_ACROSS, down, "rgb24", src_colorspace=matrix).to_ndarray().reshape(-1, 3)
    return _lab(rgb / 255)


def correction(own: Colours, scene: Sequence[Colours], strength: float) -> Correction | None:
    """
    What brings *own* by *strength* (0 to 1) to the middle of the *scene*; nothing where it lies there.

    Within bounds and in steps, so that another shot of the scene that changes seldom changes it.
    """

    def middle(name: str) -> float:
        return float(median(getattr(one, name) for one in scene))

    light, spread = max(own.lightness, 1.0), max(own.contrast, 1.0)
    aim = min(99.0, max(1.0, middle("lightness")))
    gamma = math.log(aim / 100) / math.log(min(99.0, light) / 100)
    found = {
        "gamma": 1 + _bounded(strength * (gamma - 1), _MOST_GAMMA, _STEP),
        "contrast": 1 + _bounded(strength * (middle("contrast") / spread - 1), _MOST_CONTRAST, _STEP),
        "saturation": 1
        + _bounded(strength * (middle("chroma") / max(own.chroma, 1.0) - 1), _MOST_SATURATION, _STEP),
        "a": _bounded(strength * (middle("a") - own.a), _MOST_TINT, _TINT_STEP),
        "b": _bounded(strength * (middle("b") - own.b), _MOST_TINT, _TINT_STEP),
    }
    # The middle that contrast turns around is a step of its own, and counts only where something turns.
    pivot = round(aim / 10) * 10.0 if found["contrast"] != 1 else 50.0
    made = Correction(**{name: round(value, 2) for name, value in found.items()}, lightness=pivot)
    return None if made == Correction() else made


def _bounded(value: float, most: float, step: float) -> float:
    return min(most, max(-most, round(value / step) * step))


def corrected(pictures: Pictures, correction: Correction) -> Pictures:
    """*pictures*, tagged BT.709, through the table of *correction*."""
    # Ten bits: two conversions of eight would leave steps in skies.
    moved = pictures.filter("format", "gbrp10le").filter("lut3d", str(_cube_file(correction)))
    return moved.filter("scale", out_color_matrix="bt709", out_range="tv")


@cache
def _cube_file(correction: Correction) -> Path:
    """The table as a file, which lasts as long as this process."""
    name = sha256(repr(correction).encode()).hexdigest()[:16]
    file = Path(_folder().name, f"{name}.cube")
    file.write_text(cube(correction), encoding="ascii")
    return file


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="drama-colours-")


def cube(correction: Correction) -> str:
    """The table of *correction* in the format of Adobe's Cube LUT Specification 1.0."""
    axis = np.linspace(0, 1, _POINTS)
    blue, green, red = (side.ravel() for side in np.meshgrid(axis, axis, axis, indexing="ij"))
    moved = _rgb(_moved(_lab(np.stack([red, green, blue], axis=1)), correction))
    rows = "\n".join("{:.5f} {:.5f} {:.5f}".format(*row) for row in moved)
    return f"LUT_3D_SIZE {_POINTS}\n{rows}\n"


def _moved(lab: Floats, correction: Correction) -> Floats:
    light = np.clip(lab[:, 0] / 100, 0, 1)
    # 1 in the middle and 0 at both ends, so that black and white stay what they are.
    inner = 4 * light * (1 - light)
    lifted = 100 * light**correction.gamma
    turned = lifted + (correction.contrast - 1) * (lifted - correction.lightness) * inner
    a = lab[:, 1] * correction.saturation + correction.a * inner
    b = lab[:, 2] * correction.saturation + correction.b * inner
    return np.stack([np.clip(turned, 0, 100), a, b], axis=1)


def _lab(rgb: Floats) -> Floats:
    """CIELAB of *rgb* in sRGB, both with three columns."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    ratio = linear @ _TO_XYZ.T / _WHITE
    x, y, z = np.where(ratio > _EPSILON, np.cbrt(ratio), (_KAPPA * ratio + 16) / 116).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


def _rgb(lab: Floats) -> Floats:
    """The sRGB of *lab*, as near as it has it."""
    y = (lab[:, 0] + 16) / 116
    root = np.stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200], axis=1)
    ratio = np.where(root**3 > _EPSILON, root**3, (116 * root - 16) / _KAPPA)
    linear = np.clip(ratio * _WHITE @ np.linalg.inv(_TO_XYZ).T, 0, 1)
    shown: Floats = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return shown
