"""The pictures of a transition, encoded as a segment of their own between the bodies of two shots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ffmpeg
from ffmpeg.nodes import FilterableStream as Pictures

from pipeline.final.film import Encoding, Film
from pipeline.final.picture import cut
from pipeline.final.picture.evening import Correction
from pipeline.story import Enter
from pipeline.timeline import ShotSpan, Transition

#: The transitions of ffmpeg's filter xfade.
_XFADE: dict[Enter, str] = {"dissolve": "fade", "wipe": "smoothleft", "whip": "slideleft"}
#: What lies between the two pictures of the others: black and white as television has them.
_THROUGH: dict[Enter, str] = {"fade": "black", "flash": "white"}
#: A whip is drawn so many times a frame, and these are averaged: the blur of a camera that turns quickly.
_SMEARED = 16


@dataclass(frozen=True)
class Side:
    """The shot *span* on one side of a transition, its *clip*, and how that one's colours are evened."""

    span: ShotSpan
    clip: Path
    correction: Correction | None = None


Between = tuple[Side | None, Side | None]


def blend(
    between: Between,
    transition: Transition,
    *,
    ass: str,
    fonts: Path,
    film: Film,
    encoding: Encoding,
    out: Path,
) -> None:
    """
    Encode *transition* *between* two shots; with nothing on one side it is a fade from black or into it.

    Where both are seen at once, the clip of the first goes on behind its end if it is longer, and the
    first picture of the second is held before its start. *ass* is timed from the start of the first shot,
    and drawn over both. Errors are those of `cut.pictures` and `cut.encode`.
    """
    before, after = between
    one = before or after
    assert one
    start = before.span.frames - transition.before if before else 0
    through = _THROUGH.get(transition.kind)
    shown = _through(between, transition, through, film) if through else _across(between, transition, film)
    clocked = shown.filter("format", "yuv420p").filter("setpts", f"PTS-STARTPTS+{start}/({film.fps}*TB)")
    what = f"transition {'into' if after else 'out of'} {(after or one).span.shot.id}"
    frames = transition.frames
    cut.encode(clocked, frames, ass=ass, fonts=fonts, film=film, encoding=encoding, out=out, what=what)


def _through(between: Between, transition: Transition, colour: str, film: Film) -> Pictures:
    """The one goes over into a *colour* before the cut, and that into the other behind it."""
    before, after = between
    halves: list[Pictures] = []
    if before:
        leaving = _last(before, transition.before + 1, 0, film)
        plain = _plain(colour, transition.before + 1, film)
        halves.append(_mixed(leaving, plain, "fade", transition.before, film).filter("trim", start_frame=1))
    if after:
        entering = _first(after, transition.after, 0, film)
        plain = _plain(colour, transition.after, film)
        halves.append(_mixed(plain, entering, "fade", transition.after, film))
    return ffmpeg.concat(*halves) if len(halves) > 1 else halves[0]


def _across(between: Between, transition: Transition, film: Film) -> Pictures:
    """The one goes over into the other."""
    before, after = between
    assert before
    assert after
    # One picture before the first is read and left out: the transition begins and ends off its edges.
    leaving = _last(before, transition.before + 1, transition.after, film)
    entering = _first(after, transition.after, transition.before + 1, film)
    frames = transition.frames
    if transition.kind == "whip":
        leaving, entering = (side.filter("fps", _SMEARED * film.fps) for side in (leaving, entering))
    mixed = _mixed(leaving, entering, _XFADE[transition.kind], frames + 1, film)
    if transition.kind == "whip":
        mixed = mixed.filter("tmix", frames=_SMEARED).filter("fps", film.fps)
        mixed = mixed.filter("tpad", stop=1, stop_mode="clone")
    return mixed.filter("trim", start_frame=1, end_frame=frames + 1)


def _last(side: Side, own: int, more: int, film: Film) -> Pictures:
    """The last *own* pictures of a shot, and so many *more* behind its end."""
    shown, _ = cut.pictures(side.clip, side.span, side.span.frames + more, film, side.correction)
    return shown.filter("trim", start_frame=side.span.frames - own).filter("setpts", "PTS-STARTPTS")


def _first(side: Side, own: int, held: int, film: Film) -> Pictures:
    """The first *own* pictures of a shot, before them the first one *held* for so many."""
    shown, _ = cut.pictures(side.clip, side.span, own, film, side.correction)
    return shown.filter("tpad", start=held, start_mode="clone").filter("setpts", "PTS-STARTPTS")


def _plain(colour: str, frames: int, film: Film) -> Pictures:
    """*frames* pictures of one colour."""
    source = f"color={colour}:s={film.width}x{film.height}:r={film.fps},trim=end_frame={frames}"
    tags = {"range": "tv", "color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}
    shown = ffmpeg.input(source, f="lavfi").video.filter("format", "yuv420p")
    return shown.filter("setsar", 1).filter("setparams", **tags)


def _mixed(one: Pictures, other: Pictures, kind: str, frames: int, film: Film) -> Pictures:
    """Picture n of both by ffmpeg's transition *kind*: n parts of *frames* are the other's."""
    return ffmpeg.filter([one, other], "xfade", transition=kind, duration=frames / film.fps, offset=0)
