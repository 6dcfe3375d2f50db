from __future__ import annotations

from pipeline.storyboard.likeness import ALIKE, bare, likeness, spoken, words


def test_blanks_punctuation_and_width_make_no_difference():
    assert bare("你 怎么——来了？！ＯＫ") == bare("你怎么来了OK")


def test_case_does():
    assert bare("Run, Nora!") == "RunNora"


def test_a_line_of_signs_alone_is_those_signs():
    assert bare("……！") == ""
    assert spoken("… …！") == "......!"


def test_a_hanzi_is_a_word():
    assert words("你好，Nora's 3号") == ["你", "好", "nora", "s", "3", "号"]


def test_a_rewritten_line_is_alike_and_another_is_not():
    script = words("那天掉下去的人，不是我。")
    assert likeness(script, words("那天掉下去的不是我。")) >= ALIKE
    assert likeness(script, words("你已经死了三年！")) < ALIKE


def test_english_lines_are_compared_by_words_not_letters():
    script = words("You opened it, didn't you?")
    assert likeness(script, words("You have opened it, haven't you?")) >= ALIKE
    assert likeness(script, words("Do not go home tonight.")) < ALIKE
