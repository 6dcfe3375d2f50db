"""
The film for Final Cut Pro, and for whoever else reads FCPXML 1.8 (DaVinci Resolve, Premiere by converters).

Shots lie on the storyline, slowed and held by time maps; voices, music and effects are connected to
them on lanes and with roles of their own; subtitles are captions of the role iTT, scenes chapters. The
format wants whole addresses of files: export again after the drama's folder was moved.

It is written here, not by OpenTimelineIO's adapter: that one has no transitions, speeds, roles, sizes or
sounds that count samples. The tests read the film back by that adapter.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import opentimelineio as otio
from lxml import etree

from pipeline.final.export.otio import NARRATOR, OURS, seconds
from pipeline.final.film import Film

#: What XML 1.0 can't hold, whatever is done to it (section 2.2).
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGES = {"zh": "zh-Hans", "en": "en"}
_CAPTION = {"font": "Helvetica", "fontSize": 13, "fontFace": "Regular", "fontColor": "1 1 1 1"}


@dataclass(frozen=True)
class _Item:
    """An *element* of the storyline, seen from *start* to *end* of the film; its own clock says *inside*."""

    element: Any
    start: Fraction
    end: Fraction
    inside: Fraction

    def local(self, at: Fraction) -> str:
        """The second *at* of the film by the clock of this element."""
        return _s(self.inside + at - self.start)


class _Resources:
    """The formats and files that a film uses, each once."""

    def __init__(self, element: Any, folder: Path) -> None:
        self._element = element
        self._folder = folder
        self._ids: dict[tuple[object, ...], str] = {}

    def format(self, width: int, height: int, fps: float) -> str:
        """The id of the format of such pictures."""
        frame = 1 / Fraction(fps).limit_denominator(1001)
        told = {"frameDuration": f"{frame.numerator}/{frame.denominator}s", "width": width, "height": height}
        return self._once("format", (width, height, frame), {**told, "colorSpace": "1-1-1 (Rec. 709)"})

    def asset(self, clip: otio.schema.Clip) -> str:
        """The id of the file that *clip* shows or plays."""
        media = clip.media_reference
        whole, told = seconds(media.available_range.duration), media.metadata[OURS]
        file = Path(os.path.normpath(self._folder / unquote(media.target_url)))
        # A shot may be longer than its clip by less than half a frame.
        lasting = max(whole, seconds(clip.duration())) if not clip.effects else whole
        attributes: dict[str, object] = {
            "name": clip.name, "src": file.as_uri(), "start": "0s", "duration": _s(lasting),
        }  # fmt: skip
        if told["width"]:
            pictures = self.format(told["width"], told["height"], media.available_range.duration.rate)
            attributes |= {"hasVideo": 1, "format": pictures}
        if told["channels"]:
            sound = {"audioSources": 1, "audioChannels": told["channels"], "audioRate": told["rate"]}
            attributes |= {"hasAudio": 1, **sound}
        return self._once("asset", (media.target_url,), attributes)

    def _once(self, tag: str, key: tuple[object, ...], attributes: dict[str, object]) -> str:
        if (tag, *key) not in self._ids:
            name = self._ids[tag, *key] = f"r{len(self._ids) + 1}"
            _add(self._element, tag, {"id": name, **attributes})
        return self._ids[tag, *key]


def text(timeline: otio.schema.Timeline, film: Film, folder: Path) -> str:
    """The film of *timeline*, whose files are named from *folder*, an absolute path."""
    root = etree.Element("fcpxml", version="1.8")
    resources = _Resources(_add(root, "resources", {}), folder)
    pictures = {"format": resources.format(film.width, film.height, film.fps)}
    event = _add(root, "event", {"name": timeline.name})
    clock = {"duration": _s(seconds(timeline.duration())), "tcStart": "0s", "tcFormat": "NDF"}
    sound = {"audioLayout": "stereo", "audioRate": "48k"}
    project = _add(event, "project", {"name": timeline.name})
    spine = _add(_add(project, "sequence", {**pictures, **clock, **sound}), "spine", {})
    items = list(_storyline(spine, timeline.video_tracks()[0], resources, film))
    for lane, track in enumerate(timeline.audio_tracks(), start=1):
        _connect(track, -lane, items, resources)
    _captions(timeline, items)
    _chapters(timeline, items)
    written = etree.tostring(root, pretty_print=True, encoding="UTF-8", doctype="<!DOCTYPE fcpxml>")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(written).decode()


def _storyline(spine: Any, track: otio.schema.Track, resources: _Resources, film: Film) -> Iterator[_Item]:
    """Put the pictures one after the other."""
    at = Fraction(0)
    for item in track:
        lasting = seconds(item.duration())
        if isinstance(item, otio.schema.Transition):
            first = at - seconds(item.in_offset)
            _add(spine, "transition", {"name": item.name, "offset": _s(first), "duration": _s(lasting)})
            continue
        placed: dict[str, object] = {"offset": _s(at), "duration": _s(lasting), "start": "0s"}
        inside = Fraction(0)
        if isinstance(item, otio.schema.Gap):
            element = _add(spine, "gap", {"name": "Gap", **placed})
        else:
            inside = Fraction(0) if item.effects else seconds(item.source_range.start_time)
            placed |= {"ref": resources.asset(item), "name": item.name, "start": _s(inside)}
            element = _add(spine, "asset-clip", {**placed, "srcEnable": "video", "videoRole": "video"})
            _fit(element, item, film)
        yield _Item(element, at, at + lasting, inside)
        at += lasting


def _fit(element: Any, clip: otio.schema.Clip, film: Film) -> None:
    """Say how the pictures of *clip* get the film's rate, length and size."""
    media = clip.media_reference
    if media.available_range.duration.rate != film.fps:
        _add(element, "conform-rate", {"scaleEnabled": 0})
    for effect in clip.effects:
        first = seconds(clip.source_range.start_time)
        last = seconds(media.available_range.duration) if effect.time_scalar else first
        map_ = _add(element, "timeMap", {})
        for time, value in ((Fraction(0), first), (seconds(clip.duration()), last)):
            _add(map_, "timept", {"time": _s(time), "value": _s(value), "interp": "linear"})
    if (media.metadata[OURS]["width"], media.metadata[OURS]["height"]) != (film.width, film.height):
        _add(element, "adjust-conform", {"type": "fill"})


def _connect(track: otio.schema.Track, lane: int, items: list[_Item], resources: _Resources) -> None:
    """Hang the sounds of *track* on the pictures that they begin under."""
    told = track.metadata[OURS]
    role = f"dialogue.{_role(track.name)}" if told["kind"] == "voice" else told["kind"]
    at = Fraction(0)
    for item in track:
        lasting = seconds(item.duration())
        if isinstance(item, otio.schema.Clip):
            parent = _under(items, at)
            placed = {"lane": lane, "offset": parent.local(at), "start": "0s", "duration": _s(lasting)}
            what = {"ref": resources.asset(item), "name": item.name, "audioRole": role}
            _add(parent.element, "asset-clip", {**what, **placed})
        at += lasting


def _captions(timeline: otio.schema.Timeline, items: list[_Item]) -> None:
    """The subtitles, which an editor can switch on and change."""
    role = f"iTT?captionFormat=ITT.{_LANGUAGES[timeline.metadata[OURS]['language']]}"
    for number, marker in enumerate(_marked(timeline, "subtitle"), start=1):
        at, lasting = (
            seconds(time) for time in (marker.marked_range.start_time, marker.marked_range.duration)
        )
        parent = _under(items, at)
        placed = {"lane": 1, "offset": parent.local(at), "start": "0s", "duration": _s(lasting)}
        caption = _add(parent.element, "caption", {"name": marker.name, "role": role, **placed})
        style = _add(_add(caption, "text", {"placement": "bottom"}), "text-style", {"ref": f"ts{number}"})
        style.text = _UNWRITABLE.sub("", marker.name)
        _add(_add(caption, "text-style-def", {"id": f"ts{number}"}), "text-style", _CAPTION)


def _chapters(timeline: otio.schema.Timeline, items: list[_Item]) -> None:
    """The scenes, and what the script wants written on the picture."""
    for kind, tag in (("scene", "chapter-marker"), ("caption", "marker")):
        for marker in _marked(timeline, kind):
            at = seconds(marker.marked_range.start_time)
            frame = _s(1 / Fraction(marker.marked_range.duration.rate))
            parent = _under(items, at)
            _add(parent.element, tag, {"start": parent.local(at), "duration": frame, "value": marker.name})


def _marked(timeline: otio.schema.Timeline, kind: str) -> Iterator[otio.schema.Marker]:
    return (marker for marker in timeline.tracks.markers if marker.metadata[OURS]["kind"] == kind)


def _under(items: list[_Item], at: Fraction) -> _Item:
    """The picture that is seen at the second *at*."""
    return next((item for item in items if item.start <= at < item.end), items[-1])


def _add(parent: Any, tag: str, attributes: Mapping[str, object]) -> Any:
    written = {key: _UNWRITABLE.sub("", str(value)) for key, value in attributes.items()}
    return etree.SubElement(parent, tag, written)


def _role(name: str) -> str:
    """*name* as a role, where a dot and a question mark have a meaning."""
    return re.sub(r"[.?]", " ", name).strip() or NARRATOR


def _s(seconds: Fraction) -> str:
    """*seconds* as the format writes them: `5s`, `1001/30000s`."""
    return (
        f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"
    )
