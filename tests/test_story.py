"""The story as data: its ids, and what an edit by hand may not put into it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.ids import episode_id, line_id, scene_id, shot_id, within
from pipeline.story import Age, Character, Episode, EpisodePlan, Line, Outline, Place, PlaceKind, Scene, Shot


def line(number: int = 1, shot: str = "e01s01-01", **more) -> Line:
    return Line(id=f"{shot}-{number}", text="你好", **more)


def episode(*shots: Shot) -> Episode:
    return Episode(id="e01", number=1, scenes=(Scene(id="e01s01", place="客厅", shots=shots),))


def test_ids_read_from_the_episode_to_the_line():
    assert episode_id(1) == "e01"
    assert scene_id(1, 2) == "e01s02"
    assert shot_id(1, 2, 3) == "e01s02-03"
    assert line_id(1, 2, 3, 4) == "e01s02-03-4"


def test_ids_stay_whole_beyond_what_two_digits_hold():
    assert shot_id(100, 120, 130) == "e100s120-130"
    assert Shot(id="e100s120-130").id == "e100s120-130"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99)), min_size=2))
def test_ids_sort_like_the_film(places):
    assert sorted(shot_id(*place) for place in places) == [shot_id(*place) for place in sorted(places)]


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("e01", "e01"),
        ("e01s02", "e01"),
        ("e01s02-03", "e01"),
        ("e01s02-03", "e01s02"),
        ("e01s02-03-1", "e01s02-03"),
    ],
)
def test_a_part_lies_within_its_whole(part, whole):
    assert within(part, whole)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("e011", "e01"),
        ("e01", "e01s02"),
        ("e02s01", "e01"),
        ("e01s021", "e01s02"),
        ("e01s02-031", "e01s02-03"),
        ("e01s02-03-11", "e01s02-03-1"),
        ("xe01", "e01"),
        ("e01s02", "e0.s02"),
    ],
)
def test_a_part_does_not_lie_within_its_neighbour(part, whole):
    assert not within(part, whole)


@pytest.mark.parametrize(
    "wrong",
    ["", "e1s01-01", "../e01s01-01", "e01s01-01/../x", "e01s01-01.png", "e01s01", "E01S01-01", "e٠١s٠١-٠١"],
)
def test_an_id_that_is_no_id_is_refused_before_it_becomes_a_file(wrong):
    with pytest.raises(ValidationError):
        Shot(id=wrong)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Episode, {"id": "e01s01", "number": 1, "scenes": ()}),
        (Scene, {"id": "e01", "place": "客厅", "shots": ()}),
        (Line, {"id": "e01s01-01", "text": "你好"}),
    ],
)
def test_an_id_of_another_kind_is_refused(kind, given):
    with pytest.raises(ValidationError, match="String should match pattern"):
        kind(**given)


def test_an_id_that_belongs_elsewhere_is_refused():
    with pytest.raises(ValidationError, match="e01s02-01 stands in e01s01"):
        episode(Shot(id="e01s02-01"))
    with pytest.raises(ValidationError, match="e01s01-02-1 stands in e01s01-01"):
        episode(Shot(id="e01s01-01", lines=(line(1, "e01s01-02"),)))


def test_an_id_that_is_there_twice_is_refused():
    with pytest.raises(ValidationError, match="e01s01-01 is there 2 times"):
        episode(Shot(id="e01s01-01"), Shot(id="e01s01-01"))
    with pytest.raises(ValidationError, match="e01s01-01-1 is there 2 times"):
        episode(Shot(id="e01s01-01", lines=(line(1), line(1))))


def test_an_unknown_key_is_refused():
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Shot.model_validate({"id": "e01s01-01", "duration": 3})


def test_the_story_does_not_change():
    shot = Shot(id="e01s01-01")

    with pytest.raises(ValidationError, match="frozen"):
        shot.seen = "雨"


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Character, {"name": " "}),
        (Place, {"name": ""}),
        (Line, {"id": "e01s01-01-1", "text": "\n"}),
        (Shot, {"id": "e01s01-01", "people": ("",)}),
        (Shot, {"id": "e01s01-01", "least_seconds": 0.1}),
        (Shot, {"id": "e01s01-01", "size": "huge"}),
        (Scene, {"id": "e01s01", "place": "客厅", "shots": ()}),
        (Outline, {"title": "雨", "episodes": ()}),
    ],
)
def test_what_can_not_be_told_is_refused(kind, given):
    with pytest.raises(ValidationError):
        kind(**given)


def test_shots_and_lines_come_in_the_order_of_the_film():
    told = Episode(
        id="e01",
        number=1,
        scenes=(
            Scene(id="e01s01", place="客厅", shots=(Shot(id="e01s01-01", lines=(line(1), line(2))),)),
            Scene(id="e01s02", place="街口", shots=(Shot(id="e01s02-01"), Shot(id="e01s02-02"))),
        ),
    )

    assert [(scene.place, shot.id) for scene, shot in told.shots] == [
        ("客厅", "e01s01-01"),
        ("街口", "e01s02-01"),
        ("街口", "e01s02-02"),
    ]
    assert [(shot.id, said.id) for shot, said in told.lines] == [
        ("e01s01-01", "e01s01-01-1"),
        ("e01s01-01", "e01s01-01-2"),
    ]


def test_an_episode_is_the_same_after_it_was_written_down_and_read_again():
    told = episode(Shot(id="e01s01-01", lines=(line(1, speaker="林夏", note="低声"),), people=("林夏",)))

    assert Episode.model_validate_json(told.model_dump_json(exclude_defaults=True)) == told


def test_people_are_found_by_name_or_alias_and_a_stranger_by_the_name_alone():
    lin = Character(name="林夏", aliases=("小林",), age=Age.TEEN)
    outline = Outline(title="雨夜", characters=(lin,), episodes=(EpisodePlan(number=1),))

    assert outline.character("林夏") == outline.character("小林") == lin
    assert outline.character("路人") == Character(name="路人")


def test_a_place_that_is_not_listed_is_a_room():
    street = Place(name="街口", kind=PlaceKind.STREET)
    outline = Outline(title="雨夜", places=(street,), episodes=(EpisodePlan(number=1),))

    assert outline.place("街口") == street
    assert outline.place("客厅") == Place(name="客厅", kind=PlaceKind.ROOM)
