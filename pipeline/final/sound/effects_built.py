"""
Effects made of numbers, where numbers make the very sound: bells are tones, thunder is noise.

Each is float32 of shape (samples, 2) at `RATE`, brought to `BED_LEVEL` where it is loudest.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from pipeline.final.sound.instruments import BED_LEVEL, RATE, Samples, add

#: What is loud is heard as loud as it is for so long: the momentary loudness of BS.1770.
_MOMENT = round(0.4 * RATE)


def at_level(sound: Samples) -> Samples:
    """*sound*, stereo, with its loudest 0.4 s at `BED_LEVEL`; silence stays silence."""
    power = np.concatenate([[0.0], np.cumsum(np.square(sound, dtype=np.float64).mean(axis=1))])
    moment = min(_MOMENT, len(sound))
    loudest = float((power[moment:] - power[:-moment]).max(initial=0.0)) / _MOMENT
    if loudest <= 1e-12:
        return sound
    return np.asarray(sound * 10 ** (BED_LEVEL / 20) / np.sqrt(loudest), np.float32)


@cache
def built(name: str) -> Samples:
    """The effect called *name*, one of `BUILT`; not to be written to."""
    sound = at_level(BUILT[name](np.random.default_rng(1)))
    sound.flags.writeable = False
    return sound


def _seconds(seconds: float) -> Samples:
    return np.asarray(np.arange(round(seconds * RATE)) / RATE, np.float32)


def _in_room(dry: Samples, seconds: float, wet: float, random: np.random.Generator) -> Samples:
    """Mono *dry* with the echo of a room that falls by 60 dB within *seconds*, other on each side."""
    t = _seconds(seconds)
    echo = random.standard_normal((len(t), 2), np.float32) * np.exp(-6.9 * t / seconds)[:, None]
    echo *= wet / np.sqrt((echo**2).sum(axis=0))
    echo[0] = 1
    samples = len(dry) + len(t)
    heard = np.fft.rfft(dry, samples)[:, None] * np.fft.rfft(echo, samples, axis=0)
    return np.fft.irfft(heard, samples, axis=0).astype(np.float32)


def _knock(random: np.random.Generator) -> Samples:
    """Three knuckles on a wooden door: a short click that rings in the modes of a panel."""
    dry = np.zeros(round(1.2 * RATE), np.float32)
    t = _seconds(0.25)
    for start, force in ((0.02, 0.9), (0.27, 1.0), (0.53, 0.85)):
        modes = ((118, 0.05, 0.4), (187, 0.04, 0.7), (310, 0.03, 0.9), (540, 0.016, 0.7), (920, 0.009, 0.5))
        panel = sum(
            level * np.sin(2 * np.pi * pitch * random.uniform(0.99, 1.01) * t) * np.exp(-t / decay)
            for pitch, decay, level in modes
        )
        click = random.standard_normal(len(t)) * np.exp(-t / 0.0025) * 0.5
        at = round(start * RATE)
        dry[at : at + len(t)] += np.asarray(force * (panel + click) * np.minimum(1, t / 0.0008), np.float32)
    return _in_room(dry, 0.4, 0.35, random)


def _phone(random: np.random.Generator) -> Samples:
    """A phone on a desk: two tones in turns, 25 times a second, from a small loudspeaker; it rings twice."""
    t = _seconds(1.0)
    turns = np.where((t * 25).astype(int) % 2, 1318.5, 1046.5)
    phase = 2 * np.pi * np.cumsum(turns) / RATE
    # Odd partials, as of a buzzer; a small loudspeaker has nothing below and little above.
    tone = sum(np.sin(number * phase) / number**1.3 for number in (1, 3, 5))
    ring = np.asarray(tone * np.minimum(1, t / 0.01) * np.minimum(1, (1.0 - t) / 0.02), np.float32)
    pause = np.zeros(round(0.7 * RATE), np.float32)
    return _in_room(np.concatenate([ring, pause, ring]), 0.3, 0.2, random)


def _doorbell(random: np.random.Generator) -> Samples:
    """Ding and dong: two bars of metal, a major third apart, each with the partials of a bar."""
    dry = np.zeros(round(2.6 * RATE), np.float32)
    t = _seconds(1.8)
    for start, pitch in ((0.0, 659.3), (0.65, 523.3)):
        bar = sum(
            level * np.sin(2 * np.pi * pitch * ratio * t) * np.exp(-t / decay)
            for ratio, level, decay in ((1, 1.0, 0.55), (2.76, 0.35, 0.18), (5.4, 0.12, 0.06))
        )
        at = round(start * RATE)
        dry[at : at + len(t)] += np.asarray(bar * np.minimum(1, t / 0.002) * (1 - t / 1.8), np.float32)
    return _in_room(dry, 0.5, 0.3, random)


def _thunder(random: np.random.Generator) -> Samples:
    """A flash not far away: a crack, and claps that roll over one another while they grow darker."""
    seconds = 7.0
    sound = np.zeros((round(seconds * RATE), 2), np.float32)
    crack, clap = (0.03, 0.25, 1500.0, 1.6), (0.1, 0.7, 300.0, 1.0)
    rolls = [(at, 0.5, random.uniform(90, 220), 0.9 * np.exp(-at / 2.5)) for at in (0.9, 1.6, 2.1, 3.3, 4.2)]
    for start, decay, bright, loud in (crack, clap, *rolls):
        t = _seconds(seconds - start - 0.2)
        swell = np.minimum(1, t / 0.08) if loud < 1 else np.minimum(1, t / 0.004)
        noise = _dark_noise(len(t), bright, random) * (swell * np.exp(-t / decay))[:, None]
        add(sound, noise.astype(np.float32), round((start + random.uniform(0, 0.2)) * RATE), float(loud))
    fade = np.minimum(1, (seconds - _seconds(seconds)) / 2.5)[:, None]
    return np.asarray(sound * fade, np.float32)


def _dark_noise(samples: int, bright: float, random: np.random.Generator) -> Samples:
    """Noise that falls by 12 dB an octave above *bright* Hz, and below 30; level 0 dBFS."""
    hertz = np.fft.rfftfreq(samples, 1 / RATE)[:, None]
    shape = (hertz / (hertz + 30)) ** 2 / (1 + (hertz / bright) ** 2)
    spectrum = shape * np.exp(2j * np.pi * random.random((len(hertz), 2)))
    noise = np.fft.irfft(spectrum, samples, axis=0)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float32)


#: What the program can make itself, by the names in `SOUNDS`.
BUILT: dict[str, Callable[[np.random.Generator], Samples]] = {
    "phone": _phone,
    "doorbell": _doorbell,
    "knock": _knock,
    "thunder": _thunder,
}
