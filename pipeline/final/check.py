"""
The film's own check: a film that fails it is an error, never a deliverable.

It looks at samples and measures the sound once, so that it takes a small part of the film's length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import BadResult, FfmpegError, FilmError
from pipeline.ffmpeg import Media, probe
from pipeline.final.film import Codec, Film
from pipeline.final.inspecting import CODECS
from pipeline.final.loudness import Loudness, measure
from pipeline.final.sound import Sound
from pipeline.timeline import Timeline

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

#: Up to the first one, which every phone that has the codec plays; x264's fastest presets need less of H.264.
_PROFILES: dict[Codec, tuple[str, ...]] = {
    "h264": ("High", "Main", "Constrained Baseline"),
    "h265": ("Main",),
    "av1": ("Main",),
}

#: Frames whose brightest parts stay under this luma (16 is black) count as black.
_BLACK = 26

#: Seconds of black that no cut needs.
_LONGEST_BLACK = 4.0

#: A voice lies around the loudness of the film, ducked music 20 dB under it.
_VOICE_BELOW = 16.0

#: AAC may lift peaks by some tenths of a decibel.
_AAC_LIFT = 0.5

#: Windows per second in which the level of the sound is looked at, and the rate that suffices for it.
_WINDOWS = 20
_RATE = 16_000

#: Where playing is tried, as parts of the film.
_ENTRIES = (0.0, 0.23, 0.5, 0.77, 0.98)


@dataclass(frozen=True)
class Report:
    """What was measured of a film that passed."""

    media: Media
    loudness: Loudness


def check_film(
    path: Path,
    timeline: Timeline,
    film: Film,
    sound: Sound,
    *,
    codec: Codec = "h264",
    subtitles_expected: bool = False,
) -> Report:
    """
    Check the film in *path* against its *timeline* and its options; what was measured, when it is right.

    `FilmError` lists everything that is wrong: length, streams, colours, loudness, black pictures,
    missing voices, an index at the end, places where it does not play. *subtitles_expected* says
    that a subtitle track must be there.
    """
    import av

    problems: list[str] = []
    try:
        media = probe(path)
        problems += _streams(path, media, film, codec, subtitles_expected=subtitles_expected)
        problems += _length(media, timeline)
        problems += _pictures(path, media)
        if media.audio_codec:
            problems += _voices(path, timeline, sound)
            loudness = measure(path)
            problems += _loudness(loudness, timeline, sound)
    except (BadResult, FfmpegError) as error:
        problems.append(error.happened)
    except av.FFmpegError as error:
        problems.append(f"It can't be decoded: {error}.")
    if problems:
        raise _failed(path, problems)
    return Report(media, loudness)


def _failed(path: Path, problems: list[str]) -> FilmError:
    listed = "\n".join(f"  - {problem}" for problem in problems)
    return FilmError(
        f"{path.name} failed its check and was not delivered:\n{listed}\n",
        "Run the same command again; if it fails again, redo the shots that are named.",
    )


def _streams(
    path: Path, media: Media, film: Film, codec: Codec, *, subtitles_expected: bool
) -> Iterator[str]:
    """What is wrong with the kinds of stream and the order in the file."""
    import av

    if (media.width, media.height) != (film.width, film.height):
        yield f"The picture is {media.width}x{media.height}, not {film.width}x{film.height}."
    if abs(media.fps - film.fps) > 1e-5 * film.fps:
        yield f"It runs at {media.fps:g} frames per second, not {film.fps}."
    if (media.audio_codec, media.rate, media.channels) != ("aac", 48_000, 2):
        yield (
            f"The sound is {media.audio_codec or 'missing'} at {media.rate} Hz"
            f" with {media.channels} channels, not aac at 48000 Hz with 2."
        )
    if subtitles_expected and not media.subtitle_streams:
        yield "The subtitle track is missing."
    if not _index_first(path):
        yield "The index lies at the end of the file: it can't play while it loads."
    with av.open(str(path)) as container:
        yield from _coding(container, codec)


def _coding(container: InputContainer, wished: Codec) -> Iterator[str]:
    """What is wrong with how the pictures are coded."""
    if not container.streams.video:
        return
    codec = container.streams.video[0].codec_context
    profiles = _PROFILES[wished]
    if (codec.name, codec.pix_fmt) != (CODECS[wished], "yuv420p") or codec.profile not in profiles:
        yield (
            f"The pictures are {codec.name} {codec.profile} {codec.pix_fmt},"
            f" not {CODECS[wished]} {profiles[0]} yuv420p."
        )
    # 1 is BT.709 in each of the three, and the limited range in the last (libavutil/pixfmt.h).
    tags = (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)
    if tags != (1, 1, 1, 1):
        yield f"The colour tags are {tags}, not BT.709 with limited range."


def _index_first(path: Path) -> bool:
    """Whether the box `moov` comes before `mdat` (ISO/IEC 14496-12, 4.2)."""
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, kind = struct.unpack(">I4s", head)
            if kind in {b"moov", b"mdat"}:
                return bool(kind == b"moov")
            wide = size == 1
            if wide:
                (size,) = struct.unpack(">Q", file.read(8))
            if size < 8:
                break
            file.seek(size - (16 if wide else 8), 1)
    return False


def _length(media: Media, timeline: Timeline) -> Iterator[str]:
    if abs(media.frames - timeline.frames) > 1:
        yield f"It has {media.frames} frames, not {timeline.frames}."
    # The last AAC packet is 1024 samples long and may reach beyond the last frame.
    if abs(media.seconds - timeline.seconds) > 1 / timeline.fps + 1024 / 48_000:
        yield f"It lasts {media.seconds:.3f} s, not {timeline.seconds:.3f} s."


def _loudness(loudness: Loudness, timeline: Timeline, sound: Sound) -> Iterator[str]:
    if loudness.silent or timeline.seconds < 0.4:
        return
    if abs(loudness.integrated - sound.loudness_lufs) > 1:
        yield f"Its loudness is {loudness.integrated:.1f} LUFS, not {sound.loudness_lufs:.1f}."
    if loudness.true_peak > sound.true_peak_dbtp + _AAC_LIFT:
        yield f"Its true peak is {loudness.true_peak:.1f} dBTP, over {sound.true_peak_dbtp + _AAC_LIFT:.1f}."


def _pictures(path: Path, media: Media) -> Iterator[str]:
    """Long black, and places where it does not play."""
    import av

    if not media.width:
        yield "It has no pictures."
        return
    for part in _ENTRIES:
        at = part * media.seconds
        with av.open(str(path)) as container:
            container.seek(int(at * av.time_base))
            frame = None
            with suppress(av.FFmpegError):
                frame = next(container.decode(video=0), None)
            if frame is None or frame.time is None or frame.time > at + 1 / media.fps:
                yield f"It does not play from {at:.1f} s on."
    with av.open(str(path)) as container:
        yield from _black(container, media.seconds)


def _black(container: InputContainer, seconds: float) -> Iterator[str]:
    """Black that lasts, judged by the keyframes: there is one every two seconds and at every cut."""
    container.streams.video[0].codec_context.skip_frame = "NONKEY"
    seen = [(frame.time or 0.0, _brightest(frame)) for frame in container.decode(video=0)]
    ends = [*(time for time, _ in seen[1:]), seconds]
    shown = [(start, end, bright < _BLACK) for (start, bright), end in zip(seen, ends, strict=True)]
    for black, run in groupby(shown, lambda shot: shot[2]):
        parts = list(run)
        start, end = parts[0][0], parts[-1][1]
        if black and (end - start > _LONGEST_BLACK or len(parts) == len(shown)):
            yield f"It is black from {start:.1f} s to {end:.1f} s."


def _brightest(frame: av.VideoFrame) -> float:
    """The luma that two per cent of the picture exceed; one pixel in 64 is looked at."""
    plane = frame.planes[0]
    luma = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[
        ::8, : plane.width : 8
    ]
    return float(np.percentile(luma, 98))


def _voices(path: Path, timeline: Timeline, sound: Sound) -> Iterator[str]:
    """
    Lines that are not heard: neither as loud as a voice, nor louder than what is between the lines.

    A line that is only punctuation is a pause.
    """
    levels = _levels(path)
    spans = [(span.line, int(span.start * _WINDOWS), int(span.end * _WINDOWS) + 1) for span in timeline.lines]
    between = np.ones(len(levels), bool)
    for _, first, last in spans:
        between[first:last] = False
    around = np.median(levels[between]) if between.any() else -np.inf
    least = max(sound.loudness_lufs - _VOICE_BELOW, float(around))
    for line, first, last in spans:
        spoken = any(sign.isalnum() for sign in line.text)
        if spoken and levels[first:last].max(initial=-np.inf) < least:
            yield f"The line {line.id} is not heard at {first / _WINDOWS:.1f} s."


def _levels(path: Path) -> NDArray[np.float64]:
    """The level of the sound in dBFS, `_WINDOWS` times a second."""
    import av

    with av.open(str(path)) as container:
        resampler = av.AudioResampler("flt", "mono", _RATE, frame_size=_RATE // _WINDOWS)
        frames = (part for frame in container.decode(audio=0) for part in resampler.resample(frame))
        power = [float(np.mean(np.square(frame.to_ndarray(), dtype=np.float64))) for frame in frames]
    return 10 * np.log10(np.maximum(power, 1e-12))
