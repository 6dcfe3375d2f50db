"""A look at encoded pictures before they are put in place: all there, in the film's form and colours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadResult
from pipeline.final.film import Codec, Film

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer

#: As libavcodec calls them, whoever decodes them.
CODECS: dict[Codec, str] = {"h264": "h264", "h265": "hevc", "av1": "av1"}

#: How far a colour may be off after encoding, of 255.
_OFF = 12


def check_pictures(
    file: Path, film: Film, codec: Codec, frames: int, *, colour: tuple[int, int, int] | None = None
) -> None:
    """
    `BadResult` unless *file* holds *frames* pictures of *film* in *codec*, each on its frame, tagged BT.709.

    The first one is decoded; with *colour* (RGB) it must be that all over.
    """
    import av

    try:
        with closing(av.open(str(file))) as container:
            wrong = list(_wrong(container, film, codec, frames, colour))
    except (av.FFmpegError, OSError) as error:
        wrong = [f"it can't be read: {error}"]
    if wrong:
        raise BadResult(
            f"What was encoded for {file.name} is not the film's: {'; '.join(wrong)}.",
            "Run again; if it stays so, set `final.encoding.hardware: never` or use another ffmpeg.",
        )


def count(file: Path) -> int:
    """How many pictures *file* holds, by its packets."""
    import av

    with closing(av.open(str(file))) as container:
        return sum(1 for packet in container.demux(video=0) if packet.size)


def _wrong(
    container: InputContainer, film: Film, codec: Codec, frames: int, colour: tuple[int, int, int] | None
) -> Iterator[str]:
    if not container.streams.video:
        yield "it holds no pictures"
        return
    stream = container.streams.video[0]
    first: VideoFrame | None = None
    packets = []
    for packet in container.demux(stream):
        first = first or next(iter(packet.decode()), None)
        if packet.size:
            packets.append(packet)
    if len(packets) != frames:
        yield f"it has {len(packets)} pictures, not {frames}"
    coding = stream.codec_context
    form = (coding.codec.canonical_name, coding.pix_fmt, coding.width, coding.height)
    if form != (CODECS[codec], "yuv420p", film.width, film.height):
        yield "it is {} {} {}x{}".format(*form)
    clock = stream.time_base or Fraction(1)
    ticks = {packet.pts * clock * film.fps for packet in packets if packet.pts is not None}
    if ticks != set(range(len(packets))):
        yield f"its pictures are not {film.fps} a second from 0 on"
    # 1 is BT.709 in each of the three, and the limited range in the last (libavutil/pixfmt.h).
    tags = (coding.color_primaries, coding.color_trc, coding.colorspace, coding.color_range)
    if tags != (1, 1, 1, 1):
        yield f"its colour tags are {tags}, not BT.709 with limited range"
    if first is None:
        yield "its first picture can't be decoded"
    elif colour and (off := _off(first, colour)) > _OFF:
        yield f"its colours are off by {off:.0f} of 255"


def _off(picture: VideoFrame, colour: tuple[int, int, int]) -> float:
    """How far *picture* is from one *colour*, where it is farthest."""
    import numpy as np

    shown = picture.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(float)
    return float(np.abs(shown - np.array(colour)).mean(axis=(0, 1)).max())
