"""
Where the picture of a film is black, or stands still.

What does not move takes next to nothing to code. So the sizes of the packets say where to look, which
costs no decoding, and only there every picture is decoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

Kind = Literal["black", "still"]
Luma = NDArray[np.int16]

#: Pictures whose brightest parts stay under this luma (16 is black) count as black.
_BLACK = 26
#: Two pictures are the same where fewer than this share of their points differ by more than that.
_SHARE, _DIFFERENT = 0.003, 8
#: Subtitles come and go between these shares of the height also where nothing else moves.
_TEXT = (0.6, 0.82)
#: A packet of a picture that repeats another one has fewer bytes: a part that does not depend on the size
#: of the picture, and one for so many pixels. Slow pans of flat drawings took three times as many.
_BYTES, _PIXELS = 100, 1000
#: Or it has less than this share of the usual packet: some encoders go on to refine what stands still.
_UNUSUAL = 0.25
#: Seconds; nothing shorter is looked for. Before that the picture stands still, but is being refined.
_SHORTEST, _REFINED = 0.25, 0.6


@dataclass(frozen=True)
class Stretch:
    """From *start* to *end* seconds the picture is black, or the same."""

    kind: Kind
    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start

    def within(self, start: float, end: float) -> Stretch:
        """What of it lies between *start* and *end*; of no or negative length where nothing does."""
        return Stretch(self.kind, max(start, self.start), min(end, self.end))


@dataclass(frozen=True)
class _Packet:
    """One coded picture, shown from *start* to *end* seconds."""

    start: float
    end: float
    size: int
    key: bool


def suspected(path: Path) -> list[tuple[float, float]]:
    """Where the pictures of *path* may be black or stand still, in seconds; next to nothing is decoded."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = _packets(container, stream)
        usual = median(packet.size for packet in packets) if packets else 0
        few = max(_BYTES + stream.width * stream.height / _PIXELS, _UNUSUAL * usual)
        ends = packets[-1].end if packets else 0.0
        rate = float(stream.average_rate or 1)
        # A still picture has key frames too; and one that stays needs no packets.
        alike = {one: one.size < few or one.key or one.end - one.start > 2.5 / rate for one in packets}
    runs = [list(run) for still, run in groupby(packets, key=lambda one: alike[one]) if still]
    found = [(max(0.0, run[0].start - _REFINED), run[-1].end) for run in runs if _lasts(run)]
    return _joined([*found, *_dark(path, ends)])


def _lasts(run: Sequence[_Packet]) -> bool:
    return run[-1].end - run[0].start >= _SHORTEST and not all(one.key and len(run) > 1 for one in run)


def _packets(container: InputContainer, stream: VideoStream) -> list[_Packet]:
    """The packets of *stream* in the order in which they are shown."""
    first = stream.start_time or 0
    seen = sorted(
        (float((packet.pts - first) * packet.time_base), packet.size, packet.is_keyframe)
        for packet in container.demux(stream)
        if packet.pts is not None and packet.size
    )
    ends = (
        [start for start, _, _ in seen[1:]] + [seen[-1][0] + 1 / float(stream.average_rate or 1)]
        if seen
        else []
    )
    return [_Packet(start, end, size, key) for (start, size, key), end in zip(seen, ends, strict=True)]


def _dark(path: Path, seconds: float) -> Iterator[tuple[float, float]]:
    """Where key frames are black: noise in black takes many bytes."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        seen = [(_time(frame, stream), _is_black(_luma(frame))) for frame in container.decode(stream)]
    for (start, black), (end, _) in pairwise([*seen, (seconds, False)]):
        if black:
            yield start, end


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """*spans* in order, those that touch as one."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1e-6:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def stretches(path: Path, spans: Iterable[tuple[float, float]]) -> Iterator[Stretch]:
    """The black and the still stretches of *path* within *spans* of seconds."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for start, end in spans:
            yield from _runs(list(_seen(container, stream, start, end)), end)


def _seen(
    container: InputContainer, stream: VideoStream, start: float, end: float
) -> Iterator[tuple[float, str]]:
    """Each picture from *start* to *end*: its time, and a word that pictures which are the same share."""
    import av

    container.seek(int((start + float((stream.start_time or 0) * (stream.time_base or 0))) * av.time_base))
    anchor: Luma | None = None
    number = 0
    for frame in _decoded(container, stream):
        time = _time(frame, stream)
        if time < start - 1e-3:
            continue
        if time >= end - 1e-3:
            return
        luma = _luma(frame)
        if anchor is None or not _same(anchor, luma):
            anchor, number = luma, number + 1
        yield time, "black" if _is_black(luma) else str(number)


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
    """The pictures from here on; where they can't be decoded any more, the last one stays."""
    import av

    with suppress(av.FFmpegError):
        yield from container.decode(stream)


def _runs(seen: Sequence[tuple[float, str]], end: float) -> Iterator[Stretch]:
    runs = [(word, [time for time, _ in run]) for word, run in groupby(seen, key=lambda one: one[1])]
    for (word, times), (_, following) in pairwise([*runs, ("", [end])]):
        if following[0] - times[0] >= _SHORTEST:
            yield Stretch("black" if word == "black" else "still", times[0], following[0])


def _time(frame: av.VideoFrame, stream: VideoStream) -> float:
    """When *frame* is shown, from the first picture on."""
    return float(((frame.pts or 0) - (stream.start_time or 0)) * (stream.time_base or 0))


def _luma(frame: av.VideoFrame) -> Luma:
    """The luma of one pixel in 64; of more than eight bits the upper ones."""
    if frame.format.components[0].bits > 8 or not frame.format.is_planar:
        frame = frame.reformat(format="yuv420p")
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[::8, : plane.width : 8].astype(np.int16)


def _is_black(luma: Luma) -> bool:
    """Whether two per cent of the picture at most are brighter than black."""
    return float(np.percentile(luma, 98)) < _BLACK


def _same(one: Luma, other: Luma) -> bool:
    upper, lower = (round(share * len(one)) for share in _TEXT)
    differs = np.abs(one - other) > _DIFFERENT
    return float(np.concatenate([differs[:upper], differs[lower:]]).mean()) < _SHARE
