from __future__ import annotations

import pytest

from pipeline.voices.speakable import pause, speakable

SAID = {
    "你好！": "你好！",
    "（微笑）你好。": "你好。",
    "【叹气】走吧[门响](sighs)。": "走吧。",
    "<speak>你好</speak>": "你好",
    "我……我不知道。": "我，我不知道。",
    "等等——": "等等，",
    "是的~~~你好": "是的，你好",
    "走……？！": "走！",
    "他——他死了——！": "他，他死了！",
    "“你好，”他说：「再见」。": "你好，他说：再见。",
    "《雨夜》": "雨夜",
    "约翰·史密斯": "约翰 史密斯",
    "他*的#": "他 的 ",
    "A&B": "A and B",
    "你&我": "你和我",
    "你好😀👍🏽": "你好",
    "你\x00好\u200b": "你好",
    "你好\n\n　再见": "你好 再见",
    "٣个人": "三个人",
    "Ｈｉ，Ｔｏｍ": "Hi，Tom",
    "Don’t ‘shout’ at me": "Don't shout at me",
    "Go... please—now!": "Go, please, now!",
    "Well-known - and loved": "Well-known, and loved",
    "café, naïve": "café, naïve",
    "a_b\\c|d": "a b c d",
}


@pytest.mark.parametrize(("written", "said"), SAID.items(), ids=SAID)
def test_text_is_made_for_the_ear(written, said):
    assert speakable(written, "zh").text == said


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("你好", "en", "zh"),
        ("Hello", "zh", "en"),
        ("（微笑）Hello", "zh", "en"),
        ("他说Hello", "en", "zh"),
        ("110！", "zh", "zh"),
        ("110!", "en", "en"),
        ("……", "zh", "zh"),
    ],
)
def test_the_language_is_that_of_the_letters(text, language, expected):
    assert speakable(text, language).language == expected


def test_every_spoken_character_knows_where_it_comes_from():
    text = "（笑）涨了50%，真的……"
    spoken = speakable(text, "zh")
    assert spoken.text == "涨了百分之五十，真的，"
    assert [text[first:last] for first, last in spoken.origin] == [
        *("涨", "了", *["50%"] * 5, "，", "真", "的", "……")
    ]


def test_the_source_of_a_part_leaves_out_the_punctuation_around_it():
    spoken = speakable("“好，”3:30见。", "zh")
    assert spoken.text == "好，三点三十分见。"
    assert spoken.source(0, 2) == (1, 2)
    assert spoken.source(1, 4) == (4, 8)
    assert spoken.source(2, 99) == (4, 9)
    assert spoken.source(1, 2) is None


@pytest.mark.parametrize("text", ["……", "！？", "", " ", "（他没有说话）", "😀", "“”"])
def test_what_has_no_words_is_not_audible(text):
    assert not speakable(text, "zh").audible


def test_brackets_that_never_close_are_read_in_short_time():
    spoken = speakable("（（（<[" * 2000 + "你好", "zh")
    assert spoken.text.strip() == "你好"


def test_the_pause_of_a_silent_line_grows_with_its_marks():
    assert [pause(text) for text in ("", "。", "……", "…… ……", "！？！？！？")] == pytest.approx(
        [0.4, 0.5, 0.6, 0.8, 0.8]
    )


def test_a_word_of_the_lexicon_is_said_in_other_words_and_stays_one_word_of_the_original():
    spoken = speakable("用AI吧", "zh", (("AI", "人工智能"),))
    assert spoken.text == "用人工智能吧"
    assert spoken.origin == ((0, 1), *[(1, 3)] * 4, (3, 4))


def test_hanzi_with_pinyin_stay_and_know_their_syllables():
    spoken = speakable("（笑）快还钱！", "zh", (("还钱", "huan2 qian2"),))
    assert (spoken.text, spoken.readings) == ("快还钱！", ((1, "huan2"), (2, "qian2")))
    assert spoken.origin == ((3, 4), (4, 5), (5, 6), (6, 7))


def test_of_two_words_of_a_lexicon_the_longer_one_counts():
    lexicon = (("重", "zhong4"), ("重庆", "chong2 qing4"))
    assert speakable("重庆很重", "zh", lexicon).readings == ((0, "chong2"), (1, "qing4"), (3, "zhong4"))


def test_latin_words_of_a_lexicon_are_found_whole_only():
    lexicon = (("Lin", "Leen"),)
    assert speakable("Lin said: Linda, not Merlin", "en", lexicon).text == "Leen said: Linda, not Merlin"


def test_a_lexicon_comes_before_numbers_and_full_width_letters_are_found():
    lexicon = (("SZ9", "神舟九号"), ("ＡＢ", "甲乙"))
    assert speakable("SZ9和ＳＺ9和AB", "zh", lexicon).text == "神舟九号和神舟九号和甲乙"


def test_a_lexicon_without_words_of_the_line_changes_nothing():
    assert speakable("他还了50%。", "zh", (("重庆", "chong2 qing4"),)) == speakable("他还了50%。", "zh")


def test_signs_in_a_lexicon_are_taken_as_they_are():
    assert speakable("C++(好)", "zh", (("C++", "西加加"), (".*", "不"))).text == "西加加"
