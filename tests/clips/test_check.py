"""What counts as a clip."""

import pytest
from vendors.stand_in import clip, picture

from pipeline.clips.check import look_at
from pipeline.errors import BadResult
from pipeline.ffmpeg import probe, run


@pytest.fixture
def file(tmp_path):
    (tmp_path / "shot.mp4").write_bytes(clip())
    return tmp_path / "shot.mp4"


def test_a_clip_of_the_length_asked_for_counts(file):
    look_at(file, probe(file).seconds)
    look_at(file, probe(file).seconds + 0.2)


def test_a_clip_that_is_too_short_does_not(file):
    with pytest.raises(BadResult, match="of the 60 s that were asked for"):
        look_at(file, 60)


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"\0\0\0\x18ftypmp42"])
def test_what_cannot_be_played_does_not(file, content):
    file.write_bytes(content)
    with pytest.raises(BadResult, match="no video"):
        look_at(file, 1)


def test_a_single_picture_does_not(file):
    file.write_bytes(picture())
    with pytest.raises(BadResult):
        look_at(file, 1)


def test_sound_alone_does_not(tmp_path):
    run(["-f", "lavfi", "-i", "sine=duration=1", str(tmp_path / "shot.mp4")])
    with pytest.raises(BadResult, match="holds no pictures"):
        look_at(tmp_path / "shot.mp4", 1)
