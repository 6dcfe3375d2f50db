from pipeline.script.book import Item, Paragraph
from pipeline.script.contents import without_contents
from pipeline.script.titles import read_title


def sorted_out(text: str) -> tuple[list[str], list[str]]:
    """What stays, and what was left out as a table of contents."""
    lines = [Paragraph(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    items: list[Item] = [read_title(line) or line for line in lines]
    found = list(without_contents(items))
    left_out = [item.text for item in found if getattr(item, "why", "") == "a table of contents"]
    return [item.text for item in found if not hasattr(item, "why")], left_out


def test_titles_in_a_row_are_a_table_up_to_the_last_one():
    table = "第一章 甲\n第二章 乙\n第三章 丙"
    assert sorted_out(f"{table}\n第一章 甲\n他走了。") == (["第一章 甲", "他走了。"], [table])


def test_the_part_above_the_first_chapter_is_no_entry():
    table = "第一卷\n第一章\n第二章\n第二卷\n第三章"
    assert sorted_out(f"{table}\n第一卷\n第一章\n他走了。") == (["第一卷", "第一章", "他走了。"], [table])


def test_names_below_numbers_are_entries_too():
    table = "Chapter 1\nRain\nChapter 2\nSun\nChapter 3\nSnow"
    assert sorted_out(f"{table}\nChapter 1\nRain\nHe left.") == (["Chapter 1", "Rain", "He left."], [table])


def test_a_table_with_a_heading_ends_where_an_entry_comes_again():
    table = "目录\n楔子\n雨夜 ………… 3\n归人 ………… 9"
    assert sorted_out(f"{table}\n楔子\n他走了。") == (["楔子", "他走了。"], [table])


def test_a_heading_alone_takes_no_story_with_it():
    assert sorted_out("目录\n他走了。\n第一章\n他来了。") == (["他走了。", "第一章", "他来了。"], ["目录"])
    assert sorted_out("Contents\nChapter 1\nHe left.") == (["Chapter 1", "He left."], ["Contents"])


def test_two_titles_in_a_row_are_no_table():
    assert sorted_out("第一卷\n第一章\n他走了。")[1] == []


def test_an_entry_with_the_number_of_its_page_is_left_out_anywhere():
    assert sorted_out("他走了。\nThe Storm ........ 12\n他说……12")[1] == ["The Storm ........ 12"]
