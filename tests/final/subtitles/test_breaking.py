import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.final.subtitles import breaking
from pipeline.final.subtitles.breaking import Shape, divide, shown, split
from pipeline.final.subtitles.parts import advance

CHINESE = Shape("zh", width=14, ideal=12)
ENGLISH = Shape("en", width=14, ideal=17.5, rows=2)


def rows(text, shape):
    return [" / ".join(piece.rows) for piece in split(text, shape)]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("我知道，你不会来。", ["我知道 你不会来"]),
        ("三年前你走的时候，可不是这么说的。", ["三年前你走的时候", "可不是这么说的"]),
        ("你疯了？我没有疯。", ["你疯了？我没有疯"]),
        ("走！快走！", ["走！快走！"]),
        ("我等了你整整三年零八个月，你现在要和她结婚？", ["我等了你整整三年零八个月", "你现在要和她结婚？"]),
        ("他说：“我不去。”然后走进了雨里。", ["他说：“我不去”", "然后走进了雨里"]),
        ("手里紧紧攥着那张已经被雨水浸透的诊断书。", ["手里紧紧攥着那张已经", "被雨水浸透的诊断书"]),
        ("……", ["……"]),
        ("不！我……我不知道。", ["不！我……我不知道"]),
        ("他说 I love you，然后走进 Starbucks 点了一杯", ["他说 I love you 然后走进", "Starbucks 点了一杯"]),
        ("账户里只剩￥3.14，2024年12月31日晚上10:30", ["账户里只剩￥3.14", "2024年12月31日晚上10:30"]),
        ("第一章\n风雨欲来", ["第一章 风雨欲来"]),
        ("「你走吧！」他說。『我不會再見妳了。』", ["「你走吧！」他說", "『我不會再見妳了』"]),
        (
            "已經沒有什麼可以失去的東西了但是我還是想要知道為什麼",
            ["已經沒有什麼可以失去的東西了", "但是我還是想要知道為什麼"],
        ),
        (
            "ちょっと待ってください、スーパーへ行きたいんです",
            ["ちょっと待ってください", "スーパーへ行きたいんです"],
        ),
        ("他今天穿了一件红色的大衣站在雨里等", ["他今天穿了一件红", "色的大衣站在雨里等"]),
    ],
)
def test_chinese_is_broken_where_one_pauses(text, cues):
    assert rows(text, CHINESE) == cues


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("I didn't mean to wake you.", ["I didn't mean to wake you."]),
        (
            "If you walk out that door, don't ever come back.",
            ["If you walk out that door, / don't ever come back."],
        ),
        ("Dr. Smith is here. The results are not.", ["Dr. Smith is here.", "The results are not."]),
        ("“It’s over,” she said… “Go.”", ['"It\'s over," she said... "Go."']),
        ("She paid $1,250.75 at 10:30 p.m.", ["She paid $1,250.75 / at 10:30 p.m."]),
    ],
)
def test_english_is_broken_into_two_rows_of_one_thought(text, cues):
    assert rows(text, ENGLISH) == cues


def test_english_rows_do_not_end_with_an_article_or_a_preposition():
    text = (
        "You knew about the money the whole time and you still let him take the blame for what your "
        "brother did to the family in the summer of the year that we never mention"
    )
    ends = [row.split()[-1] for piece in split(text, ENGLISH) for row in piece.rows]
    assert not {"a", "an", "the", "of", "to", "in", "for", "your"} & set(ends)


@pytest.mark.parametrize("kana", list("ァィゥェォッャュョーぁぃぅぇぉっゃゅょ々"))
def test_no_row_begins_with_a_small_kana_or_a_sign_that_prolongs(kana):
    assert not any(row.startswith(kana) for row in rows(f"タ{kana}" * 20, CHINESE))


@pytest.mark.parametrize("length", range(15, 43))
def test_no_clause_leaves_one_hanzi_alone(length):
    assert min(map(len, rows(("国家山水风云雨雪" * 6)[:length], CHINESE))) > 1


def test_a_translation_is_cut_where_the_line_is_and_at_its_own_pauses():
    text = "I waited three years for you, and now you tell me that you're marrying her?"

    parts = divide(text, ENGLISH, [12, 13])

    assert [[" / ".join(piece.rows) for piece in pieces] for pieces in parts] == [
        ["I waited three / years for you,"],
        ["and now you tell me / that you're marrying her?"],
    ]


def test_a_translation_of_fewer_words_than_cues_stays_whole():
    assert [[piece.rows for piece in pieces] for pieces in divide("No.", ENGLISH, [5, 5])] == [[("No.",)]]


def test_a_word_wider_than_a_row_is_cut():
    assert rows("a" * 60, Shape("en", width=10, ideal=10)) == ["a" * 17, "a" * 17, "a" * 17, "a" * 9]


def test_nothing_readable_gives_no_piece():
    assert split("😀 \u200b\n", CHINESE) == ()
    assert split("", CHINESE) == ()


def test_pieces_say_where_they_lie_in_the_text():
    text = "三年前你走的时候，可不是这么说的。"
    assert [text[piece.first : piece.last] for piece in split(text, CHINESE)] == [
        "三年前你走的时候，",
        "可不是这么说的。",
    ]


def test_signs_that_carry_feeling_stay_and_pauses_become_space():
    assert shown("真的吗？！我……好，走吧。", CHINESE) == "真的吗？！我……好 走吧"
    assert shown("《红楼梦》、“江城”，1,000元。", CHINESE) == "《红楼梦》、“江城” 1,000元"


@pytest.mark.parametrize(
    "text",
    [
        "你现在告诉我要和她结婚" * 900,
        "you knew about the money " * 400,
        *(one * 10_000 for one in ("a", "！", "(", " ", "'")),
        ". " * 5_000,
    ],
    ids=["hanzi", "words", "one word", "closing", "opening", "space", "quotes", "stops"],
)
def test_the_work_grows_with_the_length_and_not_with_its_square(text, monkeypatch):
    weighed = 0
    cost = breaking._Splitter.cost

    def counted(self, first, last):
        nonlocal weighed
        weighed += 1
        return cost(self, first, last)

    monkeypatch.setattr(breaking._Splitter, "cost", counted)
    split(text, CHINESE)
    assert weighed <= 60 * len(text)


SCRIPT = st.text(st.sampled_from("我你他的了，。！？…—“”（）《》 \nabcI'd.,0123-😀é한"), max_size=80)


@settings(max_examples=150, deadline=None)
@given(SCRIPT, st.sampled_from([CHINESE, ENGLISH]))
def test_whatever_the_text_every_letter_is_shown_once_and_every_row_fits(text, shape):
    pieces = split(text, shape)
    letters = re.findall(r"\w", text)
    assert re.findall(r"\w", "".join(row for piece in pieces for row in piece.rows)) == letters
    for piece in pieces:
        assert 1 <= len(piece.rows) <= shape.rows
        assert all(advance(row) <= shape.width + 0.5 for row in piece.rows)
        assert not any(re.match(r"[，。！？”）》]", row) for row in piece.rows[1:])
