from __future__ import annotations

import numpy as np

from pipeline.voices import sound
from pipeline.voices.engine import Word
from pipeline.voices.speakable import Spoken, speakable
from pipeline.voices.timing import Mark, word_times

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
