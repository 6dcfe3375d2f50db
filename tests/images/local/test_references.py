"""The pictures that a model is shown."""

from __future__ import annotations

import pytest

pytest.importorskip("PIL", reason="local models are tested where `make local` was run")

from PIL import Image

from pipeline.errors import Rejected
from pipeline.images.local.references import opened, shown, side_by_side, sized
from pipeline.local.families import FAMILIES

KONTEXT, FLUX2 = FAMILIES["FluxKontextPipeline"], FAMILIES["Flux2Pipeline"]


def picture(path, size, colour="red", mode="RGB"):
    Image.new(mode, size, colour).save(path)
    return path


def test_a_model_that_takes_several_gets_them_one_by_one_in_order(tmp_path):
    paths = [picture(tmp_path / f"{colour}.png", (96, 128), colour) for colour in ("red", "blue")]

    first, second = shown(FLUX2, paths)

    assert (first.getpixel((5, 5)), second.getpixel((5, 5))) == ((255, 0, 0), (0, 0, 255))


def test_a_model_that_takes_one_gets_several_people_on_one_canvas_from_left_to_right(tmp_path):
    paths = [picture(tmp_path / f"{colour}.png", (96, 128), colour) for colour in ("red", "lime", "blue")]

    (canvas,) = shown(KONTEXT, paths)

    assert canvas.size == (288, 128)
    assert [canvas.getpixel((x, 64)) for x in (48, 144, 240)] == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]


def test_nobody_is_shown_where_there_is_nobody():
    assert shown(KONTEXT, []) == shown(FLUX2, []) == []


def test_people_on_a_canvas_are_equally_tall():
    small, tall = Image.new("RGB", (50, 50), "red"), Image.new("RGB", (100, 200), "blue")

    canvas = side_by_side([small, tall])

    assert canvas.size == (300, 200)
    assert canvas.getpixel((199, 199)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((768, 1344), (768, 1344)),
        ((1080, 1920), (768, 1360)),
        ((4000, 3000), (1168, 880)),
        ((100, 200), (96, 192)),
        ((20, 30), (64, 96)),
        ((3000, 10), (512, 64)),
    ],
)
def test_a_picture_gets_a_size_that_no_model_changes_again(size, becomes):
    assert sized(Image.new("RGB", size)).size == becomes


def test_a_photo_is_turned_as_its_camera_says(tmp_path):
    photo, exif = Image.new("RGB", (40, 20)), Image.Exif()
    exif[0x0112] = 6
    photo.save(tmp_path / "photo.jpg", exif=exif)

    assert opened(tmp_path / "photo.jpg").size == (20, 40)


def test_what_is_transparent_is_white(tmp_path):
    cut_out = picture(tmp_path / "cut.png", (8, 8), (0, 0, 0, 0), "RGBA")

    assert opened(cut_out).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "I;16"])
def test_any_kind_of_picture_becomes_colours(tmp_path, mode):
    file = tmp_path / ("grey.tif" if mode in ("CMYK", "I;16") else "grey.png")
    Image.new(mode, (8, 8)).save(file)

    assert opened(file).mode == "RGB"


@pytest.mark.parametrize("half", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_named(tmp_path, half):
    (tmp_path / "lin.png").write_bytes(half)

    with pytest.raises(Rejected, match=r"lin\.png can't be shown to the model"):
        opened(tmp_path / "lin.png")


def test_a_picture_that_ends_early_is_named(tmp_path):
    whole = picture(tmp_path / "lin.png", (400, 400)).read_bytes()
    (tmp_path / "lin.png").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(Rejected, match=r"lin\.png"):
        opened(tmp_path / "lin.png")


def test_a_picture_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Rejected, match=r"lin\.png"):
        opened(tmp_path / "lin.png")
