"""
The film as a draft of Jianying (剪映) or CapCut: a folder to be put among the drafts of the program.

    draft_content.json    the timeline, as Windows reads it; draft_info.json the same for macOS
    draft_meta_info.json  the name, and every medium that the draft has imported
    Resources/            the media themselves, since a sandboxed program reads nothing elsewhere

Pictures, speakers, music, subtitles and captions are on tracks of their own, where nothing overlaps: every
edge is rounded to a microsecond by itself, and lengths are their differences. What a clip is too short
for is shown by its last picture. Transitions are those that both programs have had for years; for a whip
there is none, and the film has a cut there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from pipeline.final.export import jianying_form as form
from pipeline.final.export.jianying_text import text
from pipeline.final.export.otio import OURS, seconds
from pipeline.final.film import Film
from pipeline.final.subtitles.subtitles import Subtitles

CONTENT, INFO, META = "draft_content.json", "draft_info.json", "draft_meta_info.json"
_MEDIA = "Resources"

#: What the programs know a transition by: its name, its two ids, and whether both shots move meanwhile.
_TRANSITIONS = {
    "dissolve": ("叠化", "322577", "6724845717472416269", True),
    "fade": ("闪黑", "321493", "6724239388189921806", False),
    "flash": ("闪白", "322575", "6724845376098013708", False),
    "wipe": ("向左擦除", "2917283", "6724849999336706573", True),
}


@dataclass(frozen=True)
class Draft:
    """
    What lies in a draft's folder, by the names there.

    *texts* are written, *media* are files of the drama by their names in it, and *stills* the last
    pictures of such.
    """

    texts: dict[str, str]
    media: dict[str, str]
    stills: dict[str, str]


def draft(timeline: otio.schema.Timeline, film: Film, looks: Subtitles) -> Draft:
    """The film of *timeline* as a draft, with subtitles that look as *looks* says."""
    made = _Draft(film, looks)
    made.picture(timeline.video_tracks()[0])
    for track in timeline.audio_tracks():
        made.sound(track)
    for kind in ("subtitle", "second", "caption"):
        made.texts(kind, [m for m in timeline.tracks.markers if m.metadata[OURS]["kind"] == kind])
    texts = dict(made.written(timeline.name, _us(seconds(timeline.duration()))))
    return Draft(texts, made.media, made.stills)


@dataclass
class _Draft:
    """A draft that is being filled: *materials* by kind, and *tracks* from the back to the front."""

    film: Film
    looks: Subtitles
    materials: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    tracks: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)
    stills: dict[str, str] = field(default_factory=dict)

    def picture(self, track: otio.schema.Track) -> None:
        """The shots, and the transitions between them."""
        segments: list[dict[str, Any]] = []
        entering = None
        for item, start, end in _placed(track):
            if isinstance(item, otio.schema.Clip):
                if entering and segments:
                    segments[-1]["extra_material_refs"].append(self._transition(entering, start))
                segments.append(self._shot(item, start, end))
            known = isinstance(item, otio.schema.Transition) and item.name in _TRANSITIONS
            entering = item if known else None
        self._track("video", track.name, segments)

    def sound(self, track: otio.schema.Track) -> None:
        """The lines of one person, or what lies under the whole film."""
        segments = []
        for item, start, end in _placed(track):
            if isinstance(item, otio.schema.Clip):
                name, path = self._inside(item, self.media, "")
                # Rounded where it lies, a sound may be a microsecond longer than its file.
                there = _us(seconds(item.media_reference.available_range.duration))
                material = form.audio(name, path, max(there, end - start))
                made = form.segment(item.name, self._material("audios", material), (start, end - start))
                made["source_timerange"] = {"start": 0, "duration": end - start}
                segments.append(self._at_speed(made, 1.0))
        self._track("audio", track.name, segments)

    def texts(self, kind: str, markers: Iterable[otio.schema.Marker]) -> None:
        """Subtitles or captions."""
        segments = []
        for marker in markers:
            first = seconds(marker.marked_range.start_time)
            start, end = _us(first), _us(first + seconds(marker.marked_range.duration))
            told = marker.metadata[OURS]
            shown = text(marker.name, kind, told, self.film, self.looks)
            material = shown.material(form.identity("text", kind, marker.name, start))
            made = form.segment(kind, self._material("texts", material), (start, end - start))
            made |= {"clip": _clip(y=shown.y), "uniform_scale": {"on": True, "value": 1.0}}
            segments.append(self._at_speed(made, 1.0))
        self._track("text", f"{kind}s", segments)

    def written(self, name: str, duration: int) -> Iterator[tuple[str, str]]:
        """The texts of the draft by the names of their files."""
        size, fps = (self.film.width, self.film.height), self.film.fps
        for file, system in ((CONTENT, "windows"), (INFO, "mac")):
            whole = form.content(name, size, fps, duration, system)
            whole["tracks"] = self.tracks
            whole["materials"] |= {kind: list(known.values()) for kind, known in self.materials.items()}
            yield file, _json(whole)
        pictures = [form.registered(one, one["type"]) for one in self.materials.get("videos", {}).values()]
        sounds = [form.registered(one, "music") for one in self.materials.get("audios", {}).values()]
        yield META, _json(form.meta(name, duration, [*pictures, *sounds]))

    def _shot(self, clip: otio.schema.Clip, start: int, end: int) -> dict[str, Any]:
        """One shot, or the last picture of it."""
        told = clip.media_reference.metadata[OURS]
        still = any(not effect.time_scalar for effect in clip.effects)
        name, path = self._inside(clip, self.stills if still else self.media, ".png" if still else "")
        pace = next((effect.time_scalar for effect in clip.effects), 1.0)
        used = end - start if still else round((end - start) * pace)
        # A shot may be longer than its clip by less than half a frame.
        there = max(used, _us(seconds(clip.media_reference.available_range.duration)))
        size = told["width"], told["height"]
        material = form.video(name, path, form.STILL if still else there, size, still=still)
        made = form.segment(clip.name, self._material("videos", material), (start, end - start))
        made["source_timerange"] = {"start": 0, "duration": used}
        made["clip"] = _clip(scale=self._covering(*size))
        made |= {"uniform_scale": {"on": True, "value": 1.0}, "volume": 0.0}
        return self._at_speed(made, 1.0 if still else used / (end - start))

    def _covering(self, width: int, height: int) -> float:
        """How much larger than fitting into the picture is covering it."""
        across, down = self.film.width / width, self.film.height / height
        return round(max(across, down) / min(across, down), 6)

    def _transition(self, told: otio.schema.Transition, start: int) -> str:
        name, effect, resource, overlaps = _TRANSITIONS[told.name]
        made = {
            "category_id": "",
            "category_name": "",
            "duration": _us(seconds(told.duration())),
            "effect_id": effect,
            "id": form.identity("transition", start),
            "is_overlap": overlaps,
            "name": name,
            "platform": "all",
            "resource_id": resource,
            "type": "transition",
        }
        return self._material("transitions", made)

    def _inside(self, clip: otio.schema.Clip, files: dict[str, str], ending: str) -> tuple[str, str]:
        """The name of the clip's file, and where it lies in the draft."""
        file = clip.metadata[OURS]["file"]
        inside = f"{_MEDIA}/{file}{ending}"
        files[inside] = file
        return file.rpartition("/")[2], f"{form.DRAFT}/{inside}"

    def _at_speed(self, segment: dict[str, Any], speed: float) -> dict[str, Any]:
        known = form.identity("speed", segment["id"])
        made = {"curve_speed": None, "id": known, "mode": 0, "speed": speed, "type": "speed"}
        segment["speed"] = speed
        segment["extra_material_refs"].append(self._material("speeds", made))
        return segment

    def _material(self, kind: str, material: dict[str, Any]) -> str:
        known = self.materials.setdefault(kind, {})
        return str(known.setdefault(material["id"], material)["id"])

    def _track(self, kind: str, name: str, segments: list[dict[str, Any]]) -> None:
        if not segments:
            return
        for segment in segments:
            segment["render_index"] = len(self.tracks)
        made = {"attribute": 0, "flag": 0, "is_default_name": False, "name": name, "type": kind}
        known = form.identity("track", kind, name, len(self.tracks))
        self.tracks.append({**made, "id": known, "segments": segments})


def _placed(track: otio.schema.Track) -> Iterator[tuple[Any, int, int]]:
    """What is on *track*, with its first and last microsecond; a transition has that of its cut."""
    at = Fraction(0)
    for item in track:
        start = at
        if not isinstance(item, otio.schema.Transition):
            at += seconds(item.duration())
        yield item, _us(start), _us(at)


def _clip(scale: float = 1.0, y: float = 0.0) -> dict[str, Any]:
    return {
        "alpha": 1.0,
        "flip": {"horizontal": False, "vertical": False},
        "rotation": 0.0,
        "scale": {"x": scale, "y": scale},
        "transform": {"x": 0.0, "y": y},
    }


def _us(seconds: Fraction) -> int:
    return round(seconds * 1_000_000)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
