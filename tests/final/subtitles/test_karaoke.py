import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.final.subtitles.karaoke import tagged


def said(rows, heard, bounds):
    return tagged(rows, heard, bounds, lambda text: text)


def steady(letters, seconds):
    """So many letters, each so long, one after the other."""
    return tuple((at * seconds, (at + 1) * seconds) for at in range(letters))


def test_each_hanzi_lights_up_while_it_is_heard():
    assert said(("你好吗？",), steady(3, 0.2), (0.0, 1.0)) == r"{\kf20}你{\kf20}好{\kf20}吗？{\k40}"


def test_each_word_lights_up_as_one_with_what_it_holds():
    assert said(("don't go, 3.14",), steady(9, 0.1), (0.0, 0.9)) == (r"{\kf40}don't {\kf20}go, {\kf30}3.14")


def test_a_word_in_a_chinese_row_is_one_and_rows_stay_rows():
    assert said(("“OK”走吧", "来"), steady(5, 0.1), (0.0, 0.5)) == (
        r"{\kf20}“OK”{\kf10}走{\kf10}吧\N{\kf10}来"
    )


def test_silence_between_words_and_before_them_lights_nothing():
    heard = ((1.1, 1.2), (1.5, 1.6))

    assert said(("你好",), heard, (1.0, 2.0)) == r"{\k10}{\kf10}你{\k30}{\kf10}好{\k40}"


def test_signs_without_a_letter_are_shown_at_once():
    assert said(("……",), (), (0.0, 1.0)) == r"{\kf0}……{\k100}"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.floats(0, 9), min_size=4, max_size=4),
    st.floats(0, 5),
    st.floats(0.05, 6),
)
def test_the_lengths_add_up_to_the_cues_whatever_was_heard(times, start, seconds):
    heard = tuple(zip(sorted(times), [*sorted(times)[1:], 9.5], strict=True))
    end = start + seconds

    tags = said(("你好，走吧",), heard, (start, end))

    lengths = [int(length) for length in re.findall(r"\\kf?(\d+)", tags)]
    assert sum(lengths) == int(end * 100 + 1e-6) - int(start * 100 + 1e-6)
    assert re.sub(r"\{.*?\}", "", tags) == "你好，走吧"


def test_more_letters_than_were_heard_are_a_mistake():
    with pytest.raises(IndexError):
        said(("你好",), ((0.0, 1.0),), (0.0, 1.0))
