"""
Footage: what a clip really holds, whatever its name and its header say.

A clip may come from any engine, camera or editor. It is looked at before anything is encoded: its
packets are counted and its first picture is decoded, which takes some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadResult

if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

#: Fewer pixels than these on a side are no picture that could fill a film.
_LEAST_PIXELS = 16

# Numbers of libavutil/pixfmt.h, which are those of ITU-T H.273.
UNSPECIFIED = 2
PQ, HLG = 16, 18
_BT2020, _DCI_P3, _DISPLAY_P3 = 9, 11, 12


@dataclass(frozen=True)
class Footage:
    """
    The pictures of a clip: the stream of number *index* with *frames* of them in *seconds*.

    *width* and *height* are in pixels as they are stored, *pixel_aspect* is how much wider than high
    one of them is shown; *quarter_turned* means that it is shown on its side. *fps* is the usual rate,
    and *last_seconds* how long the last picture is shown. *transfer* is `pq` or `hlg` for high dynamic
    range, and *wide* says that its colours lie beyond BT.709. *says_colours* is whether it names the
    matrix that its colours were coded with. *damaged* says what is missing or broken, and is empty
    where nothing is.
    """

    index: int
    frames: int
    seconds: float
    fps: float
    last_seconds: float
    width: int
    height: int
    pixel_aspect: float = 1.0
    quarter_turned: bool = False
    interlaced: bool = False
    alpha: bool = False
    rgb: bool = False
    transfer: str = ""
    wide: bool = False
    says_colours: bool = False
    damaged: str = ""

    @property
    def aspect(self) -> float:
        """How much wider than high the picture is shown."""
        stored = self.width * self.pixel_aspect / self.height
        return 1 / stored if self.quarter_turned else stored

    def seen(self, aspect: float) -> tuple[int, int]:
        """Pixels across and down that a film of that *aspect* shows of it."""
        across, down = (self.height, self.width) if self.quarter_turned else (self.width, self.height)
        part = aspect / self.aspect
        return (int(across * part), down) if part < 1 else (across, int(down / part))


def look(clip: Path, shot: str, aspect: float) -> Footage:
    """
    What *clip*, the clip of *shot* in a film of that *aspect*, holds.

    `BadResult` with the shot, the file and what helps, where no film can be cut from it: no pictures,
    none that can be decoded, too few pixels. It is looked at again only when it was changed.
    """
    stat = clip.stat()
    try:
        footage = _looked(clip, stat.st_size, stat.st_mtime_ns)
        _insist_on_pixels(footage, aspect)
    except BadResult as error:
        raise BadResult(
            f"{clip.name}, the clip of shot {shot}, can't be cut in: {error.happened}.", error.help
        ) from error
    return footage


def keyframes(clip: Path, most: int) -> Iterator[VideoFrame]:
    """
    Up to *most* pictures of *clip* that are coded by themselves, spread over it.

    Only they are decoded; those that are broken are left out.
    """
    import av

    with closing(av.open(str(clip))) as container:
        stream = next(_with_pictures(container))
        alone: list[Packet[VideoStream]] = []
        with suppress(av.FFmpegError):  # cut off: what is there was read
            alone.extend(packet for packet in container.demux(stream) if packet.is_keyframe and packet.size)
        for number in sorted({round(place * (len(alone) - 1) / max(1, most - 1)) for place in range(most)}):
            if number < len(alone) and (picture := _by_itself(stream, alone[number])):
                yield picture


def _by_itself(stream: VideoStream, packet: Packet[VideoStream]) -> VideoFrame | None:
    import av

    decoder = stream.codec_context
    found: list[VideoFrame] = []
    with suppress(av.FFmpegError):
        # A decoder may hold pictures back until it is told that no more will come.
        found = [*decoder.decode(packet), *decoder.decode(None)]
    decoder.flush_buffers()
    for picture in found:
        picture.time_base = stream.time_base or picture.time_base
    return found[0] if found else None


def _insist_on_pixels(footage: Footage, aspect: float) -> None:
    across, down = footage.seen(aspect)
    if min(across, down) < _LEAST_PIXELS:
        raise BadResult(
            f"of its {footage.width}x{footage.height} pixels the film would show {across}x{down}",
            f"Put a picture there whose part in the film's shape has at least {_LEAST_PIXELS} each way.",
        )


@lru_cache(maxsize=4096)
def _looked(clip: Path, size: int, _changed: int) -> Footage:
    """*size* and *_changed* tell one content of the file from another."""
    import av

    if not size:
        raise BadResult("it is empty", "Make the clip again, or put a video file in its place.")
    try:
        with closing(av.open(str(clip))) as container:
            stream = next(_with_pictures(container), None)
            if stream is None:
                kinds = ", ".join(sorted({one.type for one in container.streams})) or "nothing"
                raise BadResult(
                    f"it holds no pictures, but {kinds}",
                    "Make the clip again, or put a video file in its place.",
                )
            return _read(container, stream)
    except (av.FFmpegError, OSError) as error:
        raise BadResult(
            f"it can't be read as a media file ({error.strerror})",
            "It is cut off, or of another kind than its name says: make it again or replace it.",
        ) from error


def _with_pictures(container: InputContainer) -> Iterator[VideoStream]:
    """Its streams of moving pictures; the cover of a song is none."""
    return (stream for stream in container.streams.video if not stream.disposition.value & _cover())


def _cover() -> int:
    from av.stream import Disposition

    return Disposition.attached_pic.value


def _read(container: InputContainer, stream: VideoStream) -> Footage:
    """Read the whole *stream*, and decode its first picture."""
    import av

    first: VideoFrame | None = None
    shown: list[tuple[int, int]] = []
    packets, left_out, damaged = 0, 0, ""
    try:
        for packet in container.demux(stream):
            first = first or _decoded(packet)
            left_out += packet.is_discard
            if packet.size and not packet.is_discard:
                packets += 1
                damaged = damaged or ("a part of it is marked as broken" if packet.is_corrupt else "")
                if packet.pts is not None:
                    shown.append((packet.pts, packet.duration or 0))
    except av.FFmpegError as error:
        damaged = f"it can't be read to its end ({error})"
    if first is None:
        raise BadResult(
            f"none of its {packets} pictures ({stream.codec_context.name}) can be decoded",
            "Make the clip again, or convert it to H.264 in MP4.",
        )
    if stream.frames > packets + left_out:
        damaged = damaged or f"only {packets} of its {stream.frames} pictures are there"
    return _told(stream, first, sorted(shown), packets, damaged)


def _decoded(packet: Packet[VideoStream]) -> VideoFrame | None:
    """The first picture that comes out of *packet*; none where it is broken or only the beginning of one."""
    import av

    try:
        return next(iter(packet.decode()), None)
    except av.FFmpegError:
        return None


def _told(
    stream: VideoStream, first: VideoFrame, shown: list[tuple[int, int]], packets: int, damaged: str
) -> Footage:
    clock = stream.time_base or Fraction(1, 1000)
    fps = float(stream.average_rate or stream.guessed_rate or 25)
    last = float(shown[-1][1] * clock) if shown else 0.0
    last = last or 1 / fps
    seconds = float((shown[-1][0] - shown[0][0]) * clock) + last if shown else packets / fps
    primaries, transfer = int(first.color_primaries), int(first.color_trc)
    return Footage(
        index=stream.index,
        frames=packets,
        seconds=seconds,
        fps=fps,
        last_seconds=last,
        width=first.width,
        height=first.height,
        pixel_aspect=float(stream.sample_aspect_ratio or 1),
        quarter_turned=abs(first.rotation) % 180 == 90,
        interlaced=first.interlaced_frame,
        alpha=first.format.name == "pal8" or any(part.is_alpha for part in first.format.components),
        rgb=first.format.is_rgb or first.format.name == "pal8",
        transfer={PQ: "pq", HLG: "hlg"}.get(transfer, ""),
        wide=primaries in {_BT2020, _DCI_P3, _DISPLAY_P3},
        says_colours=int(first.colorspace) != UNSPECIFIED,
        damaged=damaged,
    )
