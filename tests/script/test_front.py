import pytest

from pipeline.script.draft import Draft
from pipeline.script.front import Front, is_about_the_script


def front(*lines: str) -> tuple[Draft, list[bool]]:
    draft = Draft()
    reader = Front(draft)
    return draft, [reader.read(line, number) for number, line in enumerate(lines, 1)]


@pytest.mark.parametrize("line", ["《雨夜》", "剧名：《雨夜》", "片名：雨夜", "Title: 雨夜", "雨夜"])
def test_the_title_has_many_forms(line):
    draft, read = front(line)
    assert (draft.title, read) == ("雨夜", [True])


@pytest.mark.parametrize("line", ["他走了。", "△他走了", "林夏：走。", "[Later]"])
def test_the_story_is_no_title(line):
    assert front(line)[1] == [False]


def test_words_beside_the_title_are_listed():
    draft, _ = front("《雨夜》 第二稿")
    draft.add("action", "雨。", 2)
    assert [unused.text for unused in draft.screenplay().unused] == ["第二稿"]


def test_a_cast_may_stand_on_one_line_or_on_many():
    draft, _ = front("主要人物：林夏（女，23岁）、顾言", "【人物小传】", "陈伯（60岁）：管家")
    assert [who.name for who in draft.characters] == ["林夏", "顾言", "陈伯"]


def test_once_the_story_has_begun_nothing_is_front():
    draft, _ = front("《雨夜》")
    draft.add("action", "雨。", 2)
    assert not Front(draft).read("大纲：故事", 3)


def test_keys_about_the_script_are_known_in_both_languages():
    assert is_about_the_script("编剧")
    assert is_about_the_script("Genre")
    assert not is_about_the_script("林夏")
