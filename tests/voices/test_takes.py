from __future__ import annotations

import numpy as np
import pytest
from talking import speech

from pipeline.errors import BadResult
from pipeline.voices import sound
from pipeline.voices.speakable import speakable
from pipeline.voices.takes import check

RATE = 16_000
TEXT = "我早就告诉过你，不要再回来了。"


def checked(samples: sound.Samples, text: str = TEXT, language: str = "zh") -> None:
    check(samples, RATE, speakable(text, language))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "zh"),
        ("嗯。", "zh"),
        ("I told you before, don't come back.", "en"),
        ("Oh!", "en"),
        ("他说 I love you，然后走进 Starbucks。", "zh"),
        ("Привет, как дела", "en"),
    ],
)
def test_speech_is_a_good_take_of_its_text(text, language):
    checked(speech(text, RATE), text, language)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_values_that_are_no_numbers_are_a_bad_take(wrong):
    samples = speech(TEXT, RATE)
    samples[100] = wrong
    with pytest.raises(BadResult, match="no numbers"):
        checked(samples)


@pytest.mark.parametrize(
    "samples", [sound.silence(0, RATE), sound.silence(2, RATE), speech(TEXT, RATE, peak=0.002)]
)
def test_silence_is_a_bad_take(samples):
    with pytest.raises(BadResult, match="said nothing"):
        checked(samples)


def test_a_distorted_voice_is_a_bad_take_and_a_few_peaks_are_none():
    checked(np.clip(speech(TEXT, RATE, peak=1.0), -0.9995, 0.9995))
    with pytest.raises(BadResult, match=r"distorted .* \d+\.\d% is at full scale"):
        checked(np.clip(speech(TEXT, RATE, peak=2.0), -1, 1))


@pytest.mark.parametrize("seed", [None, 1])
def test_a_steady_tone_or_noise_has_no_words_that_could_be_cut_off(seed):
    times = np.arange(3 * RATE) / RATE
    noise = np.random.default_rng(seed).normal(0, 0.1, len(times))
    tone = 0.3 * np.sin(2 * np.pi * 220 * times)
    checked((tone if seed is None else noise).astype(np.float32))


@pytest.mark.parametrize("share", [0.55, 0.7, 0.9])
def test_a_voice_that_stops_in_the_middle_of_a_word_is_a_bad_take(share):
    loud = np.flatnonzero(np.abs(speech(TEXT, RATE)) > 0.39)
    with pytest.raises(BadResult, match="cut off"):
        checked(speech(TEXT, RATE)[: loud[int(share * len(loud))]])


def test_a_voice_that_stops_between_words_is_only_known_by_its_length():
    with pytest.raises(BadResult, match=r"takes 0\.2 s, and should take about 3\.3 s"):
        checked(speech("我", RATE))
    checked(speech("我早就告诉过你，", RATE))


def test_a_voice_that_goes_on_and_on_is_a_bad_take():
    checked(speech("你好" * 6, RATE), "你好")
    with pytest.raises(BadResult, match="should take about"):
        checked(speech("你好" * 20, RATE), "你好")


def test_a_long_text_is_named_by_its_beginning():
    with pytest.raises(BadResult, match=r"of '(你好){20}\.\.\.'"):
        checked(sound.silence(1, RATE), "你好" * 30)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 44_150, 96_000])
def test_takes_of_any_rate_and_the_shortest_are_looked_at(rate):
    check(speech("嗯", rate), rate, speakable("嗯", "zh"))
    short = round(0.05 * rate)
    check(np.hanning(short).astype(np.float32) * 0.5, rate, speakable("a", "en"))
