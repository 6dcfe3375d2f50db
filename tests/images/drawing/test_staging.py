import itertools

import cv2
import numpy as np
import pytest
import resvg_py

from pipeline.images.drawing.camera import HORIZON
from pipeline.images.drawing.light import light_of
from pipeline.images.drawing.people import head_box
from pipeline.images.drawing.staging import CHIN, footing, over_shoulder, players, stage
from pipeline.images.drawing.view import View
from pipeline.images.engine import Person
from pipeline.story import Age, Angle, Era, Feeling, Size, Time, Weather

LIGHT = light_of(Time.DAY, Weather.CLEAR, False, Era.MODERN, False)
CAST = (
    Person("林夏", "female", Age.YOUNG, "", Feeling.CALM),
    Person("陆寒舟", "male", Age.MIDDLE, "", Feeling.ANGRY),
    Person("小宝", "male", Age.CHILD, "", Feeling.HAPPY),
    Person("奶奶", "female", Age.OLD, "", Feeling.TENDER),
    Person("路人甲", "unknown", Age.TEEN, "", Feeling.AFRAID),
)


def view(angle=Angle.EYE, width=1080):
    return View("长街", "", False, Time.DAY, Weather.CLEAR, Era.MODERN, LIGHT, width, HORIZON[angle])


def spots_of(people, size, angle=Angle.EYE, width=1080, seed=3):
    return stage(view(angle, width), people, size, angle, seed)


@pytest.mark.parametrize(
    ("size", "angle", "count", "width"), list(itertools.product(Size, Angle, range(1, 6), (1080, 3413)))
)
def test_every_face_is_in_the_frame_and_above_the_subtitles(size, angle, count, width):
    people = CAST[:count]

    for person, spot in zip(people, spots_of(people, size, angle, width), strict=True):
        box = head_box(person, Era.MODERN, spot.scale, spot.x, spot.ground_y)
        assert box.bottom <= CHIN + 0.01
        assert box.top > 60
        assert box.left > 0
        assert box.right < width


def test_nobody_is_staged_where_nobody_is():
    assert spots_of((), Size.WIDE) == []


def test_people_stand_from_left_to_right_in_their_order():
    places = [spot.x for spot in spots_of(CAST, Size.FULL)]

    assert places == sorted(places)


def test_two_people_turn_towards_each_other():
    assert [spot.facing for spot in spots_of(CAST[:2], Size.MEDIUM)] == [1, -1]


def test_closer_shots_show_people_larger():
    scales = [spots_of(CAST[:1], size)[0].scale for size in (Size.WIDE, Size.FULL, Size.MEDIUM, Size.CLOSE)]

    assert scales == sorted(scales)
    assert len(set(scales)) == 4


def test_a_low_camera_makes_people_larger_and_a_high_one_smaller():
    low, eye, high = (spots_of(CAST[:1], Size.WIDE, angle)[0] for angle in (Angle.LOW, Angle.EYE, Angle.HIGH))

    assert low.scale > eye.scale > high.scale


def test_of_three_the_middle_one_stands_behind():
    left, middle, right = spots_of(CAST[:3], Size.FULL)

    assert middle.scale < left.scale == right.scale
    layers = players(view(), CAST[:3], [left, middle, right], Size.FULL, "")
    assert layers[0].person == CAST[1].name


def test_who_is_alone_stands_off_the_middle_on_a_side_that_the_seed_decides():
    places = {spots_of(CAST[:1], Size.CLOSE, seed=seed)[0].x for seed in range(8)}

    assert len(places) == 2
    assert 540 not in places


def test_a_shadow_lies_at_every_foot():
    spots = spots_of(CAST[:2], Size.WIDE)

    assert footing(view(), spots).svg.count("<circle") == 2


@pytest.mark.parametrize(("angle", "listener", "width"), list(itertools.product(Angle, (0, 1), (1080, 3413))))
def test_over_a_shoulder_the_face_of_the_speaker_is_free(angle, listener, width):
    for speaker in CAST:
        pair = (CAST[0], speaker) if listener == 0 else (speaker, CAST[0])
        face, near = over_shoulder(view(angle, width), pair, listener, angle)
        assert (face.person, near.person) == (speaker.name, CAST[0].name)
        assert face.moving
        assert not near.moving
        eyes, hair = spread(face.moving["eyes"]["open"], width), spread(near.svg, width)
        assert eyes[1] < hair[0] if listener else hair[1] < eyes[0]


def spread(markup, width):
    """From where to where (in tenths of a unit) *markup* covers the rows of a face in the picture."""
    size = f'viewBox="0 0 {width} 1920" width="{width // 10}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{markup}</svg>'
    png = np.frombuffer(bytes(resvg_py.svg_to_bytes(svg_string=svg)), np.uint8)
    columns = np.nonzero(cv2.imdecode(png, cv2.IMREAD_UNCHANGED)[: int(CHIN / 10), :, 3].max(axis=0))[0]
    return columns.min(), columns.max()
