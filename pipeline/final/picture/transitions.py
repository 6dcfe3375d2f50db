"""
How one scene goes over into the next: which transition, of how many frames.

A transition lies around the cut, half of it before and half behind: the film gets no longer, and
neither sound nor subtitles move.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.story import Enter, Scene
from pipeline.timeline import ShotSpan, Timeline, Transition

#: A whip pan is over before the eye can follow it.
_QUICK = {"whip": 0.6}


@dataclass(frozen=True, config=OPTIONS)
class Transitions:
    """How scenes go over into each other. What the storyboard says of a scene (`enter`) goes before."""

    between_scenes: Literal["cut", "dissolve", "fade", "flash", "wipe", "whip"] = "cut"
    """Between two scenes; fade is through black, flash through white."""
    flashbacks: Enter = ""
    """Into a flashback and out of it; empty: as between other scenes."""
    ending: Literal["cut", "fade"] = "cut"
    """How the film ends: with its last picture, or in black."""
    seconds: Annotated[float, Field(ge=0.1, le=3)] = 0.5
    """How long a transition takes; it is shorter where a shot is, and a whip where it is not."""


def joined(timeline: Timeline, options: Transitions) -> Timeline:
    """*timeline* with its transitions; where a shot has no frames to spare, there is a cut."""
    shots = list(timeline.shots)
    if not shots:
        return timeline
    for index, (one, other) in enumerate(pairwise(shots), start=1):
        transition = _between(one, other, options)
        shots[index - 1] = replace(shots[index - 1], leave=transition)
        shots[index] = replace(shots[index], enter=transition)
    # A card stands between the picture and the black, and fades by itself.
    if shots[0].scene.enter not in ("", "cut") and not timeline.opening:
        shots[0] = replace(shots[0], enter=_alone(shots[0], options, begins=True))
    if options.ending == "fade" and not timeline.closing:
        shots[-1] = replace(shots[-1], leave=_alone(shots[-1], options, begins=False))
    return replace(timeline, shots=tuple(shots))


def _between(one: ShotSpan, other: ShotSpan, options: Transitions) -> Transition | None:
    if one.scene.id == other.scene.id:
        return None
    kind = _wish(one.scene, other.scene, options)
    seconds = options.seconds * _QUICK.get(kind, 1)
    # A shot keeps half of its frames for itself, also where it has transitions on both sides.
    half = min(max(1, round(seconds * one.fps / 2)), one.frames // 4, other.frames // 4)
    return Transition(kind, half, half) if half and kind != "cut" else None


def _wish(one: Scene, other: Scene, options: Transitions) -> Enter:
    remembered = options.flashbacks if one.flashback != other.flashback else ""
    return other.enter or remembered or options.between_scenes


def _alone(span: ShotSpan, options: Transitions, *, begins: bool) -> Transition | None:
    """From black, or into it."""
    frames = min(round(options.seconds * span.fps), span.frames // 4)
    return Transition("fade", 0 if begins else frames, frames if begins else 0) if frames else None
