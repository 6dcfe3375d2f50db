"""Slow speech made faster."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.storyboard.pace import speech_seconds
from pipeline.voices import sound
from pipeline.voices.engine import Word
from pipeline.voices.tempo import hasten

TEXT = "我在等你回来"
USUAL = speech_seconds(TEXT)
RATE = 16000


def spoken(folder, times: float):
    """A tone that takes so many *times* as long as the words usually do."""
    seconds = USUAL * times
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)
    sound.write_wav(folder / "line.wav", tone.astype(np.float32), RATE)
    return folder / "line.wav"


def seconds(file) -> float:
    samples, rate = sound.read_wav(file)
    return len(samples) / rate


@pytest.mark.parametrize(("times", "fastest", "became"), [(1.1, 1.25, 1.0), (2.0, 1.25, 1.6)])
def test_slow_speech_comes_as_near_to_the_usual_pace_as_is_allowed(tmp_path, times, fastest, became):
    file = spoken(tmp_path, times)

    words = hasten(file, [Word(0, 6, 0.0, USUAL * times)], TEXT, "zh", fastest)

    assert seconds(file) == pytest.approx(USUAL * became, abs=0.05)
    assert words == (Word(0, 6, 0.0, pytest.approx(USUAL * became)),)
    assert [one.name for one in tmp_path.iterdir()] == ["line.wav"]


def test_the_pitch_stays(tmp_path):
    file = spoken(tmp_path, 1.2)
    hasten(file, [], TEXT, "zh", 1.5)

    samples, rate = sound.read_wav(file)
    spectrum = np.abs(np.fft.rfft(samples))
    assert np.argmax(spectrum) * rate / len(samples) == pytest.approx(220, abs=3)


def test_speech_of_the_usual_pace_stays_as_it_was_spoken(tmp_path):
    file = spoken(tmp_path, 1.0)
    before = file.read_bytes()

    assert hasten(file, [Word(0, 6, 0.0, 1.0)], TEXT, "zh", 1.5) == (Word(0, 6, 0.0, 1.0),)
    assert file.read_bytes() == before
