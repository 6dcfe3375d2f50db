"""What a player reads before the first picture: length, streams, coding, index, and what the file says."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import BadResult, FilmError
from pipeline.final import limits
from pipeline.final.check.asked import Asked
from pipeline.final.check.material import Material
from pipeline.final.check.report import Finding, Measured, Result
from pipeline.final.film import Codec, Film
from pipeline.final.label.label import check_label, read_aigc
from pipeline.final.picture.inspecting import CODECS

if TYPE_CHECKING:
    from av.video.codeccontext import VideoCodecContext

#: Up to the first one, which every phone that has the codec plays; x264's fastest presets need less of H.264.
_PROFILES: dict[Codec, tuple[str, ...]] = {
    "h264": ("High", "Main", "Constrained Baseline"),
    "h265": ("Main",),
    "av1": ("Main",),
}
#: BT.709 in each of primaries, transfer and matrix, and the limited range (libavutil/pixfmt.h).
_BT709 = (1, 1, 1, 1)


def length(material: Material, asked: Asked) -> Result:
    """Whether it is as long as its timeline, to the frame."""
    media, timeline = material.media, asked.timeline
    measured: dict[str, Measured] = {"seconds": round(media.seconds, 3), "frames": media.frames}
    if timeline is None:
        return Result("length", (), measured, "it is not known how long it should be")
    findings = []
    if abs(media.frames - timeline.frames) > 1:
        findings.append(Finding(f"It has {media.frames} frames, not {timeline.frames}."))
    # The last AAC packet is 1024 samples long and may reach beyond the last frame.
    if abs(media.seconds - timeline.seconds) > 1 / timeline.fps + 1024 / 48_000:
        findings.append(Finding(f"It lasts {media.seconds:.3f} s, not {timeline.seconds:.3f} s."))
    return Result("length", tuple(findings), measured)


def streams(material: Material, asked: Asked) -> Result:
    """Whether it has the pictures, the sound and the subtitles that it should have."""
    media, tracks = material.media, _tracks(material.path)
    measured: dict[str, Measured] = {
        "width": media.width,
        "height": media.height,
        "fps": round(media.fps, 3),
        "sound": media.audio_codec,
        "rate": media.rate,
        "channels": media.channels,
        "subtitles": " ".join(tracks),
    }
    findings = [] if media.width else [Finding("It has no pictures.")]
    if asked.film:
        findings += map(Finding, _form(material, asked.film))
    if asked.tracks is not None:
        lacking = list(asked.tracks)
        for track in tracks:
            if track in lacking:
                lacking.remove(track)
        findings += [Finding(f"The subtitle track in the language {one} is missing.") for one in lacking]
    unknown = "" if asked.film else "it is not known what form it should have"
    return Result("streams", tuple(findings), measured, unknown)


def _form(material: Material, film: Film) -> Iterator[str]:
    media = material.media
    if (media.width, media.height) != (film.width, film.height):
        yield f"The picture is {media.width}x{media.height}, not {film.width}x{film.height}."
    if abs(media.fps - film.fps) > 1e-5 * film.fps:
        yield f"It runs at {media.fps:g} frames per second, not {film.fps}."
    if (media.audio_codec, media.rate, media.channels) != ("aac", 48_000, 2):
        yield (
            f"The sound is {media.audio_codec or 'missing'} at {media.rate} Hz"
            f" with {media.channels} channels, not aac at 48000 Hz with 2."
        )


def _tracks(path: Path) -> list[str]:
    """The languages of the subtitle tracks."""
    import av

    with av.open(str(path)) as container:
        return [stream.metadata.get("language", "und") for stream in container.streams.subtitles]


def coding(material: Material, asked: Asked) -> Result:
    """Whether its pictures are coded so that phones play them, and in the colours that they say."""
    import av

    if not material.media.width:
        return Result("coding", unknown="it has no pictures")
    with av.open(str(material.path)) as container:
        context = container.streams.video[0].codec_context
        name = context.codec.canonical_name
        tags = (context.color_primaries, context.color_trc, context.colorspace, context.color_range)
        measured: dict[str, Measured] = {
            "codec": name,
            "profile": context.profile,
            "pixels": context.pix_fmt,
            "bt709": tags == _BT709,
        }
        if not asked.codec:
            return Result("coding", (), measured, "it is not known what it should be")
        findings = [] if (said := _fits(context, asked.codec)) == "" else [Finding(said)]
    if tags != _BT709:
        findings.append(Finding(f"The colour tags are {tags}, not BT.709 with limited range."))
    return Result("coding", tuple(findings), measured)


def _fits(context: VideoCodecContext, wished: Codec) -> str:
    name, profiles = context.codec.canonical_name, _PROFILES[wished]
    if (name, context.pix_fmt) == (CODECS[wished], "yuv420p") and context.profile in profiles:
        return ""
    return (
        f"The pictures are {name} {context.profile} {context.pix_fmt},"
        f" not {CODECS[wished]} {profiles[0]} yuv420p."
    )


def index(material: Material, _asked: Asked) -> Result:
    """Whether it can play while it loads: the box `moov` comes before `mdat` (ISO/IEC 14496-12, 4.2)."""
    order = list(_boxes(material.path))
    if order[:1] != ["ftyp"]:
        return Result("index", unknown="only of MP4 is it known where the index must lie")
    first = next((kind for kind in order if kind in {"moov", "mdat"}), "")
    wrong = Finding("The index lies at the end of the file: it can't play while it loads.")
    return Result("index", () if first == "moov" else (wrong,), {"index_first": first == "moov"})


def _boxes(path: Path) -> Iterator[str]:
    """The kinds of the outermost boxes of an MP4 file, in order."""
    with path.open("rb") as file:
        while len(head := file.read(8)) == 8:
            size, kind = struct.unpack(">I4s", head)
            yield kind.decode("latin-1")
            wide = size == 1
            if wide:
                (size,) = struct.unpack(">Q", file.read(8))
            if size < 8:
                return
            file.seek(size - (16 if wide else 8), 1)


def metadata(material: Material, asked: Asked) -> Result:
    """Whether the file says that it was made by AI, as its label asks."""
    there = read_aigc(material.path)
    measured: dict[str, Measured] = {"aigc": there is not None}
    if there:
        measured["producer"] = there.get("ContentProducer")
    if asked.label is None or not (asked.label.metadata or asked.label.c2pa):
        return Result("metadata", (), measured, "no label in the file is asked for")
    try:
        check_label(material.path, asked.label)
    except (FilmError, BadResult) as error:
        return Result("metadata", (Finding(error.happened),), measured)
    return Result("metadata", (), measured)


def platform(material: Material, asked: Asked) -> Result:
    """Whether it keeps to the limits of the platform that it is made for."""
    wanted = asked.output.platform if asked.output else None
    if wanted is None:
        return Result("platform", unknown="it is for no platform")
    told = (f"{wanted.title}: {why}" for why in limits.broken(material, wanted))
    return Result("platform", tuple(map(Finding, told)), {"title": wanted.title})
