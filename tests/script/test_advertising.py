import re

import pytest

from pipeline.script.advertising import WHOLE, WITHIN, begs


@pytest.mark.parametrize(
    "text", ["求月票", "求月票!求推荐票!!", "月底了,求月票!", "第三更!求月票!", "PS:求订阅,求打赏~"]
)
def test_a_line_of_nothing_but_pleas_begs(text):
    assert begs(text)


@pytest.mark.parametrize(
    "text", ["求你了,别走。", "他求推荐", "大家都有了", "点了点头。", "票,票,票!", "求求大家,救救我的孩子。"]
)
def test_other_words_are_no_plea(text):
    assert not begs(text)


def test_every_reason_reads_as_plain_words():
    assert all(re.fullmatch(r"[a-z' ]{5,30}", why) for why in (*WHOLE, *WITHIN))
