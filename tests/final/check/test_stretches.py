"""Where a film is black or stands still: found by the sizes of packets, and then looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ffmpeg import run
from pipeline.final.check.stretches import Stretch, stretches, suspected


def film(out: Path, picture: str, *options: str) -> Path:
    """Four seconds of a picture that moves, through the filters *picture*."""
    source = "testsrc2=s=144x256:r=12:d=4,gblur=3"
    run(["-f", "lavfi", "-i", source, "-vf", picture, "-c:v", "libx264", *options, str(out)])
    return out


def found(file: Path) -> list[tuple[str, float, float]]:
    return [(one.kind, round(one.start, 1), round(one.end, 1)) for one in stretches(file, suspected(file))]


def longest(file: Path) -> Stretch:
    return max(stretches(file, suspected(file)), key=lambda one: one.seconds)


def test_what_moves_is_neither_black_nor_still(tmp_path):
    assert [one for one in found(film(tmp_path / "a.mp4", "null")) if one[2] - one[1] >= 1] == []


def test_black_is_found_to_the_frame(tmp_path):
    black = film(tmp_path / "a.mp4", "drawbox=color=black:t=fill:enable='between(n,20,31)'")

    assert ("black", 1.7, 2.7) in found(black)


@pytest.mark.parametrize("preset", ["ultrafast", "veryfast", "medium"])
def test_a_picture_that_stays_is_found_whatever_the_preset(tmp_path, preset):
    held = longest(film(tmp_path / "a.mp4", "select='not(between(n,13,35))',fps=12", "-preset", preset))

    assert held.kind == "still"
    assert (held.start, held.end) == (pytest.approx(1.0, abs=0.1), pytest.approx(3.0, abs=0.1))


def test_a_picture_that_stays_because_the_next_come_late_is_found(tmp_path):
    late = film(tmp_path / "a.mp4", "select='not(between(n,13,35))'", "-fps_mode", "vfr")

    assert longest(late).seconds == pytest.approx(2.0, abs=0.2)


def test_subtitles_that_come_and_go_are_no_movement(tmp_path):
    shown = "drawbox=x=20:y=170:w=100:h=20:color=white:t=fill:enable='between(n,16,24)'"
    held = longest(film(tmp_path / "a.mp4", f"select='not(between(n,13,35))',fps=12,{shown}"))

    assert held.seconds == pytest.approx(2.0, abs=0.2)


def test_noise_in_black_is_black(tmp_path):
    dark = film(tmp_path / "a.mp4", "drawbox=color=black:t=fill,noise=alls=4:allf=t", "-g", "6")

    assert found(dark) == [("black", 0.0, 4.0)]


def test_where_pictures_can_not_be_decoded_the_last_one_stays(tmp_path):
    file = film(tmp_path / "a.mp4", "null", "-movflags", "+faststart")
    cut_off = tmp_path / "b.mp4"
    content = file.read_bytes()
    cut_off.write_bytes(content[: len(content) // 2])

    (held,) = stretches(cut_off, [(0.0, 4.0)])

    assert (held.kind, held.end) == ("still", 4.0)
    assert held.start > 1
