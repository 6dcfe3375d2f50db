from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from pipeline.clips.actors import Life
from pipeline.clips.engine import ClipRequest
from pipeline.clips.frames import Frames
from pipeline.clips.pictures import read, seen
from pipeline.errors import BadResult
from pipeline.images.embed import write_png
from pipeline.images.layers import Layer, LayeredPicture
from pipeline.images.paint import still
from pipeline.story import Move

BLUE, GREEN = (200, 40, 30), (20, 180, 40)


def half_and_half(width, height):
    pixels = np.full((height, width, 3), BLUE, np.uint8)
    pixels[:, width // 2 :] = GREEN
    return pixels


def request_for(image, **changes):
    request = ClipRequest("", image, 3.0, 108, 192, 24, Move.PUSH, 1)
    return replace(request, **changes)


def frames_of(request, strength=1.0, dust=False):
    return Frames(seen(request, strength, dust=dust), request, Life())


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_png_jpeg_and_webp_are_read(tmp_path, name):
    cv2.imwrite(str(tmp_path / name), half_and_half(60, 100), [cv2.IMWRITE_WEBP_QUALITY, 100])
    pixels = read(tmp_path / name)
    assert pixels.shape == (100, 60, 3)
    assert pixels[50, 10].tolist() == pytest.approx(BLUE, abs=4)


def test_a_name_in_chinese_is_read(tmp_path):
    (tmp_path / "雨夜.png").write_bytes(cv2.imencode(".png", half_and_half(60, 100))[1].tobytes())
    assert read(tmp_path / "雨夜.png").shape == (100, 60, 3)


def test_sixteen_bits_become_eight(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), half_and_half(60, 100).astype(np.uint16) * 257)
    assert read(tmp_path / "a.png")[5, 5].tolist() == pytest.approx(BLUE, abs=1)


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_clear_parts_lie_on_white(tmp_path, depth):
    top = np.iinfo(depth).max
    clear = np.zeros((50, 30, 4), depth)
    clear[:25] = top // 255 * np.array([*BLUE, 255], np.int64)
    cv2.imwrite(str(tmp_path / "a.png"), clear)
    assert read(tmp_path / "a.png")[40, 10].tolist() == [255, 255, 255]
    assert read(tmp_path / "a.png")[10, 10].tolist() == pytest.approx(BLUE, abs=1)


def test_a_grey_picture_becomes_one_of_colour(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((50, 30), 99, np.uint8))
    assert read(tmp_path / "a.png")[3, 3].tolist() == [99, 99, 99]


def test_a_picture_for_print_is_refused_with_a_letter(tmp_path):
    header = b"\xff\xd8\xff\xe0\x00\x04\0\0" + b"\xff\xc0\x00\x14\x08\x00\x10\x00\x10\x04" + bytes(12)
    (tmp_path / "a.jpg").write_bytes(header)
    with pytest.raises(BadResult, match="CMYK"):
        read(tmp_path / "a.jpg")


@pytest.mark.parametrize("size", [(1080, 1920), (300, 300), (64, 200), (2000, 1000), (7, 5), (1, 1)])
@pytest.mark.parametrize("move", Move)
def test_any_size_fills_the_frame_at_any_move(tmp_path, size, move):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((size[1], size[0], 3), 200, np.uint8))
    frames = frames_of(request_for(tmp_path / "a.png", move=move), strength=3)
    for number in (0, 20, 45, 71):
        assert frames.yuv(number)[..., 0].min() > 150


def test_a_push_goes_in(tmp_path):
    pixels = half_and_half(540, 960)
    pixels[300:660] = 255
    cv2.imwrite(str(tmp_path / "a.png"), pixels)
    frames = frames_of(request_for(tmp_path / "a.png"))
    first, last = ((frames.yuv(number)[:, 20, 0] > 200).sum() for number in (0, 71))
    assert last > first


def test_the_middle_of_a_wide_picture_is_kept(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), half_and_half(800, 1000))
    frame = frames_of(request_for(tmp_path / "a.png")).yuv(0)
    assert abs(int((frame[100, :, 1] > 150).sum()) - 54) < 3


def test_a_very_wide_picture_is_shown_whole_before_itself(tmp_path):
    pixels = np.full((90, 160, 3), GREEN, np.uint8)
    pixels[:, :16] = pixels[:, -16:] = 255
    cv2.imwrite(str(tmp_path / "a.png"), pixels)
    frame = frames_of(request_for(tmp_path / "a.png", move=Move.STILL)).yuv(0)
    assert frame[96, 3, 0] > 200
    assert frame[96, 104, 0] > 200
    assert frame[10, 3, 0] < 200


def test_dust_floats_only_when_asked_for(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((192, 108, 3), 40, np.uint8))
    request = request_for(tmp_path / "a.png")
    assert np.ptp(frames_of(request).yuv(9)[..., 0]) == 0
    assert np.ptp(frames_of(request, dust=True).yuv(9)[..., 0]) > 4


def test_odd_sizes_lose_a_pixel(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), half_and_half(60, 100))
    painted = seen(request_for(tmp_path / "a.png", width=109, height=193), 1, dust=False).painted
    assert (painted.width, painted.height) == (108, 192)


def test_a_soft_back_looks_as_it_does_in_the_still(tmp_path):
    back = Layer("sky", 0, '<rect x="-200" y="-200" width="1480" height="2320" fill="#345"/>', blur=20)
    dot = Layer("moon", 0.3, '<circle cx="540" cy="960" r="200" fill="#fff"/>', blur=20)
    picture = LayeredPicture(1080, (back, dot), grain=0, vignette=0)
    painted = still(picture, 216, 384)
    write_png(painted, tmp_path / "a.png", picture)
    frame = frames_of(request_for(tmp_path / "a.png", width=216, height=384)).nv12(0)
    shown = cv2.cvtColor(frame, cv2.COLOR_YUV2BGR_NV12)[..., 1].astype(float)
    assert np.abs(shown - painted[..., 1]).mean() < 4
    sideways = [
        (plane.sum(axis=0) * np.arange(216)).sum() / plane.sum() for plane in (shown, painted[..., 1])
    ]
    assert sideways[0] == pytest.approx(sideways[1], abs=0.1)
