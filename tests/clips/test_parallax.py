from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import av
import pytest
from pydantic import ValidationError

from pipeline.clips.engine import Talk
from pipeline.clips.parallax import Parallax


@pytest.mark.parametrize("options", [{"strength": -1}, {"strength": 4}, {"crf": 52}, {"preset": "fastest"}])
def test_impossible_options_are_refused(options):
    with pytest.raises(ValidationError):
        Parallax(**options)


def test_it_makes_any_length_and_reads_voices_unless_told_otherwise():
    assert Parallax().abilities.lengths == ()
    assert Parallax().abilities.reads_talks
    assert not Parallax(mouths=False).abilities.reads_talks


def test_naming_the_engine_loads_nothing_heavy():
    code = "import sys, pipeline.clips; assert not {'cv2', 'resvg_py', 'av', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_shots_made_side_by_side_are_the_same_as_one_after_the_other(asked, picture, voice, tmp_path):
    talk = Talk("林夏", 0, 1, voice((0.5, 0.5), (0.5, 0)))
    request = asked(replace(picture, falling="snow", grain=0.3, vignette=0.5), talks=(talk,))
    requests = [replace(request, seed=seed) for seed in range(4)]

    def made(request, folder):
        (tmp_path / folder).mkdir(exist_ok=True)
        Parallax().animate(request, tmp_path / folder / f"{request.seed}.mp4")
        return (tmp_path / folder / f"{request.seed}.mp4").read_bytes()

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda request: made(request, "together"), requests))
    assert together == [made(request, "alone") for request in requests]
    assert len(set(together)) == 4


def test_a_better_quality_makes_a_larger_file(asked, picture, tmp_path):
    request = asked(replace(picture, grain=0.5))
    Parallax(crf=10).animate(request, tmp_path / "10.mp4")
    Parallax(crf=30).animate(request, tmp_path / "30.mp4")
    assert (tmp_path / "10.mp4").stat().st_size > 2 * (tmp_path / "30.mp4").stat().st_size


def test_an_edited_picture_is_moved_as_one(asked, picture, tmp_path):
    request = asked(picture)
    request.image.write_bytes(request.image.read_bytes().replace(b"dlAY", b"dlAX"))
    Parallax().animate(request, tmp_path / "a.mp4")
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert sum(1 for _ in container.decode(video=0)) == 24
