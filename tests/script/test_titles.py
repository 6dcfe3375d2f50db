import pytest

from pipeline.script.book import Paragraph, Rank
from pipeline.script.titles import is_break, read_title, undecorated

PART, CHAPTER, SECTION = Rank.PART, Rank.CHAPTER, Rank.SECTION


@pytest.mark.parametrize(
    ("line", "rank", "number", "name"),
    [
        ("第十二回", CHAPTER, 12, ""),
        ("第3章 标题", CHAPTER, 3, "标题"),
        ("第１２章", CHAPTER, 12, ""),
        ("第　十二　章　重逢", CHAPTER, 12, "重逢"),
        ("第三章重逢", CHAPTER, 3, "重逢"),
        ("第12章谁敢动她！", CHAPTER, 12, "谁敢动她！"),
        ("第12章 谁在敲门？", CHAPTER, 12, "谁在敲门？"),
        ("第三章（上）", CHAPTER, 3, "（上）"),
        ("正文 第12章 重逢", CHAPTER, 12, "重逢"),
        ("《雨夜》第12章 重逢", CHAPTER, 12, "重逢"),
        ("☆、第 1 章", CHAPTER, 1, ""),
        ("【第三章 重逢】", CHAPTER, 3, "重逢"),
        ("=== 第三章 ===", CHAPTER, 3, ""),
        ("第三章 重逢 ………… 12", CHAPTER, 3, "重逢"),
        ("第三節 雨", SECTION, 3, "雨"),
        ("第一卷 风起云涌", PART, 1, "风起云涌"),
        ("卷二：归人", PART, 2, "归人"),
        ("第二部分", PART, 2, ""),
        ("上卷", PART, None, ""),
        ("楔子", CHAPTER, None, "楔子"),
        ("番外一 新年", CHAPTER, None, "番外一 新年"),
        ("尾声", CHAPTER, None, "尾声"),
        ("Chapter IV", CHAPTER, 4, ""),
        ("CHAPTER TWELVE: Rain", CHAPTER, 12, "Rain"),
        ("Chapter Twenty-One", CHAPTER, 21, ""),
        ("CHAPTER I. DOWN THE WELL.", CHAPTER, 1, "DOWN THE WELL."),
        ("Chapter 1: Mr. Gray", CHAPTER, 1, "Mr. Gray"),
        ("Chapter 7 .......... 44", CHAPTER, 7, ""),
        ("Part Two", PART, 2, ""),
        ("BOOK ONE", PART, 1, ""),
        ("Prologue", CHAPTER, None, "Prologue"),
        ("## Chapter 3 ##", CHAPTER, 3, ""),
        ("# Rain", CHAPTER, None, "Rain"),
        ("目 录", Rank.CONTENTS, None, "目 录"),
        ("Table of Contents", Rank.CONTENTS, None, "Table of Contents"),
        ("后记", Rank.MATTER, None, "后记"),
        ("About the Author", Rank.MATTER, None, "About the Author"),
    ],
)
def test_titles_are_known(line, rank, number, name):
    title = read_title(Paragraph(7, line))
    assert title
    assert (title.line_number, title.rank, title.number, title.name) == (7, rank, number, name)


@pytest.mark.parametrize(
    "line",
    [
        "第二天，他走了。",
        "第三章我们说到他走了。",
        "第三章 我们说到这里。",
        "第三章他没看完，就睡着了",
        "第一章：他说：“走。”",
        "“第三章”",
        "第一章里写着这件事",
        "第十章的内容他全忘了",
        "第一回来这里的时候，她才五岁。",
        "第二回合开始了",
        "第一集团军",
        "第五节课",
        "第三部手机",
        "第一卷胶卷",
        "卷一封信",
        "尾声渐渐远去",
        "序幕拉开了",
        "后记得带伞",
        "Part of me wondered.",
        "Part two was easier!",
        "Book three tickets!",
        "Chapter One was over.",
        "Chapter 11 bankruptcy",
        "Chapter and verse",
        "Contents of the box",
        "Prologue to the storm",
        "第三章 " + "雨" * 100,
    ],
)
def test_story_that_looks_like_a_title_is_none(line):
    assert read_title(Paragraph(1, line)) is None


def test_a_part_in_the_same_line_is_told_apart():
    title = read_title(Paragraph(1, "第一卷 风起 第三章 夜雨"))
    assert title
    assert (title.part, title.number, title.name) == ("第一卷 风起", 3, "夜雨")


@pytest.mark.parametrize("line", ["***", "* * *", "---", "◇", "※※※", "===="])
def test_marks_are_breaks_and_no_titles(line):
    assert is_break(line)
    assert read_title(Paragraph(1, line)) is None


def test_ornaments_and_pages_are_no_part_of_a_title():
    assert [undecorated(text) for text in ("〖雨〗", "~ Rain ~", "Rain . . . . 12")] == ["雨", "Rain", "Rain"]
