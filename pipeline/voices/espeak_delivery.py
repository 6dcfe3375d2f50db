"""How a person, a feeling and a seed become settings of espeak-ng."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from pipeline.story import Age, Feeling, Language, Mode, Sex
from pipeline.voices.engine import Voice, VoiceRequest

_LANGUAGES: dict[Language, str] = {"zh": "cmn", "en": "en-us"}
#: At 190 words a minute dialogue comes out at 4.5 hanzi, but at 3.7 short English words a second.
_PACES: dict[Language, float] = {"zh": 1.0, "en": 0.83}


@dataclass(frozen=True)
class Delivery:
    """
    Settings of espeak-ng for one line, and its loudness against the others.

    *pitch* and *range* go from 0 to 99, with 50 as the voice is made; *gain* is in dB.
    """

    voice: str
    words_per_minute: int
    pitch: int
    range: int
    gain: float


@dataclass(frozen=True)
class _Timbre:
    """A variant of espeak-ng; *zh* and *en* are the median pitch in Hz that it has at setting 50."""

    variant: str
    zh: int
    en: int

    def pitch(self, hertz: float, language: Language) -> float:
        """The setting that brings the median to *hertz*; ten points are a factor of 1.13 (measured)."""
        native = self.zh if language == "zh" else self.en
        return 50 + math.log(hertz / native) / 0.012


@dataclass(frozen=True)
class _Build:
    """The median pitch in Hz of the first person of a kind, and how fast they talk (1 is normal)."""

    hertz: float
    pace: float


@dataclass(frozen=True)
class _Manner:
    """What a feeling or a mode changes: factors of pace and pitch, points of range, dB of gain."""

    pace: float = 1.0
    pitch: float = 1.0
    range: int = 0
    gain: float = 0.0


_FEMALE = (
    _Timbre("f2", 163, 197),
    _Timbre("linda", 208, 230),
    _Timbre("f4", 155, 181),
    _Timbre("Annie", 175, 248),
    _Timbre("f5", 178, 208),
    _Timbre("f1", 154, 181),
)
_MALE = (
    _Timbre("m3", 87, 106),
    _Timbre("m7", 85, 108),
    _Timbre("m2", 89, 102),
    _Timbre("Gene", 83, 96),
    _Timbre("Lee", 86, 96),
    _Timbre("m1", 79, 95),
)
_NARRATORS: dict[Sex, tuple[_Timbre, _Build]] = {
    "female": (_Timbre("f3", 170, 214), _Build(202, 0.95)),
    "male": (_Timbre("m6", 87, 103), _Build(100, 0.95)),
    "unknown": (_Timbre("m6", 87, 103), _Build(100, 0.95)),
}
#: Hz after the usual ranges of speech: children 250 to 300, women 165 to 255, men 85 to 155.
_BUILDS: dict[Sex, dict[Age, _Build]] = {
    "female": {
        Age.CHILD: _Build(285, 1.03),
        Age.TEEN: _Build(245, 1.05),
        Age.YOUNG: _Build(215, 1.0),
        Age.MIDDLE: _Build(190, 0.97),
        Age.OLD: _Build(168, 0.86),
    },
    "male": {
        Age.CHILD: _Build(255, 1.03),
        Age.TEEN: _Build(148, 1.05),
        Age.YOUNG: _Build(124, 1.0),
        Age.MIDDLE: _Build(108, 0.97),
        Age.OLD: _Build(91, 0.85),
    },
    "unknown": {
        Age.CHILD: _Build(268, 1.03),
        Age.TEEN: _Build(190, 1.05),
        Age.YOUNG: _Build(165, 1.0),
        Age.MIDDLE: _Build(150, 0.97),
        Age.OLD: _Build(140, 0.86),
    },
}
#: Factors of pitch and pace that tell people of one kind apart.
_VARIANTS = ((1.0, 1.0), (0.9, 0.96), (1.1, 1.05), (0.83, 1.03), (1.18, 0.97), (0.95, 1.07))

_FEELINGS: dict[Feeling, _Manner] = {
    Feeling.CALM: _Manner(),
    Feeling.HAPPY: _Manner(1.05, 1.06, 10, 1.0),
    Feeling.SAD: _Manner(0.87, 0.95, -10, -2.0),
    Feeling.ANGRY: _Manner(1.12, 1.06, 14, 3.0),
    Feeling.AFRAID: _Manner(1.12, 1.1, 6, -1.0),
    Feeling.SURPRISED: _Manner(1.04, 1.1, 14, 1.0),
    Feeling.TENDER: _Manner(0.93, 0.99, -6, -2.0),
    Feeling.COLD: _Manner(0.94, 0.96, -14, -0.5),
}
_MODES: dict[Mode, _Manner] = {
    Mode.SPEECH: _Manner(),
    Mode.OFFSCREEN: _Manner(gain=-1.5),
    Mode.INNER: _Manner(0.94, 0.98, -8, -3.0),
    Mode.NARRATION: _Manner(range=-4),
}


def deliver(
    request: VoiceRequest, language: Language, words_per_minute: int, expression: float = 1.0
) -> Delivery:
    """
    How *request* is said in *language*.

    *words_per_minute* is the pace of a calm young voice; *expression* scales what the feeling
    changes, 0 is flat. The seed moves pace and pitch by at most 3 %.
    """
    timbre, build = _person(request.voice)
    feeling, mode = _FEELINGS[request.feeling], _MODES[request.mode]
    chance = Random(request.seed)
    pace = build.pace * feeling.pace**expression * mode.pace * chance.uniform(0.97, 1.03)
    hertz = build.hertz * feeling.pitch**expression * mode.pitch * chance.uniform(0.97, 1.03)
    return Delivery(
        voice=f"{_LANGUAGES[language]}+{timbre.variant}",
        words_per_minute=round(words_per_minute * _PACES[language] * pace),
        pitch=_within(timbre.pitch(hertz, language)),
        range=_within(50 + feeling.range * expression + mode.range),
        gain=feeling.gain * expression + mode.gain,
    )


def _person(voice: Voice) -> tuple[_Timbre, _Build]:
    if not voice.name:
        return _NARRATORS[voice.sex]
    base = _BUILDS[voice.sex][voice.age]
    male = voice.sex == "male"
    timbres = _MALE if male and voice.age is not Age.CHILD else _FEMALE
    pitch, pace = _VARIANTS[voice.variant % len(_VARIANTS)]
    # Neighbours in age, and boys and girls, differ in timbre too.
    shift = list(Age).index(voice.age) + 3 * male
    timbre = timbres[(voice.variant + shift) % len(timbres)]
    # Each further six of a kind are a little lower than the last.
    lower = 0.96 ** (voice.variant // len(_VARIANTS))
    return timbre, _Build(base.hertz * pitch * lower, base.pace * pace)


def _within(setting: float) -> int:
    return round(min(99, max(0, setting)))
