"""Large words on a picture: as big as they fit, and none left out."""

from __future__ import annotations

import pytest

from pipeline.final.film import Film
from pipeline.final.picture.headline import Block, Setting, headline
from pipeline.final.subtitles.lettering import Lettering

WIDTH, HEIGHT = 880.0, 672.0


def setting(language="zh", width=540, height=960) -> Setting:
    return Setting(Film(width, height, 24), language, Lettering())


@pytest.mark.parametrize(
    ("language", "title", "size", "rows"),
    [
        ("zh", "雨夜", 168, ("雨夜",)),
        ("zh", "雨夜归人来了", 168, ("雨夜归", "人来了")),
        ("en", "Love", 168, ("Love",)),
        ("en", "The Night the Rain Came Home", 168, ("The Night", "the Rain", "Came Home")),
    ],
)
def test_a_title_is_as_large_as_it_fits(language, title, size, rows):
    (block,) = headline(title, "", setting(language), (WIDTH, HEIGHT), 960)

    assert (block.size, block.rows) == (size, rows)


def test_a_title_that_fits_nowhere_is_whole_all_the_same():
    title = "重生之我在九零年代靠卖煎饼果子成为世界首富的那些日子以及后来发生的一切故事" * 2

    (block,) = headline(title, "", setting(), (WIDTH, HEIGHT), 960)

    assert block.size == 66
    assert "".join(block.rows) == title


def test_unlike_subtitles_titles_keep_their_punctuation():
    assert setting().rows("“爱，回家！”", 100, 880) == ("“爱，回家！”",)


def test_what_stands_below_is_smaller_and_lower():
    title, below = headline("雨夜", "第 1 集 · 重逢", setting(), (WIDTH, HEIGHT), 960)

    assert (title.stands, title.y, below.stands) == ("above", 960, "below")
    assert below.y > title.y
    assert below.size < title.size


def test_words_of_ones_own_are_never_commands():
    event = Block((r"{\fs1}雨", "夜"), 100, 960, "above").event(0, 1, setting())

    assert event.plaintext == "｛＼fs1｝雨\n夜"


def test_words_stand_in_the_middle_of_any_picture():
    wide = setting(width=960, height=540)

    assert r"\pos(960,300)" in Block(("雨夜",), 100, 300, "around").event(0, 1, wide).text
