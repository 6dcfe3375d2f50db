"""
The cover: the picture that stands for a film in a feed, with its title in big letters.

It shows a moment of a clip, as the film has it: the best of those that cost nothing to look at, or the
one that a person names. The letters lie within the middle 3:4, which is what feeds show.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass as plain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import ffmpeg
import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import BadResult
from pipeline.ffmpeg import run
from pipeline.final.picture import cut
from pipeline.final.picture.cards import Words
from pipeline.final.picture.footage import keyframes
from pipeline.final.picture.headline import Setting, headline
from pipeline.ids import within
from pipeline.timeline import ShotSpan, Timeline
from pipeline.words import Size

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

#: How many shots are looked at, and pictures of each.
_SHOTS, _MOST = 6, 12
#: How well a size of shot shows who it is about.
_NEAR = {Size.CLOSE: 1.0, Size.MEDIUM: 0.8}
#: A picture is measured at this width; so much unlike each other are the pixels of a sharp one.
_WIDTH, _SHARP = 270, 7.0
#: Luma in the middle of what is well lit, and the spread of a picture with contrast.
_LIT, _CONTRAST = 118.0, 55.0
#: What stays free in the part that feeds show: at the sides in units, below as a share of its height.
_SIDE, _BELOW = 70, 0.13

_MOMENT = r"^e[0-9]{2,}s[0-9]{2,}-[0-9]{2,}(@[0-9]+(\.[0-9]+)?)?$"


@dataclass(frozen=True, config=OPTIONS)
class Cover:
    """The picture that stands for the film; a picture of your own in its place is kept."""

    make: bool = True
    """Make it."""
    moments: tuple[Annotated[str, Field(pattern=_MOMENT)], ...] = ()
    """What to show instead of the best: e01s02-03@1.2 is 1.2 s into that shot, or its last picture."""
    title: bool = True
    """Write the drama's title into it, and which episode it is."""


@plain(frozen=True)
class Moment:
    """A picture of the shot *span*, so many *seconds* after its start."""

    span: ShotSpan
    seconds: float

    @property
    def frame(self) -> int:
        """Its number in the shot."""
        return min(round(self.seconds * self.span.fps), self.span.frames - 1)


def named(options: Cover, timeline: Timeline) -> Moment | None:
    """The first moment in *options* that lies in the episode of *timeline*."""
    for moment in options.moments:
        shot, _, seconds = moment.partition("@")
        span = next((span for span in timeline.shots if span.shot.id == shot), None)
        if span:
            return Moment(span, float(seconds or 0))
    return None


def problems(options: Cover, timeline: Timeline, episode: str) -> list[str]:
    """The moments of *episode* that name no shot of its film."""
    shots = {span.shot.id for span in timeline.shots}
    asked = {moment.partition("@")[0] for moment in options.moments}
    return [
        f"{shot}, which `final.cover.moments` names, is no shot of {episode}. Correct it there."
        for shot in sorted(asked - shots)
        if within(shot, episode)
    ]


def likely(timeline: Timeline) -> tuple[ShotSpan, ...]:
    """The shots that may show best who the story is about, in the order of the film."""
    heard = Counter(line.line.speaker for line in timeline.lines if line.line.speaker)
    lead = heard.most_common(1)[0][0] if heard else ""

    def worth(span: ShotSpan) -> float:
        people = span.shot.people
        return bool(people) + (0 < len(people) < 3) + _NEAR.get(span.shot.size, 0.5) + (lead in people)

    best = sorted(timeline.shots, key=worth, reverse=True)[:_SHOTS]
    return tuple(span for span in timeline.shots if span in best)


def best(clips: Mapping[str, Path], spans: Sequence[ShotSpan]) -> Moment:
    """The moment of *spans* with the best picture by `worth`; *clips* go by the ids of shots."""
    seen = [
        (worth(picture), Moment(span, seconds))
        for span in spans
        for seconds, picture in _keyframes(clips[span.shot.id], span.seconds)
    ]
    if not seen:
        raise BadResult("None of the clips has a picture for the cover.", "Make the clips again.")
    return max(seen, key=lambda one: one[0])[1]


def worth(luma: NDArray[np.uint8]) -> float:
    """How good a picture of *luma* (height, width) is to look at: from 0, black or blank, to 3."""
    import cv2

    height = round(_WIDTH * luma.shape[0] / luma.shape[1])
    small = cv2.resize(luma, (_WIDTH, height), interpolation=cv2.INTER_AREA)
    sharp = min(1.0, float(np.log1p(cv2.Laplacian(small, cv2.CV_32F).var())) / _SHARP)
    lit = max(0.0, 1 - abs(float(small.mean()) - _LIT) / _LIT)
    contrast = min(1.0, float(small.std()) / _CONTRAST)
    # A picture that lacks one of them is none, however much it has of the others.
    return (sharp + lit + contrast) * min(1.0, 4 * lit, 4 * contrast)


def _keyframes(clip: Path, seconds: float) -> list[tuple[float, NDArray[np.uint8]]]:
    """Pictures of *clip* before *seconds* that are coded by themselves: sharp, and quick to read."""
    import av

    try:
        return [
            (frame.time or 0.0, frame.to_ndarray(format="gray").astype(np.uint8))
            for frame in keyframes(clip, _MOST)
            if (frame.time or 0.0) < seconds
        ]
    except av.FFmpegError as error:
        raise BadResult(f"{clip.name} can't be read: {error}.", "Make the clip again.") from error


def lettered(said: Words, setting: Setting) -> list[SSAEvent]:
    """The title and what stands below it, in the lower part of what feeds show."""
    wide, high = setting.canvas
    width, height = min(wide, high * 3 / 4), min(high, wide * 4 / 3)
    foot = (high + height) / 2 - _BELOW * height
    blocks = headline(said.title, said.below, setting, (width - 2 * _SIDE, 0.3 * height), foot)
    return [block.event(0, 1, setting) for block in blocks]


def draw(moment: Moment, clip: Path, setting: Setting, *, ass: str, fonts: Path, out: Path) -> None:
    """Write *moment* of *clip* in the film's form, with *ass* drawn on it, to *out* as a JPEG."""
    shown, _ = cut.pictures(clip, moment.span, moment.frame + 1, setting.film)
    one = shown.filter("trim", start_frame=moment.frame).filter("setpts", "PTS-STARTPTS")
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        drawn = cut.burnt(one, ass, fonts, Path(work))
        # A JPEG has the whole range, and the matrix of BT.601 (JFIF 1.02).
        drawn = drawn.filter("scale", out_color_matrix="bt601", out_range="pc").filter("format", "yuvj420p")
        quality = {"c:v": "mjpeg", "q:v": 2, "frames:v": 1, "f": "mjpeg", "fflags": "+bitexact"}
        arguments = ffmpeg.output(drawn, str(out.resolve()), **quality).get_args()
        run(list(arguments), cwd=Path(work), what=f"cover from {moment.span.shot.id}")
