"""Words are found by their letters, wherever blanks and marks stand."""

import pytest

from pipeline.script import parse
from pipeline.script.screenplay import Screenplay
from pipeline.storyboard.letters import Letters, letters_of

NOVEL = """\
第一章 雨
雨下了一整夜，林夏没有睡。

雨下了一整夜，林夏没有走。
"""


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("“你来了？”　她问：Ａ１", "你来了她问a1"),
        ("Café — ﬁne", "cafefine"),
        ("……！", ""),
    ],
)
def test_blanks_marks_accents_and_width_do_not_count(text, letters):
    assert letters_of(text) == letters


def test_every_heading_and_element_is_a_unit_at_its_position():
    script = parse("第1集 归人\n1-1 夜 外 街口\n△雨。\n林夏：“走！”\n")
    letters = Letters(script)
    assert letters.text.endswith("雨走")
    assert [(unit.text, letters.text[unit.at]) for unit in letters.units[1:]] == [
        ("雨。", "雨"),
        ("“走！”", "走"),
    ]
    assert [letters.unit(unit.at) for unit in letters.units] == [0, 1, 2]


def novel(text: str = NOVEL) -> Screenplay:
    return parse(text, "novel.txt")


def test_a_beginning_is_as_short_as_it_can_be_found_again():
    letters = Letters(novel())
    second = letters.text.rindex("雨")
    assert letters.beginning(0, -1, "雨下了一整夜，林夏没有睡。") == "雨下了一整夜，林夏"
    assert letters.beginning(second, 0, "雨下了一整夜，林夏没有走。") == "雨下了一整夜，林夏"
    assert letters.beginning(second, -1, "雨下了一整夜，林夏没有走。") == "雨下了一整夜，林夏没有走"


def test_the_same_words_can_begin_nothing():
    letters = Letters(novel("第一章 雨\n雨。\n\n雨下了。\n\n雨。\n\n雨下了。"))
    assert letters.beginning(4, -1, "雨。\n雨下了。") == ""


def test_a_beginning_ends_with_a_whole_word():
    letters = Letters(novel("Chapter 1\nIt couldn't have been extraordinary.\n"))
    assert letters.beginning(0, -1, "It couldn't have been extraordinary.") == "It couldn't"
