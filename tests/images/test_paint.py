from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.errors import BadResult
from pipeline.images.easel import View
from pipeline.images.layers import Layer, LayeredPicture, Rim, Shadow
from pipeline.images.paint import paint, still

SKY = Layer("sky", 0, '<rect x="-200" y="-200" width="1480" height="2320" fill="#204060"/>', opaque=True)
SQUARE = Layer("square", 1, '<rect x="400" y="800" width="200" height="200" fill="#ff0000"/>')
FACE = replace(
    SQUARE,
    moving={
        "mouth": {
            "closed": '<rect x="450" y="850" width="100" height="100" fill="#00ff00"/>',
            "open": '<rect x="450" y="850" width="100" height="100" fill="#0000ff"/>',
        }
    },
)


def of(*layers, **changes):
    return LayeredPicture(1080, layers, **({"grain": 0, "vignette": 0} | changes))


def test_a_still_has_the_size_asked_for_and_the_colours_of_the_layers():
    pixels = still(of(SKY, SQUARE), 108, 192)
    assert (pixels.shape, pixels.dtype) == ((192, 108, 3), np.uint8)
    assert pixels[10, 10].tolist() == [0x60, 0x40, 0x20]
    assert pixels[90, 50].tolist() == [0, 0, 255]


def test_edges_are_smooth_and_blend_with_what_lies_behind():
    white = Layer("white", 1, '<rect x="405" y="0" width="700" height="1920" fill="#fff"/>')
    black = Layer("black", 0, '<rect x="-200" y="-200" width="1480" height="2320" fill="#000"/>')
    assert still(of(black, white), 108, 192)[90, 40].tolist() == pytest.approx([128, 128, 128], abs=2)


def test_a_layer_is_cropped_to_its_content_and_knows_where_it_lies():
    (sheet,) = paint(of(SQUARE), 540, 960).sheets
    height, width = sheet.bare.pixels.shape[:2]
    assert width < 160
    assert height < 160
    assert sheet.bare.pixels[400 - sheet.bare.y, 200 - sheet.bare.x].tolist() == [0, 0, 255, 255]
    assert sheet.bare.pixels[400 - sheet.bare.y, 199 - sheet.bare.x].tolist() == [0, 0, 0, 0]


def test_layers_reach_beyond_the_frame_by_the_bleed():
    (sheet,) = paint(of(SKY), 108, 192).sheets
    assert (sheet.bare.x, sheet.bare.y) == (-15, -15)
    assert sheet.bare.pixels.shape[:2] == (192 + 30, 108 + 30)


def test_what_is_cut_off_at_the_sides_is_not_painted():
    (sheet,) = paint(of(SKY), 108, 400).sheets
    assert (sheet.bare.x, sheet.bare.pixels.shape[1]) == (-36, 108 + 72)


def test_a_soft_back_is_painted_at_half_of_the_size():
    sky, moon, near = replace(SKY, blur=40), replace(SQUARE, depth=0.3, blur=40), replace(SQUARE, blur=40)
    painted = paint(of(sky, moon, near), 108, 192)
    assert [sheet.layer for sheet in painted.sheets] == [near]
    assert painted.far is not None
    assert [sheet.layer for sheet in painted.far.sheets] == [sky, moon]
    assert (painted.far.width, painted.far.height) == (54, 96)


def test_what_is_sharp_or_before_something_sharp_is_painted_at_full_size():
    soft = replace(SQUARE, depth=0.3, blur=40)
    assert paint(of(SKY, soft), 108, 192).far is None


@pytest.mark.parametrize("size", [(108, 192), (107, 191), (216, 384)])
def test_a_soft_back_lies_where_a_sharp_one_would(size):
    sharp, soft = (
        still(of(SKY, replace(SQUARE, depth=0.3, blur=blur)), *size)[..., 2] - 32.0 for blur in (0, 40)
    )
    both = still(of(replace(SKY, blur=40), replace(SQUARE, depth=0.3, blur=40)), *size)[..., 2] - 32.0
    y, x = np.mgrid[: size[1], : size[0]]
    for light in (soft, both):
        middle = [(light * axis).sum() / light.sum() for axis in (x, y)]
        assert middle == pytest.approx([(sharp * axis).sum() / sharp.sum() for axis in (x, y)], abs=0.3)


def test_a_layer_that_was_rendered_is_not_rendered_again(monkeypatch):
    picture = of(SKY, replace(FACE, svg=FACE.svg.replace("ff0000", "ff0007")))
    first = still(picture, 108, 192)

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("pipeline.images.svg.Renderer.answer", refuse)
    paint(picture, 108, 192)
    assert (still(picture, 108, 192) == first).all()


def test_a_frame_of_another_shape_is_covered():
    assert View.covering(1080, 500, 500) == View(500 / 1080, 0, pytest.approx(-194.4, abs=0.1))
    pixels = still(of(SKY), 500, 300)
    assert (pixels == [0x60, 0x40, 0x20]).all()


def test_colour_is_multiplied_by_alpha():
    glass = Layer("glass", 1, '<rect width="1080" height="1920" fill="#ffffff" fill-opacity="0.5"/>')
    (sheet,) = paint(of(glass), 108, 192).sheets
    assert sheet.bare.pixels[96, 54].tolist() == pytest.approx([128] * 4, abs=1)


def test_a_moving_part_rests_in_its_first_state():
    assert still(of(SKY, FACE), 108, 192)[90, 50].tolist() == [0, 255, 0]


def test_a_part_is_posed_and_the_rest_stays_as_it_was():
    (sheet,) = paint(of(FACE), 108, 192).sheets
    closed, opened = sheet.posed(), sheet.posed(mouth="open")
    at = 90 - sheet.bare.y, 50 - sheet.bare.x
    assert opened[at].tolist() == [255, 0, 0, 255]
    assert closed[at].tolist() == [0, 255, 0, 255]
    changed = np.argwhere((closed != opened).any(axis=2))
    assert np.ptp(changed, axis=0).max() < 12


def test_only_the_part_that_moves_is_kept_for_a_state():
    (sheet,) = paint(of(FACE), 540, 960).sheets
    assert max(sheet.states["mouth"]["open"].pixels.shape) < 90


def test_a_state_may_use_the_definitions_of_its_layer():
    layer = replace(
        SQUARE,
        svg='<defs><linearGradient id="g"><stop stop-color="#fff"/></linearGradient></defs>' + SQUARE.svg,
        moving={"eyes": {"open": '<rect x="450" y="850" width="100" height="100" fill="url(#g)"/>'}},
    )
    assert still(of(SKY, layer), 108, 192)[90, 50].tolist() == [255, 255, 255]


def test_a_state_that_shows_nothing_leaves_the_layer_bare():
    layer = replace(SQUARE, moving={"mouth": {"closed": ""}})
    assert (still(of(SKY, layer), 108, 192) == still(of(SKY, SQUARE), 108, 192)).all()


def test_a_layer_without_content_is_left_out():
    assert len(paint(of(SKY, Layer("empty", 1, "")), 108, 192).sheets) == 1


def test_a_broken_layer_is_named():
    with pytest.raises(BadResult, match="'crooked'"):
        still(of(SKY, Layer("crooked", 1, "<rect")), 108, 192)


def test_something_unknown_that_falls_is_refused():
    with pytest.raises(BadResult, match="frogs"):
        still(of(SKY, falling="frogs"), 108, 192)


def test_a_shadow_darkens_what_lies_behind_on_its_side():
    cast = replace(SQUARE, shadow=Shadow(dx=60, dy=60, softness=10, opacity=0.8))
    plain, shadowed = (still(of(SKY, layer), 216, 384).astype(int) for layer in (SQUARE, cast))
    assert shadowed[205, 110].sum() < 0.6 * plain[205, 110].sum()
    assert (shadowed[150:158] == plain[150:158]).all()
    assert (shadowed[180, 100] == plain[180, 100]).all()


def test_a_rim_lights_the_edge_that_the_light_meets():
    lit = replace(SQUARE, rim=Rim(dx=30, dy=0, color="#ffffff", opacity=1))
    pixels = still(of(SKY, lit), 216, 384)
    assert pixels[180, 82].min() > 150
    assert pixels[180, 117].tolist() == [0, 0, 255]
    assert pixels[180, 78].tolist() == [0x60, 0x40, 0x20]


def test_a_blurred_layer_spreads_and_keeps_its_light():
    sharp, soft = (
        still(of(SKY, replace(SQUARE, blur=blur)), 216, 384).astype(int)[..., 2] - 0x20 for blur in (0, 30)
    )
    assert (sharp[140:220, 60:140] > 5).sum() < (soft[140:220, 60:140] > 5).sum()
    assert soft.sum() == pytest.approx(sharp.sum(), rel=0.03)


def test_the_same_picture_gives_the_same_pixels_and_another_seed_other_ones():
    rainy = of(SKY, SQUARE, falling="rain", grain=0.5, vignette=0.5, seed=1)
    assert (still(rainy, 108, 192) == still(rainy, 108, 192)).all()
    assert (still(rainy, 108, 192) != still(replace(rainy, seed=2), 108, 192)).any()


def test_a_vignette_darkens_the_corners_and_not_the_middle():
    plain, dark = (still(of(SKY, vignette=amount), 108, 192).astype(int) for amount in (0, 0.8))
    assert (dark[90, 54] == plain[90, 54]).all()
    assert dark[-1, -1].sum() < 0.6 * plain[-1, -1].sum()


def test_grain_is_fine_and_does_not_change_the_brightness():
    plain, grainy = (still(of(SKY, grain=amount), 216, 384).astype(float) for amount in (0, 1))
    noise = (grainy - plain)[..., 0]
    assert 1.5 < noise.std() < 8
    assert abs(noise.mean()) < 0.2
    assert (noise == (grainy - plain)[..., 2]).all()
