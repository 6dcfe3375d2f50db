"""
The cut: each shot encoded once, to the form of the film.

All segments share size, rate, time base, colour tags and encoder settings, which is what lets them
be joined by copying.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import ffmpeg
from ffmpeg.nodes import FilterableStream as Pictures

from pipeline.errors import BadResult
from pipeline.ffmpeg import run
from pipeline.final.film import Encoding, Film, clock
from pipeline.final.picture import encoder_options, inspecting
from pipeline.final.picture.evening import Correction, corrected
from pipeline.final.picture.footage import Footage, look
from pipeline.final.picture.normalising import held, held_to_the_end, insist, normalised
from pipeline.final.picture.reframing import kept
from pipeline.timeline import ShotSpan

#: How much longer a clip may be made by slowing it; beyond, movement looks like slow motion.
SLOWEST = 1.15


class Rule(StrEnum):
    """What was done to bring a clip to the length of its shot."""

    WHOLE = "whole"
    TRIMMED = "trimmed"
    SLOWED = "slowed"
    HELD = "held"


@dataclass(frozen=True)
class Fit:
    """
    How a clip of *clip_seconds* was brought to the *shot_seconds* of its shot.

    *damaged* says what of the clip is missing or broken; empty where nothing is known to be.
    """

    rule: Rule
    clip_seconds: float
    shot_seconds: float
    damaged: str = ""

    @property
    def slower(self) -> float:
        """By how much the clip's movement is stretched; 1.0 where it is not slowed."""
        return self.shot_seconds / self.clip_seconds if self.rule is Rule.SLOWED else 1.0


def segment(
    clip: Path,
    span: ShotSpan,
    *,
    ass: str,
    fonts: Path,
    film: Film,
    encoding: Encoding,
    out: Path,
    correction: Correction | None = None,
) -> Fit:
    """
    Encode *clip* to its shot, covering the film's size, without sound.

    What belongs to a transition (`span.body` tells) is left out. Where less of the clip can be
    decoded than it says, its last whole picture is held, if at least half of the shot moves.
    *ass*, *fonts* and errors are those of `encode`, *correction* and errors of `pictures`.
    """
    first, last = span.body

    def attempt(*, to_the_end: bool) -> Fit:
        shown, fit = pictures(clip, span, span.frames, film, correction, to_the_end=to_the_end)
        if (first, last) != (0, span.frames):
            shown = shown.filter("trim", start_frame=first, end_frame=last)
        what = f"segment {span.shot.id}"
        encode(
            shown, last - first, ass=ass, fonts=fonts, film=film, encoding=encoding, out=out, what=what
        )  # fmt: skip
        return fit

    fit = attempt(to_the_end=False)
    there = inspecting.count(out) + first
    if there < last:
        if 2 * there < span.frames:
            raise _damaged(clip, span, there)
        fit = replace(attempt(to_the_end=True), damaged="its end can't be decoded")
    inspecting.check_pictures(out, film, encoding.codec, last - first)
    return fit


def pictures(
    clip: Path,
    span: ShotSpan,
    frames: int,
    film: Film,
    correction: Correction | None = None,
    *,
    to_the_end: bool = False,
) -> tuple[Pictures, Fit]:
    """
    The first *frames* pictures of *clip* as its shot shows them, in the film's form, and how they fit.

    Behind the end of the shot comes what the clip has left, else its last picture is held:
    *to_the_end* also where the clip is shorter than it says. *correction* evens its colours.
    `BadResult` where no film can be cut from it, as `looked_at` tells beforehand.
    """
    footage = looked_at(clip, span, film)
    fit = fitted(footage, span)
    source = ffmpeg.input(str(clip.resolve()))[str(footage.index)]
    shown = normalised(source, footage, film, fit.slower, kept(clip, footage, film))
    if correction:
        shown = corrected(shown, correction)
    if to_the_end:
        return held_to_the_end(shown, frames), fit
    return held(shown, footage, frames, film, fit.slower), fit


def looked_at(clip: Path, span: ShotSpan, film: Film) -> Footage:
    """
    What *clip* holds; `BadResult` where it can't become the shot of *span*, whatever was tried.

    It encodes nothing, so all clips can be looked at before the first encode.
    """
    footage = look(clip, span.shot.id, film.width / film.height)
    insist(footage, clip, span.shot.id)
    there = round(footage.seconds * film.fps)
    if footage.damaged and 2 * there < span.frames:
        raise _damaged(clip, span, there, footage.damaged)
    return footage


def _damaged(clip: Path, span: ShotSpan, there: int, damaged: str = "") -> BadResult:
    told = f" ({damaged})" if damaged else ""
    return BadResult(
        f"{clip.name}, the clip of shot {span.shot.id}, is damaged{told}:"
        f" {there} of the {span.frames} pictures of the shot can be decoded.",
        "Make the clip again, or put a whole file in its place.",
    )


def encode(
    pictures: Pictures,
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
    folder *fonts*; empty burns nothing. The same input gives the same bytes, unless hardware encodes.
    `FfmpegError` names *what*.
    """
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        pictures = burnt(pictures, ass, fonts, Path(work))
        arguments = _encoded(pictures.filter("setpts", "PTS-STARTPTS"), frames, film, encoding, out)
        run(arguments, cwd=Path(work), what=what)


def burnt(pictures: Pictures, ass: str, fonts: Path, work: Path) -> Pictures:
    """*pictures* with *ass* drawn on them, if there is any; ffmpeg is to run in the empty folder *work*."""
    if not ass:
        return pictures
    # Names relative to the folder of work need no escaping, whatever the drama is called.
    Path(work, "shot.ass").write_text(ass, encoding="utf-8")
    Path(work, "fonts").symlink_to(fonts.resolve(), target_is_directory=True)
    return pictures.filter("ass", "shot.ass", fontsdir="fonts")


def fitted(footage: Footage, span: ShotSpan) -> Fit:
    """
    The rule for a clip's length: trim what is longer, else slow within `SLOWEST`, else hold its last frame.

    Half a frame of difference is none.
    """
    seconds = footage.seconds
    missing = span.seconds - seconds
    if abs(missing) <= 0.5 / span.fps:
        rule = Rule.WHOLE
    elif missing < 0:
        rule = Rule.TRIMMED
    else:
        rule = Rule.SLOWED if span.seconds <= seconds * SLOWEST else Rule.HELD
    return Fit(rule, seconds, span.seconds, footage.damaged)


def _encoded(pictures: Pictures, frames: int, film: Film, encoding: Encoding, out: Path) -> list[str]:
    """The arguments for one segment."""
    for name, value in encoder_options.upload(encoding):
        pictures = pictures.filter(name, *([value] if value else []))
    options = {
        "frames:v": frames,
        **encoder_options.options(encoding, film, frames / film.fps),
        "fflags": "+bitexact",
        "map_metadata": -1,
        "map_chapters": -1,
        **clock(film),
    }
    device = [
        part for name, value in encoder_options.device(encoding).items() for part in (f"-{name}", str(value))
    ]
    # However much of a clip is broken, what can be decoded is looked at afterwards.
    return [
        "-max_error_rate",
        "1",
        *device,
        *ffmpeg.output(pictures, str(out.resolve()), **options).get_args(),
    ]
