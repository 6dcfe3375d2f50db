import cv2
import numpy as np
import pytest
from pydantic import ValidationError

from pipeline.images.drawn import Drawn
from pipeline.images.embed import read_picture
from pipeline.images.engine import Brief, ImageRequest, Person
from pipeline.story import Age, Angle, Era, Feeling, Place, PlaceKind, Size, Time, Weather

LIN = Person("林夏", "female", Age.YOUNG, "", Feeling.CALM)


def request_of(*, time=Time.DAY, size=Size.WIDE, people=(LIN,), flashback=False, width=108, height=192):
    place = Place(name="旧操场", kind=PlaceKind.SCHOOL)
    brief = Brief(place, False, time, Weather.CLEAR, Era.MODERN, size, Angle.EYE, people, "", flashback)
    return ImageRequest("", brief, width, height, seed=7)


def drawn(tmp_path, request, **options):
    Drawn(**options).draw(request, tmp_path / "shot.png")
    return cv2.imread(str(tmp_path / "shot.png")).astype(np.float64)


def test_it_runs_anywhere_and_wants_no_references():
    assert Drawn().unavailable() == ""
    assert Drawn().abilities.references == 0


def test_the_layers_travel_inside_the_picture(tmp_path):
    drawn(tmp_path, request_of())

    picture = read_picture(tmp_path / "shot.png")
    assert picture is not None
    assert [layer.person for layer in picture.layers if layer.person] == ["林夏"]


@pytest.mark.parametrize(("width", "height", "canvas"), [(108, 192, 1080), (192, 108, 3413), (96, 96, 1920)])
def test_the_canvas_has_the_shape_of_the_frame(tmp_path, width, height, canvas):
    drawn(tmp_path, request_of(width=width, height=height))

    assert read_picture(tmp_path / "shot.png").width == canvas


def test_night_is_darker_than_day(tmp_path):
    night = drawn(tmp_path, request_of(time=Time.NIGHT, people=()))
    day = drawn(tmp_path, request_of(time=Time.DAY, people=()))

    assert night.mean() < day.mean() * 0.75


def test_a_flashback_is_warmer_than_the_present(tmp_path):
    def warmth(pixels):
        return pixels[..., 2].mean() - pixels[..., 0].mean()

    past = drawn(tmp_path, request_of(flashback=True, people=()))
    present = drawn(tmp_path, request_of(people=()))

    assert warmth(past) > warmth(present) + 10


def test_a_vignette_darkens_the_corners(tmp_path):
    with_one = drawn(tmp_path, request_of(), vignette=1, grain=0)
    without = drawn(tmp_path, request_of(), vignette=0, grain=0)

    assert with_one[:12, :12].mean() < without[:12, :12].mean() - 5


@pytest.mark.parametrize("options", [{"grain": 1.5}, {"vignette": -0.1}, {"brush": 3}])
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ValidationError):
        Drawn(**options)
