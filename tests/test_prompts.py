"""Prompts are files with holes; a hole that nobody can fill is found before anything is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.errors import ProfileError
from pipeline.prompts import render

SHIPPED = Path(__file__).parents[1] / "prompts"


def own(root: Path, text: str, name: str = "frame") -> Path:
    (root / "prompts").mkdir(exist_ok=True)
    (root / "prompts" / f"{name}.md").write_text(text, "utf-8")
    return root


def test_values_are_filled_in(tmp_path):
    assert (
        render("frame", {"who": "林夏", "place": "街口"}, own(tmp_path, "$who, ${place}.")) == "林夏, 街口."
    )


def test_lines_that_stay_empty_and_spaces_that_double_are_dropped(tmp_path):
    text = "A picture.\n\n$flashback\n$who,  $place  \r\n"

    assert render("frame", {"flashback": "", "who": "林夏", "place": ""}, own(tmp_path, text)) == (
        "A picture.\n林夏,"
    )


def test_a_missing_value_is_an_error_that_names_it_and_what_there_is(tmp_path):
    with pytest.raises(
        ProfileError, match=r"frame\.md asks for \$mood, \$wind\. It can use: \$place, \$who;"
    ):
        render("frame", {"who": "", "place": ""}, own(tmp_path, "$who in a $wind and a $mood"))


def test_a_dollar_sign_is_written_twice(tmp_path):
    assert render("frame", {"who": "林夏"}, own(tmp_path, "$who pays $$5")) == "林夏 pays $5"


@pytest.mark.parametrize("text", ["It costs $5.", "$林夏 smiles.", "All of it: $"])
def test_a_dollar_sign_that_means_nothing_is_an_error(tmp_path, text):
    with pytest.raises(ProfileError, match=r"something unreadable.*a dollar sign is written \$\$"):
        render("frame", {"who": "林夏"}, own(tmp_path, text))


def test_a_dollar_sign_in_a_value_stays_what_it_is(tmp_path):
    assert render("frame", {"seen": "a $who of $$5"}, own(tmp_path, "$seen")) == "a $who of $$5"


def test_the_dramas_own_prompt_comes_before_the_shipped_one(tmp_path):
    values = dict.fromkeys(("seen", "moves", "people", "move", "weather"), "x")
    shipped = render("motion", values, tmp_path)

    assert render("motion", values, own(tmp_path, "Mine: $seen", "motion")) == "Mine: x" != shipped


def test_a_prompt_that_can_not_be_read_is_said_with_its_path(tmp_path):
    own(tmp_path, "")
    (tmp_path / "prompts" / "frame.md").write_bytes("街口".encode("gbk"))

    with pytest.raises(ProfileError, match=r"The prompt .*frame\.md can't be read: .*UTF-8"):
        render("frame", {}, tmp_path)


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.md")), ids=lambda file: file.stem)
def test_every_shipped_prompt_can_be_filled_in(file, tmp_path):
    holes = re.findall(r"\$\{?([a-z_]+)", file.read_text("utf-8"))

    assert "$" not in render(file.stem, dict.fromkeys(holes, "x"), tmp_path)
