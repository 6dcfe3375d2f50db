"""A look is the same everywhere, and says what the description says."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.images.drawing.people import clothes, fringes, hairdos, wardrobe, words
from pipeline.images.drawing.people.look import Look, look_of
from pipeline.images.engine import Person
from pipeline.story import Age, Era, Feeling, Sex

_CAST = ("林夏", "顾言", "苏晚", "陆沉", "沈清", "江屿", "Maya", "Tom", "叶孤城", "阿紫")


def person(name: str = "林夏", sex: Sex = "female", age: Age = Age.YOUNG, look: str = "") -> Person:
    return Person(name, sex, age, look, Feeling.CALM)


def test_the_same_person_always_looks_the_same() -> None:
    assert look_of(person(), Era.MODERN) == look_of(person(), Era.MODERN)


def test_a_feeling_changes_nothing_of_the_look() -> None:
    angry = Person("林夏", "female", Age.YOUNG, "", Feeling.ANGRY)
    assert look_of(angry, Era.MODERN) == look_of(person(), Era.MODERN)


def test_a_look_is_pinned_to_its_name() -> None:
    look = look_of(person(), Era.MODERN)
    assert (look.face, look.eyes, look.brows) == ("round", "narrow", "arched")


@pytest.mark.parametrize("era", Era)
def test_people_of_a_cast_differ(era: Era) -> None:
    looks = [look_of(person(name), era) for name in _CAST]
    seen = Counter((look.hairdo, look.hair, look.face, look.main) for look in looks)
    assert max(seen.values()) == 1


@pytest.mark.parametrize("era", Era)
@pytest.mark.parametrize("female", [True, False])
def test_there_are_six_hairdos_for_each_sex_and_eight_sets_of_colours_in_every_era(
    era: Era, female: bool
) -> None:
    assert len(set(hairdos.hairdos(era, female, Age.YOUNG))) >= 6
    assert len(set(wardrobe.CLOTHS[era])) >= 8


def test_an_unknown_sex_is_drawn_from_the_name() -> None:
    sexes = {name: look_of(person(name, "unknown"), Era.MODERN).sex for name in _CAST}
    assert set(sexes.values()) == {"female", "male"}
    assert sexes == {name: look_of(person(name, "unknown"), Era.MODERN).sex for name in _CAST}


def test_the_description_wins_over_the_name() -> None:
    look = look_of(person(look="短发，红色连衣裙，戴眼镜"), Era.MODERN)
    assert (look.garment, look.main, look.hairdo.back) == ("dress", "#b3322f", "bob")
    assert "glasses" in look.extras


def test_a_uniform_keeps_its_colours() -> None:
    assert look_of(person(look="红色眼影，白大褂"), Era.MODERN).main == wardrobe.UNIFORMS["doctor"][0]


def test_old_people_have_grey_hair_unless_it_is_said_to_be_black() -> None:
    assert look_of(person(age=Age.OLD), Era.MODERN).hair in {"#c9ccd3", "#dfe1e6", "#a9abb3", "#8f9199"}
    assert look_of(person(age=Age.OLD, look="一头乌黑长发"), Era.MODERN).hair == "#17151b"


def test_a_monk_is_shaved_and_an_emperor_crowned() -> None:
    assert look_of(person("慧明", "male", look="和尚"), Era.ANCIENT).hairdo.fringe == "none"
    assert look_of(person("陛下", "male", look="身穿龙袍"), Era.ANCIENT).hairdo.top == "diadem"


def test_children_wear_no_beards_and_no_earrings() -> None:
    for name in _CAST:
        for sex in ("female", "male"):
            assert not look_of(person(name, sex, Age.CHILD), Era.ANCIENT).extras


def _every_look() -> list[Look]:
    return [
        look_of(person(f"{name}{age}", sex, age), era)
        for name in _CAST
        for sex in ("female", "male")
        for age in Age
        for era in Era
    ]


def test_whatever_is_worn_can_be_drawn() -> None:
    worn = {look.garment for look in _every_look()} | {name for name, _ in words.GARMENTS}
    assert worn <= set(clothes.GARMENTS)
    for look in _every_look():
        assert look.hairdo.fringe == "none" or fringes.hairline(look.hairdo.fringe)
