"""What is typed to look at films, and what it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.chain import tell
from pipeline.cli import app
from pipeline.drama import open_drama
from pipeline.ffmpeg import run
from pipeline.promise import at_once


def typed(*words: object) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


@pytest.fixture
def film(folder: Path) -> Path:
    """The first film of a small drama."""
    return tell(open_drama(folder), 1, "final", at_once).film.path


def test_the_films_of_a_drama_are_right_by_all_that_is_known_of_them(folder, film):
    done = typed("check", folder, "--json")

    told = json.loads(done.stdout)
    assert (done.exit_code, told["right"]) == (0, True)
    (one,) = told["films"]
    assert one["film"] == str(film)
    unknown = [check["name"] for check in one["checks"] if check["status"] == "unknown"]
    assert unknown == ["platform"]


def test_a_film_is_known_by_where_it_lies_and_a_wrong_one_ends_with_1(folder, film):
    spoiled = folder / "spoiled.mp4"
    run(["-i", str(film), "-map", "0", "-c", "copy", "-t", "3", "-movflags", "+faststart", str(spoiled)])
    spoiled.replace(film)

    done = typed("check", film)

    assert done.exit_code == 1
    assert "length" in done.stdout
    assert "frames, not" in done.stdout


def test_a_film_from_elsewhere_is_checked_as_far_as_it_can_be(tmp_path):
    elsewhere = tmp_path / "film.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=s=64x64:d=1:r=8"]
    run([*source, "-c:v", "libx264", "-movflags", "+faststart", str(elsewhere)])

    done = typed("check", elsewhere)

    assert done.exit_code == 0
    assert "it is not known how long it should be" in done.stdout


def test_a_film_that_the_drama_would_make_otherwise_is_told_to_be_older(folder, film):
    text = (folder / "script.txt").read_text("utf-8")
    (folder / "script.txt").write_text(text.replace("我一直都在", "我不在了"), "utf-8")

    done = typed("check", folder, "--episodes", "1")

    assert "The drama would make another film now" in done.stdout


def test_where_there_is_no_film_a_letter_says_so(folder):
    assert typed("check", folder).exit_code == 3
    assert typed("check", folder / "no.mp4").exit_code == 3


def test_show_writes_the_contact_sheet_with_what_the_check_says(folder, film):
    done = typed("show", folder, "--sheet")

    assert done.exit_code == 0
    page = folder / "final/e01-sheet.html"
    assert str(page) in done.stdout
    assert "音画同步" in page.read_text("utf-8")
    assert page.with_suffix(".png").is_file()
