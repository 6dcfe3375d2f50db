from __future__ import annotations

from pipeline.story import Age, Character, EpisodePlan, Outline
from pipeline.voices.casting import cast, choose
from pipeline.voices.engine import Offered, Voice


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


def test_a_voice_of_unknown_languages_speaks_all():
    assert Offered("a").speaks("zh")
    assert [Offered("b", languages=("en",)).speaks(language) for language in ("zh", "en")] == [False, True]


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


MEI = Offered("mei", "female", Age.YOUNG, ("zh",), "温柔 甜美")
YU = Offered("yu", "female", Age.YOUNG, ("zh",), "高冷 强势")
LAN = Offered("lan", "female", Age.MIDDLE)
GANG = Offered("gang", "male", Age.YOUNG, ("zh", "en"))
BO = Offered("bo", "male", Age.OLD)
SHU = Offered("shu", "male", Age.MIDDLE, ("zh",), "磁性 旁白")
KID = Offered("kid", "unknown", Age.CHILD)
AMY = Offered("amy", "female", Age.YOUNG, ("en",))
ALL = (MEI, YU, LAN, GANG, BO, SHU, KID, AMY)


def chosen(*people: Character, offered=ALL, **given: str) -> dict[str, str]:
    return choose(outline(*people), offered, given)


def test_each_character_gets_a_voice_of_their_sex_and_age():
    voices = chosen(LIN, CHEN, WU, Character(name="豆豆", sex="male", age=Age.CHILD))

    assert voices == {"": "shu", "林夏": "mei", "陈默": "gang", "吴伯": "bo", "豆豆": "kid"}


def test_no_two_share_a_voice_as_long_as_one_is_left_that_fits():
    women = [Character(name=name, sex="female") for name in "甲乙丙丁"]

    assert list(chosen(*women).values()) == ["shu", "mei", "yu", "lan", "mei"]


def test_a_voice_far_in_age_is_worse_than_a_shared_one():
    men = [Character(name=name, sex="male") for name in "甲乙"]

    assert chosen(*men, offered=(MEI, GANG, BO)) == {"": "gang", "甲": "gang", "乙": "gang"}


def test_another_sex_is_better_than_no_voice():
    assert chosen(CHEN, offered=(MEI,)) == {"": "mei", "陈默": "mei"}


def test_of_two_that_fit_the_one_that_is_like_the_character_is_taken():
    queen = Character(name="女王", sex="female", temper="强势，说一不二", voice="高冷")

    assert chosen(queen)["女王"] == "yu"


def test_the_narrator_gets_a_voice_that_is_made_for_narration():
    other = Offered("other", "male", Age.MIDDLE)

    assert chosen(offered=(other, SHU)) == {"": "shu"}


def test_voices_of_other_languages_are_not_cast():
    assert "amy" not in chosen(*(Character(name=name, sex="female") for name in "甲乙丙丁戊己")).values()
    assert chosen(LIN, offered=(AMY,)) == {}


def test_who_is_added_at_the_end_changes_nobodys_choice():
    before = chosen(LIN, CHEN, WU)
    after = chosen(LIN, CHEN, WU, SU, Character(name="甲", sex="male"))

    assert {name: after[name] for name in before} == before


def test_who_was_given_a_voice_keeps_it_and_it_counts_as_taken():
    assert chosen(LIN, SU, 苏晴="mei") == {"苏晴": "mei", "": "shu", "林夏": "yu"}


def test_hundreds_of_people_share_the_voices_evenly():
    crowd = [Character(name=f"路人{n}", sex="female") for n in range(300)]
    voices = chosen(*crowd)
    counts = {voice: list(voices.values()).count(voice) for voice in ("mei", "yu", "lan")}

    assert counts == {"mei": 100, "yu": 100, "lan": 100}
