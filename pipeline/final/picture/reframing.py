"""Pictures of one shape in a film of another: cut away where least is seen, or shown whole."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import ffmpeg
import numpy as np
from ffmpeg.nodes import FilterableStream as Pictures
from numpy.typing import NDArray

from pipeline.final.film import Film
from pipeline.final.picture.footage import Footage, keyframes

if TYPE_CHECKING:
    from av import VideoFrame

#: Bars narrower than this share of the picture are no use to anybody: the clip fills it instead.
_NARROWEST = 0.03

#: The copy behind a clip is blurred at a part of its size, which is quicker and looks the same; how soft
#: (share of its shorter side) and how dark it is.
_SMALLER, _SOFT, _DARK = 8, 0.06, 0.55

#: Where people's faces are in most pictures, as shares of the width and of the height, and how far from
#: there the middle of what is kept may lie.
_USUAL, _FARTHEST = (0.5, 0.4), 0.2
#: What speaks for a place as much as all that is seen there, at the farthest.
_PULL = 0.6
#: Pictures of a clip that are looked at, at this many pixels across.
_LOOKS, _ACROSS = 6, 64


def inside(film: Film, aspect: float) -> tuple[int, int]:
    """How large a clip of *aspect* is shown in *film*: as large as the picture, or whole; in even pixels."""
    part = aspect * film.height / film.width
    if film.reframe in ("centre", "crop") or min(part, 1 / part) > 1 - _NARROWEST:
        return film.width, film.height
    return _even(film.width * min(1.0, part)), _even(film.height * min(1.0, 1 / part))


def around(pictures: Pictures, size: tuple[int, int], film: Film) -> Pictures:
    """*pictures* of *size*, in BT.709, in the middle of *film*, with what belongs around them."""
    if size == (film.width, film.height):
        return pictures
    pictures = pictures.filter("format", "yuv420p")
    if film.reframe == "fit":
        return pictures.filter("pad", film.width, film.height, "(ow-iw)/2", "(oh-ih)/2")
    both = pictures.filter_multi_output("split")
    return ffmpeg.filter([_behind(both[0], film), both[1]], "overlay", "(W-w)/2", "(H-h)/2")


def _behind(pictures: Pictures, film: Film) -> Pictures:
    """*pictures*, blurred and darker, over the whole picture of *film*."""
    shape = film.width / film.height
    small = (_even(film.width / _SMALLER), _even(film.height / _SMALLER))
    filling = pictures.filter("crop", f"min(iw,ih*{shape:.8f})", f"min(ih,iw/{shape:.8f})")
    blurred = filling.filter("scale", *small).filter("gblur", sigma=round(_SOFT * min(small), 2), steps=3)
    large = blurred.filter("scale", film.width, film.height, flags="bicubic").filter("setsar", 1)
    return large.filter("lutyuv", y=f"16+(val-16)*{_DARK}")


def _even(pixels: float) -> int:
    return max(2, 2 * round(pixels / 2))


def kept(clip: Path, footage: Footage, film: Film) -> float:
    """
    What of *clip* is kept where *film* has no room for all of it: 0 is the left or upper end, 1 the other.

    It is one place for the whole clip, since a picture that wanders looks as if the camera did.
    """
    across = footage.aspect > film.width / film.height
    room = min(1.0, film.width / film.height / footage.aspect, footage.aspect * film.height / film.width)
    if film.reframe != "crop" or room > 1 - _NARROWEST:
        return 0.5
    stat = clip.stat()
    return _place(_seen(clip, stat.st_size, stat.st_mtime_ns, 0 if across else 1), room, _USUAL[not across])


def _place(seen: NDArray[np.float64], room: float, usual: float) -> float:
    """Where a window of the share *room* of a picture holds most of what is *seen* along one side."""
    window = max(1, round(room * len(seen)))
    held = np.convolve(seen, np.ones(window), "valid")
    middles = (np.arange(len(held)) + window / 2) / len(seen)
    off = np.abs(middles - usual)
    worth = np.where(off <= _FARTHEST, held - _PULL * off, -np.inf)
    # With hardly any room to move, no place lies near the usual one.
    best = int(np.argmax(worth if np.isfinite(worth).any() else -off))
    return best / max(1, len(held) - 1)


@lru_cache(maxsize=4096)
def _seen(clip: Path, _size: int, _changed: int, axis: int) -> NDArray[np.float64]:
    """How much there is to see in *clip*, along its width (*axis* 0) or its height (1), in all 1."""
    details = [_detail(frame).mean(axis=axis) for frame in keyframes(clip, _LOOKS)]
    total = np.mean(details, axis=0) if details else np.ones(_ACROSS)
    return np.asarray(total / (total.sum() or 1.0), np.float64)


def _detail(frame: VideoFrame) -> NDArray[np.float64]:
    """How much neighbouring pixels differ in a small copy of *frame*, as it is shown."""
    down = max(8, round(_ACROSS * frame.height / frame.width))
    luma = frame.reformat(_ACROSS, down, "gray").to_ndarray().astype(np.float64)
    steep = np.hypot(*np.gradient(np.rot90(luma, frame.rotation // 90)))
    return np.asarray(steep**2, np.float64)
