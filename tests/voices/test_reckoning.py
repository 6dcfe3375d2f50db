from __future__ import annotations

import numpy as np
import pytest
from talking import HANZI, LETTER, MARK, speech

from pipeline.voices import sound
from pipeline.voices.reckoning import reckoned
from pipeline.voices.speakable import speakable

RATE = 16_000


def starts(text: str, samples: sound.Samples) -> dict[str, float]:
    """When each word is reckoned to begin, in seconds after the first sound, by its first letter."""
    spoken = speakable(text, "zh")
    return {spoken.text[mark.first]: mark.seconds - MARK for mark in reckoned(spoken, samples, RATE)}


def test_words_follow_each_other_in_proportion():
    found = starts("甲乙丙丁", speech("甲乙丙丁", RATE))
    assert [found[one] for one in "甲乙丙丁"] == pytest.approx([0, HANZI, 2 * HANZI, 3 * HANZI], abs=0.03)


def test_latin_letters_are_quick():
    found = starts("甲Starbucks乙", speech("甲Starbucks乙", RATE))
    assert found["乙"] == pytest.approx(HANZI + 9 * LETTER, abs=0.06)


def test_after_a_pause_a_word_begins_with_the_sound():
    text = "甲乙丙丁戊，己庚。辛"
    found = starts(text, speech(text, RATE))
    assert found["己"] == pytest.approx(5 * HANZI + MARK, abs=0.03)
    assert found["辛"] == pytest.approx(7 * HANZI + 2 * MARK, abs=0.03)


def test_a_pause_is_moved_to_the_longest_silence_near_it():
    # A comma is reckoned as one hanzi; here it lasts as long as two, and a shorter silence lies nearer.
    parts = (speech("甲乙", RATE), sound.silence(0.15, RATE), speech("丙丁戊", RATE))
    assert starts("甲乙，丙丁戊", np.concatenate(parts))["丙"] == pytest.approx(
        2 * HANZI + 2 * MARK + 0.15, abs=0.03
    )


def test_a_silence_that_is_far_from_any_mark_is_none_of_a_mark():
    parts = (speech("甲", RATE), speech("乙丙丁戊己庚辛壬癸子，丑", RATE))
    found = starts("甲乙丙丁戊己庚辛壬癸子，丑", np.concatenate(parts))
    assert found["丑"] == pytest.approx(11 * HANZI + 3 * MARK, abs=0.05)


def test_pauses_are_found_in_a_room_that_hisses():
    text = "甲乙丙丁戊，己庚辛"
    hiss = np.random.default_rng(1).normal(0, 0.008, len(speech(text, RATE))).astype(np.float32)
    # Without silence at its ends the text is taken to fill the sound.
    size = round(MARK * RATE)
    noisy = (speech(text, RATE) + hiss)[size:-size]
    spoken = speakable(text, "zh")
    found = {spoken.text[mark.first]: mark.seconds for mark in reckoned(spoken, noisy, RATE)}
    assert found["己"] == pytest.approx(5 * HANZI + MARK, abs=0.04)


def test_of_silence_nothing_is_reckoned():
    assert reckoned(speakable("你好", "zh"), sound.silence(1, RATE), RATE) == ()


def test_every_word_has_its_own_time_also_in_a_line_without_silences():
    samples = np.full(RATE, 0.3, np.float32)
    seconds = [mark.seconds for mark in reckoned(speakable("你好，we're 3:30。再见", "zh"), samples, RATE)]
    assert seconds == sorted(set(seconds))
    assert 0 <= seconds[0] < seconds[-1] < 1
