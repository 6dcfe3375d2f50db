import pytest

from pipeline.script.sheets import Line, text_of

EM = 10


def width(words):
    return sum(EM if character > "\u2e7f" else EM / 2 for character in words)


def sheet(*rows, left=50.0, top=800.0, room=16.0):
    """A page of rows below each other: words, or (words, how far they are indented), or nothing."""
    page = []
    for row in rows:
        top -= room
        words, indent = row if isinstance(row, tuple) else (row, 0)
        if words:
            first = words[:1] if words[:1] > "\u2e7f" else words.split()[0]
            start = left + indent
            page.append(Line(words, start, start + width(words), top, width(first)))
    return page


def text(*pages, page_width=200):
    return text_of(list(pages), page_width).text


def test_lines_that_were_broken_at_the_margin_are_one_paragraph():
    page = sheet(
        ("大雨倾盆林夏站在路灯下", 20),
        "一动不动地看着街口的人来",
        "人往。",
        ("她等了很久。", 20),
        ("没有人来。", 20),
    )

    assert text(page) == "大雨倾盆林夏站在路灯下一动不动地看着街口的人来人往。\n她等了很久。\n没有人来。"


def test_english_words_get_their_blank_back_and_broken_words_are_mended():
    page = sheet(
        "She walked home in the rain and", "thought of the house that she re-", "membered.", "He ran."
    )

    assert text(page) == "She walked home in the rain and thought of the house that she remembered.\nHe ran."


def test_a_hyphen_that_pdfium_found_is_gone_and_that_of_a_name_is_not():
    assert text(sheet("walk\x02ing with Jean\x02Paul")) == "walking with Jean-Paul"


def test_a_cue_begins_a_line_where_the_one_above_is_full_and_ends():
    page = sheet("林夏：你怎么现在才来呢？", "陈默：路上下雨了。", "林夏：我等了你一夜你知道", "吗？")

    assert text(page) == "林夏：你怎么现在才来呢？\n陈默：路上下雨了。\n林夏：我等了你一夜你知道吗？"


def test_a_screenplay_keeps_its_lines_and_its_room():
    page = sheet(
        "INT. KITCHEN - DAY",
        None,
        "Ann looks at the door. It is raining outside of it,",
        "hard.",
        None,
        ("ANN", 100),
        ("(softly)", 80),
        ("Who is it that comes", 50),
        ("so late?", 50),
    )

    assert text(page).split("\n") == [
        "INT. KITCHEN - DAY",
        "",
        "Ann looks at the door. It is raining outside of it, hard.",
        "",
        "ANN",
        "(softly)",
        "Who is it that comes",
        "so late?",
    ]


def test_a_paragraph_goes_on_over_the_page():
    assert (
        text(sheet("她沿着河边走了很久很久，"), sheet("没有回头。")) == "她沿着河边走了很久很久，没有回头。"
    )


def test_what_several_pages_repeat_apart_from_the_text_is_left_out_and_listed_once():
    pages = [
        [
            Line("雨夜 第一章", 50, 100, 810, 10),
            *sheet(f"第{number}天，她来了。", "她走了。", top=760),
            Line(f"- {number} -", 250, 270, 30, 5),
        ]
        for number in range(1, 5)
    ]
    found = text_of(pages, 300)

    assert "雨夜" not in found.text
    assert "-" not in found.text
    assert found.text.count("她走了。") == 4
    assert [(left.text, left.why) for left in found.left_out] == [
        ("雨夜 第一章", "a header: it stands on several pages")
    ]


def test_the_only_line_of_a_page_is_no_header():
    assert text(*(sheet("她走了。") for _ in range(4))).count("她走了。") == 4


def test_words_that_often_end_a_page_are_no_header():
    pages = [sheet(*(f"第{number}页的第{row}行。" for row in range(5)), "他不说话。") for number in range(7)]
    pages += [
        sheet(*(f"又一页{number}{row}甲乙" for row in range(5)), f"句{'啊' * number}") for number in range(9)
    ]

    assert text(*pages).count("他不说话。") == 7


@pytest.mark.parametrize("number", ["12", "- 12 -", "第12页", "Page 3 of 9", "3/9", "xiv"])
def test_page_numbers_are_not_read(number):
    page = sheet("She came.", "He left.", None, None, number)

    assert text(page) == "She came.\nHe left."


def test_letters_that_are_set_wide_apart_are_words():
    assert text(sheet("第 一 章 雨 夜")) == "第一章雨夜"
    assert text(sheet("1-1 夜 外 街口的老槐树下")) == "1-1 夜 外 街口的老槐树下"


def test_short_lines_are_not_full_whatever_is_the_longest():
    assert (
        text(sheet("林夏回来了", "陈默不在了", "门开着"), page_width=300) == "林夏回来了\n陈默不在了\n门开着"
    )


def test_a_year_in_the_middle_of_a_page_stays():
    assert "1949" in text(sheet("She", "came", "1949", "and", "left"))


def test_pages_without_words_have_no_text():
    assert text([], []) == ""
