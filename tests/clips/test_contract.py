"""What every clip engine promises, asked of each in `ENGINES`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from pipeline.clips import ENGINES
from pipeline.clips.engine import ClipEngine, Talk
from pipeline.errors import DramaError
from pipeline.hosted.engine import Hosted

#: Vendors have a suite of their own, with servers that stand in for them.
HERE = [name for name, kind in ENGINES.items() if not issubclass(kind, Hosted)]


@pytest.fixture(params=HERE)
def engine(request: pytest.FixtureRequest) -> ClipEngine:
    made: ClipEngine = ENGINES[request.param]()
    if problem := made.unavailable():
        pytest.skip(problem)
    return made


def test_the_clip_is_written_to_the_file_asked_for_and_nowhere_else(engine, asked, picture, tmp_path):
    request = asked(picture)
    (tmp_path / "clips").mkdir()
    engine.animate(request, tmp_path / "clips" / "shot.part")
    assert [file.name for file in (tmp_path / "clips").iterdir()] == ["shot.part"]
    assert [file.name for file in request.image.parent.iterdir()] == [request.image.name]


def test_the_clip_is_h264_without_sound_and_as_long_as_asked(engine, asked, picture, tmp_path):
    engine.animate(asked(picture, seconds=1.3), tmp_path / "shot.mp4")
    with av.open(str(tmp_path / "shot.mp4")) as container:
        (stream,) = container.streams
        assert stream.codec_context.name == "h264"
        shown = [float(frame.pts * stream.time_base) for frame in container.decode(stream)]
        assert shown[-1] + 1 / float(stream.average_rate) >= 1.3 - 0.5 / 24
    assert shown == sorted(shown)


def test_the_same_request_gives_the_same_bytes_whatever_was_made_before(engine, asked, picture, tmp_path):
    request = asked(picture)
    engine.animate(request, tmp_path / "1.mp4")
    engine.animate(replace(request, seed=2), tmp_path / "2.mp4")
    engine.animate(request, tmp_path / "3.mp4")
    assert (tmp_path / "1.mp4").read_bytes() == (tmp_path / "3.mp4").read_bytes()


@pytest.mark.parametrize("content", [None, b"", b"no picture at all", b"\x89PNG\r\n\x1a\n\0\0\0\0"])
def test_a_picture_that_cannot_be_read_is_our_error_and_leaves_nothing(
    engine, asked, picture, tmp_path, content
):
    request = asked(picture)
    request.image.unlink()
    if content is not None:
        request.image.write_bytes(content)
    with pytest.raises(DramaError, match=request.image.name):
        engine.animate(request, tmp_path / "shot.mp4")
    assert not (tmp_path / "shot.mp4").exists()


def test_a_folder_that_is_missing_is_our_error(engine, asked, picture, tmp_path):
    with pytest.raises(DramaError, match=r"shot\.mp4"):
        engine.animate(asked(picture), tmp_path / "missing" / "shot.mp4")


def test_a_voice_that_cannot_be_read_is_our_error_where_voices_are_read(engine, asked, picture, tmp_path):
    if not engine.abilities.reads_talks:
        pytest.skip("it does not read voices")
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    talk = Talk("林夏", 0, 1, tmp_path / "broken.wav")
    with pytest.raises(DramaError, match=r"broken\.wav"):
        engine.animate(asked(picture, talks=(talk,)), tmp_path / "shot.mp4")
    assert not (tmp_path / "shot.mp4").exists()


def test_lengths_are_listed_from_short_to_long(engine):
    lengths = engine.abilities.lengths
    assert list(lengths) == sorted(lengths)
    assert all(0 < length <= engine.abilities.longest for length in lengths)


def test_an_engine_does_not_change_after_it_was_made(engine):
    with pytest.raises(AttributeError):
        engine.surprise = Path()
