from pathlib import Path

import pytest

from pipeline.errors import BadResult
from pipeline.ffmpeg import run
from pipeline.final.film import Film
from pipeline.final.picture.inspecting import check_pictures, count

FILM = Film(width=64, height=112, fps=12)
TAGGED = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"


def encoded(out: Path, *options: str, source: str = "testsrc=s=64x112:r=12:d=1") -> Path:
    run(
        ["-f", "lavfi", "-i", f"{source},format=yuv420p,{TAGGED}", "-preset", "ultrafast", *options, str(out)]
    )
    return out


def test_what_is_as_it_should_be_passes(tmp_path: Path):
    shot = encoded(tmp_path / "shot.mp4")

    check_pictures(shot, FILM, "h264", 12)
    assert count(shot) == 12


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["-frames:v", "11"], "it has 11 pictures, not 12"),
        (["-c:v", "libx265"], "it is hevc yuv420p 64x112"),
        (["-pix_fmt", "yuv444p"], "it is h264 yuv444p 64x112"),
        (["-vf", "scale=66:112"], "it is h264 yuv420p 66x112"),
        (["-vf", "fps=24", "-frames:v", "12"], "its pictures are not 12 a second from 0 on"),
        (["-vf", "setparams=colorspace=smpte170m"], "its colour tags are (1, 1, 6, 1)"),
        (["-vn", "-f", "lavfi", "-i", "sine=d=1"], "it holds no pictures"),
    ],
)
def test_what_is_not_the_films_form_is_named(tmp_path: Path, options: list[str], why: str):
    if "-vn" in options:
        run(["-f", "lavfi", "-i", "sine=d=1", str(tmp_path / "shot.mp4")])
    else:
        encoded(tmp_path / "shot.mp4", *options)

    with pytest.raises(BadResult, match=r"What was encoded for shot\.mp4 is not the film's") as caught:
        check_pictures(tmp_path / "shot.mp4", FILM, "h264", 12)
    assert why in caught.value.happened


def test_what_is_cut_off_is_found(tmp_path: Path):
    shot = encoded(tmp_path / "shot.mp4", "-movflags", "+faststart")
    shot.write_bytes(shot.read_bytes()[:-2000])

    with pytest.raises(BadResult, match=r"pictures, not 12|can't be read"):
        check_pictures(shot, FILM, "h264", 12)


def test_another_colour_is_found(tmp_path: Path):
    shot = encoded(tmp_path / "shot.mp4", source="color=0x00FF00:s=64x112:r=12:d=1")

    with pytest.raises(BadResult, match="its colours are off by"):
        check_pictures(shot, FILM, "h264", 12, colour=(0xC0, 0x20, 0x20))
