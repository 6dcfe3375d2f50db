"""The flows as they are served: forms, runs that are named in them, schedules, and what is watched over."""

from __future__ import annotations

import re

import pytest
from started import Started
from typer.testing import CliRunner

from pipeline.chain import tell
from pipeline.cli import app
from pipeline.drama import open_drama
from pipeline.dramas import VARIABLE, Dramas
from pipeline.errors import DramaError
from pipeline.promise import at_once
from pipeline.upcoming import turn

pytestmark = pytest.mark.slow


@pytest.fixture
def dramas(folder, monkeypatch):
    """The folder of the dramas, of which one is begun."""
    monkeypatch.setenv(VARIABLE, str(folder.parent))
    return Dramas(folder.parent)


@pytest.fixture
def served(dramas, server):
    return dramas


@pytest.fixture
def deployed(dramas):
    from flows.serve import deployments

    return {one.name: one for one in deployments(dramas)}


@pytest.fixture
def series(served, deployed):
    """The deployment that has schedules, at the server."""
    deployed["make-series"].apply()
    return deployed["make-series"]


def started_unchecked(flow, parameters):
    """A run whose client had the server not hold it to the form."""
    from prefect.client.orchestration import get_client

    run = Started(flow, folder="rain")
    with get_client(sync_client=True) as client:
        client.update_flow_run(run.id, parameters=parameters)
    return run


def properties(deployment):
    return deployment._parameter_openapi_schema.properties


def test_each_flow_has_a_form_in_which_every_field_is_explained(deployed):
    assert list(deployed) == ["make-episode", "make-series", "redo"]
    for deployment in deployed.values():
        assert [name for name, field in properties(deployment).items() if not field.get("description")] == []
        assert deployment.tags == ["shortdrama"]
        assert "there are: rain." in deployment.description


def test_profile_and_stage_are_choices(deployed):
    fields = properties(deployed["redo"])

    assert fields["stage"]["enum"] == ["", "storyboard", "images", "voices", "clips", "final"]
    assert "offline" in properties(deployed["make-series"])["profile"]["enum"]


def test_what_a_person_set_in_the_ui_outlives_the_next_start(series):
    from prefect.client.orchestration import get_client

    from flows.schedules import schedule, schedules

    with schedules() as (known, _):
        known.add("rain", schedule("0 2 * * *", 0, "Asia/Shanghai"), "next")
    with get_client(sync_client=True) as client:
        client.pause_deployment(series.apply())

    series.apply()

    with schedules() as (known, _):
        assert [(one.drama, one.episodes, one.when) for one in known.all()] == [
            ("rain", "next", "0 2 * * * (Asia/Shanghai)")
        ]
        assert known.remove("rain") == 1
    with get_client(sync_client=True) as client:
        assert client.read_deployment_by_name("make-series/make-series").paused
        client.resume_deployment(series.apply())


def test_the_next_episode_is_made_until_there_is_nothing_to_do(served, folder):
    from flows.series import make_series, next_episode

    assert Started(make_series, folder="rain", episodes="next", until="storyboard").go().is_completed()
    assert [file.name for file in (folder / "storyboard").glob("e*.json")] == ["e01.json"]
    tell(open_drama(folder), 2, "storyboard", at_once)

    state = next_episode(folder, "", "storyboard", draft=False)

    assert (state.is_completed(), "Nothing to do" in state.message) == (True, True)


def test_a_second_run_does_not_make_the_next_episode_too(folder):
    from flows.series import next_episode

    with turn(open_drama(folder).project, patient=False):
        state = next_episode(folder, "", "final", draft=False)

    assert (state.is_completed(), state.name) == (True, "Skipped")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("../rain", ""), "leads out of the folder"),
        (("{root}/rain/../../x", ""), "leads out of the folder"),
        (("snow", ""), "no drama and no script 'snow'. Name one as it lies there: rain"),
        (("rain", "{root}/rain/drama.yaml"), "is no profile that comes with"),
    ],
)
def test_nothing_is_found_by_what_a_form_may_not_name(dramas, asked, why):
    from flows.asked import _served

    with pytest.raises(DramaError, match=re.escape(why)):
        _served(*(word.replace("{root}", str(dramas.root)) for word in asked))


def test_a_run_that_names_what_it_may_not_fails_with_a_letter(served):
    from flows.series import make_series

    state = started_unchecked(make_series, {"folder": "../rain"}).go()

    assert state.is_failed()
    assert "leads out of the folder" in state.message


def test_a_plain_script_begins_a_drama_beside_it(served, folder):
    from flows.episode import make_episode

    (served.root / "snow.txt").write_bytes((folder / "script.txt").read_bytes())
    run = Started(make_episode, folder="snow.txt", until="storyboard")

    assert run.go().is_completed()
    assert run.run.name == "snow e01"
    assert (served.root / "snow/storyboard/e01.json").is_file()


def test_a_redo_that_goes_on_after_an_interruption_asks_for_no_other_take(served, calls):
    from prefect.client.orchestration import get_client
    from prefect.states import AwaitingRetry

    from flows.redo import redo

    tell(open_drama(served.root / "rain"), 1, "images", at_once)
    run = Started(redo, folder="rain", target="e01s01-01", stage="images", seed=7)
    assert run.go().is_completed()
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, AwaitingRetry(), force=True)
    assert run.go().is_completed()

    assert run.run.name == "rain redo e01s01-01"
    assert calls.images["e01s01-01"] == 2
    assert open_drama(served.root / "rain").project.records.wishes()["images/e01s01-01.png"].seed == 7


def test_schedules_are_set_listed_and_removed_by_one_command(series):
    def schedule(*words):
        return CliRunner().invoke(app, ["schedule", *words]).output

    assert "every 6:00:00" in schedule("rain", "--every", "6", "--episodes", "1-2")
    assert schedule("rain", "--every", "6", "--episodes", "1-2").count("1-2") == 1
    assert "rain" in schedule()
    assert "Removed 1 schedule(s) of rain." in schedule("rain", "--remove")
    assert "Nothing is scheduled." in schedule()
