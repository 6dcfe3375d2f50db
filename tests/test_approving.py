"""Approval: nothing that comes later is begun before somebody looked at what was made."""

from __future__ import annotations

import pytest

from pipeline.approving import Approvals
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import FolderError
from pipeline.plan import plan
from pipeline.promise import at_once


@pytest.fixture
def gated(folder):
    with (folder / "drama.yaml").open("a") as file:
        file.write("approve: [storyboard, images]\n")
    return folder


def run(folder, number=1, until="final"):
    return tell(open_drama(folder), number, until, at_once)


def planned(folder, until="final"):
    return plan(open_drama(folder, planning=True), [1], until)


def approve(folder, outcome):
    approvals = Approvals(open_drama(folder).project)
    approvals.approve([approvals.shown(outcome.waits_for)], "ann")


def approved(folder, stages, number=1):
    """The outcome of a run for which the first *stages* were approved, one after the other."""
    for stage in stages:
        outcome = run(folder, number)
        assert outcome.waits_for.stage == stage
        approve(folder, outcome)
    return run(folder, number)


def names(waiting):
    return sorted(made.name for made in waiting.files)


def test_nothing_is_drawn_before_the_storyboard_is_approved(gated, calls):
    waits_for = run(gated).waits_for

    assert names(waits_for) == ["storyboard/e01.json", "storyboard/outline.json"]
    assert calls.total == 0


def test_no_voice_is_spoken_before_the_images_are_approved(gated, calls):
    outcome = approved(gated, ["storyboard"])

    assert outcome.waits_for.stage == "images"
    assert "images/林夏.png" in names(outcome.waits_for)
    assert {made.name.partition("/")[0] for made in outcome.files} == {"storyboard", "images"}
    assert not calls.voices


def test_what_was_approved_is_made_to_the_end_and_not_asked_for_again(gated):
    assert approved(gated, ["storyboard", "images"]).film.path.is_file()
    assert run(gated).waits_for is None


def test_the_folder_remembers_who_approved_what(gated):
    approved(gated, ["storyboard"])

    (given,) = Approvals(open_drama(gated).project).given
    assert (given.episode, given.stage, given.by) == ("e01", "storyboard", "ann")
    assert given.files.keys() == {"storyboard/e01.json", "storyboard/outline.json"}


def test_only_what_was_made_anew_is_asked_for_again(gated):
    approved(gated, ["storyboard", "images"])
    open_drama(gated).project.redo("images/e01s01-02.png")

    assert names(run(gated).waits_for) == ["images/e01s01-02.png"]


def test_an_earlier_take_that_was_approved_needs_no_second_approval(gated):
    project = open_drama(gated).project
    approved(gated, ["storyboard", "images"])
    project.redo("images/e01s01-02.png")
    run(gated)
    project.choose("images/e01s01-02.png", 1)

    assert run(gated).waits_for is None


def test_what_a_person_changes_after_approving_it_counts_as_approved(gated):
    approved(gated, ["storyboard"])
    file = gated / "storyboard/e01.json"
    file.write_text(file.read_text("utf-8").replace("你还活着", "你回来了"), "utf-8")

    assert run(gated).waits_for.stage == "images"


def test_what_a_person_changes_before_anyone_approved_it_is_asked_for(gated):
    run(gated)
    file = gated / "storyboard/e01.json"
    file.write_text(file.read_text("utf-8").replace("你还活着", "你回来了"), "utf-8")

    assert run(gated).waits_for.stage == "storyboard"


def test_what_two_episodes_share_is_approved_once(gated):
    approved(gated, ["storyboard", "images"])

    assert names(run(gated, 2).waits_for) == ["storyboard/e02.json"]


def test_a_picture_that_fails_is_told_and_nothing_goes_on(gated, calls):
    approve(gated, run(gated))
    calls.refused.add("e01s01-01.png")

    outcome = run(gated)

    assert "frame e01s01-01" in outcome.missing
    assert outcome.waits_for is None
    assert not calls.voices


def test_a_run_up_to_a_stage_asks_for_its_approval_and_for_none_after_it(gated):
    assert run(gated, until="storyboard").waits_for.stage == "storyboard"
    approve(gated, run(gated))
    assert run(gated, until="storyboard").waits_for is None


@pytest.mark.parametrize("stage", ["voices", "clips"])
def test_any_stage_but_the_last_can_be_looked_at_first(folder, stage):
    with (folder / "drama.yaml").open("a") as file:
        file.write(f"approve: {stage}\n")

    outcome = run(folder)

    assert outcome.waits_for.stage == stage
    assert not any(made.name.startswith("final/") for made in outcome.files)
    approve(folder, outcome)
    assert run(folder).film


def test_a_plan_tells_the_whole_and_what_is_held_back(gated):
    whole = planned(gated)

    assert any(made.name.startswith("clips/") for made in whole.held)
    assert {made.name for made in whole.files} - {made.name for made in whole.held} == {
        "storyboard/outline.json",
        "storyboard/e01.json",
    }
    assert f" {len(whole.held)} of them after your approval;" in whole.sentence
    assert not whole.idle
    assert not whole.waits_for[0].there


def test_a_plan_is_idle_where_only_an_approval_is_missing(gated):
    run(gated)

    assert planned(gated).idle
    assert planned(gated).waits_for[0].there


def test_a_damaged_page_is_told(gated):
    run(gated)
    (gated / ".made/approvals.json").write_text("{")

    with pytest.raises(FolderError, match=r"approvals\.json is damaged"):
        run(gated)
