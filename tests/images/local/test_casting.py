"""Whose face is whose: those who resemble their portrait, then the others from left to right."""

from __future__ import annotations

from pipeline.images.faces import Face
from pipeline.images.local.casting import cast

LIN, MEI, GAO, NOBODY = (1.0, 0, 0, 0), (0, 1.0, 0, 0), (0, 0, 1.0, 0), (0, 0, 0, 1.0)
FIVE = ((0.0, 0.0),) * 5


def face(left: float, embedding=NOBODY, width: float = 50) -> Face:
    return Face((left, 0, left + width, 60), FIVE, embedding)


PORTRAITS = {"Lin": face(0, LIN), "Mei": face(0, MEI), "Gao": face(0, GAO)}


def test_strangers_are_given_from_left_to_right_as_the_people_are_named():
    right, left = face(200), face(10)

    assert cast(["Lin", "Mei"], PORTRAITS, [right, left]) == {"Lin": left, "Mei": right}


def test_who_resembles_their_portrait_keeps_that_face_wherever_it_is():
    mei, stranger = face(10, MEI), face(200)

    assert cast(["Lin", "Mei"], PORTRAITS, [mei, stranger]) == {"Lin": stranger, "Mei": mei}


def test_a_likeness_too_small_to_mean_the_same_person_does_not_count():
    left, right = face(10, (0.2, 0.3, 0, 1.0)), face(200)

    assert cast(["Lin", "Mei"], PORTRAITS, [left, right]) == {"Lin": left, "Mei": right}


def test_of_a_crowd_the_largest_faces_are_taken():
    small, large, larger = face(10, width=20), face(100, width=60), face(200, width=80)

    assert cast(["Lin", "Mei"], PORTRAITS, [small, large, larger]) == {"Lin": large, "Mei": larger}


def test_who_has_no_portrait_keeps_a_place_in_the_row():
    left, right = face(10), face(200)

    assert cast(["Passer-by", "Mei"], PORTRAITS, [left, right]) == {"Passer-by": left, "Mei": right}


def test_where_there_are_fewer_faces_than_people_the_last_ones_have_none():
    only = face(10)

    assert cast(["Lin", "Mei"], PORTRAITS, [only]) == {"Lin": only}
    assert cast(["Lin"], PORTRAITS, []) == {}
