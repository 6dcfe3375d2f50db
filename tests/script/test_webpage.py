import pytest
from books import xhtml

from pipeline.script.markup import page
from pipeline.script.webpage import lines


def read(body, labels=None):
    return lines(page(xhtml(body).encode(), "The page"), labels or {})


def test_each_block_is_a_line_and_blanks_are_one():
    assert read("<p>He <b>said</b>\n  “no”.</p><div>a<p>b</p>c</div><ul><li>d</li></ul>e<br/>f") == [
        "He said “no”.",
        *"abcdef",
    ]


def test_chinese_has_no_blank_where_the_source_was_broken():
    assert read("<p>大雨\n  倾盆，\n“走！”\nHe ran\nhome.</p>") == ["大雨倾盆，“走！” He ran home."]


def test_headings_are_markdown_and_rules_are_breaks():
    assert read("<h1>雨夜<br/>归人</h1><h3>a</h3><p>x</p><h4>b</h4><hr/><p>y</p>") == [
        "# 雨夜 归人",
        "### a",
        "x",
        "b",
        "***",
        "y",
    ]


@pytest.mark.parametrize("number", ["第十二章", "Chapter IV", "IV", "12"])
def test_a_number_and_the_smaller_heading_below_it_are_one(number):
    assert read(f"<h1>{number}</h1><h2>The Rain</h2><p>x</p>") == [f"# {number} The Rain", "x"]


def test_a_part_and_its_first_chapter_stay_two():
    assert read("<h1>第一卷 雨</h1><h2>第一章 夜</h2>") == ["# 第一卷 雨", "## 第一章 夜"]
    assert read("<h1>第一回</h1><h2>第二回</h2>") == ["# 第一回", "## 第二回"]


def test_readings_notes_and_their_marks_are_not_read():
    assert read(
        "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>。<sup>3</sup>"
        '<a epub:type="noteref" href="#n">注1</a><a href="#n"><sup>[2]</sup></a>m<sup>th</sup></p>'
        '<aside epub:type="footnote" id="n"><p>a note</p></aside><style>p {}</style><!-- no -->'
    ) == ["漢字。mth"]


def test_a_page_without_heading_takes_the_label_it_is_given():
    assert read("<p>x</p><p id='two'>y</p>", {"": "第一章", "two": "第二章"}) == [
        "# 第一章",
        "x",
        "# 第二章",
        "y",
    ]
    assert read("<h2>One</h2><p>x</p>", {"": "Chapter One"}) == ["## One", "x"]


def test_a_label_that_stands_there_as_a_paragraph_is_not_said_twice():
    assert read("<p>第一章　雨夜</p><p>x</p>", {"": "第一章 雨夜"}) == ["# 第一章 雨夜", "x"]
