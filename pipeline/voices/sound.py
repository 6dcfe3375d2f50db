"""
Sound as numbers: what every voice engine does with the speech it got.

Samples are float32, mono, from -1 to 1. Levels are in dB below full scale; loudness is in LUFS as
ITU-R BS.1770-4 defines it.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.errors import BadResult, FolderError

Samples = npt.NDArray[np.float32]

#: Softer than this is silence, in dB.
SILENCE = -50.0
_FRAME_SECONDS = 0.01
_BLOCK_SECONDS, _STEP_SECONDS = 0.4, 0.1
#: The two filters of BS.1770-4, tables 1 and 2, as (numerator, denominator); they are for 48 kHz.
_K_WEIGHTING = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
    ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
)


def from_pcm(pcm: bytes) -> Samples:
    """Samples of 16 bit little-endian mono *pcm*."""
    return (np.frombuffer(pcm, "<i2") / np.float32(32768)).astype(np.float32)


def silence(seconds: float, rate: int) -> Samples:
    """Nothing to be heard for *seconds*."""
    return np.zeros(round(seconds * rate), np.float32)


def read_wav(path: Path) -> tuple[Samples, int]:
    """The samples of a mono 16 bit WAV and its rate in Hz; `BadResult` where it is anything else."""
    try:
        with wave.open(str(path), "rb") as file:
            if (file.getnchannels(), file.getsampwidth()) == (1, 2):
                return from_pcm(file.readframes(file.getnframes())), file.getframerate()
    except (wave.Error, EOFError) as error:
        raise BadResult(f"{path.name} is no WAV file ({error}).", "Make this line again.") from error
    raise BadResult(f"{path.name} is not a mono 16 bit WAV file.", "Convert it, or make this line again.")


def write_wav(path: Path, samples: Samples, rate: int) -> None:
    """Write mono 16 bit PCM to *path*, whole or not at all."""
    pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes()
    try:
        with path.open("wb") as raw, wave.open(raw, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(pcm)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise FolderError(
            f"{path} can't be written ({error.strerror}).", "Make room, or give access to the folder."
        ) from error


def heard(samples: Samples, rate: int, floor: float = SILENCE) -> npt.NDArray[np.bool_]:
    """For each 10 ms of *samples*, whether they are louder than *floor* dB (mean square)."""
    frame = round(rate * _FRAME_SECONDS)
    padded = np.pad(samples, (0, -len(samples) % frame)).reshape(-1, frame)
    level: npt.NDArray[np.bool_] = np.mean(np.square(padded), axis=1) > 10 ** (floor / 10)
    return level


def trim(samples: Samples, rate: int, before: float = 0.03, after: float = 0.08) -> tuple[Samples, float]:
    """
    The sound without silence around it, and the seconds that were cut from its start.

    *before* and *after* are the seconds of silence that stay; what is silent throughout is empty.
    """
    loud = np.flatnonzero(heard(samples, rate))
    if not loud.size:
        return samples[:0], 0.0
    first = max(0, round((loud[0] * _FRAME_SECONDS - before) * rate))
    last = round(((loud[-1] + 1) * _FRAME_SECONDS + after) * rate)
    return samples[first:last], first / rate


def fade(samples: Samples, rate: int, seconds: float = 0.005) -> Samples:
    """The sound with straight ramps of *seconds* at both ends, so that a cut makes no click."""
    length = min(round(seconds * rate), len(samples) // 2)
    ramp = np.linspace(0, 1, length, endpoint=False, dtype=np.float32)
    faded = samples.copy()
    faded[:length] *= ramp
    faded[len(faded) - length :] *= ramp[::-1]
    return faded


def loudness(samples: Samples, rate: int) -> float:
    """
    Integrated loudness in LUFS: K-weighted, gated at -70 LUFS and 10 LU below the mean (BS.1770-4).

    The weighting is applied to the spectrum of each block of 400 ms. Sound that is shorter than a
    block is one block; silence is minus infinity.
    """
    powers = _block_powers(samples, rate)
    powers = powers[powers > _power(-70)]
    if not powers.size:
        return float("-inf")
    gate = np.mean(powers) * 10 ** (-10 / 10)
    return float(-0.691 + 10 * np.log10(np.mean(powers[powers > gate])))


def level(samples: Samples, rate: int, target: float, peak: float = -1.5) -> Samples:
    """
    The sound brought to *target* LUFS; silence stays silence.

    What would go beyond half of *peak* dB is rounded off towards it, which costs well under 1 LU.
    """
    measured = loudness(samples, rate)
    if not np.isfinite(measured):
        return samples
    return _rounded_off(samples * np.float32(10 ** ((target - measured) / 20)), 10 ** (peak / 20))


def _rounded_off(samples: Samples, highest: float) -> Samples:
    """Below half of *highest* as it was, above it bent smoothly (tanh), and never beyond."""
    knee = highest / 2
    size = np.abs(samples)
    bent = knee + (highest - knee) * np.tanh((size - knee) / (highest - knee))
    return np.where(size <= knee, samples, np.copysign(bent, samples)).astype(np.float32)


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _block_powers(samples: Samples, rate: int) -> npt.NDArray[np.float64]:
    """The K-weighted mean square of every block; by Parseval, a sum over its spectrum."""
    block = min(len(samples), round(_BLOCK_SECONDS * rate))
    if block == 0:
        return np.empty(0)
    weights = _weights(block, rate)
    starts = range(0, len(samples) - block + 1, round(_STEP_SECONDS * rate))
    spectra = (np.abs(np.fft.rfft(samples[start : start + block])) ** 2 for start in starts)
    return np.array([np.dot(spectrum, weights) for spectrum in spectra])


def _weights(block: int, rate: int) -> npt.NDArray[np.float64]:
    """What each bin of the spectrum of a *block* of samples adds to its mean square."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(block, 1 / rate) / 48000)
    weights = np.full(len(z), 2 / block**2)
    weights[0] /= 2
    if block % 2 == 0:
        weights[-1] /= 2
    for numerator, denominator in _K_WEIGHTING:
        weights *= np.abs(np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)) ** 2
    return weights
