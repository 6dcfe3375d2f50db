"""
Music made by the program: a bed for each mood, different in each drama, without a seam.

A bed is eight chords that return to the first: a pad, a sub bass, plucked notes of a pentatonic
motif and, where the mood wants them, drums. All of it is laid on a circle, so that the end runs
into the beginning with its echo. Samples are float32 of shape (samples, 2) at `RATE`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from pipeline.final.sound.instruments import RATE, Samples, add, bass, drum, in_a_hall, pad, string, swell
from pipeline.story import Feeling, Scene, Time, Weather


class Mood(StrEnum):
    """What the music of a scene feels like."""

    TENSE = "tense"
    SAD = "sad"
    WARM = "warm"
    BRIGHT = "bright"
    MYSTERIOUS = "mysterious"
    EPIC = "epic"


@dataclass(frozen=True)
class _Style:
    """
    How a mood is played. *chords* and *scale* count semitones from the tonic.

    *plucks* is how many notes fall on a chord, *brightness* where the highs fade (Hz), *beats* when
    the drum is struck (parts of a chord), *octave* how far the plucked notes are lifted.
    """

    chords: tuple[tuple[int, ...], ...]
    scale: tuple[int, ...]
    chord_seconds: float
    plucks: int
    brightness: float
    beats: tuple[float, ...] = ()
    octave: int = 1


_MAJOR = (0, 2, 4, 7, 9)
_MINOR = (0, 3, 5, 7, 10)
_HEARTBEAT = (0.0, 0.09, 0.25, 0.34, 0.5, 0.59, 0.75, 0.84)

_STYLES = {
    Mood.TENSE: _Style(
        ((0, 7, 15), (1, 8, 13), (0, 7, 14), (-2, 6, 12)), _MINOR, 4.0, 1, 1100, _HEARTBEAT, octave=0
    ),
    Mood.SAD: _Style(
        ((0, 7, 15, 14), (-4, 3, 12, 15), (3, 10, 14, 19), (-2, 5, 14, 17)), _MINOR, 5.0, 3, 1500
    ),
    Mood.WARM: _Style(
        ((0, 7, 14, 16), (-5, 7, 11, 14), (-3, 7, 12, 16), (-7, 5, 9, 16)), _MAJOR, 4.0, 4, 2200
    ),
    Mood.BRIGHT: _Style(
        ((0, 7, 12, 16), (5, 9, 12, 19), (2, 9, 14, 17), (-5, 7, 14, 17)), _MAJOR, 3.0, 6, 3600
    ),
    Mood.MYSTERIOUS: _Style(
        ((0, 7, 14, 15), (-4, 3, 10, 14), (0, 9, 14, 15), (-7, 5, 8, 14)), _MINOR, 5.0, 2, 1800, octave=2
    ),
    Mood.EPIC: _Style(
        ((0, 7, 12, 15), (-4, 8, 12, 15), (-2, 10, 14, 17), (0, 7, 14, 19)),
        _MINOR,
        3.0,
        3,
        2600,
        (0.0, 0.375, 0.5, 0.75, 0.875),
    ),
}

_FELT = {
    Feeling.ANGRY: Mood.TENSE,
    Feeling.AFRAID: Mood.TENSE,
    Feeling.COLD: Mood.TENSE,
    Feeling.SAD: Mood.SAD,
    Feeling.TENDER: Mood.WARM,
    Feeling.HAPPY: Mood.BRIGHT,
    Feeling.SURPRISED: Mood.MYSTERIOUS,
}


def mood_of(scene: Scene) -> Mood:
    """
    The mood of *scene*: what its people feel most, else what the hour and the sky suggest.

    Anger under the open sky is epic. Of equally frequent feelings the first heard decides.
    """
    felt = Counter(line.feeling for shot in scene.shots for line in shot.lines if line.feeling in _FELT)
    if felt:
        feeling = felt.most_common(1)[0][0]
        return Mood.EPIC if feeling is Feeling.ANGRY and not scene.inside else _FELT[feeling]
    if scene.weather is Weather.STORM:
        return Mood.TENSE
    if scene.weather in {Weather.RAIN, Weather.SNOW}:
        return Mood.SAD
    if scene.time is Time.NIGHT or scene.weather is Weather.FOG:
        return Mood.MYSTERIOUS
    return Mood.BRIGHT if scene.time is Time.DAWN else Mood.WARM


def compose(mood: Mood, seconds: float, seed: int) -> Samples:
    """*seconds* of music: the loop of *mood* repeated; *seed* is the drama's own."""
    once = loop(mood, seed)
    return np.take(once, np.arange(round(seconds * RATE)), axis=0, mode="wrap")


@lru_cache(maxsize=len(Mood))
def loop(mood: Mood, seed: int) -> Samples:
    """One round of *mood*, which may be repeated without a seam."""
    style = _STYLES[mood]
    random = np.random.default_rng([seed, list(Mood).index(mood)])
    # The key belongs to the drama, so that one mood can flow into another.
    tonic = 45 + int(np.random.default_rng(seed).integers(-4, 4))
    length = round(style.chord_seconds * RATE)
    half = length * len(style.chords)
    dry = np.zeros((2 * half, 2), np.float32)
    skin = drum(random)
    envelope = swell(length + RATE, RATE)
    for bar, chord in enumerate(style.chords):
        voices = pad([tonic + 12 + step for step in chord], len(envelope), style.brightness, random)
        under = bass(tonic + chord[0], len(envelope))
        for start in (bar * length, bar * length + half):
            add(dry, voices * envelope[:, None], start - RATE // 2, 0.1)
            add(dry, under * envelope, start - RATE // 2, 0.05)
            for beat in style.beats:
                add(dry, skin, start + round(beat * length), random.uniform(0.2, 0.3))
    _melody(dry, style, tonic + 12 * style.octave, length, random)
    return in_a_hall(dry, style.brightness, random)


def _melody(circle: Samples, style: _Style, tonic: int, length: int, random: np.random.Generator) -> None:
    """A phrase over the chords, then again with its last bar turned round; played a little unevenly."""
    notes = [tonic + octave + step for octave in (0, 12) for step in style.scale]
    phrase = _phrase(style, notes, tonic, random)
    bars = len(style.chords)
    played: dict[tuple[int, bool], Samples] = {}
    for again in (0, bars):
        for bar, place, at, slides in phrase:
            note = notes[-1 - at] if again and bar == bars - 1 else notes[at]
            if (note, slides) not in played:
                played[note, slides] = string(note, style.brightness, slides=slides)
            start = round((again + bar + place + random.normal(0, 0.003)) * length)
            gain, pan = random.uniform(0.15, 0.25), random.uniform(-0.4, 0.4)
            add(circle, played[note, slides], start, gain, pan)


def _phrase(
    style: _Style, notes: list[int], tonic: int, random: np.random.Generator
) -> list[tuple[int, float, int, bool]]:
    """
    The bar, the place in it, the index in *notes* and whether it slides, for each note of a phrase.

    It wanders by small steps, and each bar begins on a note of its chord where the scale has one.
    """
    phrase = []
    at = len(notes) // 2
    for bar, chord in enumerate(style.chords):
        tones = {step % 12 for step in chord}
        fitting = [index for index, note in enumerate(notes) if (note - tonic) % 12 in tones]
        at = min(fitting or [at], key=lambda index: abs(index - at))
        for slot in np.sort(random.choice(8, style.plucks, replace=False)):
            phrase.append((bar, float(slot) / 8, at, bool(random.random() < 0.2)))
            at = int(np.clip(at + random.integers(-2, 3), 0, len(notes) - 1))
    return phrase
