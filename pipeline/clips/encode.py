"""Raw frames into a pipe, H.264 out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cv2.typing import MatLike as Pixels

from pipeline.ffmpeg import feed

BT709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"

#: x264 for a clip that the cut encodes once more: what is lost here must not be seen there. One thread, for
#: what it makes depends on their number.
ONCE_MORE = (
    *("-an", "-c:v", "libx264", "-preset", "fast", "-crf", "12", "-threads", "1"),
    *("-fflags", "+bitexact", "-flags:v", "+bitexact"),
)


@contextmanager
def encoder(
    out: Path, width: int, height: int, fps: int, *, crf: int, preset: str
) -> Iterator[Callable[[Pixels], object]]:
    """
    Give a function that takes one frame after the other, and write them as an MP4 to *out*.

    A frame is NV12 of BT.709 in limited range: uint8, shape (*height* * 3 / 2, *width*), both even.
    Each is coded by itself: what grain, rain and a moving camera leave alike between two frames is
    not worth the search for it, and a cut may begin anywhere. x264 gets a single thread, for what it
    makes depends on their number. Raises `FfmpegError` where ffmpeg fails; with any error, also one of
    the block, nothing is left of *out*.
    """
    arguments = [
        *("-f", "rawvideo", "-pix_fmt", "nv12", "-s", f"{width}x{height}", "-r", str(fps), "-i", "pipe:0"),
        *("-vf", BT709, "-an", "-c:v", "libx264", "-preset", preset, "-crf", str(crf), "-threads", "1"),
        *("-g", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"),
        *("-f", "mp4", str(out)),
    ]
    try:
        with feed(arguments, what=f"The encoding of {out.name}") as pipe:
            yield lambda frame: pipe.write(frame.data)
    except BaseException:
        out.unlink(missing_ok=True)
        raise
