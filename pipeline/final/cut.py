"""
The cut: each shot encoded once, and the film joined from them without encoding again.

All segments share size, rate, time base, colour tags and encoder settings, which is what lets them
be joined by copying. The sound is encoded once for the whole film: AAC encoded per shot would put
a gap of some milliseconds at every cut.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import ffmpeg

from pipeline.errors import BadResult
from pipeline.ffmpeg import Media, probe, run
from pipeline.final.film import Encoding, Film
from pipeline.story import Language
from pipeline.timeline import ShotSpan

#: How much longer a clip may be made by slowing it; beyond, movement looks like slow motion.
SLOWEST = 1.15

#: MP4 ticks per frame; a multiple of the frame rate keeps every timestamp exact.
_TICKS = 512

#: x264's output depends on the number of threads, so it may not depend on the machine.
_THREADS = 4

_BT709 = {"color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}
_ISO_639_2: Mapping[Language, str] = {"zh": "zho", "en": "eng"}


class Rule(StrEnum):
    """What was done to bring a clip to the length of its shot."""

    WHOLE = "whole"
    TRIMMED = "trimmed"
    SLOWED = "slowed"
    HELD = "held"


@dataclass(frozen=True)
class Fit:
    """How a clip of *clip_seconds* was brought to the *shot_seconds* of its shot."""

    rule: Rule
    clip_seconds: float
    shot_seconds: float

    @property
    def slower(self) -> float:
        """By how much the clip's movement is stretched; 1.0 where it is not slowed."""
        return self.shot_seconds / self.clip_seconds if self.rule is Rule.SLOWED else 1.0


def segment(
    clip: Path, span: ShotSpan, *, ass: str, fonts: Path, film: Film, encoding: Encoding, out: Path
) -> Fit:
    """
    Encode *clip* to its shot, covering the film's size, without sound.

    What belongs to a transition (`span.body` tells) is left out. *ass*, *fonts* and errors are those
    of `encode` and `pictures`.
    """
    first, last = span.body
    shown, fit = pictures(clip, span, span.frames, film)
    if (first, last) != (0, span.frames):
        shown = shown.filter("trim", start_frame=first, end_frame=last)
    what = f"segment {span.shot.id}"
    encode(shown, last - first, ass=ass, fonts=fonts, film=film, encoding=encoding, out=out, what=what)
    return fit


def pictures(
    clip: Path, span: ShotSpan, frames: int, film: Film
) -> tuple[ffmpeg.nodes.FilterableStream, Fit]:
    """
    The first *frames* pictures of *clip* as its shot shows them, in the film's form, and how they fit.

    Behind the end of the shot comes what the clip has left, else its last picture is held.
    `BadResult` where the clip has no pictures.
    """
    media = probe(clip)
    if not media.width:
        raise BadResult(
            f"{clip.name}, the clip of shot {span.shot.id}, holds no pictures.",
            "Make the clip again, or put a video file in its place.",
        )
    fit = fitted(media, span)
    return _normalised(clip, media, fit, frames, film), fit


def encode(
    pictures: ffmpeg.nodes.FilterableStream,
    frames: int,
    *,
    ass: str,
    fonts: Path,
    film: Film,
    encoding: Encoding,
    out: Path,
    what: str,
) -> None:
    """
    Encode *frames* of *pictures*, which have the film's form, as a segment that others can be joined to.

    *ass* is a whole subtitle file as text, by the clock of *pictures*, and burnt with the fonts of the
    folder *fonts*; empty burns nothing. The same input gives the same bytes. `FfmpegError` names *what*.
    """
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        if ass:
            # Names relative to the folder of work need no escaping, whatever the drama is called.
            Path(work, "shot.ass").write_text(ass, encoding="utf-8")
            Path(work, "fonts").symlink_to(fonts.resolve(), target_is_directory=True)
            pictures = pictures.filter("ass", "shot.ass", fontsdir="fonts")
        arguments = _encoded(pictures.filter("setpts", "PTS-STARTPTS"), frames, film, encoding, out)
        run(arguments, cwd=Path(work), what=what)


def fitted(clip: Media, span: ShotSpan) -> Fit:
    """
    The rule for a clip's length: trim what is longer, else slow within `SLOWEST`, else hold its last frame.

    Half a frame of difference is none.
    """
    seconds = clip.frames / clip.fps if clip.frames and clip.fps else clip.seconds
    missing = span.seconds - seconds
    if abs(missing) <= 0.5 / span.fps:
        rule = Rule.WHOLE
    elif missing < 0:
        rule = Rule.TRIMMED
    else:
        rule = Rule.SLOWED if span.seconds <= seconds * SLOWEST else Rule.HELD
    return Fit(rule, seconds, span.seconds)


def _normalised(clip: Path, media: Media, fit: Fit, frames: int, film: Film) -> ffmpeg.nodes.FilterableStream:
    """The pictures of *clip* at the film's size, rate and colours. What already fits passes untouched."""
    pictures = ffmpeg.input(str(clip.resolve())).video.filter("setpts", f"(PTS-STARTPTS)*{fit.slower:.6f}")
    if not media.says_colours:
        # Players take untagged HD for BT.709; ffmpeg would take it for BT.601 and shift the colours.
        pictures = pictures.filter("setparams", **_BT709)
    return (
        pictures.filter(
            "scale",
            film.width,
            film.height,
            force_original_aspect_ratio="increase",
            out_color_matrix="bt709",
            out_range="tv",
        )
        .filter("crop", film.width, film.height)
        .filter("setsar", 1)
        .filter("fps", film.fps)
        .filter("tpad", stop=-1, stop_mode="clone")
        .filter("trim", end_frame=frames)
        .filter("format", "yuv420p")
        .filter("setparams", range="tv", **_BT709)
    )


def _encoded(
    pictures: ffmpeg.nodes.FilterableStream, frames: int, film: Film, encoding: Encoding, out: Path
) -> list[str]:
    """The arguments for one segment: closed groups of two seconds, so that players seek quickly."""
    options = {
        "frames:v": frames,
        "c:v": "libx264",
        "preset": encoding.preset,
        "crf": encoding.crf,
        "profile:v": "high",
        "g": 2 * film.fps,
        "threads": _THREADS,
        "flags:v": "+bitexact+cgop",
        "fflags": "+bitexact",
        "map_metadata": -1,
        "map_chapters": -1,
        **_clock(film),
    }
    return list(ffmpeg.output(pictures, str(out.resolve()), **options).get_args())


def join(
    segments: Sequence[Path],
    sound: Path,
    *,
    subtitles: Path | None,
    film: Film,
    encoding: Encoding,
    metadata: Mapping[str, str],
    language: Language,
    out: Path,
) -> None:
    """
    Join *segments* without encoding them again and put the film's *sound* (WAV) under them.

    *subtitles* (SRT) become a track that can be switched on; *metadata* is written under its own
    names, such as `AIGC`. The index comes first in the file, so that it plays while being loaded.
    """
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        listed = Path(work, "segments.txt")
        listed.write_text("".join(map(_concat_line, segments)), encoding="utf-8")
        inputs = ["-f", "concat", "-safe", "0", "-i", str(listed), "-i", str(sound.resolve())]
        streams = ["-map", "0:v", "-c:v", "copy", "-map", "1:a", "-c:a", "aac", "-aac_coder", "fast"]
        streams += ["-b:a", f"{encoding.audio_kbps}k", "-metadata:s:a:0", f"language={_ISO_639_2[language]}"]
        if subtitles:
            inputs += ["-i", str(subtitles.resolve())]
            streams += ["-map", "2:s", "-c:s", "mov_text"]
            streams += ["-metadata:s:s:0", f"language={_ISO_639_2[language]}"]
        tags = [part for key, value in metadata.items() for part in ("-metadata", f"{key}={value}")]
        container = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        container += [part for name, ticks in _clock(film).items() for part in (f"-{name}", str(ticks))]
        container += ["-bsf:v", _on_frames(film), "-movflags", "+faststart+use_metadata_tags"]
        run([*inputs, *streams, *container, *tags, str(out.resolve())], what=f"join {out.name}")


def _clock(film: Film) -> dict[str, int]:
    """Options for a clock that counts frames exactly; the movie's own would count milliseconds."""
    return {"video_track_timescale": _TICKS * film.fps, "movie_timescale": _TICKS * film.fps}


def _on_frames(film: Film) -> str:
    """A filter of packets that puts each on its frame: the concat list counts in microseconds."""
    snapped = f"round({{0}}*TB*{film.fps})/(TB*{film.fps})"
    return f"setts=pts={snapped.format('PTS')}:dts={snapped.format('DTS')}:duration=1/(TB*{film.fps})"


def _concat_line(segment: Path) -> str:
    """One line of ffmpeg's concat list; inside single quotes only the quote itself is special."""
    quoted = str(segment.resolve()).replace("'", r"'\''")
    return f"file '{quoted}'\n"
