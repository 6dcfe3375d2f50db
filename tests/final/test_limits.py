"""The limits of platforms, before the work and after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.ffmpeg import run
from pipeline.final.check.material import Material
from pipeline.final.film import Encoding, Film
from pipeline.final.label.label import Label
from pipeline.final.limits import broken, problems, warnings
from pipeline.final.output import Final, outputs
from pipeline.final.platforms import Platform
from pipeline.outcome import Outcome
from pipeline.story import Scene, Shot
from pipeline.timeline import ShotSpan, Timeline

FREE = Platform(title="Phone", source="", as_of="2026-11", width=72, height=128, least_fps=8)
FILM = Film(72, 128, 8)


def for_(platform, final=None, film=FILM):
    return outputs(film, final or Final(), {"phone": platform})


def lasting(seconds):
    shot = Shot(id="e01s01-01")
    span = ShotSpan(Scene(id="e01s01", place="街", shots=(shot,)), shot, 0, round(8 * seconds), 8)
    return [Outcome("e01", timeline=Timeline(8, (span,)))]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Two seconds of noise, with a tone."""
    folder = tmp_path_factory.mktemp("film")
    noise = "color=gray:s=72x128:r=8:d=2,noise=alls=90:allf=t,format=yuv420p"
    heard = ["-f", "lavfi", "-i", "sine=d=2,volume=16dB"]
    run(["-f", "lavfi", "-i", noise, *heard, "-preset", "ultrafast", "e01.mp4"], cwd=folder)
    return Material(folder / "e01.mp4")


def test_a_platform_without_limits_takes_everything(film):
    assert list(problems(for_(FREE))) == []
    assert list(warnings(for_(FREE), lasting(600))) == []
    assert list(broken(film, FREE)) == []


def test_a_rate_that_is_not_taken_stands_in_the_way():
    (told,) = problems(for_(replace(FREE, least_fps=23, most_fps=60)))

    assert told.startswith("phone: the film has 8 frames a second, and 23 to 60 are taken.")
    assert "`film.fps`" in told


@pytest.mark.parametrize(
    ("limit", "seconds", "told"),
    [
        ({"longest_seconds": 180}, 181, "the film lasts about 181.0 s, and 180 s are taken at most."),
        ({"shortest_seconds": 3}, 2, "the film lasts about 2.0 s, and 3 s are the least."),
        ({"most_megabytes": 0.1}, 60, "it has about 1.5 MB, and 0.1 MB are taken at most."),
    ],
)  # fmt: skip
def test_a_length_or_a_size_that_is_not_taken_is_told_before_the_work(limit, seconds, told):
    (said,) = warnings(for_(replace(FREE, **limit)), lasting(seconds))

    assert said.startswith(f"e01 for phone: {told}")
    assert "Set " in said or "Make " in said


def test_a_ceiling_bounds_the_size():
    bounded = Final(encoding=Encoding(most_kbps=1, audio_kbps=64))

    assert list(warnings(for_(replace(FREE, most_megabytes=0.6), bounded), lasting(60))) == []


def test_a_film_smaller_than_the_platform_shows_is_told():
    (said,) = warnings(for_(replace(FREE, width=1080, height=1920)), [])

    assert "the film is 72x128, and 1080x1920 fills its picture" in said


def test_a_mark_that_the_platform_asks_for_and_nobody_sets_is_told():
    asking = replace(FREE, label=("visible", "metadata", "c2pa"))
    final = Final(label=Label(visible=False))

    assert list(warnings(for_(asking, final), [])) == [
        "phone: it asks for `final.label.visible`, which is not set.",
        "phone: it asks for `final.label.c2pa`, which is not set.",
    ]


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ({"longest_seconds": 1.5}, "lasts 2.0 s, and 1.5 s are taken at most"),
        ({"shortest_seconds": 3}, "lasts 2.0 s, and 3 s are the least"),
        ({"most_megabytes": 0.01}, "and 0.01 MB are taken at most"),
        ({"most_kbps": 50}, "and 50 are taken at most"),
        ({"least_fps": 23}, "8 frames a second, and 23 to 60 are taken"),
        ({"true_peak_dbtp": -9}, "dBTP, over -9"),
    ],
)
def test_a_limit_that_a_film_breaks_is_told_with_what_helps(limit, told, film):
    (said,) = broken(film, replace(FREE, **limit))

    assert told in said
    assert said.count("Set `") + said.count("Make a") == 1


def test_everything_that_is_wrong_is_told_at_once(film):
    assert len(list(broken(film, replace(FREE, longest_seconds=1, most_kbps=50)))) == 2
