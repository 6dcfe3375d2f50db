"""The words around a story, in its language."""

from __future__ import annotations

import re
from enum import EnumType

import pytest

from pipeline import words
from pipeline.assets import assets
from pipeline.wording import Wording

ZH, EN = Wording("zh"), Wording("en")
TEMPLATES = [file.read_text("utf-8") for file in (assets() / "pages").glob("*.jinja")]
ENUMS = [
    kind for kind in vars(words).values() if isinstance(kind, EnumType) and kind.__module__ == words.__name__
]


def hanzi(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff：、]", text) is not None


@pytest.mark.parametrize("word", [word for kind in ENUMS for word in kind])
def test_every_word_of_a_story_is_known_in_chinese(word):
    assert hanzi(ZH.say(word))


@pytest.mark.parametrize(
    "label", sorted({said for text in TEMPLATES for said in re.findall(r'say\("([^"]+)"', text)})
)
def test_every_label_of_a_page_is_known_in_chinese(label):
    assert hanzi(ZH.say(label))


@pytest.mark.parametrize(
    "thing", sorted({said for text in TEMPLATES for said in re.findall(r'count\([^"]*"([^"]+)"', text)})
)
def test_everything_that_a_page_counts_is_known_in_chinese(thing):
    assert hanzi(ZH.count(2, thing))


def test_what_no_table_knows_is_said_as_it_is():
    assert ZH.say("a dragon") == EN.say("a dragon") == "a dragon"


def test_things_are_counted():
    assert (EN.count(1, "shot"), EN.count(0, "shot"), EN.count(1200, "shot")) == (
        "1 shot",
        "0 shots",
        "1,200 shots",
    )
    assert ZH.count(2, "shot") == "2 镜"


def test_times_say_whether_they_are_estimates():
    assert EN.clock(65.4, exact=True) == "1:05"
    assert EN.clock(59.6, exact=False) == "about 1:00"
    assert ZH.clock(5, exact=False) == "约 0:05"
    assert (EN.seconds(2.04), ZH.seconds(2.04)) == ("2.0 s", "2.0 秒")


def test_an_episode_without_a_title_has_its_number():
    assert (EN.title(3, ""), ZH.title(3, "真相")) == ("Episode 3", "第 3 集 · 真相")
