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
