from dataclasses import replace

import pytest

from pipeline.images.drawing.picture import Finish, picture_of
from pipeline.images.engine import Brief, Person
from pipeline.story import Age, Angle, Era, Feeling, Place, PlaceKind, Size, Time, Weather

LIN = Person("林夏", "female", Age.YOUNG, "", Feeling.CALM)
LU = Person("陆寒舟", "male", Age.YOUNG, "", Feeling.ANGRY)
STREET = Brief(
    place=Place(name="长街", kind=PlaceKind.STREET),
    inside=False,
    time=Time.NIGHT,
    weather=Weather.CLEAR,
    era=Era.MODERN,
    size=Size.FULL,
    angle=Angle.EYE,
    people=(LIN, LU),
    seen="",
    flashback=False,
)
FINISH = Finish(grain=0.2, vignette=0.4)


def picture(seed=1, **changes):
    return picture_of(replace(STREET, **changes), 1080, seed, FINISH)


def names(made):
    return [layer.name for layer in made.layers]


def people(made):
    return [layer.person for layer in made.layers if layer.person]


def test_the_people_stand_between_the_place_and_what_is_nearer():
    depths = [layer.depth for layer in picture(era=Era.ANCIENT).layers]
    first, last = depths.index(1.0), len(depths) - 1 - depths[::-1].index(1.0)

    assert all(depth < 1 for depth in depths[:first])
    assert all(depth > 1 for depth in depths[last + 1 :])
    assert depths[last + 1 :]


def test_a_shot_shows_everyone_it_names():
    assert sorted(people(picture())) == sorted(["林夏", "陆寒舟"])


def test_an_empty_shot_shows_the_place_alone():
    made = picture(people=())

    assert people(made) == []
    assert len(made.layers) >= 4


@pytest.mark.parametrize(
    ("weather", "falling"),
    [
        (Weather.RAIN, "rain"),
        (Weather.STORM, "rain"),
        (Weather.SNOW, "snow"),
        (Weather.DUST, "dust"),
        (Weather.FOG, ""),
    ],
)
def test_the_weather_falls_outside(weather, falling):
    assert picture(weather=weather).falling == falling


def test_it_does_not_rain_indoors():
    office = Place(name="办公室", kind=PlaceKind.OFFICE)

    assert picture(place=office, inside=True, weather=Weather.RAIN).falling == ""


def test_a_portrait_is_one_person_before_a_plain_ground():
    made = picture(place=None, people=(LIN,))

    assert people(made) == ["林夏"]
    assert len(made.layers) == 2
    assert made.falling == ""


def test_a_detail_shows_the_thing_that_is_spoken_of():
    made = picture(size=Size.DETAIL, seen="桌上的一封信")

    assert "thing" in names(made)
    assert people(made) == []


def test_a_detail_of_a_door_shows_it_ajar():
    assert {"door", "gap"} <= set(names(picture(size=Size.DETAIL, seen="门缓缓打开")))


def test_a_detail_without_a_thing_is_the_face_of_the_first_person():
    assert people(picture(size=Size.DETAIL, seen="泪水滑落")) == ["林夏"]


def test_a_detail_of_nothing_and_nobody_is_a_still_life():
    assert "thing" in names(picture(size=Size.DETAIL, people=()))


def test_an_umbrella_is_held_where_the_words_have_one():
    dry, held = picture(seen="林夏站着"), picture(seen="林夏撑着伞")

    assert [layer.svg for layer in dry.layers if layer.person == "林夏"] != [
        layer.svg for layer in held.layers if layer.person == "林夏"
    ]


def test_nobody_stands_upright_in_a_car():
    car = Place(name="车", kind=PlaceKind.VEHICLE)

    assert "footing" not in names(picture(place=car, inside=True))


def test_the_light_in_one_place_comes_from_one_side():
    wide, close = picture(size=Size.WIDE, seed=1), picture(size=Size.CLOSE, seed=99)
    rims = {layer.rim.dx > 0 for made in (wide, close) for layer in made.layers if layer.person}

    assert len(rims) == 1


def test_the_same_brief_gives_the_same_picture():
    assert picture() == picture()
    assert picture(seed=1) != picture(seed=2)


def test_the_finish_is_handed_on():
    assert (picture().grain, picture().vignette) == (0.2, 0.4)


@pytest.mark.parametrize("seen", ["越过陆寒舟的肩膀，林夏说话", "Over the shoulder of 陆寒舟, she speaks"])
def test_the_camera_looks_past_whom_the_words_name(seen):
    made = picture(size=Size.MEDIUM, seen=seen)

    assert people(made) == ["林夏", "陆寒舟"]
    assert made.layers[-1].depth > 1
    assert "near" not in names(picture(size=Size.FULL, seen=seen))
    assert "near" not in names(picture(size=Size.MEDIUM, seen=seen, people=(LU,)))


def test_the_lamps_of_a_room_leave_its_corners_dark_at_night():
    room = Place(name="客厅", kind=PlaceKind.ROOM)

    assert "gloom" in names(picture(place=room, inside=True))
    assert "gloom" not in names(picture(place=room, inside=True, time=Time.DAY))
    assert "gloom" not in names(picture())
