"""A face as InstantID is shown it, and the square around it."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.images.faces import Face
from pipeline.images.local.landmarks import around, drawn, soft_mask

FIVE = ((40.0, 40.0), (80.0, 40.0), (60.0, 60.0), (45.0, 80.0), (75.0, 80.0))


def face(left: float, top: float, side: float = 40) -> Face:
    return Face((left, top, left + side, top + side), FIVE, ())


def test_the_points_have_the_colours_that_it_was_trained_with_and_limbs_go_to_the_nose():
    picture = drawn(FIVE, 120, 100)

    colours = [tuple(int(value) for value in picture[int(y), int(x)]) for x, y in FIVE]
    assert colours == [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (255, 0, 255)]
    assert picture.shape == (100, 120, 3)
    assert tuple(picture[50, 50]) == (153, 0, 0)
    assert tuple(picture[50, 70]) == (0, 153, 0)
    assert not picture[:20].any()


@pytest.mark.parametrize(
    ("at", "corner"), [((100, 100), (80, 80)), ((0, 0), (0, 0)), ((260, 150), (220, 120))]
)
def test_the_square_is_twice_the_face_and_lies_inside_the_picture(at, corner):
    square = around(face(*at), 300, 200, 64)

    assert (square.side, square.size) == (80, 64)
    assert (square.left, square.top) == corner


def test_of_a_face_that_fills_the_picture_it_is_as_much_as_there_is():
    square = around(face(10, 10, 90), 120, 110, 64)

    assert (square.left, square.top, square.side) == (0, 0, 110)


def test_points_of_the_picture_are_found_in_the_square():
    square = around(face(100, 100), 300, 200, 160)

    assert square.inside([(80, 80), (160, 160), (120, 100)]) == [(0, 0), (160, 160), (80, 40)]


def test_the_mask_is_whole_over_the_face_and_nothing_at_the_edge_of_the_square():
    there = face(100, 100)
    mask = soft_mask(there, around(there, 300, 200, 128))

    assert mask.shape == (128, 128)
    assert mask[64, 64] == 1
    assert mask[0].max() == mask[:, 0].max() == 0
    assert 0 < mask[64, 20:24].mean() < 1


def test_of_a_face_that_fills_the_picture_it_ends_softly_with_the_square_but_not_with_the_picture():
    there = face(5, 60, 90)
    square = around(there, 100, 200, 100)
    mask = soft_mask(there, square)

    assert (square.left, square.side) == (0, 100)
    assert 0 < square.top < 100
    assert mask[0].max() == mask[-1].max() == 0
    assert mask[50, 0] == mask[50, -1] == 1


def test_what_is_pasted_changes_as_much_as_the_mask_says():
    before = np.full((200, 300, 3), 100, np.uint8)
    there = face(100, 100)
    square = around(there, 300, 200, 128)
    mask = np.zeros((128, 128), np.float32)
    mask[32:96, 32:96] = 0.5

    after = square.pasted(before, np.full((128, 128, 3), 200, np.uint8), mask)

    assert tuple(after[120, 120]) == (150, 150, 150)
    assert (after != before).any(axis=2).sum() == 40 * 40
    assert (before == 100).all()


def test_what_is_cut_and_pasted_back_whole_is_the_same():
    random = np.random.default_rng(1)
    pixels = random.integers(0, 255, (90, 90, 3), dtype=np.uint8)
    square = around(face(20, 20), 90, 90, 80)

    assert (square.pasted(pixels, square.cut(pixels), np.ones((80, 80), np.float32)) == pixels).all()
