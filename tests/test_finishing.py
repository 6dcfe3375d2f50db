"""The films of an episode: the drama's own, and those for platforms."""

from __future__ import annotations

import logging

import av
import pytest

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import ProfileError
from pipeline.ffmpeg import probe
from pipeline.final.label.label import read_aigc
from pipeline.plan import plan
from pipeline.promise import at_once

PLATFORMS = {
    "phone": "width: 1080\nheight: 1920\nzones: {bottom: 0.2}\ncover_width: 1080\ncover_height: 1440",
    "quiet": "width: 1080\nheight: 1920\nloudness_lufs: -18",
    "tv": "width: 1920\nheight: 1080\nleast_fps: 8",
    "brief": "width: 1080\nheight: 1920\nlongest_seconds: 1.5",
    "smooth": "least_fps: 23",
}


@pytest.fixture
def asking(folder):
    """Makes the drama ask for films for the platforms that are named, which it has itself."""
    (folder / "platforms").mkdir()
    for name, text in PLATFORMS.items():
        head = f"title: {name}\nsource: a test\nas_of: 2026-11\n"
        (folder / "platforms" / f"{name}.yaml").write_text(head + text + "\n", "utf-8")
    before = (folder / "drama.yaml").read_text("utf-8")

    def asks(*names):
        said = before.replace("final: {", f"final: {{platforms: [{', '.join(names)}], ")
        (folder / "drama.yaml").write_text(said, "utf-8")
        return folder

    asks.root = folder
    return asks


def run(folder):
    return tell(open_drama(folder), 2, "final", at_once)


def encodes(caplog):
    """The shots that were encoded, in order; and forgets them."""
    works = [record.args[0] for record in caplog.records if record.name == "drama.ffmpeg"]
    caplog.clear()
    return [work for work in works if work.startswith("segment")]


def made(outcome):
    return [file.name for file in outcome.files if file.status == "made" and file.name.startswith("final/")]


def test_films_of_one_picture_are_made_of_shots_that_were_encoded_once(asking, caplog):
    caplog.set_level(logging.DEBUG, "drama.ffmpeg")

    outcome = run(asking("phone", "quiet"))

    assert outcome.missing == {}
    assert {name: made.name for name, made in outcome.also_for.items()} == {
        "phone": "final/phone/e02.mp4",
        "quiet": "final/quiet/e02.mp4",
    }
    shots = [shot.id for _, shot in outcome.episode.shots]
    assert sorted(encodes(caplog)) == [f"segment {shot}" for shot in shots]
    for name in ("final", "final/phone", "final/quiet"):
        for ending in (".mp4", ".srt", "-cover.jpg", "-label.txt"):
            assert (asking.root / name / f"e02{ending}").is_file(), (name, ending)
        assert read_aigc(asking.root / name / "e02.mp4")["Label"] == "1"


def test_a_film_for_a_platform_adds_no_shot_where_the_picture_stays(asking, caplog):
    caplog.set_level(logging.DEBUG, "drama.ffmpeg")
    run(asking())
    encodes(caplog)

    outcome = run(asking("phone"))

    assert encodes(caplog) == []
    assert {name.partition("e02")[0] for name in made(outcome)} == {"final/phone/"}


def test_another_loudness_is_mixed_and_not_encoded(asking):
    outcome = run(asking("phone", "quiet"))

    sounds = [name for name in made(outcome) if name.endswith(".wav")]
    assert sounds == ["final/sound/e02.wav", "final/sound-18lufs-1.5dbtp/e02.wav"]


def test_a_film_of_another_shape_is_cut_from_the_clips(asking, caplog):
    caplog.set_level(logging.DEBUG, "drama.ffmpeg")

    outcome = run(asking("tv"))

    own, wide = (probe(asking.root / name) for name in ("final/e02.mp4", "final/tv/e02.mp4"))
    assert (own.width, own.height, wide.width, wide.height) == (72, 128, 128, 72)
    assert own.frames == wide.frames
    assert len(encodes(caplog)) == 2 * len(list(outcome.episode.shots))
    assert outcome.film.name == "final/e02.mp4"


def test_a_cover_has_the_shape_of_its_platform(asking):
    run(asking("phone"))

    with av.open(str(asking.root / "final/phone/e02-cover.jpg")) as picture:
        assert (picture.streams.video[0].width, picture.streams.video[0].height) == (72, 96)


def test_a_film_that_breaks_a_limit_is_missing_alone(asking):
    outcome = run(asking("brief", "phone"))

    (label,) = outcome.missing
    assert label == "film e02 for brief"
    assert "1.5 s are taken at most" in outcome.missing[label]
    assert not (asking.root / "final/brief/e02.mp4").exists()
    assert (asking.root / "final/phone/e02.mp4").is_file()
    assert outcome.film.name == "final/e02.mp4"


def test_what_a_platform_does_not_take_is_told_before_the_work(asking):
    planned = plan(open_drama(asking("smooth", "brief"), planning=True), [2])

    assert [told for told in planned.problems if told.startswith("smooth: the film has 8 frames a second")]
    assert [told for told in planned.warnings if told.startswith("e02 for brief: the film lasts about")]


def test_a_platform_that_is_not_known_is_told_before_the_work(asking):
    with pytest.raises(ProfileError, match="Did you mean 'phone'"):
        plan(open_drama(asking("phoen"), planning=True), [2])


def test_what_was_planned_for_platforms_is_what_is_made(asking):
    root = asking("phone", "tv")
    planned = {made.name for made in plan(open_drama(root, planning=True), [2]).to_make}

    outcome = run(root)

    assert {file.name for file in outcome.files} == planned
    assert plan(open_drama(root, planning=True), [2]).idle
