import pytest

from pipeline.errors import ScriptError
from pipeline.script.draft import Draft
from pipeline.script.headings import Heading
from pipeline.story import Character


def test_what_comes_first_opens_an_episode_and_a_scene_by_itself():
    draft = Draft(title="雨夜")
    draft.add("action", " 他走了。 ", 1)
    (episode,) = draft.screenplay().episodes
    assert (episode.number, episode.scenes[0].heading, episode.scenes[0].elements[0].text) == (
        1,
        "",
        "他走了。",
    )


def test_a_flashback_that_begins_under_a_bare_heading_makes_no_second_scene():
    draft = Draft()
    draft.scene(Heading("1-1 街口"), 1)
    draft.flashback(True, line_number=2)
    draft.add("action", "火。", 3)
    assert [scene.flashback for scene in draft.screenplay("x").episodes[0].scenes] == [True]


def test_a_flashback_does_not_outlast_its_episode():
    draft = Draft()
    for number in (1, 2):
        draft.episode(number, "", f"第{number}集", number)
        draft.scene(Heading("屋"), number)
        draft.add("action", "火。", number)
        draft.flashback(True, line_number=number)
    assert not draft.screenplay("x").episodes[1].scenes[0].flashback


def test_people_of_an_empty_scene_are_listed_with_it():
    draft = Draft()
    draft.scene(Heading("空街"), 1)
    draft.people(["林夏", "顾言"], 2)
    draft.scene(Heading("屋"), 3)
    draft.add("action", "灯灭了。", 4)
    assert [unused.text for unused in draft.screenplay("x").episodes[0].unused] == ["空街\n林夏、顾言"]


def test_who_is_introduced_twice_is_one_person():
    draft = Draft()
    draft.introduce(Character(name="林夏", look="短发"))
    draft.introduce(Character(name="林夏", look="红裙"))
    assert [(who.name, who.look) for who in draft.characters] == [("林夏", "短发 红裙")]


def test_nothing_at_all_is_no_story():
    with pytest.raises(ScriptError, match="The script leer has no story"):
        Draft().screenplay("leer")


def titled(*numbers: int | None) -> list[tuple[int, list[str]]]:
    draft = Draft()
    for line_number, number in enumerate(numbers, start=1):
        draft.episode(number, "", f"第{number}章", line_number)
        draft.add("action", "雨。", line_number)
    episodes = draft.screenplay("x").episodes
    return [(episode.number, [unused.why for unused in episode.unused]) for episode in episodes]


def test_numbers_that_begin_again_go_on_and_are_told_once():
    assert titled(1, 2, 1, 2, 1) == [
        (1, []),
        (2, []),
        (3, ["its number is taken: this is episode 3"]),
        (4, []),
        (5, ["its number is taken: this is episode 5"]),
    ]


def test_numbers_that_are_missing_are_told():
    assert titled(3, 7) == [(3, []), (7, ["between episodes 3 and 7 there is nothing"])]


def test_episodes_without_a_heading_stay_apart():
    draft = Draft()
    for line_number in (1, 2):
        draft.episode(None, "", "", line_number)
        draft.add("action", "雨。", line_number)
    assert [episode.number for episode in draft.screenplay("x").episodes] == [1, 2]


def test_a_script_is_no_book():
    draft = Draft()
    draft.add("action", "雨。", 1)
    assert not draft.screenplay("x").chapters
