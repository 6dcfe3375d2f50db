"""A spoken line, made ready for the mix: one rate, one level, and the air of where it comes from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import BadResult
from pipeline.final.sound.instruments import RATE, Samples
from pipeline.story import Mode

#: The level of the voiced part of every line, in dBFS; -18 to -20 leaves peaks their room.
LEVEL = -19.0

#: How much of its own a line may keep: who shouts is meant to be louder than who whispers.
_KEPT = 3.0

#: Louder is no line made: a file that needs more holds noise.
_MOST_GAIN = 30.0

_FADE = RATE // 200


def ready(wav: Path, mode: Mode) -> Samples:
    """The line in *wav*, mono at `RATE`, levelled to `LEVEL`; thoughts echo, who is off screen is muffled."""
    sound = _levelled(_decoded(wav))
    sound[:_FADE] *= np.linspace(0, 1, len(sound[:_FADE]), dtype=np.float32)
    sound[-_FADE:] *= np.linspace(1, 0, len(sound[-_FADE:]), dtype=np.float32)
    if mode is Mode.INNER:
        return _in_a_room(sound, seconds=0.9, wet=0.5, highs=9000)
    if mode is Mode.OFFSCREEN:
        return _in_a_room(sound, seconds=0.35, wet=0.35, highs=2600)
    return sound


def _decoded(wav: Path) -> Samples:
    """The samples of *wav*, resampled by ffmpeg's swresample."""
    import av

    try:
        with av.open(str(wav)) as container:
            resampler = av.AudioResampler("flt", "mono", RATE)
            frames = [frame for decoded in container.decode(audio=0) for frame in resampler.resample(decoded)]
            frames += resampler.resample(None)
    except (av.FFmpegError, OSError, IndexError) as error:
        raise BadResult(
            f"The voice file {wav.name} can't be read: {error}.",
            "Make the line again, or put a WAV file in its place.",
        ) from error
    return np.concatenate([np.zeros(0, np.float32), *(frame.to_ndarray()[0] for frame in frames)])


def _levelled(sound: Samples) -> Samples:
    return sound * np.float32(10 ** (lift(sound, _MOST_GAIN) / 20))


def lift(sound: Samples, most: float) -> float:
    """
    The decibels, at most *most*, by which mono *sound* comes near `LEVEL`; 0 for silence.

    What counts is its voiced part: the 20 ms windows within 30 dB of the loudest. Half of its difference
    stays, at most `_KEPT` decibels.
    """
    window = RATE // 50
    windows = np.pad(sound, (0, -len(sound) % window)).reshape(-1, window)
    power: NDArray[np.float64] = np.square(windows, dtype=np.float64).mean(axis=1)
    loudest = power.max(initial=0.0)
    if loudest <= 1e-10:
        return 0.0
    voiced = 10 * np.log10(power[power > loudest / 1000].mean())
    wanted = LEVEL + np.clip((voiced - LEVEL) / 2, -_KEPT, _KEPT)
    return float(min(wanted - voiced, most))


def _in_a_room(dry: Samples, *, seconds: float, wet: float, highs: float) -> Samples:
    """*dry* with the echo of a room that falls by 60 dB within *seconds*, and softened above *highs* Hz."""
    t = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    # The same room for every line: its echo is drawn once and for all.
    echo = np.random.default_rng(1).standard_normal(len(t), np.float32) * np.exp(-6.9 * t / seconds)
    echo *= wet / np.sqrt((echo**2).sum())
    echo[0] = 1
    samples = len(dry) + len(t)
    bins = np.fft.rfftfreq(samples, 1 / RATE)
    soft = 1 / np.sqrt(1 + (bins / highs) ** 4)
    heard = np.fft.rfft(dry, samples) * np.fft.rfft(echo, samples) * soft
    return np.fft.irfft(heard, samples).astype(np.float32)
