from __future__ import annotations

import pytest

from pipeline.script import parse
from pipeline.story import Character, EpisodePlan, Outline, Place
from pipeline.storyboard.source import pieces_of
from pipeline.storyboard.writing.complaints import Reader
from pipeline.storyboard.writing.shots import EpisodeForm

LINES = "".join(f"林夏：这是我说的第{number}句话。\n" for number in "一二三四五六七八九十")
PIECES = pieces_of(parse(f"第1集\n1-1 夜 外 街口\n{LINES}△门口的猫走了。\n", "x.txt").episodes[0], "zh", 7)
OUTLINE = Outline(
    title="雨夜",
    characters=(Character(name="林夏"),),
    places=(Place(name="街口"),),
    episodes=(EpisodePlan(number=1),),
)
ALL = {"lines": [{"source": number} for number in range(1, 11)]}


def complaints(*shots, least=0.9, opens=True, place="街口"):
    form = EpisodeForm.model_validate({"scenes": [{"place": place, "shots": shots}]})
    return Reader(PIECES, OUTLINE, least, opens).complaints(form)


def invented(count):
    return {"lines": [{"speaker": "林夏", "words": f"月亮真圆{'啊' * number}"} for number in range(count)]}


def test_a_faithful_answer_is_fine():
    assert complaints(ALL) == []


def test_each_missing_line_is_quoted_with_its_number():
    found = complaints({"lines": [{"source": number} for number in range(1, 9)]})
    assert found == [
        'Piece [9] is left out: 林夏: “这是我说的第九句话。” Add a line with "source": 9.',
        'Piece [10] is left out: 林夏: “这是我说的第十句话。” Add a line with "source": 10.',
    ]


def test_as_much_may_be_missing_as_is_allowed():
    assert complaints({"lines": [{"source": number} for number in range(1, 10)]}) == []
    assert complaints({"seen": "雨"}, least=0) == []


def test_very_many_missing_lines_are_counted():
    many = pieces_of(parse(f"第1集\n1-1 夜 外 街口\n{LINES * 3}", "x.txt").episodes[0], "zh", 7)
    form = EpisodeForm.model_validate({"scenes": [{"shots": [{"seen": "雨"}]}]})
    found = Reader(many, OUTLINE, 0.9, opens=True).complaints(form)
    assert len(found) == 21
    assert found[-1].startswith("10 more pieces of dialogue are left out: 21, 22,")


@pytest.mark.parametrize(("count", "complains"), [(1, False), (4, True)])
def test_a_line_may_be_invented_but_not_many(count, complains):
    found = complaints(ALL, invented(count))
    assert any("These lines are not in the script: “月亮真圆”" in one for one in found) is complains


@pytest.mark.parametrize(
    ("first", "opens", "complains"),
    [
        ({"seen": "雨", "seconds": 6}, True, True),
        ({"seen": "雨", "seconds": 3}, True, False),
        ({"seen": "雨", "seconds": 6}, False, False),
    ],
)
def test_an_episode_does_not_begin_with_a_long_silence(first, opens, complains):
    found = complaints(first, ALL, opens=opens)
    assert any("The first shot lasts 6 seconds" in one for one in found) is complains


def test_a_crowd_of_strangers_is_no_crowd_of_the_script():
    assert complaints({**ALL, "people": ["张三", "李四"]}) == []
    found = complaints({**ALL, "people": ["张三", "李四", "王五", "猫"]})
    assert [one.split(":")[0] for one in found] == [
        f"Nobody in the script is called {name}" for name in ("张三", "李四", "王五")
    ]


def test_places_that_nobody_knows_are_named():
    assert complaints(ALL, place="火星") == [
        "There is no place called 火星: use the names in the list of places."
    ]
    assert complaints(ALL, place="门口") == []


def test_no_shots_at_all_is_the_only_complaint():
    assert complaints() == ["There are no shots: tell the script in scenes, and every scene in shots."]
