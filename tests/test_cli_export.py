"""The command `drama export`."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from pipeline.chain import tell
from pipeline.cli import app
from pipeline.drama import open_drama
from pipeline.promise import at_once


def drama(*words):
    return CliRunner().invoke(app, ["export", *map(str, words)])


@pytest.fixture
def cut(folder):
    """The drama with all that a cut needs, and no film."""
    tell(open_drama(folder), 1, "clips", at_once)
    return folder


def test_several_formats_at_once_need_no_film(cut):
    done = drama(cut, "otio", "fcpxml", "srt", "jianying")

    assert done.exit_code == 0, done.output
    names = {file.name for file in (cut / "final").iterdir()}
    assert names == {"e01.otio", "e01.fcpxml", "e01.srt", "e01.jianying", "stems"}
    assert done.output.splitlines() == [
        str(cut / "final" / name) for name in ("e01.otio", "e01.fcpxml", "e01.srt", "e01.jianying")
    ]


def test_what_is_in_place_is_told_as_such(cut):
    drama(cut, "otio")

    assert drama(cut, "otio").output == f"{cut / 'final/e01.otio'} (unchanged)\n"


def test_an_unknown_format_is_named_before_anything_is_written(cut):
    done = drama(cut, "otio", "fcpxlm")

    assert done.exit_code == 3
    assert not (cut / "final").exists()


def test_what_is_not_there_yet_is_named(folder):
    done = CliRunner().invoke(app, ["export", str(folder), "otio"])

    assert done.exit_code == 3
    assert not (folder / "final").exists()


def test_a_file_that_a_person_changed_ends_it(cut):
    drama(cut, "otio")
    (cut / "final/e01.otio").write_text("mine", "utf-8")

    assert drama(cut, "otio").exit_code == 4
    assert (cut / "final/e01.otio").read_text("utf-8") == "mine"


def test_a_rate_that_an_edl_can_not_count_ends_it(cut):
    assert drama(cut, "edl").exit_code == 3


def test_a_format_that_can_not_be_written_does_not_stop_the_others(cut):
    done = drama(cut, "edl", "otio")

    assert done.exit_code == 3
    assert (cut / "final/e01.otio").is_file()
