"""
Where every shot and line of an episode lies in time.

The one source for clips (how long to be), subtitles (when to show), sound (where to mix) and
exports. A shot lasts as long as its lines need, and always a whole number of frames.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.story import Enter, Episode, Line, Scene, Shot
from pipeline.voices.engine import Word


@dataclass(frozen=True)
class Spoken:
    """A line as it was spoken: how many *seconds* its file has, and when each word is heard in it."""

    seconds: float
    words: tuple[Word, ...] = ()


Silence = Annotated[float, Field(ge=0, le=5)]


@options(frozen=True, config=OPTIONS)
class Pacing:
    """
    The silences around words, in seconds, and the pace of the words.

    The defaults are the field's habits: a short breath when the same person goes on, a longer one
    when another answers, air around the words of a shot, and more of it where a scene ends.
    """

    before_first: Silence = 0.3
    """From the cut to the first word."""
    same_speaker: Silence = 0.3
    """Between two lines of one person."""
    other_speaker: Silence = 0.45
    """Between two people."""
    after_last: Silence = 0.4
    """From the last word to the cut."""
    scene_end: Silence = 0.8
    """The same, at the end of a scene."""
    fastest: float = Field(default=1.0, ge=1, le=1.5)
    """A line slower than usual speech may be made so many times faster; 1 leaves all as they are spoken."""


@dataclass(frozen=True)
class LineSpan:
    """When *line* is heard, in seconds from the start of its episode; *words* count from the line's start."""

    line: Line
    start: float
    end: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True)
class Transition:
    """How one picture goes over into the next: during so many frames *before* the cut and *after* it."""

    kind: Enter
    before: int
    after: int

    @property
    def frames(self) -> int:
        """How long it takes in all."""
        return self.before + self.after


@dataclass(frozen=True)
class ShotSpan:
    """
    Where *shot* lies: *frames* frames from *start_frame* on; *lines* are heard during it.

    Its first frames may belong to the transition *enter*, its last ones to *leave*, which is how the
    next one enters; a film begins from black and ends in it. Nothing is longer or shorter for them.
    """

    scene: Scene
    shot: Shot
    start_frame: int
    frames: int
    fps: int
    lines: tuple[LineSpan, ...] = ()
    enter: Transition | None = None
    leave: Transition | None = None

    @property
    def body(self) -> tuple[int, int]:
        """The first frame that belongs to no transition and the first behind it that does, from the start."""
        first = self.enter.after if self.enter else 0
        return first, self.frames - (self.leave.before if self.leave else 0)

    @property
    def start(self) -> float:
        """Seconds from the start of the episode."""
        return self.start_frame / self.fps

    @property
    def seconds(self) -> float:
        """How long the shot is."""
        return self.frames / self.fps

    @property
    def end(self) -> float:
        """Seconds from the start of the episode to the first frame after the shot."""
        return (self.start_frame + self.frames) / self.fps


@dataclass(frozen=True)
class Piece:
    """
    One of the files that the picture of a film is joined from, under the *name* of its file.

    It has *frames* frames: of a shot, which is *entering*; of a transition between *leaving* and
    *entering*, of which one may be black; or of a card beside one of them.
    """

    kind: Literal["title", "shot", "transition", "credits"]
    name: str
    frames: int
    leaving: ShotSpan | None = None
    entering: ShotSpan | None = None

    @property
    def spans(self) -> tuple[ShotSpan, ...]:
        """The shots that are seen in it."""
        return tuple(span for span in (self.leaving, self.entering) if span)


@dataclass(frozen=True)
class Timeline:
    """
    All shots of one episode, one after the other without a gap.

    Before them is a title card of *opening* frames, behind them are credits of *closing* frames.
    """

    fps: int
    shots: tuple[ShotSpan, ...]
    opening: int = 0
    closing: int = 0

    @property
    def frames(self) -> int:
        """The film's length in frames."""
        return self.opening + sum(span.frames for span in self.shots) + self.closing

    @property
    def seconds(self) -> float:
        """The film's length."""
        return self.frames / self.fps

    @property
    def lines(self) -> Iterator[LineSpan]:
        """Every line in the order of the film."""
        return (line for span in self.shots for line in span.lines)

    @property
    def pieces(self) -> Iterator[Piece]:
        """What the picture is joined from, in order: cards, transitions, and what is left of the shots."""
        first, last = self.shots[0], self.shots[-1]
        episode = first.scene.id.partition("s")[0]
        if self.opening:
            yield Piece("title", f"{episode}-title", self.opening, entering=first)
        before = None
        for span in self.shots:
            if span.enter:
                yield Piece("transition", f"{span.shot.id}-in", span.enter.frames, before, span)
            begin, end = span.body
            yield Piece("shot", span.shot.id, end - begin, entering=span)
            before = span
        if last.leave:
            yield Piece("transition", f"{last.shot.id}-out", last.leave.frames, last)
        if self.closing:
            yield Piece("credits", f"{episode}-credits", self.closing, last)

    @property
    def heard(self) -> Timeline:
        """The same without transitions, which nobody hears."""
        shots = (
            replace(span, scene=span.scene.model_copy(update={"enter": ""}), enter=None, leave=None)
            for span in self.shots
        )
        return replace(self, shots=tuple(shots))

    def shot(self, name: str) -> ShotSpan:
        """The shot of that id."""
        return next(span for span in self.shots if span.shot.id == name)


def lay(
    episode: Episode,
    spoken: Mapping[str, Spoken],
    fps: int,
    pacing: Pacing | None = None,
    cards: tuple[float, float] = (0, 0),
) -> Timeline:
    """
    Lay out *episode* at *fps*, given how long each line (by its id) is.

    Every line of the episode must be in *spoken*. A shot is as long as its words with the silences
    of *pacing* around them, and at least `least_seconds`; its length is rounded up to a frame.
    *cards* are the seconds before the first shot and behind the last one.
    """
    pacing = pacing or Pacing()
    opening, closing = (round(seconds * fps) for seconds in cards)
    spans: list[ShotSpan] = []
    frame = opening
    for scene in episode.scenes:
        for shot in scene.shots:
            tail = pacing.scene_end if shot is scene.shots[-1] else pacing.after_last
            lines, needed = _place(shot, spoken, frame / fps, pacing, tail)
            # A hair less than the rounding error of the sums, so that 2.0 s stay 48 frames.
            frames = math.ceil(max(needed, shot.least_seconds) * fps - 1e-6)
            spans.append(ShotSpan(scene, shot, frame, frames, fps, lines))
            frame += frames
    return Timeline(fps, tuple(spans), opening, closing)


def _place(
    shot: Shot, spoken: Mapping[str, Spoken], shot_start: float, pacing: Pacing, tail: float
) -> tuple[tuple[LineSpan, ...], float]:
    """The lines of one shot in time, and how many seconds the shot needs for them."""
    if not shot.lines:
        return (), 0.0
    lines: list[LineSpan] = []
    at = pacing.before_first
    for line in shot.lines:
        if lines:
            same = lines[-1].line.speaker == line.speaker
            at += pacing.same_speaker if same else pacing.other_speaker
        heard = spoken[line.id]
        lines.append(LineSpan(line, shot_start + at, shot_start + at + heard.seconds, heard.words))
        at += heard.seconds
    return tuple(lines), at + tail
