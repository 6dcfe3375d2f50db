"""The flow that makes several episodes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from llm_server import serving

from pipeline.errors import InputError, PlanError
from pipeline.script import read
from pipeline.storyboard.faithful import coverage

pytestmark = pytest.mark.slow

#: An episode is one shot: what the flow does with several of them does not depend on more.
SCRIPT = """《雨夜》

第1集 重逢

1-1 夜 外 街口
林夏：你还活着？

第2集 真相

2-1 日 外 河边
老陈：走吧。
"""

#: Makes two storyboards in a process of its own, which dies when the first one is asked for.
DIES = """
import os, sys
import quick_engines
from pipeline import storyboard

storyboard.ENGINES["asked"] = quick_engines.Asked
quick_engines.Calls.look = lambda _, name: os._exit(9) if name == "e01" else None

from flows.here import run_here
from flows.series import make_series

run_here(make_series, folder=sys.argv[1], episodes="all", profile=sys.argv[2], until="storyboard")
"""


@pytest.fixture
def folder(folder):
    (folder / "script.txt").write_text(SCRIPT, "utf-8")
    return folder


def run(folder, episodes, **parameters):
    from flows.here import run_here
    from flows.series import make_series

    return run_here(make_series, folder=str(folder), episodes=episodes, **parameters)


def test_every_episode_becomes_a_film(folder):
    outcomes = run(folder, "1-2").result()

    assert [outcomes[number].film.name for number in (1, 2)] == ["final/e01.mp4", "final/e02.mp4"]


def test_an_episode_that_fails_does_not_stop_the_next(folder, calls):
    calls.refused.add("e01s01-01.png")

    state = run(folder, "1-2")
    outcomes = state.result(raise_on_failure=False)

    assert state.name == "Partial"
    assert "frame e01s01-01" in state.message
    assert outcomes[1].film is None
    assert outcomes[2].film.name == "final/e02.mp4"


def test_all_storyboards_are_asked_for_before_the_first_film(asked, calls):
    outcomes = run(asked, "all", until="images").result()

    assert calls.answers == {"outline-read-001": 1, "outline-same": 1, "e01": 1, "e02": 1}
    assert [outcome.id for outcome in outcomes.values()] == ["e01", "e02"]
    assert (asked / "images/e02s01-01.png").is_file()


def test_a_storyboard_that_fails_and_an_episode_that_is_none_do_not_stop_the_others(asked, calls):
    calls.refused.add("e01")

    state = run(asked, "1-3", until="images")
    ends = state.result(raise_on_failure=False)

    assert "episode 1: e01 is refused." in state.message
    assert "episode 3: storyboard/outline.json has no episode 3: it has 1-2." in state.message
    assert ends[2].episode.title == "真相"
    assert (asked / "images/e02s01-01.png").is_file()
    assert not (asked / "images/e01s01-01.png").exists()


def test_what_only_the_storyboard_shows_is_looked_at_before_anything_dearer_is_made(asked, calls):
    (asked / "images").mkdir()
    (asked / "images/e01s01-01.png").write_text("no picture")
    profile = (asked / "drama.yaml").read_text("utf-8").replace("sketch", "paid")
    (asked / "drama.yaml").write_text(f"{profile}budget: {{amount: 0.25}}\n", "utf-8")

    state = run(asked, "1")

    with pytest.raises(PlanError, match=r"costs up to .* and 0\.25 USD of the budget are left"):
        state.result()
    assert (asked / "storyboard/e01.json").is_file()
    assert calls.images.total() + calls.voices.total() == 0


def test_words_that_name_no_episodes_are_refused(folder):
    with pytest.raises(InputError, match="names no episodes"):
        run(folder, "1..3").result()


@pytest.fixture
def server(monkeypatch):
    """The address of Prefect's server of all these tests: a run in a process of its own needs no second."""
    from prefect.server.api.server import SubprocessASGIServer

    monkeypatch.setenv("PREFECT_SERVER_LOGGING_LEVEL", "CRITICAL")
    server = SubprocessASGIServer()
    server.start()
    return server.api_url


def test_a_run_that_was_killed_asks_only_for_what_was_being_asked(asked, calls, server):
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join([str(tests.parent), str(tests)])
    (asked / "only.yaml").write_text(
        "storyboard: {engine: asked}\nimages: {engine: drawn}\nvoices: {engine: espeak}\n"
        "clips: {engine: parallax}\n"
    )
    command = [sys.executable, "-c", DIES, str(asked), str(asked / "only.yaml")]
    environment = {**os.environ, "PYTHONPATH": paths, "PREFECT_API_URL": server}
    killed = subprocess.run(command, env=environment, check=False)

    run(asked, "all", until="storyboard").result()

    assert killed.returncode == 9
    assert calls.answers["e01"] == 1
    assert calls.answers.keys() <= {"e01", "e02"}


@pytest.fixture(scope="module")
def model():
    with serving() as server:
        yield f"{{engine: openai, openai: {{base_url: '{server.url}', model: any, episode_seconds: 30}}}}"


@pytest.mark.parametrize(("language", "until"), [("zh", "final"), ("en", "storyboard")])
def test_a_chapter_of_a_novel_becomes_a_film_with_every_word_of_its_dialogue(
    folder, model, language, until, pytestconfig
):
    """By a model: what rules keep of the same chapters is held where they are tested."""
    chapter = pytestconfig.rootpath / "assets" / "scripts" / f"chapter.{language}.txt"
    opening = "".join(chapter.read_text("utf-8").splitlines(keepends=True)[:18])
    (folder / "script.txt").write_text(opening, "utf-8")
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8").replace("{engine: rules}", model), "utf-8")

    (outcome,) = run(folder, "1", until=until).result().values()

    (source,) = (e for e in read(folder / "script.txt").episodes if e.number == 1)
    found = coverage(source, outcome.episode)
    assert found.lines > 3
    assert found.dialogue == 1
    assert outcome.episode.title in (folder / "storyboard.html").read_text("utf-8")
    assert (outcome.film is not None) == (until == "final")
    assert (folder / "final/e01.mp4").is_file() == (until == "final")


def test_the_nonsense_of_a_model_with_random_weights_becomes_a_film(folder, tmp_path):
    pytest.importorskip("torch", reason="local models are tested where `make local` was run")
    from tiny_models import language_model

    checkpoint = language_model(tmp_path / "checkpoint")
    options = f"model: {checkpoint}, device: cpu, longest_text: 20, most_items: 3"
    profile = folder / "drama.yaml"
    local = f"{{engine: transformers, transformers: {{{options}}}}}"
    profile.write_text(profile.read_text("utf-8").replace("{engine: rules}", local), "utf-8")

    (outcome,) = run(folder, "2").result().values()

    assert outcome.film.path.is_file()
    assert "走吧。" in [line.text for _, line in outcome.episode.lines]
