"""The sound of a film: is every line heard, when it should be, as loud as it should be, and subtitled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.final.check.asked import Asked
from pipeline.final.check.material import RATE, WINDOWS, Material, Sounds, heard
from pipeline.final.check.report import Finding, Measured, Result
from pipeline.timeline import LineSpan, Timeline

#: A voice lies around the loudness of the film, ducked music 20 dB under it.
_VOICE_BELOW = 16.0
#: AAC may lift peaks by some tenths of a decibel.
_AAC_LIFT = 0.5
#: How far loudness may be off, and the window of EBU R 128: shorter sound has none.
_LOUDER, _SHORTEST = 1.0, 0.4
#: Seconds by which sound may come before the picture and behind it, by EBU R 37.
_EARLY, _LATE = 0.04, 0.06
#: How far from its place a voice is looked for, in seconds, and how like itself it must be to be found.
_AROUND, _LIKE = 0.5, 0.3
#: A file with less in it is a pause.
_QUIET = 1e-3
#: The share of a line's time through which its words must be read.
_COVERED = 0.5
_NO_SOUND = "it has no sound"


@dataclass(frozen=True)
class _Said:
    """Words between *start* and *end* seconds; *about* is the id of a line, or empty."""

    text: str
    start: float
    end: float
    about: str = ""

    @property
    def spoken(self) -> bool:
        """What is only punctuation is a pause."""
        return any(sign.isalnum() for sign in self.text)


def voices(material: Material, asked: Asked) -> Result:
    """
    Whether something is heard wherever somebody speaks, or, without a timeline, wherever a subtitle is shown.

    A voice is as loud as a voice, and louder than what is between the lines.
    """
    if not material.media.audio_codec:
        return Result("voices", unknown=_NO_SOUND)
    said = _said(material, asked.timeline)
    if not said:
        return Result(
            "voices", unknown="" if asked.timeline else "it has no subtitles that say who speaks when"
        )
    missing = list(_unheard(material, asked, said))
    what = "The line {} is not heard" if asked.timeline else "Nothing is heard under the subtitle “{}”"
    findings = [_about(one, what.format(one.about or one.text), material) for one in missing]
    return Result("voices", tuple(findings), {"heard": len(said) - len(missing), "of": len(said)})


def _said(material: Material, timeline: Timeline | None) -> list[_Said]:
    if timeline:
        every = [_Said(span.line.text, span.start, span.end, span.line.id) for span in timeline.lines]
    else:
        every = [_Said(cue.text, cue.start, cue.end) for cue in material.cues]
    return [one for one in every if one.spoken]


def _about(said: _Said, what: str, material: Material) -> Finding:
    return Finding(
        f"{what} at {material.at(said.start)}.",
        round(said.start, 3),
        round(said.end, 3),
        material.frame(said.start),
        said.about,
    )


def _unheard(material: Material, asked: Asked, said: Sequence[_Said]) -> Iterator[_Said]:
    levels = material.levels
    between = np.ones(len(levels), bool)
    windows = [(one, int(one.start * WINDOWS), int(one.end * WINDOWS) + 1) for one in said]
    for _, first, last in windows:
        between[first:last] = False
    around = float(np.median(levels[between])) if between.any() else -np.inf
    wanted = asked.sound.loudness_lufs if asked.sound else material.loudness.integrated
    least = max(wanted - _VOICE_BELOW, around)
    for one, first, last in windows:
        if levels[first:last].max(initial=-np.inf) < least:
            yield one


def subtitles(material: Material, asked: Asked) -> Result:
    """Whether what is spoken can be read while it is heard, and nothing is shown while nobody speaks."""
    cues, timeline = material.cues, asked.timeline
    measured: dict[str, Measured] = {"cues": len(cues)}
    if timeline is None or asked.tracks is None:
        return Result("subtitles", (), measured, "it is not known what is spoken when")
    if not asked.tracks:
        return Result("subtitles", (), measured)
    said = _said(material, timeline)
    covered = {one: sum(max(0.0, _both(one, cue.start, cue.end)) for cue in cues) for one in said}
    silent = [one for one in said if covered[one] < _COVERED * (one.end - one.start)]
    findings = [_about(one, f"The line {one.about} has no subtitle", material) for one in silent]
    for cue in cues:
        if not any(_both(one, cue.start, cue.end) > 0 for one in said):
            shown = _Said(cue.text, cue.start, cue.end)
            findings.append(_about(shown, f"Nobody speaks under the subtitle “{cue.text}”", material))
    spoken = sum(one.end - one.start for one in said)
    measured["coverage"] = round(sum(covered.values()) / spoken, 3) if spoken else None
    return Result("subtitles", tuple(findings), measured)


def _both(said: _Said, start: float, end: float) -> float:
    """For how long *said* and what lies between *start* and *end* are there together."""
    return min(said.end, end) - max(said.start, start)


def loudness(material: Material, asked: Asked) -> Result:
    """Whether it is as loud as asked for, and no peak is higher."""
    if not material.media.audio_codec:
        return Result("loudness", unknown=_NO_SOUND)
    found, options = material.loudness, asked.sound
    measured: dict[str, Measured] = {
        "lufs": None if found.silent else round(found.integrated, 2),
        "dbtp": None if np.isinf(found.true_peak) else round(found.true_peak, 2),
    }
    if options is None:
        return Result("loudness", (), measured, "it is not known how loud it should be")
    if found.silent or material.media.seconds < _SHORTEST:
        return Result("loudness", (), measured)
    findings = []
    if abs(found.integrated - options.loudness_lufs) > _LOUDER:
        said = f"Its loudness is {found.integrated:.1f} LUFS, not {options.loudness_lufs:.1f}."
        findings.append(Finding(said))
    if found.true_peak > options.true_peak_dbtp + _AAC_LIFT:
        most = options.true_peak_dbtp + _AAC_LIFT
        findings.append(Finding(f"Its true peak is {found.true_peak:.1f} dBTP, over {most:.1f}."))
    return Result("loudness", tuple(findings), measured)


def offset(material: Material, asked: Asked) -> Result:
    """
    Whether each voice is heard when the timeline has it: its file is looked for in the film's sound.

    The offsets are milliseconds; sound that comes too late has positive ones.
    """
    if not material.media.audio_codec:
        return Result("offset", unknown=_NO_SOUND)
    if asked.timeline is None or not asked.voices:
        return Result(
            "offset", unknown="without the files of its voices it is not known when they should be heard"
        )
    lines = [span for span in asked.timeline.lines if span.line.id in asked.voices]
    spoken = [(span, voice) for span in lines if _power(voice := heard(asked.voices[span.line.id])) > _QUIET]
    places = [(span, _place(material, span, voice)) for span, voice in spoken]
    known = {span.line.id: place for span, place in places if place is not None}
    found = list(known.values())
    measured: dict[str, Measured] = {"found": len(found), "of": len(places)}
    if found:
        worst = max(found, key=abs)
        measured |= {"mean_ms": round(1000 * float(np.mean(found)), 2), "worst_ms": round(1000 * worst, 2)}
        measured["worst_line"] = next(name for name, place in known.items() if place == worst)
    findings = [
        _displaced(span, place, material) for span, place in places if place is not None and _off(place)
    ]
    if places and 2 * len(found) < len(places):
        lost = (
            f"{len(places) - len(found)} of {len(places)} voices are not found where the timeline has them."
        )
        findings.append(Finding(lost))
    return Result("offset", tuple(findings), measured)


def _off(place: float) -> bool:
    return place < -_EARLY or place > _LATE


def _displaced(span: LineSpan, place: float, material: Material) -> Finding:
    way = "late" if place > 0 else "early"
    said = _Said(span.line.text, span.start, span.end, span.line.id)
    return _about(said, f"The line {span.line.id} is heard {abs(place) * 1000:.0f} ms too {way}", material)


def _place(material: Material, span: LineSpan, voice: Sounds) -> float | None:
    """How many seconds after its place *voice* is heard; nothing where it is not found."""
    around = round(_AROUND * RATE)
    window = _window(material.sound, round(span.start * RATE) - around, len(voice) + 2 * around)
    like = _likeness(window, voice)[: 2 * around + 1] / _power(voice)
    best = int(np.argmax(like))
    return (best - around) / RATE if like[best] >= _LIKE else None


def _power(voice: Sounds) -> float:
    return float(np.sqrt(np.square(voice, dtype=np.float64).sum()))


def _window(sound: Sounds, first: int, length: int) -> NDArray[np.float64]:
    """*length* samples of *sound* from *first* on; silence where there are none."""
    window = np.zeros(length)
    begin, end = max(first, 0), min(first + length, len(sound))
    if end > begin:
        window[begin - first : end - first] = sound[begin:end]
    return window


def _likeness(window: NDArray[np.float64], voice: Sounds) -> NDArray[np.float64]:
    """How like *voice* is each part of *window* as long as it, times the power of *voice*; 1 at most."""
    size = 1 << (len(window) - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(voice, size)), size)
    energy = np.concatenate([[0.0], np.cumsum(np.square(window))])
    parts = np.sqrt(np.maximum(energy[len(voice) :] - energy[: -len(voice)], 1e-9))
    return np.asarray(product[: len(parts)] / parts, np.float64)
