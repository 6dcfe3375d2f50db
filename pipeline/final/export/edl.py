"""
The picture's cuts as an edit decision list (CMX 3600), which every editor and grading room reads.

The format knows one track of pictures, 24, 25 or 30 frames per second, at most 999 events and reels of
at most 8 characters. So it has no sound and no subtitles, scenes become locators, every transition is a
dissolve that begins at its cut (a comment names the kind), and a reel is the shot's id without signs.
A slowed shot has its speed in an M2 line, rounded to a tenth of a frame per second; its source and
record times stay exact.

It is written here, not by OpenTimelineIO's adapter: that one divides by a clip's speed where it should
multiply, and forgets it in dissolves. The tests read the list back by that adapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import opentimelineio as otio

from pipeline.errors import InputError
from pipeline.final.export.otio import OURS

_RATES = (24, 25, 30)
_MOST_EVENTS = 999
_LONGEST_TITLE = 70
_REEL = 8


@dataclass(frozen=True)
class _Event:
    """*clip* from frame *at* of the film on; *seconds_in* is the source's first frame, *speed* its pace."""

    number: int
    clip: otio.schema.Clip
    reel: str
    at: int
    enter: otio.schema.Transition | None

    @property
    def frames(self) -> int:
        return int(self.clip.duration().value)

    @property
    def speed(self) -> float:
        return next((float(effect.time_scalar) for effect in self.clip.effects), 1.0)

    @property
    def source(self) -> tuple[int, int]:
        """The frames of the source: the first one, and the first that is not used any more."""
        first = round(self.clip.source_range.start_time.value)
        return first, first + (round(self.frames * self.speed) or 1)


def text(timeline: otio.schema.Timeline, fps: int) -> str:
    """
    The list of *timeline*, whose pictures run at *fps*.

    `InputError` where the format can't count so many frames per second or events.
    """
    if fps not in _RATES:
        raise InputError(
            f"An EDL can't count {fps} frames per second, only {', '.join(map(str, _RATES))}.",
            "Set `film: {fps: 24}` and run again, or export fcpxml or otio.",
        )
    events = list(_events(timeline))
    if len(events) > _MOST_EVENTS:
        raise InputError(
            f"An EDL holds at most {_MOST_EVENTS} events, and this film has {len(events)}.",
            "Export fcpxml or otio, or split the episode.",
        )
    scenes = _scenes(timeline)
    before: list[_Event | None] = [None, *events]
    written = [_written(event, last, fps, scenes) for event, last in zip(events, before, strict=False)]
    title = _line(timeline.name)[:_LONGEST_TITLE]
    return "\n\n".join([f"TITLE: {title}\nFCM: NON-DROP FRAME", *written]) + "\n"


def _events(timeline: otio.schema.Timeline) -> Iterator[_Event]:
    """The clips of the picture, one after the other."""
    reels: dict[str, str] = {}
    at = number = 0
    enter = None
    for item in timeline.video_tracks()[0]:
        if isinstance(item, otio.schema.Transition):
            enter = item
            continue
        if isinstance(item, otio.schema.Clip):
            number += 1
            reel = _reel(item, reels)
            yield _Event(number, item, reel, at, enter)
        enter = None
        at += round(item.duration().value)


def _reel(clip: otio.schema.Clip, reels: dict[str, str]) -> str:
    """The name of the clip's file in few signs, another one for each file."""
    url = clip.media_reference.target_url
    if url not in reels:
        short = re.sub(r"[^A-Z0-9]", "", clip.name.upper())
        fits = len(short) <= _REEL and short not in reels.values()
        reels[url] = short if fits else f"R{len(reels) + 1:07d}"
    return reels[url]


def _written(event: _Event, before: _Event | None, fps: int, scenes: dict[int, str]) -> str:
    first, last = event.source
    start, end = (_timecode(frame, fps) for frame in (event.at, event.at + event.frames))
    source = f"{_timecode(first, fps)} {_timecode(last, fps)}"
    lines = []
    dissolve = min(_length(event.enter), event.frames)
    if dissolve:
        reel, out = (before.reel, before.source[1]) if before else ("BL", 0)
        still = _timecode(out, fps)
        lines += [
            f"{event.number:03d}  {reel:8} V     C        {still} {still} {start} {start}",
            f"{event.number:03d}  {event.reel:8} V     D    {dissolve:03d} {source} {start} {end}",
        ]
    else:
        lines += [f"{event.number:03d}  {event.reel:8} V     C        {source} {start} {end}"]
    if event.speed != 1:
        lines += [
            f"M2   {event.reel:8}       {event.speed * fps:05.1f}                {_timecode(first, fps)}"
        ]
    return "\n".join([*lines, *_comments(event, before, dissolve, fps, scenes)])


def _comments(
    event: _Event, before: _Event | None, dissolve: int, fps: int, scenes: dict[int, str]
) -> Iterator[str]:
    """What programs read from comments: the names, the file, freezes, and the scene that begins."""
    if event.enter and dissolve:
        if before:
            yield f"* FROM CLIP NAME: {before.clip.name}"
        yield f"* TO CLIP NAME: {event.clip.name}"
        yield f"* TRANSITION: {event.enter.name}"
    else:
        yield f"* FROM CLIP NAME: {event.clip.name}{'' if event.speed else ' FF'}"
    if not event.speed:
        yield "* * FREEZE FRAME"
    yield f"* SOURCE FILE: {unquote(event.clip.media_reference.target_url)}"
    if event.at in scenes:
        yield f"* LOC: {_timecode(event.at, fps)} GREEN   {_line(scenes[event.at])}"


def _scenes(timeline: otio.schema.Timeline) -> dict[int, str]:
    """The names of scenes by the frames that they begin with."""
    marked = [marker for marker in timeline.tracks.markers if marker.metadata[OURS]["kind"] == "scene"]
    return {round(marker.marked_range.start_time.value): marker.name for marker in marked}


def _length(transition: otio.schema.Transition | None) -> int:
    return round((transition.in_offset + transition.out_offset).value) if transition else 0


def _timecode(frame: int, fps: int) -> str:
    return str(otio.opentime.RationalTime(frame, fps).to_timecode(fps, drop_frame=False))


def _line(words: str) -> str:
    """*words* in one line, since the format has lines only."""
    return " ".join(words.split())
