from __future__ import annotations

import pytest

from pipeline.voices import pronouncing
from pipeline.voices.speakable import speakable

LEXICON = (("还钱", "huan2 qian2"), ("绿", "lv4"))


#: As CosyVoice 3 has tokens for them.
TOKENS = {
    "给": ("gei3", "[g][ěi]"),
    "长": ("zhang3", "[zh][ǎng]"),
    "我": ("wo3", "[w][ǒ]"),
    "元": ("yuan2", "[y][uán]"),
    "儿": ("er2", "[ér]"),
    "求": ("qiu2", "[q][iú]"),
    "归": ("gui1", "[g][uī]"),
    "都": ("dou1", "[d][ōu]"),
    "学": ("xue2", "[x][ué]"),
    "女": ("nv3", "[n][ǚ]"),
    "略": ("lve4", "[l][vè]"),
    "的": ("de5", "[d][e]"),
    "家": ("jia5", "家"),
}


def test_espeak_gets_syllables_between_hanzi():
    spoken = pronouncing.espeak(speakable("他还钱了", "zh", LEXICON))
    assert spoken.text == "他 huan2  qian2 了"
    assert spoken.readings == ()
    assert [spoken.origin[spoken.text.index(part)] for part in ("huan", "qian", "了")] == [
        (1, 2),
        (2, 3),
        (3, 4),
    ]
    assert len(spoken.origin) == len(spoken.text)


@pytest.mark.parametrize(("hanzi", "syllable", "tokens"), [(one, *two) for one, two in TOKENS.items()])
def test_cosyvoice_gets_the_parts_that_it_has_tokens_for(hanzi, syllable, tokens):
    assert pronouncing.cosyvoice(speakable(hanzi, "zh", ((hanzi, syllable),))).text == tokens


def test_dashscope_gets_the_pinyin_of_a_lexicon_and_not_its_other_words():
    lexicon = (*LEXICON, ("AI", "人工智能"))
    assert pronouncing.hot_fix(lexicon) == {"pronunciation": [{"还钱": "huan2 qian2"}, {"绿": "lv4"}]}


@pytest.mark.parametrize("lexicon", [(), (("AI", "人工智能"),)])
def test_without_pinyin_dashscope_gets_nothing(lexicon):
    assert pronouncing.hot_fix(lexicon) == {}


def test_a_text_without_readings_stays_as_it_is():
    spoken = speakable("他还钱了", "zh")
    assert pronouncing.espeak(spoken) == spoken
