"""The list of platforms, as it is typed."""

from __future__ import annotations

from typer.testing import CliRunner

from pipeline.cli import app


def test_platforms_are_listed_with_a_drama_s_own(tmp_path):
    (tmp_path / "platforms").mkdir()
    own = "title: My wall\nsource: mine\nas_of: 2026-11\nlongest_seconds: 90\n"
    (tmp_path / "platforms/wall.yaml").write_text(own, "utf-8")

    done = CliRunner().invoke(app, ["platforms", str(tmp_path)], env={"COLUMNS": "140"})

    assert done.exit_code == 0
    assert "My wall" in done.output
    assert "1920x1080" in done.output


def test_a_mistake_in_one_is_told_as_a_letter(tmp_path):
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms/wall.yaml").write_text("title: My wall\n", "utf-8")

    done = CliRunner().invoke(app, ["platforms", str(tmp_path)])

    assert done.exit_code == 3
    assert "source: this option is missing" in done.output
