from __future__ import annotations

from pipeline.story import Age, Character, EpisodePlan, Outline
from pipeline.voices.casting import cast
from pipeline.voices.engine import Voice


def outline(*people: Character) -> Outline:
    return Outline(title="雨夜", characters=people, episodes=(EpisodePlan(number=1),))


LIN = Character(name="林夏", sex="female", aliases=("小夏",))
CHEN = Character(name="陈默", sex="male")
SU = Character(name="苏晴", sex="female")
WU = Character(name="吴伯", sex="male", age=Age.OLD)


def test_everyone_and_the_narrator_has_a_voice():
    voices = cast(outline(LIN, CHEN))
    assert voices["林夏"] == Voice("林夏", "female", Age.YOUNG, 0)
    assert voices["陈默"] == Voice("陈默", "male", Age.YOUNG, 0)
    assert voices[""].name == ""


def test_people_of_the_same_sex_and_age_have_different_variants():
    voices = cast(outline(LIN, WU, SU))
    assert [voices[name].variant for name in ("林夏", "苏晴", "吴伯")] == [0, 1, 0]


def test_a_person_sounds_the_same_under_every_name():
    voices = cast(outline(LIN))
    assert voices["小夏"] == voices["林夏"]


def test_who_has_no_known_sex_balances_the_cast():
    strangers = tuple(Character(name=name) for name in ("甲", "乙", "丙"))
    voices = cast(outline(LIN, *strangers))
    assert [voices[person.name].sex for person in strangers] == ["male", "female", "male"]


def test_someone_new_changes_nobodys_voice():
    before = cast(outline(LIN, Character(name="甲"), WU))
    after = cast(outline(LIN, Character(name="甲"), WU, SU, CHEN))
    assert {name: after[name] for name in before} == before


def test_a_story_without_people_has_a_narrator():
    assert list(cast(outline())) == [""]
