from __future__ import annotations

import cv2
import numpy as np
import pytest

pytest.importorskip(
    "PIL", reason="it comes with diffusers: local models are tested where `make local` was run"
)

from pipeline.clips.local.canvas import Canvas
from pipeline.errors import BadResult

FILM = (1080, 1920)


@pytest.fixture
def picture(tmp_path):
    """Vertical: red above, green in the middle, blue below; its left half darker."""
    pixels = np.zeros((192, 108, 3), np.uint8)
    pixels[:64, :, 2] = pixels[64:128, :, 1] = pixels[128:, :, 0] = 200
    pixels[:, :54] //= 2
    cv2.imwrite(str(tmp_path / "a.png"), pixels)
    return tmp_path / "a.png"


def test_a_canvas_of_the_films_shape_is_covered_and_nothing_is_stretched(picture):
    canvas = Canvas(64, 96, FILM)
    shown = np.asarray(canvas.picture(picture))
    assert shown.shape == (96, 64, 3)
    assert not canvas.laid
    # Cut above and below alike: the colours still meet a sixth of the picture's height from the middle.
    assert [tuple(shown[y, 60]) for y in (8, 48, 88)] == [(200, 0, 0), (0, 200, 0), (0, 0, 200)]
    assert abs(int((shown[:, 60, 1] > 100).sum()) - 64 * 64 / 108) <= 1


def test_a_vertical_picture_is_laid_whole_on_a_canvas_of_another_shape(picture):
    canvas = Canvas(720, 480, FILM, fixed=True)
    assert canvas.laid
    assert canvas.shown == (225, 0, 270, 480)
    whole = np.asarray(canvas.picture(picture))
    middle = canvas.cut(whole[None])[0]
    assert middle.shape == (480, 270, 3)
    assert [tuple(middle[y, 200]) for y in (3, 240, 476)] == [(200, 0, 0), (0, 200, 0), (0, 0, 200)]
    assert [tuple(middle[y, 20]) for y in (3, 240, 476)] == [(100, 0, 0), (0, 100, 0), (0, 0, 100)]


def test_the_sides_are_the_picture_itself_without_an_edge_in_it(picture):
    whole = np.asarray(Canvas(720, 480, FILM, fixed=True).picture(picture)).astype(int)
    left = whole[:, :225]
    assert left.mean() > 20
    assert abs(np.diff(left, axis=1)).max() < 10


def test_a_fixed_canvas_of_nearly_the_films_shape_is_covered():
    assert not Canvas(720, 480, (1080, 720), fixed=True).laid
    assert Canvas(720, 480, (1280, 720), fixed=True).shown == (0, 38, 720, 404)


@pytest.mark.parametrize("film", [(1080, 1920), (1919, 1081), (7, 900), (900, 7)])
def test_what_is_cut_out_has_an_even_size_and_lies_inside(film):
    left, top, width, height = Canvas(46, 30, film, fixed=True).shown
    assert (width % 2, height % 2) == (0, 0)
    assert width >= 2 <= height
    assert left >= 0 <= top
    assert left + width <= 46
    assert top + height <= 30


def test_a_damaged_picture_is_named(tmp_path):
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(BadResult, match=r"broken\.png"):
        Canvas(64, 96, FILM).picture(tmp_path / "broken.png")
