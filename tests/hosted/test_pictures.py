"""Pictures are handed over in a format, size and wrapping that the vendor takes."""

from __future__ import annotations

import base64

import cv2
import numpy as np
import pytest
from vendors.stand_in import picture

from pipeline.errors import BadResult, Rejected
from pipeline.hosted.offer import Picture
from pipeline.hosted.pictures import content_of, media_type, wrapped


def write(path, width, height, *, noise=False):
    shape = (height, width, 3)
    pixels = (
        np.random.default_rng(1).integers(0, 255, shape, np.uint8) if noise else np.zeros(shape, np.uint8)
    )
    cv2.imwrite(str(path), pixels)
    return path


def size_of(content: bytes) -> tuple[int, int]:
    height, width = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR).shape[:2]
    return width, height


def test_what_fits_is_handed_over_as_it_is(tmp_path):
    (tmp_path / "a.png").write_bytes(picture())

    assert content_of(tmp_path / "a.png", Picture()) == ("image.png", picture())


def test_another_format_becomes_a_png(tmp_path):
    file = write(tmp_path / "a.webp", 80, 90)

    name, content = content_of(file, Picture())
    assert (name, content[:4], size_of(content)) == ("image.png", b"\x89PNG", (80, 90))


def test_a_vendor_may_want_jpeg(tmp_path):
    name, content = content_of(write(tmp_path / "a.png", 80, 90), Picture(format="jpeg"))

    assert (name, content[:2], media_type(name)) == ("image.jpg", b"\xff\xd8", "image/jpeg")


def test_a_file_that_is_too_large_becomes_a_jpeg_first(tmp_path):
    name, content = content_of(write(tmp_path / "a.png", 300, 300, noise=True), Picture(most_mb=0.15))

    assert name == "image.jpg"
    assert size_of(content) == (300, 300)
    assert len(content) <= 0.15 * 2**20


def test_and_then_a_smaller_picture(tmp_path):
    _, content = content_of(write(tmp_path / "a.png", 300, 300, noise=True), Picture(most_mb=0.02))

    assert 64 <= size_of(content)[0] < 300
    assert len(content) <= 0.02 * 2**20


def test_the_longest_side_is_limited(tmp_path):
    _, content = content_of(write(tmp_path / "a.png", 200, 400), Picture(most_pixels=100))

    assert size_of(content) == (50, 100)


def test_a_small_picture_stays_small(tmp_path):
    _, content = content_of(write(tmp_path / "a.jpg", 32, 20), Picture())

    assert size_of(content) == (32, 20)


@pytest.mark.parametrize(("size", "expected"), [((400, 400), (225, 400)), ((100, 400), (100, 178))])
def test_a_picture_is_cut_to_the_shape_of_the_film(tmp_path, size, expected):
    _, content = content_of(write(tmp_path / "a.png", *size), Picture(fit=True), (1080, 1920))

    assert size_of(content) == expected


def test_a_vendor_that_keeps_the_shape_gets_all_of_it(tmp_path):
    _, content = content_of(write(tmp_path / "a.png", 400, 400), Picture(), (1080, 1920))

    assert size_of(content) == (400, 400)


def test_what_can_not_be_made_small_enough_is_said(tmp_path):
    with pytest.raises(Rejected, match=r"a\.png can't be made smaller than 0\.0001 MiB"):
        content_of(write(tmp_path / "a.png", 90, 90, noise=True), Picture(most_mb=0.0001))


@pytest.mark.parametrize("content", [b"", b"<html>", picture()[:50]])
def test_what_is_no_picture_is_said(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(BadResult, match=r"a\.png can't be read"):
        content_of(tmp_path / "a.png", Picture())


def test_a_picture_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadResult, match=r"a\.png can't be read"):
        content_of(tmp_path / "a.png", Picture())


def test_each_way_of_wrapping(tmp_path):
    file, coded = tmp_path / "a.png", base64.b64encode(b"dots").decode()

    assert wrapped("image.jpg", b"dots", Picture(how="data_uri"), file) == f"data:image/jpeg;base64,{coded}"
    assert wrapped("image.png", b"dots", Picture(how="base64"), file) == coded
    assert wrapped("image.png", b"dots", Picture(how="path"), file) == str(file)
    assert wrapped("image.png", b"dots", Picture(how="multipart"), file) is None
