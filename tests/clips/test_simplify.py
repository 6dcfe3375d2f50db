from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.clips.simplify import simplify
from pipeline.images.compose import over
from pipeline.images.easel import Box
from pipeline.images.layers import Layer, LayeredPicture
from pipeline.images.paint import paint

SKY = Layer("sky", 0, '<rect x="-200" y="-200" width="1480" height="2320" fill="#345"/>', opaque=True)
CLOUDS = Layer(
    "clouds", 0.05, '<rect x="-200" y="-200" width="1480" height="900" fill="#fff" opacity="0.5"/>'
)
HILLS = Layer("hills", 0.3, '<rect x="-200" y="600" width="1480" height="1600" fill="#462"/>')
GROUND = Layer("ground", 0.8, '<rect x="-200" y="1200" width="1480" height="900" fill="#876"/>')
MAN = Layer("man", 1.0, '<rect x="400" y="700" width="300" height="1300" fill="#000"/>', breath=1)
SIGHT = Box(-10, -10, 280, 490)


def simplified(*layers, travel=20.0):
    painted = paint(LayeredPicture(1080, layers), 270, 480)
    return simplify(painted.sheets, SIGHT, travel)


def shown(sheets):
    frame = np.zeros((480, 270, 3), np.uint8)
    for sheet in sheets:
        over(frame, sheet.posed(), sheet.bare.x, sheet.bare.y)
    return frame


def names(sheets):
    return [sheet.layer.name for sheet in sheets]


def test_the_picture_looks_as_before():
    layers = (SKY, CLOUDS, HILLS, GROUND, MAN)
    before = paint(LayeredPicture(1080, layers), 270, 480).sheets
    assert np.abs(shown(simplified(*layers)).astype(int) - shown(before)).max() <= 1


def test_scenery_at_nearly_the_same_depth_becomes_one_sheet():
    assert names(simplified(SKY, CLOUDS, HILLS)) == ["sky, clouds", "hills"]


def test_what_moves_by_itself_stays_apart():
    swaying = replace(CLOUDS, sway=5)
    assert names(simplified(SKY, swaying, HILLS)) == ["sky", "clouds", "hills"]


def test_rain_can_still_fall_between_the_scenery_and_the_front():
    assert len(simplified(replace(SKY, depth=0.98), replace(CLOUDS, depth=1.0))) == 2


def test_two_small_sheets_far_from_each_other_stay_apart():
    left = Layer("left", 0.5, '<rect x="0" y="0" width="100" height="100" fill="#fff"/>')
    right = Layer("right", 0.5, '<rect x="900" y="1700" width="100" height="100" fill="#fff"/>')
    assert len(simplified(left, right)) == 2


def test_what_nearer_sheets_always_hide_is_cut_off():
    _, hills, _ = simplified(SKY, HILLS, GROUND)
    assert 300 + 20 < hills.bare.box.bottom < 300 + 80


def test_what_is_hidden_altogether_is_left_out():
    wall = replace(SKY, name="wall", depth=0.9)
    assert names(simplified(SKY, HILLS, wall)) == ["wall"]


def test_glass_and_what_sways_or_flickers_hide_nothing():
    for through in (
        Layer("glass", 0.9, SKY.svg.replace("/>", ' opacity="0.9"/>')),
        Layer("curtain", 0.9, SKY.svg, sway=9),
        Layer("fire", 0.9, SKY.svg, flicker=1),
    ):
        assert len(simplified(SKY, HILLS, through)) == 3


def test_what_lies_just_out_of_sight_stays_with_the_edge():
    (ground,) = simplified(GROUND)
    assert ground.bare.box.right == 270 + 38
    assert ground.bare.box.bottom > 480


def test_no_sheets_stay_none():
    assert simplify((), SIGHT, 9) == []
