"""When eyes blink, and how a mouth follows a voice."""

from __future__ import annotations

import wave
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from pipeline.clips.engine import Talk
from pipeline.errors import BadResult

BLINK = 0.13
MOUTHS = ("closed", "half", "open")
#: From which share of the voice's loud level a mouth opens this far, and below which it falls back.
RISE = {"half": 0.16, "open": 0.55}
FALL = {"half": 0.08, "open": 0.36}
#: The least root mean square (of 1) that counts as a voice at all: -46 dBFS.
HEARD = 0.005
#: A mouth holds a shape for as many frames as last this long (seconds), or it would tremble.
HOLD = 0.07


def blinks(seed: str, seconds: float) -> list[float]:
    """
    When a blink begins, within *seconds*: every two to six seconds, one in six twice in a row.

    People blink 15 to 20 times a minute at rest, irregularly.
    """
    random, times = Random(seed), []
    at = random.uniform(0.7, 3.5)
    while at < seconds:
        times.append(at)
        if random.random() < 1 / 6:
            times.append(at + 2 * BLINK)
        at += random.uniform(2.0, 6.0)
    return times


def eyes(seed: str, frames: int, fps: int) -> list[str]:
    """`open` or `closed` for each frame."""
    states = ["open"] * frames
    for start in blinks(seed, frames / fps):
        first = round(start * fps)
        last = min(frames, first + max(1, round(BLINK * fps)))
        states[first:last] = ["closed"] * max(0, last - first)
    return states


def mouth(talks: tuple[Talk, ...], frames: int, fps: int) -> list[str]:
    """
    `closed`, `half` or `open` for each frame, as loud as the *talks* are.

    Raises `BadResult` where a sound can't be read.
    """
    states = ["closed"] * frames
    for talk in talks:
        shapes = _shapes(_loudness(talk.sound, fps), fps)
        first = max(0, round(talk.start * fps))
        last = min(frames, round(talk.end * fps), first + len(shapes))
        states[first:last] = shapes[: max(0, last - first)]
    return states


def _shapes(loudness: NDArray[np.float64], fps: int) -> list[str]:
    """Shapes with hysteresis: opening needs more than staying open, and each shape is held a moment."""
    loud = max(HEARD, float(np.percentile(loudness, 95))) if len(loudness) else HEARD
    shapes, now, held, least = [], 0, 0, max(1, round(HOLD * fps))
    for level in loudness / loud:
        wanted = _wanted(level, now)
        if wanted != now and held >= least:
            now, held = wanted, 0
        held += 1
        shapes.append(MOUTHS[now])
    return shapes


def _wanted(level: float, now: int) -> int:
    """The index of the mouth for a *level* (1 is loud), coming from the mouth *now*."""
    limits = [(FALL if index <= now else RISE)[name] for index, name in enumerate(MOUTHS) if index]
    return sum(level >= limit for limit in limits)


def _loudness(sound: Path, fps: int) -> NDArray[np.float64]:
    """The root mean square of each frame of the WAV *sound*; 1 is full scale."""
    rate, samples = _read_wav(sound)
    edges = np.arange(0, len(samples) + 1, rate / fps).astype(int)
    power = np.concatenate([[0.0], np.cumsum(samples**2)])
    loudness: NDArray[np.float64] = np.sqrt(np.diff(power[edges]) / np.maximum(1, np.diff(edges)))
    return loudness


def _read_wav(sound: Path) -> tuple[int, NDArray[np.float64]]:
    """The rate and the samples, all channels mixed to one."""
    try:
        with wave.open(str(sound), "rb") as file:
            channels, width, rate, count, *_ = file.getparams()
            data = file.readframes(count)
    except (OSError, EOFError, wave.Error) as error:
        raise BadResult(
            f"The voice {sound} can't be read: {error}.",
            "It must be a WAV file (PCM, 16 bit); make the line anew.",
        ) from error
    if width != 2:
        raise BadResult(
            f"The voice {sound} has {8 * width} bits in a sample.", "Save it as a WAV file with 16 bits."
        )
    whole = len(data) - len(data) % (width * channels)
    samples = np.frombuffer(data[:whole], "<i2").reshape(-1, channels).mean(axis=1) / 32768
    return rate, samples
