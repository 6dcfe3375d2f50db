"""What a person means by `e01s02`, `clips/e01s02-03` or a character's name."""

from __future__ import annotations

import pytest

from pipeline.errors import NameUnknown
from pipeline.names import known, meant, reached
from pipeline.project import Project

FILES = (
    "storyboard/outline.json",
    "storyboard/e01.json",
    "images/lin-xia.png",
    "images/林夏.png",
    "images/li.png",
    "images/e01s01-01.png",
    "images/e01s01-02.png",
    "images/e01s02-01.png",
    "images/e011s01-01.png",
    "voices/e01s01-01-1.wav",
    "voices/e01s01-01-11.wav",
    "clips/e01s01-01.mp4",
    "clips/e01s02-01.mp4",
    "final/shots/e01s01-01.mp4",
    "final/e01.mp4",
    "final/e01-cover.jpg",
)


@pytest.fixture
def project(tmp_path) -> Project:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    return Project(tmp_path)


def test_all_files_are_known_in_the_order_of_the_stages(project):
    assert known(project) == [
        "storyboard/e01.json",
        "storyboard/outline.json",
        "images/e011s01-01.png",
        "images/e01s01-01.png",
        "images/e01s01-02.png",
        "images/e01s02-01.png",
        "images/li.png",
        "images/lin-xia.png",
        "images/林夏.png",
        "voices/e01s01-01-1.wav",
        "voices/e01s01-01-11.wav",
        "clips/e01s01-01.mp4",
        "clips/e01s02-01.mp4",
        "final/e01-cover.jpg",
        "final/e01.mp4",
        "final/shots/e01s01-01.mp4",
    ]


def test_a_file_that_was_deleted_is_still_known_by_its_record(project):
    page = project.records.page("storyboard/e02.json")
    page.parent.mkdir(parents=True)
    page.write_text("{}")
    project.records.coming("storyboard/e03.json").write_text("{}")

    assert [name for name in known(project) if name.startswith("storyboard")] == [
        "storyboard/e01.json",
        "storyboard/e02.json",
        "storyboard/outline.json",
    ]


def test_hidden_files_are_nobodys(project):
    (project.root / "images" / ".DS_Store").write_text("x")

    assert "images/.DS_Store" not in known(project)


def test_an_episode_is_all_its_pictures_voices_and_clips(project):
    assert meant(project, "e01") == [
        "images/e01s01-01.png",
        "images/e01s01-02.png",
        "images/e01s02-01.png",
        "voices/e01s01-01-1.wav",
        "voices/e01s01-01-11.wav",
        "clips/e01s01-01.mp4",
        "clips/e01s02-01.mp4",
    ]


def test_a_scene_is_all_that_lies_in_it(project):
    assert meant(project, "e01s02") == ["images/e01s02-01.png", "clips/e01s02-01.mp4"]


def test_a_shot_is_its_picture_its_voices_and_its_clip(project):
    assert meant(project, "e01s01-01") == [
        "images/e01s01-01.png",
        "voices/e01s01-01-1.wav",
        "voices/e01s01-01-11.wav",
        "clips/e01s01-01.mp4",
    ]


def test_a_line_is_its_voice_and_not_that_of_line_eleven(project):
    assert meant(project, "e01s01-01-1") == ["voices/e01s01-01-1.wav"]


@pytest.mark.parametrize("name", ["Lin Xia", "lin xia", "LIN XIA", "lin-xia"])
def test_a_character_is_the_portrait_however_the_name_is_typed(project, name):
    assert meant(project, name) == ["images/lin-xia.png"]


def test_a_character_with_a_chinese_name_is_the_portrait(project):
    assert meant(project, "林夏") == ["images/林夏.png"]


def test_a_character_is_not_everyone_whose_name_begins_so(project):
    assert meant(project, "li") == ["images/li.png"]


def test_a_stage_leaves_out_the_others(project):
    assert meant(project, "e01s01-01", "clips") == ["clips/e01s01-01.mp4"]
    assert meant(project, "e01", "final") == [
        "final/e01-cover.jpg",
        "final/e01.mp4",
        "final/shots/e01s01-01.mp4",
    ]
    assert meant(project, "e01", "storyboard") == ["storyboard/e01.json"]


@pytest.mark.parametrize("name", ["clips/e01s01-01.mp4", "clips/e01s01-01"])
def test_a_file_is_meant_by_its_name_with_or_without_its_ending(project, name):
    assert meant(project, name) == ["clips/e01s01-01.mp4"]


@pytest.mark.parametrize(
    "target", ["e02", "e0", "e01s", "e01s0", "e01s01-", "", "nobody", "clips/e09s01-01", "../e01", "l", "lin"]
)
def test_what_there_is_not_is_said_with_what_can_be_named(project, target):
    with pytest.raises(NameUnknown, match=r"nothing called .*Name an episode \(e01\)"):
        meant(project, target)


def test_what_a_stage_does_not_have_is_said_of_that_stage(project):
    with pytest.raises(NameUnknown, match=r"nothing called 'e01s01-02' in clips\."):
        meant(project, "e01s01-02", "clips")


def test_a_stage_that_there_is_not_is_said_with_those_that_there_are(project):
    with pytest.raises(NameUnknown, match=r"no stage 'clip'\. Stages: storyboard, images, voices"):
        meant(project, "e01", "clip")


def test_answers_of_a_language_model_are_no_files_by_themselves(project):
    for name in ("storyboard/answers/e01.json", "storyboard/answers/e01.failed.txt"):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_text("{}")
    page = project.records.page("storyboard/answers/e01.json")
    page.parent.mkdir(parents=True)
    page.write_text("{}")

    assert [name for name in known(project) if "answers" in name] == []
    assert meant(project, "e01", "storyboard") == ["storyboard/e01.json"]
    with pytest.raises(NameUnknown):
        meant(project, "storyboard/answers/e01")


def test_an_outline_is_meant_by_its_name(project):
    assert meant(project, "storyboard/outline") == ["storyboard/outline.json"]


def test_a_drama_came_as_far_as_its_last_file(project, tmp_path):
    assert reached(project) == "final"
    assert reached(Project(tmp_path / "empty")) == "storyboard"


def test_recordings_that_people_put_there_are_nothing_to_redo(folder):
    (folder / "voices/cast").mkdir(parents=True)
    (folder / "voices/cast/林夏.wav").write_bytes(b"sound")
    (folder / "voices/cast.yaml").write_text("林夏: {choir: mei}", "utf-8")

    assert known(Project(folder)) == ["voices/cast.yaml"]
