"""What a story tells that is heard."""

from __future__ import annotations

import pytest

from pipeline.final.sound.effects_words import SOUNDS, sound_of


def heard(text: str) -> list[str]:
    return [name for name, sound in SOUNDS.items() if sound.in_story(text) is not None]


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("她的手机突然响了。", ["phone"]),
        ("The phone on the table rings.", ["phone"]),
        ("（门铃响）", ["doorbell"]),
        ("有人敲了敲门。", ["knock"]),
        ("Somebody knocks at the window.", ["knock"]),
        ("林夏摔门而去。", ["door"]),
        ("The door slams.", ["door"]),
        ("窗外一声惊雷。", ["thunder"]),
        ("走廊里传来脚步声", ["footsteps"]),
        ("她扇了他一记耳光", ["slap"]),
        ("玻璃杯摔碎在地上", ["glass"]),
        ("一辆黑色轿车疾驰而过", ["car"]),
        ("大雨倾盆，林夏撑着伞。", ["rain"]),
        ("Rain runs down the window.", ["rain"]),
        ("宴会厅里座无虚席", ["crowd"]),
    ],
)
def test_a_story_tells_of_sounds(text: str, sounds: list[str]):
    assert heard(text) == sounds


@pytest.mark.parametrize(
    "text",
    [
        "林夏看着手机。",
        "She holds her phone.",
        "老陈站在门口。",
        "A man stands at the door.",
        "全场掌声雷动",
        "雨伞靠在墙边",
        "She wears a raincoat.",
        "He knocks him out.",
        "The water knocks under the planks.",
        "没有敲门，他直接进来了。",
        "No thunder, only wind in the trees.",
        "The phone does not ring.",
        "一阵风度翩翩",
    ],
)
def test_a_thing_in_the_picture_makes_no_sound(text: str):
    assert heard(text) == []


def test_the_place_of_a_word_in_its_text_is_told():
    assert SOUNDS["knock"].in_story("林夏抬头。门外有人敲门。") == 9


def test_a_cue_needs_no_verb():
    assert SOUNDS["phone"].in_cue("电话")
    assert SOUNDS["thunder"].in_cue("雷声，由远及近")
    assert SOUNDS["door"].in_cue("door creaks")
    assert not SOUNDS["door"].in_cue("phone")


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("door slam 2", "door"),
        ("phone ring", "phone"),
        ("门铃", "doorbell"),
        ("heavy rain", "rain"),
        ("街", "street"),
    ],
)
def test_a_file_says_by_its_name_what_it_is(name: str, sound: str):
    assert sound_of((), name) == SOUNDS[sound]


def test_a_name_that_is_unknown_is_looked_for_as_it_is():
    gong = sound_of((), "gong big")

    assert gong.in_story("He strikes the gong.") == 15
    assert gong.kind == "once"


def test_words_of_the_users_own_count_alone():
    sound = sound_of(("sword", "拔剑"), "door")

    assert sound.in_story("他缓缓拔剑") == 3
    assert sound.in_story("The door slams.") is None
