"""The flows as they are served: forms, runs that are named in them, schedules, and what is watched over."""

from __future__ import annotations

import pytest
from started import Started, server  # noqa: F401 - a fixture
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.drama import open_drama
from pipeline.dramas import VARIABLE, Dramas

pytestmark = pytest.mark.slow


@pytest.fixture
def served(folder, server, monkeypatch):  # noqa: F811 - the fixture
    """The folder of the dramas, of which one is begun."""
    monkeypatch.setenv(VARIABLE, str(folder.parent))
    return Dramas(folder.parent)


@pytest.fixture
def deployed(served):
    from flows.serve import deployments

    made = {one.name: one for one in deployments(served)}
    for one in made.values():
        one.apply()
    return made


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


def test_what_a_person_set_in_the_ui_outlives_the_next_start(deployed):
    from prefect.client.orchestration import get_client

    from flows.schedules import schedule, schedules

    with schedules() as (known, _):
        known.add("rain", schedule("0 2 * * *", 0, "Asia/Shanghai"), "next")
    with get_client(sync_client=True) as client:
        client.pause_deployment(deployed["redo"].apply())

    for one in deployed.values():
        one.apply()

    with schedules() as (known, _):
        assert [(one.drama, one.episodes, one.when) for one in known.all()] == [
            ("rain", "next", "0 2 * * * (Asia/Shanghai)")
        ]
        assert known.remove("rain") == 1
    with get_client(sync_client=True) as client:
        assert client.read_deployment_by_name("redo/redo").paused


def test_the_next_episode_is_made_until_there_is_nothing_to_do(served):
    from flows.series import make_series

    states = [Started(make_series, folder="rain", episodes="next", until="storyboard").go() for _ in range(3)]

    assert all(state.is_completed() for state in states)
    assert "Nothing to do" in states[2].message
    assert (served.root / "rain/storyboard/e02.json").is_file()


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"folder": "../rain"}, "leads out of the folder"),
        ({"folder": "{root}/rain/../../x"}, "leads out of the folder"),
        ({"folder": "snow"}, "no drama and no script 'snow'. Name one as it lies there: rain"),
        ({"folder": "rain", "profile": "{root}/rain/drama.yaml"}, "is no profile that comes with"),
    ],
)
def test_a_run_that_names_what_it_may_not_fails_with_a_letter(served, asked, why):
    from flows.series import make_series

    named = {key: value.replace("{root}", str(served.root)) for key, value in asked.items()}
    state = started_unchecked(make_series, named).go()

    assert state.is_failed()
    assert why in state.message


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

    from flows.episode import make_episode
    from flows.redo import redo

    Started(make_episode, folder="rain", until="images").go()
    run = Started(redo, folder="rain", target="e01s01-01", stage="images", seed=7)
    assert run.go().is_completed()
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, AwaitingRetry(), force=True)
    assert run.go().is_completed()

    assert run.run.name == "rain redo e01s01-01"
    assert calls.images["e01s01-01"] == 2
    assert open_drama(served.root / "rain").project.records.wishes()["images/e01s01-01.png"].seed == 7


def test_runs_whose_process_died_are_watched_for_once(server):  # noqa: F811 - the fixture
    from prefect.client.orchestration import get_client

    from flows.serve import watch_over

    watch_over()
    watch_over()

    with get_client(sync_client=True) as client:
        (found,) = client.read_automations()
    assert found.trigger.within.total_seconds() == 90


def test_runs_that_a_killed_process_left_behind_go_on(served, deployed):
    from prefect.client.orchestration import get_client
    from prefect.states import Pending

    from flows.series import make_series
    from flows.serve import left_behind, put_back

    with get_client(sync_client=True) as client:
        run = Started(make_series, folder="rain")
        client.set_flow_run_state(run.id, Pending(), force=True)
    assert left_behind() == [run.id]

    put_back([run.id])

    assert (run.run.state.name, left_behind()) == ("AwaitingRetry", [])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["rain", "--cron", "x 2 * * *"], 'Invalid cron string: "x 2 * * *"'),
        (["rain", "--cron", "0 2 * * *", "--timezone", "Mars"], "Invalid timezone"),
        (["rain"], "one of --cron, --every and --remove"),
        (["rain", "--every", "6", "--episodes", "one"], "names no episodes"),
    ],
)
def test_a_schedule_that_can_not_be_read_is_a_letter(deployed, words, why):
    told = CliRunner().invoke(app, ["schedule", *words])

    assert told.exit_code == 3
    assert why in told.output


def test_schedules_are_set_listed_and_removed_by_one_command(deployed):
    def schedule(*words):
        return CliRunner().invoke(app, ["schedule", *words]).output

    assert "every 6:00:00" in schedule("rain", "--every", "6", "--episodes", "1-2")
    assert schedule("rain", "--every", "6", "--episodes", "1-2").count("1-2") == 1
    assert "rain" in schedule()
    assert "Removed 1 schedule(s) of rain." in schedule("rain", "--remove")
    assert "Nothing is scheduled." in schedule()
