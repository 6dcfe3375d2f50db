"""A run of a deployment is suspended until a person answers to its form; it is heard once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from started import Started

from pipeline.approving import Approvals
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.promise import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("server")]


@pytest.fixture
def drama(folder, monkeypatch):
    from pipeline.dramas import VARIABLE

    monkeypatch.setenv(VARIABLE, str(folder.parent))
    with (folder / "drama.yaml").open("a") as file:
        file.write("approve: [images]\n")
    return folder


@pytest.fixture
def waiting(drama, calls):
    """A run that waits for an approval of the images of its episode."""
    from flows.episode import make_episode

    tell(open_drama(drama), 1, "images", at_once)
    run = Started(make_episode, folder="rain", until="voices")
    assert run.go().name == "Suspended"
    return run


def another(drama):
    """How a run ends that is to make the next episode of *drama*."""
    from flows.series import next_episode

    return next_episode(drama, "", "voices", draft=False)


def test_nothing_is_paid_in_any_run_before_the_answer_is_to_go_on(drama, calls):
    from flows.series import make_series

    nightly = Started(make_series, folder="rain", episodes="next", until="voices")
    assert nightly.go().name == "Suspended"
    ended = another(drama)
    assert (ended.is_completed(), ended.name) == (True, "Waiting")
    assert re.fullmatch(rf"e01 waits for an approval since .*: http.*/{nightly.id}, Resume\.", ended.message)
    assert (bool(calls.images), bool(calls.voices)) == (True, False)

    assert nightly.answer(answer="go on", name="Ann").is_completed()

    assert (drama / "voices/e01s01-02-1.wav").is_file()
    assert not (drama / "storyboard/e02.json").exists()
    assert set(calls.images.values()) == {1}
    (given,) = Approvals(open_drama(drama).project).given
    assert (given.stage, given.by) == ("images", "Ann")


def test_the_form_says_what_to_look_at_and_who_stops_it_keeps_what_was_made(waiting, drama, calls):
    from prefect.input import read_flow_run_input

    from flows.approval import waits_already

    details = waiting.run.state.state_details
    told = read_flow_run_input(details.run_input_keyset["description"], flow_run_id=waiting.id)
    assert "e01 waits for your approval of its images: 8 file(s)." in told
    assert f"({(drama / 'storyboard.html').as_uri()})" in told
    assert details.pause_timeout - datetime.now(UTC) > timedelta(days=29)
    assert waits_already(open_drama(drama), 1)

    assert waiting.answer(answer="stop").is_cancelled()

    assert not calls.voices
    assert (drama / "images/e01s01-01.png").is_file()
    assert Approvals(open_drama(drama).project).asked == {}


def test_a_run_that_was_cancelled_waits_no_more(waiting, drama):
    from prefect.client.orchestration import get_client
    from prefect.states import Cancelled

    from flows.approval import waits_already

    with get_client(sync_client=True) as client:
        client.set_flow_run_state(waiting.id, Cancelled(), force=True)

    assert not waits_already(open_drama(drama), 1)


def test_what_is_redone_or_changed_meanwhile_is_shown_again_and_nothing_else_is_drawn(waiting, drama, calls):
    assert waiting.answer(answer="redo these", redo="e01s01-02, nobody").name == "Suspended"

    assert calls.images["e01s01-02"] == 2
    assert sum(calls.images.values()) == len(calls.images) + 1
    assert not calls.voices
    # The other pictures were not approved yet either.
    project = open_drama(drama).project
    (asked,) = Approvals(project).asked.values()
    assert len(asked.shown[0].files) == 8

    project.redo("images/e01s01-01.png")
    assert waiting.answer(answer="go on").name == "Suspended"

    (asked,) = Approvals(project).asked.values()
    assert list(asked.shown[0].files) == ["images/e01s01-01.png"]


def test_an_approval_by_the_command_has_the_run_go_on(waiting, drama):
    from typer.testing import CliRunner

    from pipeline.cli import app

    told = CliRunner().invoke(app, ["approve", str(drama)])

    assert told.exit_code == 0, told.output
    assert "The run that waited for it goes on." in told.output
    assert waiting.run.state.is_scheduled()
    assert waiting.go().is_completed()
    assert [given.by for given in Approvals(open_drama(drama).project).given] != ["on the server's page"]


def test_a_series_asks_for_all_of_its_episodes_at_once(drama, calls):
    from flows.series import make_series

    for number in (1, 2):
        tell(open_drama(drama), number, "storyboard", at_once)
    run = Started(make_series, folder="rain", episodes="all", until="images")

    assert run.go().name == "Suspended"
    (asked,) = Approvals(open_drama(drama).project).asked.values()
    assert [shown.episode for shown in asked.shown] == ["e01", "e02"]
