"""Pictures of any size, brought to the film's."""

import struct
import zlib

import cv2
import numpy as np
import pytest

from pipeline.errors import BadResult
from pipeline.images.fit import fit


def written(tmp_path, width, height, name="picture.png"):
    """A picture with a red middle between two blue edges, left and right."""
    pixels = np.full((height, width, 3), (255, 0, 0), np.uint8)
    pixels[:, width // 4 : width - width // 4] = (0, 0, 255)
    _, encoded = cv2.imencode(name[-4:], pixels)
    encoded.tofile(tmp_path / name)
    return tmp_path / name


@pytest.mark.parametrize("size", [(72, 128), (36, 64), (1000, 128), (72, 900), (71, 127), (3, 3)])
def test_any_picture_gets_exactly_the_size(tmp_path, size):
    file = written(tmp_path, *size)
    fit(file, 72, 128)
    assert cv2.imread(str(file)).shape == (128, 72, 3)


def test_what_is_cut_off_lies_at_the_edges(tmp_path):
    file = written(tmp_path, 400, 200)
    fit(file, 100, 200)
    assert (cv2.imread(str(file)) == (0, 0, 255)).all()


def test_a_picture_of_the_right_size_keeps_its_pixels(tmp_path):
    file = written(tmp_path, 72, 128)
    before = cv2.imread(str(file))
    fit(file, 72, 128)
    assert (cv2.imread(str(file)) == before).all()


def test_a_jpeg_becomes_a_png(tmp_path):
    file = written(tmp_path, 72, 128, "picture.jpg")
    fit(file, 72, 128)
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"\x89PNG\r\n\x1a\n\0\0\0\0"])
def test_what_is_no_picture_is_said(tmp_path, content):
    (tmp_path / "picture.png").write_bytes(content)
    with pytest.raises(BadResult, match="no picture"):
        fit(tmp_path / "picture.png", 72, 128)


@pytest.mark.parametrize("side", [9000, 40_000])
def test_a_few_bytes_that_claim_to_be_gigabytes_are_not_unpacked(tmp_path, side):
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(side * 3 + 1))), (b"IEND", b"")]
    packed = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))
    with pytest.raises(BadResult, match="no picture"):
        fit(tmp_path / "picture.png", 72, 128)
