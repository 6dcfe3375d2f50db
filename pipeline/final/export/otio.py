"""
The film as an OpenTimelineIO timeline, from which the other formats for editors are written.

    picture        one clip per shot, cut from its file; where that is too short, slowed or held
    a speaker      the lines of one person each, so that nothing overlaps on a track
    music ...      the stems, where they are there

Pictures count frames of the film, sounds count samples, both exactly. Scenes, lines and subtitles are
markers of the whole. Files are named relative to the timeline's own, so that the folder can be moved.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from urllib.parse import quote

import opentimelineio as otio

from pipeline.final.export.handed import RATE, Handed, Source
from pipeline.final.picture.cut import Fit, Rule
from pipeline.timeline import LineSpan, ShotSpan, Transition

#: What we tell beyond the format lies under this name in the metadata.
OURS = "shortdrama"
NARRATOR = "narrator"

_COLOURS = {"scene": "GREEN", "line": "BLUE", "subtitle": "WHITE", "second": "WHITE", "caption": "YELLOW"}


def timeline(handed: Handed, folder: str = "final") -> otio.schema.Timeline:
    """The film in *handed* as a timeline to lie in *folder*, a name in the drama's folder."""
    whole = otio.schema.Timeline(name=handed.title, metadata={OURS: {"language": handed.language}})
    whole.tracks.append(_picture(handed, folder))
    whole.tracks.extend(_voices(handed, folder))
    whole.tracks.extend(_stem(handed, name, folder) for name in handed.stems)
    whole.tracks.markers.extend(_markers(handed))
    return whole


def text(handed: Handed, folder: str = "final") -> str:
    """The same as the text of an `.otio` file."""
    return str(timeline(handed, folder).to_json_string(indent=1)) + "\n"


def seconds(time: otio.opentime.RationalTime) -> Fraction:
    """*time* exactly, which counts frames or samples."""
    return Fraction(round(time.value)) / Fraction(time.rate).limit_denominator(1001)


def _picture(handed: Handed, folder: str) -> otio.schema.Track:
    track = otio.schema.Track("picture", kind=otio.schema.TrackKind.Video)
    film, fps = handed.timeline, handed.timeline.fps
    opening = film.shots[0].start_frame if film.shots else 0
    _card(track, handed, "title", opening, folder)
    for span in film.shots:
        if span.enter:
            track.append(_transition(span.enter, fps))
        track.extend(_shot(span, handed.pictures[span.shot.id], folder))
    if film.shots and film.shots[-1].leave:
        track.append(_transition(film.shots[-1].leave, fps))
    closing = film.frames - (film.shots[-1].start_frame + film.shots[-1].frames if film.shots else 0)
    _card(track, handed, "credits", closing, folder)
    return track


def _card(track: otio.schema.Track, handed: Handed, name: str, frames: int, folder: str) -> None:
    """Put the card *name* on *track*, or nothing as long as it where its picture is not handed over."""
    if frames <= 0:
        return
    lasting = _range(0, frames, handed.timeline.fps)
    if name in handed.pictures:
        card = handed.pictures[name]
        track.append(otio.schema.Clip(name, _reference(card, folder), lasting, metadata={OURS: _made(card)}))
    else:
        track.append(otio.schema.Gap(source_range=lasting))


def _shot(span: ShotSpan, source: Source, folder: str) -> Iterator[otio.schema.Clip]:
    """The clip of a shot, and behind it its last frame, held, where it is much too short."""
    assert source.fit
    fit = source.fit
    held = span.frames - moving if (moving := _moving(fit, span)) < span.frames else 0
    clip = otio.schema.Clip(
        span.shot.id,
        _reference(source, folder),
        _range(0, span.frames - held, span.fps),
        metadata={OURS: {**_made(source), "scene": span.scene.id, "fit": fit.rule.value}},
    )
    if fit.slower > 1:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=1 / fit.slower))
    yield clip
    if held:
        still = clip.deepcopy()
        still.source_range = _range(moving - 1, held, span.fps)
        still.effects.append(otio.schema.FreezeFrame())
        yield still


def _moving(fit: Fit, span: ShotSpan) -> int:
    """How many frames of the shot its clip moves in."""
    if fit.rule is not Rule.HELD:
        return span.frames
    return min(max(1, round(fit.clip_seconds * span.fps)), span.frames - 1)


def _transition(told: Transition, fps: int) -> otio.schema.Transition:
    kinds = otio.schema.TransitionTypes
    return otio.schema.Transition(
        told.kind,
        kinds.SMPTE_Dissolve if told.kind == "dissolve" else kinds.Custom,
        otio.opentime.RationalTime(told.before, fps),
        otio.opentime.RationalTime(told.after, fps),
        metadata={OURS: {"kind": told.kind}},
    )


def _voices(handed: Handed, folder: str) -> Iterator[otio.schema.Track]:
    """A track for each person who speaks, in the order of their first words."""
    speakers: dict[str, list[LineSpan]] = {}
    for span in handed.timeline.lines:
        speakers.setdefault(span.line.speaker, []).append(span)
    for speaker, spans in speakers.items():
        track = otio.schema.Track(speaker or NARRATOR, kind=otio.schema.TrackKind.Audio)
        track.metadata[OURS] = {"kind": "voice", "speaker": speaker}
        for span in spans:
            source, start = handed.voices[span.line.id], round(span.start * RATE)
            before = start - round(track.duration().value) if len(track) else start
            if before > 0:
                track.append(otio.schema.Gap(source_range=_range(0, before, RATE)))
            told = {**_made(source), "speaker": speaker, "text": span.line.text}
            lasting = _range(0, round(span.end * RATE) - start, RATE)
            track.append(
                otio.schema.Clip(
                    span.line.id, _reference(source, folder, lasting), lasting, metadata={OURS: told}
                )
            )
        yield track


def _stem(handed: Handed, name: str, folder: str) -> otio.schema.Track:
    """The music, or whatever else lies under the whole film."""
    source, film = handed.stems[name], handed.timeline
    lasting = _range(0, round(film.frames * RATE / film.fps), RATE)
    track = otio.schema.Track(name, kind=otio.schema.TrackKind.Audio, metadata={OURS: {"kind": name}})
    told = {OURS: _made(source)}
    track.append(otio.schema.Clip(name, _reference(source, folder, lasting), lasting, metadata=told))
    return track


def _markers(handed: Handed) -> Iterator[otio.schema.Marker]:
    """Scenes, lines, and what is read on the picture."""
    fps, scenes = handed.timeline.fps, {span.scene.id: span.scene for span in handed.timeline.shots}
    for name, scene in scenes.items():
        spans = [span for span in handed.timeline.shots if span.scene.id == name]
        told = {"scene": name, "place": scene.place}
        heading = f"{name} {scene.heading or scene.place}"
        yield _marker("scene", heading, (spans[0].start, spans[-1].end), fps, told)
    for line in handed.timeline.lines:
        told = {"line": line.line.id, "speaker": line.line.speaker}
        yield _marker("line", line.line.text, (line.start, line.end), fps, told)
    for cue in handed.cues:
        kind = "subtitle" if cue.kind == "line" else cue.kind
        told = {"speaker": cue.speaker, "mode": cue.mode.value, "colour": handed.colours.get(cue.speaker, "")}
        yield _marker(kind, "\n".join(cue.lines), (cue.start, cue.end), fps, told)


def _marker(
    kind: str, name: str, seconds: tuple[float, float], fps: int, told: dict[str, str]
) -> otio.schema.Marker:
    first, last = (round(at * fps) for at in seconds)
    marked = _range(first, max(1, last - first), fps)
    return otio.schema.Marker(name, marked, _COLOURS[kind], metadata={OURS: {"kind": kind, **told}})


def _reference(source: Source, folder: str, sound: Any = None) -> otio.schema.ExternalReference:
    """*source* as a file relative to *folder*; *sound* is how much there is of a sound."""
    media = source.media
    fps = media.fps or 1.0
    pictures = _range(0, round((source.fit.clip_seconds if source.fit else media.seconds) * fps), fps)
    told = {"width": media.width, "height": media.height, "rate": media.rate, "channels": media.channels}
    return otio.schema.ExternalReference(
        quote(posixpath.relpath(source.name, folder)), sound or pictures, metadata={OURS: told}
    )


def _made(source: Source) -> dict[str, Any]:
    return {"file": source.name, "engine": source.engine, "take": source.take}


def _range(start: int, length: int, rate: float) -> otio.opentime.TimeRange:
    time = otio.opentime.RationalTime
    return otio.opentime.TimeRange(time(start, rate), time(length, rate))
