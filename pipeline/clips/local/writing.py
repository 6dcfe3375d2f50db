"""A clip as a file: frames into H.264 that looks the same."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.clips.encode import BT709, ONCE_MORE
from pipeline.errors import BadResult
from pipeline.ffmpeg import feed

#: Of 255: a clip in which nothing is brighter shows nothing.
_DARKEST = 4


def pixels_of(frames: Any) -> Any:
    """*frames* of 0 to 1 as bytes, shape (n, height, width, 3); `BadResult` where there is nothing to see."""
    pixels = (np.asarray(frames, np.float32).clip(0, 1) * 255).round().astype(np.uint8)
    if pixels.max(initial=0) <= _DARKEST:
        raise BadResult("The model made a clip that is black.", "Try again, or with other words.")
    return pixels


def write(out: Path, frames: Iterable[Any], rate: Fraction) -> None:
    """
    Write *frames* (uint8, RGB, an even size) to *out* as an MP4 without sound, *rate* of them a second.

    The same frames give the same bytes. `FfmpegError` where it fails, and with
    any error nothing is left of *out*.
    """
    coming = iter(frames)
    first = next(coming)
    height, width = first.shape[:2]
    colours = f"scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,{BT709}"
    arguments = [
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"),
        *("-r", f"{rate.numerator}/{rate.denominator}", "-i", "pipe:0"),
        *("-vf", colours, "-pix_fmt", "yuv420p", *ONCE_MORE),
        *("-movflags", "+faststart", "-f", "mp4", str(out)),
    ]
    try:
        with feed(arguments, what=f"The encoding of {out.name}") as pipe:
            for frame in chain((first,), coming):
                pipe.write(np.ascontiguousarray(frame).data)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
