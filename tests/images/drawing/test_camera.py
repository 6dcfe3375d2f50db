import re

import pytest

from pipeline.images.drawing.camera import camera_of
from pipeline.images.drawing.light import light_of
from pipeline.images.drawing.view import View
from pipeline.images.layers import BLEED, Layer
from pipeline.story import Era, Size, Time, Weather

LIGHT = light_of(Time.DAY, Weather.CLEAR, False, Era.MODERN, False)
VIEW = View("长街", "", False, Time.DAY, Weather.CLEAR, Era.MODERN, LIGHT, 1080, 1130)


def seen(layer, size, seed=1):
    """The layer's scale, and where its left and right edges come to lie."""
    svg = camera_of(size, seed).sees(layer, VIEW).svg
    found = re.match(r'<g transform="translate\((\S+) \S+\) scale\((\S+)\) translate\((\S+) \S+\)"', svg)
    if not found:
        return 1.0, -BLEED, VIEW.width + BLEED
    x, scale, back = (float(value) for value in found.groups())
    return scale, x + (VIEW.left + back) * scale, x + (VIEW.right + back) * scale


def test_a_wide_shot_shows_the_place_as_it_is():
    layer = Layer("hills", 0.3, "<g/>")

    assert camera_of(Size.WIDE, 1).sees(layer, VIEW) == layer


def test_a_closer_shot_enlarges_and_softens_what_is_behind():
    layer = Layer("hills", 0.3, "<g/>", blur=1)
    medium, close = (camera_of(size, 1).sees(layer, VIEW) for size in (Size.MEDIUM, Size.CLOSE))

    assert seen(layer, Size.CLOSE)[0] > seen(layer, Size.MEDIUM)[0] > 1
    assert close.blur > medium.blur > 1


def test_what_is_far_grows_less_than_what_is_near():
    assert seen(Layer("sky", 0, "<g/>"), Size.CLOSE)[0] < seen(Layer("wall", 0.7, "<g/>"), Size.CLOSE)[0]


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("seed", range(6))
def test_no_shot_looks_beyond_the_edge_of_a_sheet(size, seed):
    for depth in (0, 0.4, 0.9, 1.6):
        _, left, right = seen(Layer("sheet", depth, "<g/>"), size, seed)

        assert left <= -BLEED + 0.5
        assert right >= VIEW.width + BLEED - 0.5


def test_shots_of_one_place_differ_by_their_seed():
    assert len({camera_of(Size.CLOSE, seed).pan for seed in range(8)}) == 8
