from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.errors import FolderError
from pipeline.images.embed import read_picture, write_png
from pipeline.images.layers import Layer, LayeredPicture, Rim, Shadow

PIXELS = np.random.default_rng(0).integers(0, 255, (40, 30, 3), dtype=np.uint8)
PICTURE = LayeredPicture(
    1080,
    (
        Layer("sky", 0, "<rect/>", opaque=True),
        Layer(
            "林夏",
            1.0,
            "<g/>",
            person="林夏",
            moving={"mouth": {"closed": "<path/>", "open": "<path d='M0 0'/>"}},
            shadow=Shadow(1, 2, 3, 0.5),
            rim=Rim(1, 0, "#fff", 1),
        ),
    ),
    falling="rain",
    seed=3,
)


@pytest.fixture
def png(tmp_path):
    write_png(PIXELS, tmp_path / "frame.png", PICTURE)
    return tmp_path / "frame.png"


def test_the_layers_come_back_as_they_were(png):
    assert read_picture(png) == PICTURE


def test_any_viewer_sees_the_pixels(png):
    assert (cv2.imread(str(png)) == PIXELS).all()


def test_the_same_picture_gives_the_same_bytes(png, tmp_path):
    write_png(PIXELS, tmp_path / "again.png", PICTURE)
    assert png.read_bytes() == (tmp_path / "again.png").read_bytes()


def test_a_png_without_layers_has_none(tmp_path):
    write_png(PIXELS, tmp_path / "plain.png")
    assert read_picture(tmp_path / "plain.png") is None
    assert (cv2.imread(str(tmp_path / "plain.png")) == PIXELS).all()


def test_a_picture_that_was_painted_over_has_no_layers(png, tmp_path):
    changed = PIXELS.copy()
    changed[0, 0] ^= 1
    write_png(changed, tmp_path / "changed.png")
    old, new = png.read_bytes(), (tmp_path / "changed.png").read_bytes()
    chunk = old[old.index(b"dlAY") - 4 : old.rindex(b"IEND") - 4]
    end = new.rindex(b"IEND") - 4
    (tmp_path / "changed.png").write_bytes(new[:end] + chunk + new[end:])
    assert read_picture(tmp_path / "changed.png") is None


def test_every_damaged_byte_of_the_chunk_gives_no_layers(png):
    whole = png.read_bytes()
    start, end = whole.index(b"dlAY") - 4, whole.rindex(b"IEND") - 4
    for at in range(start, end, 7):
        png.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert read_picture(png) is None


def test_a_png_cut_off_anywhere_gives_no_layers(png):
    whole = png.read_bytes()
    for length in range(0, whole.rindex(b"IEND") - 8, 61):
        png.write_bytes(whole[:length])
        assert read_picture(png) is None


def test_a_later_version_is_not_guessed_at(png):
    import struct
    import zlib

    whole = png.read_bytes()
    start, end = whole.index(b"dlAY"), whole.rindex(b"IEND") - 4
    body = bytes([99]) + whole[start + 5 : end - 4]
    png.write_bytes(whole[: start + 4] + body + struct.pack(">I", zlib.crc32(b"dlAY" + body)) + whole[end:])
    assert read_picture(png) is None


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + b"\xff" * 64]
)
def test_what_is_no_png_has_no_layers(tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    assert read_picture(tmp_path / "a.png") is None


def test_a_missing_file_has_no_layers(tmp_path):
    assert read_picture(tmp_path / "none.png") is None


def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(FolderError, match=r"a\.png"):
        write_png(PIXELS, tmp_path / "none" / "a.png")
