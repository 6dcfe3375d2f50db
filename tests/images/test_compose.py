from __future__ import annotations

import numpy as np
import pytest

from pipeline.images.compose import color_of, lay, over

RED = np.full((10, 10, 4), (0, 0, 255, 255), np.uint8)
GLASS = np.full((10, 10, 4), (64, 64, 64, 128), np.uint8)


def black():
    return np.zeros((20, 20, 3), np.uint8)


def shift(x, y):
    return np.array([[1.0, 0, x], [0, 1, y]])


@pytest.mark.parametrize(
    ("x", "y", "count"), [(0, 0, 100), (5, 5, 100), (-5, 15, 25), (30, 0, 0), (-10, 0, 0)]
)
def test_a_sheet_is_cut_off_at_the_frame(x, y, count):
    laid, moved = black(), black()
    over(laid, RED, x, y)
    lay(moved, RED, shift(x, y))
    assert (laid[..., 2] == 255).sum() == count
    assert (laid == moved).all()


def test_what_is_half_clear_lets_half_through():
    frame = np.full((20, 20, 3), 200, np.uint8)
    over(frame, GLASS)
    assert frame[5, 5].tolist() == pytest.approx([200 * 127 / 255 + 64] * 3, abs=1)


def test_a_sheet_is_laid_between_pixels():
    frame = black()
    lay(frame, RED, shift(3.25, 3))
    assert frame[8, 3, 2] == pytest.approx(255 * 0.75, abs=2)
    assert frame[8, 13, 2] == pytest.approx(255 * 0.25, abs=2)


def test_a_weakened_sheet_lets_more_through():
    frame = np.full((20, 20, 3), 200, np.uint8)
    lay(frame, RED, shift(0, 0), strength=0.5)
    assert frame[5, 5].tolist() == pytest.approx([100, 100, 228], abs=2)


def test_colours_are_read_as_blue_green_red():
    assert color_of("#dfe8ff") == (0xFF, 0xE8, 0xDF)
