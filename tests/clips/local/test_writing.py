from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from pipeline import ffmpeg
from pipeline.clips.local.writing import pixels_of, write
from pipeline.errors import BadResult, FfmpegError


def ramp(frames: int = 6) -> np.ndarray:
    """Frames of 32x48 that go from dark to light, redder to the right."""
    pixels = np.zeros((frames, 48, 32, 3), np.uint8)
    pixels[..., 0] = np.linspace(0, 250, 32).astype(np.uint8)
    pixels[..., 1] = np.linspace(20, 240, frames).astype(np.uint8)[:, None, None]
    return pixels


def test_what_is_written_is_h264_without_sound_at_its_own_rate(tmp_path):
    write(tmp_path / "a.mp4", ramp(), Fraction(16))
    found = ffmpeg.probe(tmp_path / "a.mp4")
    assert (found.video_codec, found.audio_codec, found.frames) == ("h264", "", 6)
    assert (found.width, found.height, found.fps, found.says_colours) == (32, 48, 16, True)


def test_a_rate_need_not_be_whole(tmp_path):
    write(tmp_path / "a.mp4", ramp(), Fraction(25 * 6, 5))
    assert ffmpeg.probe(tmp_path / "a.mp4").seconds == pytest.approx(5 / 25, abs=0.01)


def test_nothing_is_lost_that_can_be_seen(tmp_path):
    write(tmp_path / "a.mp4", ramp(), Fraction(16))
    with av.open(str(tmp_path / "a.mp4")) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert np.abs(np.stack(frames).astype(int) - ramp()).mean() < 3


def test_the_same_frames_give_the_same_bytes(tmp_path):
    for name in "ab":
        write(tmp_path / name, iter(ramp()), Fraction(24))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_nothing_is_left_where_it_fails_half_way(tmp_path):
    def some():
        yield ramp()[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(tmp_path / "a.mp4", some(), Fraction(24))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_our_error(tmp_path):
    with pytest.raises(FfmpegError, match=r"shot\.mp4"):
        write(tmp_path / "missing" / "shot.mp4", ramp(), Fraction(24))


def test_floats_become_bytes_as_pictures_have_them():
    assert pixels_of(np.array([[[[-1, 0.5, 2.0]]]])).tolist() == [[[[0, 128, 255]]]]


def test_a_black_clip_is_not_written():
    with pytest.raises(BadResult, match="black"):
        pixels_of(np.full((2, 4, 4, 3), 0.01))
    assert pixels_of(np.full((2, 4, 4, 3), 0.02)).max() == 5
