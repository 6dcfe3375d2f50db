"""Loudness by EBU R 128: measured by ffmpeg, and brought to a target with a true-peak limiter."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from pipeline.ffmpeg import run
from pipeline.final.sound.instruments import RATE

#: The window of EBU R 128: shorter sound has no loudness.
_SHORTEST = 0.4

#: ffmpeg's ebur128 says -70 LUFS where everything lies under its gate.
_GATE = -70.0

#: The limiter works at four times the rate; coming back to 48 kHz lifts peaks by a hair.
_MARGIN = 0.1

#: AAC lifts the peaks of dense sound: measured 0.2 dB at -14 LUFS, 0.4 at -11, about 1 at -9.
_DENSE, _LIFT = -12.0, 0.3

#: No film is lifted by more: its sound is nearly silence, and meant to be.
_MOST_GAIN = 40.0

#: One correction is enough for -14 LUFS; louder films press harder on the limiter, which takes more.
_ATTEMPTS = 6


@dataclass(frozen=True)
class Loudness:
    """*integrated* loudness in LUFS and *true_peak* in dBTP; minus infinity where there is silence."""

    integrated: float
    true_peak: float

    @property
    def silent(self) -> bool:
        """Whether nothing is loud enough to have a loudness."""
        return self.integrated <= _GATE


def measure(path: Path) -> Loudness:
    """The loudness of the first sound track of *path*."""
    return _measured(["-i", str(path.resolve())])


def measure_raw(raw: Path) -> Loudness:
    """The loudness of *raw*: float32, stereo, at `RATE`."""
    return _measured(["-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", str(raw.resolve())])


def master(raw: Path, samples: int, *, lufs: float, dbtp: float, out: Path) -> None:
    """
    Write *raw* (float32, stereo, `RATE`) to *out*, a WAV of 24 bit and exactly *samples* samples.

    It is brought to *lufs*, with no true peak over *dbtp*; the gain is corrected for what the limiter
    took. Silence, and what is shorter than 0.4 s, stays as loud as it is.
    """
    source = {"format": "f32le", "ar": RATE, "ac": 2}
    before = measure_raw(raw)
    sound = ffmpeg.input(str(raw.resolve()), **source).audio
    if before.silent or samples < _SHORTEST * RATE:
        _write(sound, samples, out)
        return
    gain = min(lufs - before.integrated, _MOST_GAIN)
    peak = dbtp - _MARGIN - _LIFT * max(0.0, lufs - _DENSE)
    for _ in range(_ATTEMPTS):
        after = _write(_limited(sound, gain, peak), samples, out)
        if abs(after.integrated - lufs) <= 0.2:
            break
        gain += lufs - after.integrated


def _limited(sound: ffmpeg.nodes.FilterableStream, gain: float, peak: float) -> ffmpeg.nodes.FilterableStream:
    """*sound* louder by *gain* dB, its peaks between the samples limited to *peak* dBTP."""
    ceiling = 10 ** (peak / 20)
    return (
        sound.filter("volume", f"{gain:.3f}dB")
        .filter("aresample", 4 * RATE)
        .filter("alimiter", limit=f"{ceiling:.5f}", attack=5, release=60, level="false", latency="true")
        .filter("aresample", RATE)
    )


def _write(sound: ffmpeg.nodes.FilterableStream, samples: int, out: Path) -> Loudness:
    """Write *sound* to *out* and say how loud it became."""
    exact = sound.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)
    heard = exact.filter("ebur128", peak="true", framelog="quiet")
    options = {"c:a": "pcm_s24le", "ar": RATE, "fflags": "+bitexact", "flags:a": "+bitexact"}
    return _summary(
        run(ffmpeg.output(heard, str(out.resolve()), **options).get_args(), what="master the sound")
    )


def _measured(source: Sequence[str]) -> Loudness:
    heard = ["-map", "0:a:0", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    return _summary(run([*source, *heard], what="measure the loudness"))


def _summary(said: str) -> Loudness:
    """What ebur128 says at its end; `-inf` and `nan` are its words for silence."""
    said = said[said.rindex("Summary:") :]
    integrated = re.search(r"I:\s+(\S+) LUFS", said)
    peak = re.search(r"Peak:\s+(\S+) dBFS", said)
    assert integrated
    assert peak
    values = (float(integrated[1]), float(peak[1]))
    return Loudness(*(-math.inf if math.isnan(value) else value for value in values))
