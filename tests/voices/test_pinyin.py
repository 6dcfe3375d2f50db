from __future__ import annotations

import pytest

from pipeline.voices.pinyin import syllables, wrong

READ = {
    "huan2 qian2": ("huan2", "qian2"),
    "huan2qian2": ("huan2", "qian2"),
    "Lü4": ("lv4",),
    "lu:4": ("lv4",),
    "nve4": ("nve4",),
    "de5": ("de5",),
    "er2 zi5": ("er2", "zi5"),
}


@pytest.mark.parametrize(("said", "found"), READ.items(), ids=READ)
def test_syllables_are_read_with_their_tones(said, found):
    assert syllables(said) == found


@pytest.mark.parametrize("said", ["huan6", "huan", "hamg2", "boss", "vo4", "2", "", "bo2 x", "人工"])
def test_what_is_no_pinyin_has_no_syllables(said):
    assert syllables(said) == ()


@pytest.mark.parametrize(
    ("word", "said"),
    [("还钱", "huan2 qian2"), ("AI", "人工智能"), ("老板", "boss"), ("SZ-9", "shen zhou nine"), ("三", "3")],
)
def test_pinyin_and_other_words_are_both_right(word, said):
    assert wrong(word, said) == ""


@pytest.mark.parametrize(
    ("word", "said", "letter"),
    [
        ("还钱", "huan2", "'还钱' has 2 hanzi, and 'huan2' one syllable"),
        ("还", "huan2 qian2", "'还' has 1 hanzi, and 'huan2 qian2' 2 syllables"),
        ("还钱", "huan2 qiam2", "'huan2 qiam2' is no pinyin with tones"),
        ("还钱", "huan2 qian", "'huan2 qian' is no pinyin with tones"),
        ("还钱", "huan qian", "'huan qian' is no pinyin with tones"),
        ("还钱", "huán qián", "'huán qián' is no pinyin with tones"),
        ("还钱", "huan9 qian2", "'huan9 qian2' is no pinyin with tones"),
        ("AI", "ai4", "pinyin reads hanzi, and 'AI' has other characters"),
        ("还", "  ", "a word and how it is said are both needed"),
        ("", "huan2", "a word and how it is said are both needed"),
    ],
)
def test_a_slip_is_told(word, said, letter):
    assert wrong(word, said) == letter
