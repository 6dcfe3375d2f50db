"""Effects made of numbers sound like what they are: measured by level and spectrum."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.final.sound.effects_built import BUILT, at_level, built
from pipeline.final.sound.effects_words import SOUNDS
from pipeline.final.sound.instruments import BED_LEVEL, RATE


def share(sound: np.ndarray, low: float, high: float) -> float:
    """Of the sound's power, the part between two frequencies."""
    power = np.abs(np.fft.rfft(sound.mean(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float(power[(hertz >= low) & (hertz < high)].sum() / power.sum())


def loudest(sound: np.ndarray) -> float:
    power = np.square(sound, dtype=np.float64).mean(axis=1)[: len(sound) // 480 * 480].reshape(-1, 480)
    moments = np.convolve(power.mean(axis=1), np.full(40, 1 / 40), "valid")
    return float(10 * np.log10(moments.max()))


def strokes(sound: np.ndarray) -> int:
    """How often it grows loud from silence, in windows of 20 ms."""
    power = np.square(sound).mean(axis=1)[: len(sound) // 960 * 960].reshape(-1, 960).mean(axis=1)
    loud = power > power.max() / 30
    return int((loud[1:] & ~loud[:-1]).sum() + loud[0])


@pytest.mark.parametrize("name", BUILT)
def test_it_is_one_of_the_known_sounds_and_no_sample_is_clipped(name: str):
    sound = built(name)

    assert name in SOUNDS
    assert (sound.dtype, sound.shape[1]) == (np.float32, 2)
    assert loudest(sound) == pytest.approx(BED_LEVEL, abs=0.5)
    assert np.abs(sound).max() < 1
    assert np.abs(sound[-200:]).max() < 0.002
    assert np.array_equal(at_level(BUILT[name](np.random.default_rng(1))), sound)


def test_a_knock_is_three_strokes_that_a_phone_can_play():
    assert strokes(built("knock")) == 3
    assert share(built("knock"), 250, 4000) > 0.4


def test_a_phone_rings_twice_through_a_small_loudspeaker():
    assert strokes(built("phone")) == 2
    assert share(built("phone"), 900, 7000) > 0.95


def test_a_doorbell_falls_by_a_major_third():
    first, second = (
        np.argmax(np.abs(np.fft.rfft(built("doorbell")[start : start + RATE // 2, 0]))) * 2
        for start in (0, round(0.7 * RATE))
    )

    assert first / second == pytest.approx(5 / 4, rel=0.01)


def test_thunder_begins_bright_and_rolls_away_dark():
    thunder = built("thunder")

    assert share(thunder[: RATE // 2], 500, 8000) > 3 * share(thunder[3 * RATE :], 500, 8000)
    assert share(thunder[3 * RATE :], 20, 300) > 0.8


def test_silence_stays_silence():
    assert not at_level(np.zeros((RATE, 2), np.float32)).any()
