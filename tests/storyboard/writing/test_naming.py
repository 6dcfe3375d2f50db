from __future__ import annotations

import pytest

from pipeline.story import Character, Mode, Place
from pipeline.storyboard.writing.naming import Cast, place_called

PEOPLE = (
    Character(name="苏晚晴", aliases=("苏总",)),
    Character(name="林夏"),
    Character(name="Nora Bell"),
    Character(name="Walter"),
)
PLACES = (Place(name="陆家客厅"), Place(name="医院天台"), Place(name="POST OFFICE"))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("苏晚晴", "苏晚晴"),
        ("苏总", "苏晚晴"),
        ("晚晴", "苏晚晴"),
        ("受伤的林夏", "林夏"),
        ("NORA BELL", "Nora Bell"),
        ("Nora", "Nora Bell"),
        ("young Walter", "Walter"),
        ("林夏的母亲", ""),
        ("Walter's dog", ""),
        ("夏", ""),
    ],
)
def test_a_person_is_known_by_alias_short_name_and_with_words_before(name, known):
    assert Cast(PEOPLE).known(name) == known


def test_a_part_of_two_names_is_neither():
    twins = (Character(name="苏晚晴"), Character(name="陆晚晴"))
    assert Cast(twins).known("晚晴") == ""


@pytest.mark.parametrize(
    ("name", "speaker", "mode"),
    [
        ("林夏（画外音）", "林夏", Mode.OFFSCREEN),
        ("Walter (V.O.)", "Walter", Mode.OFFSCREEN),
        ("林夏（内心）", "林夏", Mode.INNER),
        ("林夏（轻声）", "林夏", None),
        ("【林夏】", "", None),
        ("旁白", "", Mode.NARRATION),
        ("Narrator", "", Mode.NARRATION),
        ("他", "", None),
        ("未知", "", None),
        ("？", "", None),
        ("", "", None),
    ],
)
def test_brackets_say_from_where_a_voice_comes(name, speaker, mode):
    cast = Cast(PEOPLE)
    assert cast.speaker(name) == (speaker, mode)
    assert cast.guests == {}


def test_a_stranger_becomes_a_guest_once():
    cast = Cast(PEOPLE)
    assert [cast.who("Old Lady"), cast.who("old lady"), cast.who("女护士")] == [
        "Old Lady",
        "Old Lady",
        "女护士",
    ]
    assert [(guest.name, guest.sex) for guest in cast.guests.values()] == [
        ("Old Lady", "female"),
        ("女护士", "female"),
    ]


def test_i_may_be_a_person_of_the_outline():
    assert Cast((Character(name="我"),)).speaker("我") == ("我", None)


def test_a_name_without_end_is_cut():
    assert len(Cast(PEOPLE).who("张" * 500)) == 40


def test_a_picture_has_no_crowds_and_no_narrators():
    assert Cast(PEOPLE).people(["众人", "旁白", "林夏", "林夏", "无"]) == ("林夏",)


def test_two_names_in_one_are_two_people():
    assert Cast(PEOPLE).people(["林夏和苏总", "Nora and Walter"]) == ("林夏", "苏晚晴", "Nora Bell", "Walter")


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("陆家客厅", "陆家客厅"),
        ("客厅", "陆家客厅"),
        ("陆家的客厅", "陆家客厅"),
        ("Post Office", "POST OFFICE"),
        ("the old post office", "POST OFFICE"),
        ("火星", ""),
        ("", ""),
    ],
)
def test_a_place_is_called_as_in_the_outline(name, known):
    assert place_called(name, PLACES) == known
