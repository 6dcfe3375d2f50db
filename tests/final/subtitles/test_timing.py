from itertools import pairwise

import pytest

from pipeline.final.subtitles import timing
from pipeline.final.subtitles.breaking import Piece
from pipeline.final.subtitles.timing import GAP, Heard, frames, heard
from pipeline.story import Line, Scene, Shot
from pipeline.timeline import LineSpan, ShotSpan
from pipeline.voices.engine import Word


def line(text, start, end, words=()):
    return LineSpan(Line(id="e01s01-01-1", text=text), start, end, words)


def span(first, count, fps=24):
    shot = Shot(id="e01s01-01")
    return ShotSpan(Scene(id="e01s01", place="street", shots=(shot,)), shot, first, count, fps)


def said(*times):
    spoken = line("我走了", 0, 10)
    return [Heard(spoken, Piece(0, 3, ("我走了",)), start, end) for start, end in times]


def test_words_say_when_a_piece_is_heard():
    words = (Word(0, 1, 0.1, 0.3), Word(1, 2, 0.3, 0.6), Word(3, 4, 1.2, 1.5), Word(4, 5, 1.5, 1.8))
    spoken = line("走吧，快走。", 10.0, 12.0, words)
    first, second = heard(spoken, [Piece(0, 3, ("走吧",)), Piece(3, 6, ("快走",))])
    assert (first.start, first.end) == (10.1, 10.6)
    assert (second.start, second.end) == (11.2, 11.8)


def test_without_words_a_comma_takes_the_time_of_a_hanzi_and_the_last_stop_none():
    first, second = heard(line("走吧，快走。", 10.0, 12.5), [Piece(0, 3, ()), Piece(3, 6, ())])
    assert (first.start, first.end) == pytest.approx((10.0, 11.5))
    assert (second.start, second.end) == pytest.approx((11.5, 12.5))


def test_a_latin_letter_takes_less_time_than_a_hanzi():
    first, second = heard(line("abcd你好", 0.0, 3.12), [Piece(0, 4, ()), Piece(4, 6, ())])
    assert first.end == pytest.approx(1.12)
    assert second.end == pytest.approx(3.12)


def test_a_piece_without_a_time_of_its_own_takes_its_share():
    spoken = line("走吧快走", 0.0, 4.0, (Word(0, 2, 0.5, 1.5),))
    first, second = heard(spoken, [Piece(0, 2, ()), Piece(2, 4, ())])
    assert (first.end, second.start, second.end) == (1.5, 2.0, 4.0)


def test_a_piece_stays_a_little_past_its_last_word():
    assert [(a, b) for _, a, b in frames(said((1.0, 2.0)), span(0, 240), 0.6, 6)] == [(24, 53)]


def test_a_short_pause_is_bridged_and_a_long_one_is_not():
    shown = frames(said((1.0, 2.0), (2.2, 3.0), (4.0, 5.0)), span(0, 240), 0.6, 6)
    assert [(a, b) for _, a, b in shown] == [(24, 53 - GAP), (53, 77), (96, 125)]


def test_a_short_piece_stays_its_least_time_where_there_is_room():
    shown = frames(said((1.0, 1.1), (1.5, 1.6)), span(0, 240), 1.0, 6)
    assert [(a, b) for _, a, b in shown] == [(24, 36 - GAP), (36, 60)]


def test_no_piece_stays_longer_than_the_most():
    assert [(a, b) for _, a, b in frames(said((0.0, 9.0)), span(0, 240), 0.6, 6)] == [(0, 144)]


def test_no_piece_crosses_the_cut_or_overlaps_the_next():
    shown = frames(said((3.9, 5.0), (4.95, 5.2), (4.96, 5.3), (5.0, 9.0)), span(96, 30), 0.6, 6)
    assert all(96 <= a < b <= 126 for _, a, b in shown)
    assert all(before[2] <= after[1] for before, after in pairwise(shown))
    assert len(shown) == 4


def test_a_shot_has_the_same_times_wherever_it_lies():
    times = [(n / 48 + 0.3, n / 48 + 0.9) for n in range(0, 400, 37)]
    here = frames(said(*times), span(0, 300), 0.6, 6)
    for first in (1, 7, 1001, 86_399):
        later = [(start + first / 24, end + first / 24) for start, end in times]
        there = frames(said(*later), span(first, 300), 0.6, 6)
        assert [(a - first, b - first) for _, a, b in there] == [(a, b) for _, a, b in here]


def test_each_letter_is_heard_in_its_share_of_the_line_or_of_its_word():
    text = "你好 world"
    line = Line(id="e01s01-01-1", text=text)
    plain = timing.letters(LineSpan(line, 1.0, 3.0))
    told = timing.letters(LineSpan(line, 1.0, 3.0, (Word(0, 2, 0.0, 0.5), Word(3, 8, 1.0, 2.0))))

    assert plain[0][0] == 1.0
    assert plain[-1][1] == pytest.approx(3.0)
    assert told[:2] == [(1.0, 1.25), (1.25, 1.5)]
    assert told[3] == pytest.approx((2.0, 2.2))
    assert told[7] == pytest.approx((2.8, 3.0))
