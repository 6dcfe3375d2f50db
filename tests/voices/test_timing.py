from __future__ import annotations

import numpy as np
import pytest

from pipeline.voices import sound
from pipeline.voices.engine import Word
from pipeline.voices.speakable import Spoken, speakable
from pipeline.voices.timing import Mark, aligned, word_times

RATE = 1000
LOUD = np.full(1000, 0.5, np.float32)


def times(text: str, marks: list[Mark], samples: sound.Samples = LOUD) -> list[tuple[str, float, float]]:
    spoken: Spoken = speakable(text, "en")
    words: tuple[Word, ...] = word_times(marks, spoken, samples, RATE)
    return [(text[word.first : word.last], word.start, word.end) for word in words]


def test_a_word_ends_where_the_next_begins():
    assert times("go now", [Mark(0, 0.0), Mark(3, 0.4)]) == [("go", 0, 0.4), ("now", 0.4, 1)]


def test_a_word_ends_where_it_falls_silent():
    paused = LOUD.copy()
    paused[300:600] = 0
    assert times("go, now", [Mark(0, 0.0), Mark(4, 0.6)], paused) == [("go", 0, 0.3), ("now", 0.6, 1)]


def test_the_words_of_one_number_are_one_word():
    assert speakable("at 3:30 sharp", "en").text == "at three thirty sharp"
    marks = [Mark(0, 0.0), Mark(3, 0.2), Mark(9, 0.5), Mark(16, 0.7)]
    assert times("at 3:30 sharp", marks) == [("at", 0, 0.2), ("3:30", 0.2, 0.7), ("sharp", 0.7, 1)]


def test_a_word_that_is_read_in_pieces_begins_with_the_first():
    marks = [Mark(0, 0.0), Mark(3, 0.2), Mark(3, 0.4), Mark(1, 0.5)]
    assert times("go now", marks) == [("go", 0, 0.2), ("now", 0.2, 1)]


def test_letters_before_the_first_mark_belong_to_the_first_word():
    assert times("go now", [Mark(3, 0.1)]) == [("go now", 0.1, 1)]


def test_words_without_time_of_their_own_join_the_one_before():
    assert times("go now you", [Mark(0, 0.0), Mark(3, 0.4), Mark(7, 0.4)]) == [
        ("go now", 0, 0.4),
        ("you", 0.4, 1),
    ]
    assert times("go now", [Mark(0, 0.0), Mark(3, 1.5)]) == [("go now", 0, 1)]


def test_a_mark_before_the_file_begins_is_its_beginning():
    assert times("go now", [Mark(0, -0.2), Mark(3, 0.5)]) == [("go", 0, 0.5), ("now", 0.5, 1)]


def test_no_marks_are_no_words():
    assert times("go now", []) == []


def told(text: str, timed: list[tuple[str, float, float]], language: str = "zh") -> list[tuple[str, float]]:
    spoken = speakable(text, language)
    return [(spoken.text[mark.first :][:1], round(mark.seconds, 3)) for mark in aligned(timed, spoken)]


def test_words_that_a_voice_tells_are_found_in_the_text():
    timed = [("你好", 0.0, 0.4), ("，", 0.4, 0.6), ("Lisa", 0.6, 1.0), ("。", 1.0, 1.1)]
    assert told("（笑）你好，Lisa。", timed) == [("你", 0), ("好", 0.2), ("L", 0.6)]


def test_times_by_character_are_words_of_one_letter():
    timed = [(letter, at / 10, (at + 1) / 10) for at, letter in enumerate("Go now.")]
    assert told("Go now.", timed, "en") == [("G", 0), ("n", 0.3)]


def test_a_number_that_the_voice_read_in_its_own_way_lies_between_its_neighbours():
    text = "他还了50元吗"
    timed = [
        ("他", 0.0, 0.2),
        ("还", 0.2, 0.4),
        ("了", 0.4, 0.5),
        ("50", 0.6, 1.0),
        ("元", 1.0, 1.2),
        ("吗", 1.2, 1.4),
    ]
    spoken = speakable(text, "zh")
    words = word_times(aligned(timed, spoken), spoken, np.full(1400, 0.5, np.float32), RATE)
    assert [text[word.first : word.last] for word in words] == ["他", "还", "了", "50", "元", "吗"]
    assert [round(word.start, 2) for word in words] == [0, 0.2, 0.4, 0.5, 1.0, 1.2]


def test_other_hanzi_capitals_and_left_out_words_do_not_matter():
    timed = [("後来", 0.0, 0.4), ("LISA", 0.4, 0.8), ("走", 1.0, 1.2)]
    assert told("后来Lisa她走", timed) == [("后", 0.2), ("来", 0.2), ("L", 0.4), ("她", 0.8), ("走", 1.0)]


def test_times_that_run_backwards_are_held():
    timed = [("你", 0.0, 0.5), ("好", 0.3, 0.6), ("吗", 0.2, 0.9)]
    assert told("你好吗", timed) == [("你", 0), ("好", 0.5), ("吗", 0.6)]


@pytest.mark.parametrize("timed", [[], [("，", 0.0, 1.0)], [("完全不同的话", 0.0, 1.0)], [("你", 0.0, 0.1)]])
def test_times_of_something_else_are_none(timed):
    assert told("你好世界", timed) == []
