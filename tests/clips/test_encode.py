from __future__ import annotations

import av
import numpy as np
import pytest

from pipeline import ffmpeg
from pipeline.clips.encode import encoder
from pipeline.errors import FfmpegError

GREY = np.full((96, 64), 128, np.uint8)


def encoded(out, **changes):
    values = {"crf": 18, "preset": "ultrafast"} | changes
    return encoder(out, 64, 64, 24, **values)


def test_each_frame_comes_out_once_in_limited_bt709(tmp_path):
    with encoded(tmp_path / "a.mp4") as write:
        for _ in range(30):
            write(GREY)
    with av.open(str(tmp_path / "a.mp4")) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        assert len(frames) == 30
        assert stream.average_rate == 24
        assert (stream.codec_context.colorspace, stream.codec_context.color_range) == (1, 1)
        assert frames[9].to_ndarray(format="gray").mean() == pytest.approx(128, abs=2)


def test_each_frame_is_coded_by_itself(tmp_path):
    with encoded(tmp_path / "a.mp4") as write:
        for _ in range(5):
            write(GREY)
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert [packet.is_keyframe for packet in container.demux() if packet.size] == [True] * 5


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_nothing_is_left_when_the_work_stops_half_way(tmp_path, error):
    with pytest.raises(error), encoded(tmp_path / "a.mp4") as write:  # noqa: PT012  it must begin
        for _ in range(30):
            write(GREY)
        raise error
    assert list(tmp_path.iterdir()) == []


def encode_much(out, **changes):
    with encoded(out, **changes) as write:
        for _ in range(2000):
            write(GREY)


def test_ffmpeg_that_refuses_is_quoted(tmp_path):
    with pytest.raises(FfmpegError, match="fastest") as raised:
        encode_much(tmp_path / "a.mp4", preset="fastest")
    assert "a.mp4" in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_another_ffmpeg_can_be_named(tmp_path, monkeypatch):
    other = tmp_path / "my-ffmpeg"
    other.write_text("#!/bin/sh\necho mine >&2\nexit 3\n")
    other.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "executable", lambda: str(other))
    with pytest.raises(FfmpegError, match="mine"), encoded(tmp_path / "a.mp4") as write:
        write(GREY)
