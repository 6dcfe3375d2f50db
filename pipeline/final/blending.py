"""The pictures of a transition, encoded as a segment of their own between the bodies of two shots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from pipeline.final import cut
from pipeline.final.film import Encoding, Film
from pipeline.story import Enter
from pipeline.timeline import ShotSpan, Transition

Pictures = ffmpeg.nodes.FilterableStream

#: The transitions of ffmpeg's filter xfade.
_XFADE: dict[Enter, str] = {
    "dissolve": "fade",
    "fade": "fadeblack",
    "flash": "fadewhite",
    "wipe": "smoothleft",
    "whip": "slideleft",
}
#: A whip is drawn so many times a frame, and these are averaged: the blur of a camera that turns quickly.
_SMEARED = 16


@dataclass(frozen=True)
class Side:
    """The shot *span* on one side of a transition, and its *clip*."""

    span: ShotSpan
    clip: Path


def blend(
    between: tuple[Side | None, Side | None],
    transition: Transition,
    *,
    ass: str,
    fonts: Path,
    film: Film,
    encoding: Encoding,
    out: Path,
) -> None:
    """
    Encode *transition* *between* two shots; nothing on one side is black.

    Behind the end of the first, its clip goes on where it is longer; before the start of the second,
    its first picture is held. *ass* is timed from the start of the first shot, and drawn over
    both. Errors are those of `cut.pictures` and `cut.encode`.
    """
    before, after = between
    known = before or after
    assert known
    start = before.span.frames - transition.before if before else 0
    what = f"transition {'into' if after else 'out of'} {(after or known).span.shot.id}"
    kind: Enter = transition.kind if before and after else "dissolve"
    # One picture before the first is read and left out: the transition begins and ends off its edges.
    sides = _leaving(before, transition, film), _entering(after, transition, film)
    shown = _crossed(*sides, kind, transition.frames, film).filter("setpts", f"PTS+{start}/({film.fps}*TB)")
    frames = transition.frames
    cut.encode(shown, frames, ass=ass, fonts=fonts, film=film, encoding=encoding, out=out, what=what)


def _leaving(side: Side | None, transition: Transition, film: Film) -> Pictures:
    """The last pictures of a shot, one more than the transition has."""
    if side is None:
        return _black(transition.frames + 1, film)
    end = side.span.frames + transition.after
    shown, _ = cut.pictures(side.clip, side.span, end, film)
    return shown.filter("trim", start_frame=end - transition.frames - 1).filter("setpts", "PTS-STARTPTS")


def _entering(side: Side | None, transition: Transition, film: Film) -> Pictures:
    """The first pictures of a shot, one more than the transition has."""
    if side is None:
        return _black(transition.frames + 1, film)
    shown, _ = cut.pictures(side.clip, side.span, transition.after, film)
    held = shown.filter("tpad", start=transition.before + 1, start_mode="clone")
    return held.filter("setpts", "PTS-STARTPTS")


def _black(frames: int, film: Film) -> Pictures:
    source = f"color=black:s={film.width}x{film.height}:r={film.fps},trim=end_frame={frames}"
    return ffmpeg.input(source, f="lavfi").video.filter("format", "yuv420p").filter("setsar", 1)


def _crossed(leaving: Pictures, entering: Pictures, kind: Enter, frames: int, film: Film) -> Pictures:
    """*frames* pictures of the one going over into the other."""
    times = _SMEARED if kind == "whip" else 1
    one, other = (side.filter("fps", times * film.fps) if times > 1 else side for side in (leaving, entering))
    crossed = ffmpeg.filter(
        [one, other], "xfade", transition=_XFADE[kind], duration=(frames + 1) / film.fps, offset=0
    )
    if times > 1:
        crossed = crossed.filter("tmix", frames=times).filter("fps", film.fps)
    # xfade's black and white lie beyond what television allows.
    legal = crossed.filter("limiter", min=16, max=235, planes=1)
    return legal.filter("trim", start_frame=1, end_frame=frames + 1).filter("setpts", "PTS-STARTPTS")
