import pytest

from pipeline.script.book import Item, Paragraph
from pipeline.script.chapters import find_chapters
from pipeline.script.draft import Draft
from pipeline.script.matter import read_front, without_matter


def sorted_out(text: str) -> tuple[Draft, list[str], list[tuple[str, str]]]:
    """The draft with title and blurb, what stays, and what is left out and why."""
    lines: list[Item] = [Paragraph(n, line) for n, line in enumerate(text.split("\n"), start=1) if line]
    draft = Draft()
    items = without_matter(read_front(find_chapters(lines), draft))
    left_out = [(item.text, item.why) for item in items if hasattr(item, "why")]
    return draft, [item.text for item in items if not hasattr(item, "why")], left_out


def test_a_chinese_title_page_is_read():
    draft, story, left_out = sorted_out(
        "书名：雨夜归人\n作者：风中一叶\n状态：已完结\n内容简介：\n她回来了。\n没人认得她。\n第一章\n他走了。"
    )
    assert (draft.title, draft.logline) == ("雨夜归人", "她回来了。 没人认得她。")
    assert story == ["第一章", "他走了。"]
    assert [text for text, _ in left_out] == ["作者：风中一叶", "状态：已完结", "内容简介："]


def test_an_english_title_page_is_read():
    draft, story, left_out = sorted_out(
        "The Storm\nby Jane Doe\nCopyright © 2020 Jane Doe. All rights reserved.\nISBN 123\nFor my mother\n"
        "Chapter One\nHe left."
    )
    assert (draft.title, story) == ("The Storm", ["Chapter One", "He left."])
    assert [why for _, why in left_out] == [
        "the title page", "the rights in the book", "the rights in the book", "the title page",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "《雨夜》\n他走了。",
        "# 雨夜\n他走了。",
        "# 雨夜\n作者：叶\n# 归人\n他走了。\n# 别离\n他来了。",
        "雨夜\n叶著\n第一章\n他走了。",
        "雨夜\n作者：叶\n他走了。",
    ],
)
def test_the_title_stands_above_what_is_about_the_book(text):
    draft, story, _ = sorted_out(text)
    assert draft.title == "雨夜"
    assert "他走了。" in story
    assert not any("雨夜" in line for line in story)


@pytest.mark.parametrize(
    "text",
    [
        "For my mother, everything changed that day.\nChapter 1\nHe left.",
        "他走了。\n作者写道：这是最后一章。\n第一章\n他来了。",
        "他走了。\n简介：他来了。",
        "By Monday she had forgotten.\nHe left.",
    ],
)
def test_story_before_the_first_chapter_stays(text):
    assert sorted_out(text)[1] == text.split("\n")


def test_without_chapters_the_blurb_is_one_line():
    draft, story, _ = sorted_out("简介\n她回来了。\n他走了。\n他没有回头。")
    assert (draft.logline, story) == ("她回来了。", ["他走了。", "他没有回头。"])


def test_an_afterword_is_left_out_up_to_the_next_title():
    _, story, left_out = sorted_out(
        "第一章\n他走了。\n后记\n谢谢。\n番外一\n他来了。\nAcknowledgements\nThanks."
    )
    assert story == ["第一章", "他走了。", "番外一", "他来了。"]
    assert left_out == [("后记\n谢谢。", "about the book"), ("Acknowledgements\nThanks.", "about the book")]


def test_a_section_that_is_longer_than_the_story_before_it_is_story():
    assert sorted_out("第一章\n他走了。\n后记\n" + "他又回来了。\n" * 9)[1][2:] == ["他又回来了。"] * 9
    assert sorted_out("Dedication\nHe left.\nHe came.")[1] == ["He left.", "He came."]
