"""The sound of the air: a seamless bed of rain or wind under scenes outside, or of a quiet room."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import numpy as np

from pipeline.final.sound.instruments import RATE, Samples, add, levelled
from pipeline.story import Scene, Weather

_SECONDS = 16


class Air(StrEnum):
    """What is heard of the weather; or of a room where nobody speaks, so that it is no digital silence."""

    RAIN = "rain"
    STORM = "storm"
    WIND = "wind"
    ROOM = "room"


#: Decibels of each bed against the voices.
LEVELS = {Air.RAIN: -24.0, Air.STORM: -20.0, Air.WIND: -27.0}

_HEARD = {
    Weather.RAIN: Air.RAIN,
    Weather.STORM: Air.STORM,
    Weather.SNOW: Air.WIND,
    Weather.DUST: Air.WIND,
}


def air_of(scene: Scene) -> Air | None:
    """What is heard of the weather in *scene*; nothing inside, and nothing of a quiet sky."""
    return None if scene.inside else _HEARD.get(scene.weather)


@lru_cache(maxsize=len(Air))
def loop(air: Air, seed: int) -> Samples:
    """One round of *air*, which may be repeated without a seam."""
    random = np.random.default_rng([seed, list(Air).index(air)])
    sound = np.zeros((_SECONDS * RATE, 2), np.float32)
    if air in {Air.RAIN, Air.STORM}:
        sound += _noise(500, 7000, random)
        _drops(sound, random)
    if air in {Air.WIND, Air.STORM}:
        sound += _noise(90, 700, random) * _gusts(random)
    if air is Air.ROOM:
        sound += _noise(50, 500, random)
    return levelled(sound)


def _noise(low: float, high: float, random: np.random.Generator) -> Samples:
    """Noise between two frequencies (Hz), fading out beyond them by 12 dB an octave."""
    bins = np.fft.rfftfreq(_SECONDS * RATE, 1 / RATE).astype(np.float32)[1:, None]
    shape = 1 / (1 + (low / bins) ** 2) / (1 + (bins / high) ** 2) / np.sqrt(bins)
    phases = np.exp(2j * np.pi * random.random((len(bins), 2), np.float32))
    spectrum = np.concatenate([np.zeros((1, 2)), shape * phases])
    noise = np.fft.irfft(spectrum, axis=0)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float32)


def _drops(sound: Samples, random: np.random.Generator) -> None:
    """Some thirty near drops a second: each a short high tone, near or far, left or right."""
    t = np.arange(RATE // 40, dtype=np.float32) / RATE
    for _ in range(30 * _SECONDS):
        tone = np.sin(2 * np.pi * random.uniform(1200, 4500) * t) * np.exp(-t / random.uniform(0.001, 0.004))
        start = int(random.integers(len(sound)))
        add(sound, tone, start, random.uniform(0.3, 2.5), pan=random.uniform(-0.9, 0.9))


def _gusts(random: np.random.Generator) -> Samples:
    """How the wind comes and goes; every wave fits into the loop a whole number of times."""
    turn = np.linspace(0, 2 * np.pi, _SECONDS * RATE, endpoint=False, dtype=np.float32)
    waves = sum(np.sin(cycles * turn + random.uniform(0, 6.28)) / cycles for cycles in (1, 2, 3, 5))
    return np.asarray(0.6 + 0.25 * waves, np.float32)[:, None]
