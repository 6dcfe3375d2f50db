import pytest

from pipeline.script.book import Item, Paragraph, Rank, Title
from pipeline.script.counting import counted


def numbers(text: str) -> list[int | None]:
    items: list[Item] = [Paragraph(n, line) for n, line in enumerate(text.split("\n"), start=1)]
    return [item.number for item in counted(items) if isinstance(item, Title)]


@pytest.mark.parametrize(
    "three", ["1 2 3", "I II III", "一 二 三", "（一） （二） （三）", "1. 2. 3.", "One Two Three"]
)
def test_numbers_on_their_own_line_that_count_upwards_are_titles(three):
    assert numbers("".join(f"{number}\n他走了。\n" for number in three.split())) == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "7\n他走了。\n3\n他来了。",
        "1\n他走了。\n3\n他来了。",
        "2\n他走了。\n3\n他来了。",
        "1\n他走了。",
        "1\n2\n3\n他走了。",
        "1\n他说了一句话，\n2\n然后走了。",
        "1. 苹果\n2. 梨\n3. 桃\n他走了。",
        "I\nHe left.\nMix\nHe came.",
    ],
)
def test_other_numbers_stay_in_the_story(text):
    assert numbers(text) == []


def test_numbers_with_a_name_need_a_chapter_between_them():
    chapter = "He left." * 200
    assert numbers(f"I. RAIN\n{chapter}\nII. SUN\n{chapter}") == [1, 2]


def test_numbers_begin_again_below_another_title():
    items = counted([
        Paragraph(1, "1"), Paragraph(2, "雨。"), Paragraph(3, "2"), Paragraph(4, "雪。"),
        Title(5, "Part Two", Rank.PART), Paragraph(6, "1"), Paragraph(7, "风。"),
    ])  # fmt: skip
    assert [item.number for item in items if isinstance(item, Title)] == [1, 2, None, 1]
