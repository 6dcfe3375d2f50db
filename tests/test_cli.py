"""The command `drama`, as it is typed."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from pipeline.cli import app

runner = CliRunner()


def drama(*words, code: int = 0) -> str:
    """What the command says; it must end with *code*."""
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output + str(result.exception)
    return re.sub(r"\s+", " ", result.output)


def test_help_teaches_every_command():
    told = drama("--help")

    for command in ("run", "plan", "redo", "takes", "take", "show", "engines", "new"):
        assert f" {command} " in told
    assert "3 when the input must be corrected" in told


def test_engines_are_listed_with_whether_they_can_run_here(calls):
    told = drama("engines")

    assert "broken │ It needs a GPU." in told
    assert "parallax │ yes" in told


def test_new_begins_a_drama_and_says_what_comes_next(tmp_path):
    told = drama("new", tmp_path / "rain")

    assert (tmp_path / "rain/drama.yaml").read_text("utf-8").startswith("# The offline profile")
    assert "script.txt" in told


def test_new_leaves_a_drama_that_is_there_alone(folder):
    assert "is a drama already" in drama("new", folder, code=4)


def test_a_folder_whose_name_looks_like_markup_is_told_as_it_is(tmp_path):
    assert "/[red]rain :cat:/script.txt" in drama("new", tmp_path / "[red]rain :cat:")


def test_an_unknown_profile_is_told_with_those_there_are(tmp_path):
    told = drama("new", tmp_path / "x", "--profile", "of", code=3)

    assert re.search(r"Profiles that come with the program: [\w, ]*offline", told)


def test_a_script_that_is_not_there_is_told():
    assert "There is no nothing.txt" in drama("run", "nothing.txt", code=3)


@pytest.mark.parametrize("episode", ["x", "0", "2-", "1,,2", "-1"])
def test_episodes_that_are_none_are_told(folder, episode):
    assert "names no episodes" in drama("plan", folder, f"--episode={episode}", code=3)


def test_a_stage_that_is_none_is_told_with_those_there_are(folder):
    assert "storyboard, images, voices, clips, final" in drama("run", folder, "--until", "end", code=3)


def test_a_plan_is_a_table_and_makes_nothing(folder, calls):
    told = drama("plan", folder)

    assert "voices/e01s01-02-1.wav" in told
    assert "costs nothing" in told
    assert calls.total == 0


def test_a_plan_with_problems_ends_with_3_and_lists_them(folder):
    assert "Nothing was started; 1 problem(s)" in drama("plan", folder, "--episode", "9", code=3)


@pytest.mark.slow
def test_a_run_prints_where_the_film_lies_and_a_second_one_makes_nothing(folder, calls):
    told = drama("run", folder)
    before = calls.total

    again = drama("run", folder)

    assert f"The film: {folder}/final/e01.mp4" in told
    assert "0 file(s) to make" in again
    assert f"The film: {folder}/final/e01.mp4" in again
    assert calls.total == before


@pytest.mark.slow
def test_a_run_without_a_terminal_tells_each_file_in_a_line(folder):
    told = drama("run", folder, "--episodes", "2", "--until", "voices")

    assert re.search(r"voices 1/\d+ voice e02s0\d-0\d-\d: made by hum", told)


@pytest.mark.slow
def test_a_run_that_misses_a_shot_says_which_and_how_to_go_on(folder, calls):
    calls.refused.add("e01s01-01.png")

    told = drama("run", folder, "--until", "images", code=1)

    assert "frame e01s01-01: e01s01-01.png is refused. Use other words." in told
    assert "run the same command again" in told


@pytest.mark.slow
def test_a_redo_makes_a_new_take_and_a_take_brings_the_old_one_back(film, calls):
    picture = film / "images/e01s01-01.png"
    first = picture.read_bytes()

    told = drama("redo", film, "e01s01-01", "--stage", "images")
    second = picture.read_bytes()
    listed = drama("takes", film, "e01s01-01")
    drama("take", film, "images/e01s01-01", "1")

    assert "A new take of 1 file(s): images/e01s01-01.png" in told
    assert first != second
    assert "images/e01s01-01.png │ 2 │ <- now" in listed
    assert picture.read_bytes() == first
    before = calls.total
    assert "The film:" in drama("run", film)
    assert calls.total == before, "the clip of the first take is brought back, not made"


@pytest.mark.slow
def test_show_tells_what_is_made_what_is_stale_and_what_was_made_by_hand(film):
    (film / "images/e01s01-01.png").write_bytes((film / "images/e01s01-02.png").read_bytes())

    told = drama("show", film)
    data = json.loads(runner.invoke(app, ["show", str(film), "--json"]).stdout)

    assert "by hand: images/e01s01-01.png" in told
    assert "stale: clips/e01s01-01.mp4 changed: image" in told
    stands = {file["name"]: file["stands"] for file in data["files"]}
    assert stands["images/e01s01-01.png"] == "by hand"
    assert stands["clips/e01s01-01.mp4"] == "stale"
    assert stands["clips/e01s01-02.mp4"] == "made"
    assert data["episodes"][0]["seconds"] > 4


@pytest.mark.slow
def test_all_episodes_are_made_when_all_are_asked_for(film):
    told = drama("run", film, "--all")

    assert "final/e01.mp4" in told
    assert "final/e02.mp4" in told


def test_a_plan_of_an_unwritten_storyboard_says_how_to_learn_more(asked, calls):
    told = drama("plan", asked, "--all")

    assert "storyboard/e02.json │ asked │ missing" in told
    assert f"once the storyboard is there: `drama run {asked} --until storyboard`, then `drama plan" in told
    assert "once the storyboard is there" not in drama("plan", asked, "--until", "storyboard")
    assert calls.total == 0


def test_show_tells_of_a_storyboard_that_is_not_there_what_is_known(asked):
    data = json.loads(runner.invoke(app, ["show", str(asked), "--json", "--all"]).stdout)

    assert [(episode["id"], episode["seconds"]) for episode in data["episodes"]] == [
        ("e01", None),
        ("e02", None),
    ]
    assert {file["stands"] for file in data["files"]} == {"missing"}
    assert "once the storyboard is there" in drama("show", asked)


@pytest.mark.slow
def test_a_storyboard_tells_at_its_end_what_was_made_and_what_it_took(asked, calls):
    profile = asked / "drama.yaml"
    profile.write_text(profile.read_text().replace("asked}", "asked, asked: {each: 1}}"))

    told = drama("run", asked, "--episodes", "1-2", "--until", "storyboard")

    assert re.search(r"storyboard \d/\d storyboard/answers/outline-same.json: made", told)
    assert re.search(r"The storyboard: 2 episode\(s\), \d+ shots, about \d\d s of film\.", told)
    assert "4 call(s) for 4 answer(s), 400 tokens read, 40 written. Spent so far: 2.00 USD." in told
    assert "0 file(s) to make" in drama("plan", asked, "--all", "--until", "storyboard")


@pytest.mark.slow
def test_a_redo_of_a_storyboard_asks_anew_and_goes_no_further_than_before(asked, calls):
    drama("run", asked, "--all", "--until", "storyboard")
    calls.answers.clear()

    one = drama("redo", asked, "e02", "--stage", "storyboard")
    assert calls.answers == {"e02": 1}
    drama("redo", asked, "storyboard/outline")

    assert "A new take of 1 file(s): storyboard/e02.json" in one
    assert calls.answers == {"e02": 1, "outline-read-001": 1, "outline-same": 1}
    assert not (asked / "images").exists()
    assert "answers" not in drama("takes", asked)


def test_a_name_that_means_nothing_is_told(folder):
    assert "nothing called 'e09'" in drama("redo", folder, "e09", code=3)


def test_a_take_needs_a_file_that_has_earlier_ones(folder):
    (folder / "images").mkdir()
    (folder / "images/e01s01-01.png").write_bytes(b"mine")

    assert "none has an earlier take" in drama("take", folder, "e01", "1", code=3)


def test_a_profile_with_problems_is_told_with_its_lines(folder):
    (folder / "drama.yaml").write_text("storyboard: {engine: rules}\nimages: {engine: drwan}\n")

    told = drama("plan", folder, code=3)

    assert "line 2, images.engine: 'drwan' is no engine of images. Did you mean 'drawn'?" in told
