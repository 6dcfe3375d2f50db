"""What makes a take of a line a bad one, which is made again."""

from __future__ import annotations

import numpy as np

from pipeline.errors import BadResult
from pipeline.storyboard.pace import speech_seconds
from pipeline.voices import sound
from pipeline.voices.speakable import Spoken

_AGAIN = "Run again for another take, or try other words."
#: Share of samples at full scale.
_CLIPPED = 0.01
_FULL = 0.999
#: `speech_seconds` reckons 4.2 hanzi or 2.6 words a second. Nobody speaks at four times that (17 hanzi; the
#: fastest commentators reach 9), and a dying man's every word takes no four times as long.
_FASTEST, _SLOWEST = 4.0, 4.0
#: Seconds that breath, laughter and sobbing may take beside the words.
_BESIDE = 2.0
#: Seconds by which the shortest words are shorter than reckoned.
_SHORTER = 0.1
#: Letters a second of scripts that `speech_seconds` does not know.
_OTHER_LETTERS = 7.0
#: In dB: so little below the loudest of its last 60 ms, and below all of it, ends a line that is cut off.
#: Of 50 whole lines by espeak-ng, which ends them abruptly, none does; of those cut anywhere, half do.
_NO_DECAY, _AS_LOUD = 4.0, 9.0
#: In dB: a level that moves less has no words that could be cut off. A tone moves by 0.1, noise by 0.3, and
#: speech cut off anywhere by 2.9 and more.
_STEADY = 1.0
_ENDING_FRAMES = 6
#: Power of a frame in which nothing is heard.
_SILENT = 1e-5
_FRAMES = 100


def check(samples: sound.Samples, rate: int, spoken: Spoken) -> None:
    """
    `BadResult` where *samples* can't be a take of *spoken*.

    Not numbers, silent, clipped, cut off within a word, or far too short or too long for the words.
    """
    said = spoken.text if len(spoken.text) <= 40 else f"{spoken.text[:40]}..."
    if not np.isfinite(samples).all():
        raise BadResult(f"The sound of {said!r} holds values that are no numbers.", _AGAIN)
    loud = np.flatnonzero(sound.heard(samples, rate))
    if not loud.size:
        raise BadResult(f"The voice said nothing of {said!r}.", _AGAIN)
    clipped = float(np.mean(np.abs(samples) >= _FULL))
    if clipped > _CLIPPED:
        raise BadResult(f"The voice is distorted in {said!r}: {clipped:.1%} is at full scale.", _AGAIN)
    if _cut_off(samples, rate):
        raise BadResult(f"The voice is cut off in the middle of a word of {said!r}.", _AGAIN)
    _check_length(float(loud[-1] + 1 - loud[0]) / _FRAMES, spoken, said)


def _cut_off(samples: sound.Samples, rate: int) -> bool:
    """Whether it ends as loud as it was, and had words: a voice that ends, ends softly."""
    frame = round(rate / _FRAMES)
    if len(samples) < _ENDING_FRAMES * frame:
        return False
    ending = [_power(part) for part in np.split(samples[-_ENDING_FRAMES * frame :], _ENDING_FRAMES)]
    heard = np.repeat(sound.heard(samples, rate), frame)[: len(samples)]
    floor = max(max(ending) / _decibels(_NO_DECAY), _power(samples[heard]) / _decibels(_AS_LOUD))
    return ending[-1] > floor and _moves(samples, frame)


def _moves(samples: sound.Samples, frame: int) -> bool:
    """Whether its level goes up and down, as that of words does."""
    frames = np.split(samples[: len(samples) // frame * frame], len(samples) // frame)
    levels = 10 * np.log10([power for power in map(_power, frames) if power > _SILENT])
    return float(np.std(levels)) >= _STEADY


def _power(samples: sound.Samples) -> float:
    return float(np.mean(np.square(samples)))


def _decibels(decibels: float) -> float:
    return float(10 ** (decibels / 10))


def _check_length(seconds: float, spoken: Spoken, said: str) -> None:
    usual = speech_seconds(spoken.text, spoken.language)
    others = sum(1 for letter in spoken.text if letter.isalpha() and not _known(letter))
    if seconds < usual / _FASTEST - _SHORTER:
        raise BadResult(f"{said!r} takes {seconds:.1f} s, and should take about {usual:.1f} s.", _AGAIN)
    if seconds > (usual + others / _OTHER_LETTERS) * _SLOWEST + _BESIDE:
        raise BadResult(f"{said!r} takes {seconds:.1f} s, and should take about {usual:.1f} s.", _AGAIN)


def _known(letter: str) -> bool:
    return letter.isascii() or "\u3400" <= letter <= "\u9fff"
