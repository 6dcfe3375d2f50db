"""What the README promises, done in a short form: its commands, its files, its words for each option."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import profile
from pipeline.cli import app
from pipeline.profile import ENGINES

ROOT = Path(__file__).parents[1]
README = "README.md"
READMES = (README, "README.zh-CN.md")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands(name: str) -> list[str]:
    """The lines of all console blocks."""
    blocks = re.findall(r"```console\n(.*?)```", text(name), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("readme", [*READMES, "CONTRIBUTING.md"])
def test_every_make_target_of_the_docs_is_in_the_makefile(readme):
    targets = {line.split()[1] for line in commands(readme) if line.startswith("make ")}

    assert targets
    assert [target for target in targets if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_link_into_the_project_leads_somewhere(readme):
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text(readme))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_engine_is_told_of(readme):
    names = [name for stage in ENGINES.values() for name in stage]

    assert [name for name in names if f"`{name}`" not in text(readme)] == []


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_told_of(readme):
    known = {command.name or command.callback.__name__ for command in app.registered_commands}

    assert [name for name in sorted(known) if f"`drama {name}" not in text(readme)] == []


def test_the_sample_of_the_makefile_is_there():
    sample = re.search(r"^SCRIPT \?= (.+)$", MAKEFILE, re.MULTILINE)[1]

    assert (ROOT / sample).is_file()
    assert sample in text(README)


def test_both_languages_type_the_same():
    first, second = (commands(readme) for readme in READMES)

    assert first == second


@pytest.mark.slow
def test_the_session_of_the_readme_runs_as_it_is_typed(folder, monkeypatch):
    """With the tests' own script and quick engines in place of the sample and the offline ones."""
    configs = folder.parent / "configs"
    configs.mkdir()
    (folder / "drama.yaml").rename(configs / "offline.yaml")
    (folder / "script.txt").rename(folder.parent / "rain-night.txt")
    folder.rmdir()
    monkeypatch.setattr(profile, "_CONFIGS", configs)
    monkeypatch.chdir(folder.parent)
    typed = [shlex.split(line)[1:] for line in commands(README) if line.startswith("drama ")]

    assert len(typed) > 6
    for words in typed:
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, f"drama {' '.join(words)}\n{result.output}"
    assert (folder.parent / "rain-night/final/e01.mp4").is_file()
