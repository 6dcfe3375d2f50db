from __future__ import annotations

import pytest

from pipeline.script import parse
from pipeline.storyboard.source import pieces_of
from pipeline.storyboard.writing.matching import Finder

PIECES = pieces_of(
    parse(
        """第1集
1-1 夜 外 街口
△雨下了一夜，林夏撑着伞站在路灯下。
林夏：你怎么来了？
顾言：那天掉下去的人，不是我。你每年祭拜的，到底是谁？你想过没有？
林夏：知道了。
顾言：跟我走。
林夏：知道了。
""",
        "x.txt",
    ).episodes[0],
    "zh",
    7,
)


def found(numbers, words, *, trusted=True, loose=True, used=()):
    finder = Finder(PIECES)
    finder.used.update(used)
    return [piece.number for piece in finder.meant(numbers, words, trusted=trusted, loose=loose)]


@pytest.mark.parametrize(
    ("numbers", "words", "meant"),
    [
        ([2], "", [2]),
        ([2], "你怎么来了？", [2]),
        ([2], "你怎么跑来了？", [2]),
        ([5], "你怎么来了？", [2]),
        ([], "你怎么来了", [2]),
        ([], "你怎么又来了呢", [2]),
        ([3], "那天掉下去的人，不是我。你每年祭拜的，到底是谁？你想过没有？", [3, 4]),
        ([], "那天掉下去的人不是我，你每年祭拜的到底是谁，你想过没有", [3, 4]),
        ([], "到底是谁", [3]),
        ([], "今晚的月亮真圆啊", []),
        ([99], "今晚的月亮真圆啊", []),
        ([6], "今晚的月亮真圆啊", [6]),
    ],
)
def test_numbers_and_words_together_say_what_is_meant(numbers, words, meant):
    assert found(numbers, words) == meant


def test_a_number_is_not_believed_against_words_and_speaker():
    assert found([6], "今晚的月亮真圆啊", trusted=False) == []


def test_what_is_only_alike_counts_where_that_is_loose():
    assert found([], "你怎么又来了呢", loose=False) == []


def test_words_that_come_twice_are_those_not_heard_yet():
    assert found([], "知道了") == [5]
    assert found([], "知道了", used=[5]) == [7]


def test_of_words_that_come_twice_the_next_ones_are_meant():
    finder = Finder(PIECES)
    finder.meant([6], "跟我走。", trusted=True, loose=True)
    assert [piece.number for piece in finder.meant([], "知道了", trusted=True, loose=True)] == [7]


def test_a_picture_tells_the_piece_that_it_has_most_words_of():
    assert [piece.number for piece in Finder(PIECES).told_in("夜，林夏撑着伞，站在路灯下。")] == [1]
    assert Finder(PIECES).told_in("林夏抬头。") == ()
