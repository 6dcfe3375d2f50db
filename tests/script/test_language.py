import pytest

from pipeline.script.language import chinese_number, english_number, language_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1),
        ("１２", 12),
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("两百", 200),
        ("一二", 12),
        ("〇", 0),
        ("人", None),
        ("", None),
    ],
)
def test_chinese_numbers(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("seven", 7), ("TWENTY", 20), ("IV", 4), ("xii", 12), ("XC", 90), ("after", None), ("", None)],
)
def test_english_numbers(text, number):
    assert english_number(text) == number


def test_the_language_is_that_of_most_words():
    assert language_of("她说 I love you，然后走进 Starbucks") == "zh"
    assert language_of("She said 你好 and left the room.") == "en"
    assert language_of("123 !?") == "en"
