"""
Instruments made of numbers: they play onto a circle of sound, whose end runs into its beginning.

Samples are float32 of shape (samples, 2), or (samples,) where it has no sides yet, at `RATE`. Notes
are MIDI numbers: 69 is the A of 440 Hz.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

#: Samples per second of everything that is mixed.
RATE = 48_000

#: The level of every finished bed, in dBFS.
BED_LEVEL = -20.0


def hertz(note: float) -> float:
    """The pitch of a MIDI note in equal temperament."""
    return float(440 * 2 ** ((note - 69) / 12))


def add(circle: Samples, sound: Samples, start: int, gain: float, pan: float = 0.0) -> None:
    """Mix *sound*, mono or stereo, into *circle* from sample *start* on; *pan* goes from -1 to 1."""
    sides = np.array([1 - pan, 1 + pan], np.float32) * np.float32(gain)
    stereo = (sound[:, None] if sound.ndim == 1 else sound) * sides
    start %= len(circle)
    whole = stereo[: len(circle) - start]
    circle[start : start + len(whole)] += whole
    rest = stereo[len(whole) :]
    circle[: len(rest)] += rest


def swell(samples: int, fade: int) -> Samples:
    """An envelope that rises and falls for *fade* samples; where two cross, their power is even."""
    ramp = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))
    return np.concatenate([ramp, np.ones(samples - 2 * fade, np.float32), ramp[::-1]])


def pad(notes: Sequence[int], samples: int, brightness: float, random: np.random.Generator) -> Samples:
    """
    A chord of soft voices, both sides, level 0 dBFS; each harmonic a narrow band of noise.

    Paul Nasca's PADsynth: bands of Gaussian shape and random phase, here 20 cents wide, go through
    one inverse transform. Other phases for each side make the width of an ensemble.
    """
    highest = 8 * hertz(max(notes)) * 1.05
    bins = np.arange(int(highest * samples / RATE), dtype=np.float32) * np.float32(RATE / samples)
    spectrum = np.zeros(len(bins), np.float32)
    for pitch in map(hertz, notes):
        for middle in pitch * np.arange(1, 9):
            width = 0.006 * middle
            first, last = np.searchsorted(bins, [middle - 4 * width, middle + 4 * width])
            level = (middle / pitch) ** -1.4 / (1 + (middle / brightness) ** 2) / np.sqrt(width)
            spectrum[first:last] += level * np.exp(-0.5 * ((bins[first:last] - middle) / width) ** 2)
    phases = random.random((2, len(bins)), np.float32) * np.float32(2 * np.pi)
    sound = np.fft.irfft(spectrum * np.exp(1j * phases), samples).T
    return np.asarray(sound / np.sqrt(np.mean(sound**2)), np.float32)


def bass(note: int, samples: int) -> Samples:
    """A low tone, felt more than heard; its octave is what a small loudspeaker plays of it."""
    phase = np.arange(samples, dtype=np.float32) * np.float32(2 * np.pi * hertz(note) / RATE)
    return np.asarray(np.sin(phase) + 0.4 * np.sin(2 * phase), np.float32)


def drum(random: np.random.Generator) -> Samples:
    """A large skin, struck softly: a tone that falls from 90 to 60 Hz under a breath of noise."""
    t = np.arange(RATE, dtype=np.float32) / RATE
    tone = np.sin(2 * np.pi * (60 * t - 1.2 * np.exp(-t / 0.04))) * np.exp(-t / 0.22)
    breath = np.convolve(random.standard_normal(RATE // 10), np.full(24, 1 / 24), "same")
    tone[: len(breath)] += 0.5 * breath * np.exp(-t[: len(breath)] / 0.012)
    return (tone * np.minimum(1, t / 0.002)).astype(np.float32)


def string(note: int, brightness: float, *, slides: bool) -> Samples:
    """
    A plucked string as on a guzheng: higher partials die sooner, and the tone trembles late.

    One that *slides* is bent up from a whole tone below.
    """
    t = np.arange(3 * RATE, dtype=np.float32) / RATE
    pitch = hertz(note)
    bend = -2 * np.exp(-t / 0.05) if slides else np.zeros_like(t)
    bend += 0.1 * np.sin(2 * np.pi * 5.2 * t) * np.clip(t - 0.3, 0, 1)
    phase = np.cumsum(2 ** (bend / 12), dtype=np.float64) * (2 * np.pi * pitch / RATE)
    # The powers of one turning number are its partials, and each dies sooner than the one before.
    turn = np.exp(1j * phase - t / 2.2).astype(np.complex64)
    tone, partial = np.zeros_like(t), turn.copy()
    for number in range(1, 1 + min(14, int(0.4 * RATE / pitch))):
        # A string that is plucked at a seventh of its length has no seventh partial.
        level = abs(np.sin(np.pi * number / 7)) / number / (1 + number * pitch / brightness / 2)
        tone += np.float32(level) * partial.imag
        partial *= turn
    tone *= np.exp(-t / 1.1) * np.minimum(1, t / 0.003) * np.minimum(1, (3 - t) / 0.2)
    return np.asarray(tone / np.abs(tone).max(), np.float32)


def in_a_hall(dry: Samples, brightness: float, random: np.random.Generator) -> Samples:
    """*dry* with the echo of a hall, its highs softened, brought to `BED_LEVEL`."""
    t = np.arange(3 * RATE, dtype=np.float32) / RATE
    # An echo that has fallen by 60 dB after 2.4 s; its first 20 ms are silent, as in a large room.
    decay = np.exp(-6.9 * t / 2.4) * (t > 0.02)
    hall = np.zeros_like(dry)
    hall[: len(t)] = random.standard_normal((len(t), 2), np.float32) * decay[:, None]
    hall *= 0.45 / np.sqrt((hall**2).sum(axis=0))
    hall[0] = 1
    bins = np.fft.rfftfreq(len(dry), 1 / RATE).astype(np.float32)[:, None]
    soft = (bins > 25) / np.sqrt(1 + (bins / (3 * brightness)) ** 4)
    heard = np.fft.rfft(dry, axis=0) * np.fft.rfft(hall, axis=0) * soft
    wet = np.fft.irfft(heard, len(dry), axis=0).astype(np.float32)
    return levelled(wet)


def levelled(bed: Samples) -> Samples:
    """*bed* at `BED_LEVEL`, not to be written to any more."""
    even = np.asarray(bed * (10 ** (BED_LEVEL / 20) / np.sqrt(np.mean(bed**2))), np.float32)
    even.flags.writeable = False
    return even
