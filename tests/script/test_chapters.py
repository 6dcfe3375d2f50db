import pytest

from pipeline.script.book import Break, Paragraph, Rank, Title
from pipeline.script.chapters import find_chapters


def outline(text: str) -> list[str]:
    """Chapters as `= number name`, sections as `- number name`, breaks as `*`, what is left out as `(…)`."""
    lines = [Paragraph(n, line) for n, line in enumerate(text.split("\n"), start=1) if line]
    shown: list[str] = []
    for item in find_chapters(list(lines)):
        if isinstance(item, Title):
            shown.append(f"{'=' if item.rank is Rank.CHAPTER else '-'} {item.number} {item.name}")
        elif isinstance(item, Break):
            shown.append("*")
        else:
            shown.append(item.text if isinstance(item, Paragraph) else f"({item.text}: {item.why})")
    return shown


@pytest.mark.parametrize(
    ("text", "chapters"),
    [
        ("第一章 雨\n他走了。\n第2章 雪\n他来了。", ["= 1 雨", "= 2 雪"]),
        ("楔子\n雨。\n第一章\n他走了。\n尾声\n他来了。", ["= None 楔子", "= 1 ", "= None 尾声"]),
        ("第一卷 风\n他走了。\n第二卷 雨\n他来了。", ["= 1 风", "= 2 雨"]),
        ("第一节\n他走了。\n第二节\n他来了。", ["= 1 ", "= 2 "]),
        ("1\n他走了。\n2\n他来了。", ["= 1 ", "= 2 "]),
        ("# Rain\nHe left.\n# Sun\nHe came.", ["= None Rain", "= None Sun"]),
        ("# Book\n## Rain\nHe left.\n## Sun\nHe came.", ["= None Rain", "= None Sun"]),
        ("# One\n## Rain\nHe left.\n# Two\n## Sun\nHe came.", ["= None One", "= None Two"]),
        ("# Chapter 1\nHe left.\n# Interlude\nHm.\n## Later\nHe came.", ["= 1 ", "= None Interlude"]),
    ],
)
def test_chapters_are_whatever_stands_above_the_story(text, chapters):
    assert [line for line in outline(text) if line.startswith("=")] == chapters


def test_sections_stay_below_chapters():
    assert outline("第一章\n第一节\n雨。\n第二节\n雪。") == ["= 1 ", "- 1 ", "雨。", "- 2 ", "雪。"]
    assert outline("Chapter 1\nIt rained.\n1\nHe left.\n2\nHe came.")[2::2] == ["- 1 ", "- 2 "]


def test_the_title_of_a_part_makes_no_chapter():
    text = "第一卷 风\n第一章\n雨。\n第二卷 雨\n第二章\n雪。"
    assert outline(text) == [
        "= 1 ", "(第一卷 风: the title of a part)", "雨。",
        "= 2 ", "(第二卷 雨: the title of a part)", "雪。",
    ]  # fmt: skip


def test_what_stands_between_a_part_and_its_first_chapter_opens_that_chapter():
    assert outline("第一卷 风\n风来了。\n第一章\n雨。") == [
        "= 1 ", "(第一卷 风: the title of a part)", "风来了。", "*", "雨。",
    ]  # fmt: skip


def test_a_part_in_every_title_is_told_once():
    text = "第一卷 风 第一章 甲\n雨。\n第一卷 风 第二章 乙\n雪。"
    assert outline(text) == ["= 1 甲", "(第一卷 风: the title of a part)", "雨。", "= 2 乙", "雪。"]


@pytest.mark.parametrize(
    "twice",
    [
        "第12章 重逢\n第12章 重逢",
        "第12章\n第十二章 重逢",
        "第12章 重逢\n正文 第12章 重逢",
        "第12章 重逢\n重逢",
    ],
)
def test_a_title_that_a_site_repeats_is_one(twice):
    first, again, *rest = outline(f"{twice}\n他走了。")
    assert (first, rest) == ("= 12 重逢", ["他走了。"])
    assert again.endswith(": the title again)")


def test_a_number_that_comes_twice_with_text_between_is_two_chapters():
    assert outline("第5章 甲\n雨。\n第5章 乙\n雪。")[::2] == ["= 5 甲", "= 5 乙"]


@pytest.mark.parametrize("text", ["Chapter 3\nThe Storm\nIt rained.", "CHAPTER III.\nTHE STORM.\nIt rained."])
def test_the_name_may_stand_on_the_line_below(text):
    first, *rest = outline(text)
    assert first.lower().rstrip(".") == "= 3 the storm"
    assert rest == ["It rained."]


@pytest.mark.parametrize("line", ["He left.", "“Run!”", "and so he left", "Who is it?"])
def test_story_below_a_number_is_no_name(line):
    assert outline(f"Chapter 3\n{line}\nIt rained.") == ["= 3 ", line, "It rained."]


def test_a_short_chapter_keeps_its_only_line():
    assert outline("第一章\n他走了\n第二章\n他来了") == ["= 1 ", "他走了", "= 2 ", "他来了"]
