import logging
from pathlib import Path

import pytest

from pipeline import ffmpeg
from pipeline.errors import BadResult, FfmpegError, NotHere

RAW_GREY = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", "64x64", "-r", "12", "-i", "-"]


def write_frames(count: int, *output: str) -> None:
    with ffmpeg.feed([*RAW_GREY, *output]) as pipe:
        for number in range(count):
            pipe.write(bytes([number % 256]) * 64 * 64)


def test_a_run_writes_its_output_and_says_what_it_did(tmp_path: Path):
    out = tmp_path / "tone.wav"

    said = ffmpeg.run(["-f", "lavfi", "-i", "sine=duration=0.1", str(out)])

    assert out.stat().st_size > 44
    assert "Output #0, wav" in said


def test_a_run_works_in_the_folder_it_is_given(tmp_path: Path):
    ffmpeg.run(["-f", "lavfi", "-i", "sine=duration=0.1", "tone.wav"], cwd=tmp_path)

    assert (tmp_path / "tone.wav").exists()


def test_a_failed_run_names_the_work_and_shows_the_last_lines():
    with pytest.raises(FfmpegError, match="segment e01s01-01 failed") as caught:
        ffmpeg.run(["-i", "/no/such/clip.mp4", "-f", "null", "-"], what="segment e01s01-01")

    assert "No such file or directory" in caught.value.last_lines


def test_every_start_is_logged_with_the_name_of_the_work(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG, logger="drama.ffmpeg"):
        ffmpeg.run(["-version"], what="look")
        write_frames(1, "-f", "null", "-")

    assert [record.args[0] for record in caplog.records] == ["look", "ffmpeg"]


def test_fed_frames_become_a_film(tmp_path: Path):
    out = tmp_path / "grey.mp4"

    write_frames(6, str(out))

    assert ffmpeg.probe(out).frames == 6


def test_feeding_an_ffmpeg_that_ends_early_gives_its_own_words(tmp_path: Path):
    with pytest.raises(FfmpegError) as caught:
        write_frames(1000, "-c:v", "nonsense", str(tmp_path / "out.mp4"))

    assert "Unknown encoder" in caught.value.last_lines


def test_the_callers_own_error_ends_ffmpeg_and_comes_through(tmp_path: Path):
    def fail():
        with ffmpeg.feed([*RAW_GREY, str(tmp_path / "out.mp4")]) as pipe:
            pipe.write(bytes(64 * 64))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()


def test_a_probe_tells_the_streams(tmp_path: Path):
    clip = tmp_path / "clip.mp4"
    pictures = ["-f", "lavfi", "-i", "testsrc=s=108x192:r=12:d=0.5"]
    sound = ["-f", "lavfi", "-i", "sine=r=44100:d=0.5"]
    ffmpeg.run([*pictures, *sound, "-pix_fmt", "yuv420p", str(clip)])

    media = ffmpeg.probe(clip)

    assert (media.video_codec, media.width, media.height) == ("h264", 108, 192)
    assert (media.fps, media.frames, media.says_colours) == (12, 6, False)
    assert (media.audio_codec, media.rate, media.channels) == ("aac", 44100, 1)
    assert media.seconds == pytest.approx(0.5, abs=0.05)


def test_a_file_that_is_no_media_is_a_bad_result(tmp_path: Path):
    broken = tmp_path / "broken.mp4"
    broken.write_text("not a film", encoding="utf-8")

    with pytest.raises(BadResult, match=r"broken\.mp4 can't be read"):
        ffmpeg.probe(broken)


def test_a_missing_file_is_a_bad_result(tmp_path: Path):
    with pytest.raises(BadResult, match=r"none\.mp4"):
        ffmpeg.probe(tmp_path / "none.mp4")


def test_an_ffmpeg_that_is_named_but_absent_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DRAMA_FFMPEG", "/no/such/ffmpeg")
    ffmpeg.executable.cache_clear()
    try:
        with pytest.raises(NotHere, match="/no/such/ffmpeg"):
            ffmpeg.executable()
    finally:
        ffmpeg.executable.cache_clear()
