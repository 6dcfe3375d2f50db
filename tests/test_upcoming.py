"""The next episode that is not made."""

from __future__ import annotations

from pipeline.approving import Approvals
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.promise import at_once
from pipeline.upcoming import turn, upcoming


def comes_next(folder, until="voices"):
    return upcoming(open_drama(folder, planning=True), until)


def test_episodes_come_one_after_the_other_until_all_are_made(folder):
    found = []
    while number := comes_next(folder):
        found.append(number)
        tell(open_drama(folder), number, "voices", at_once)

    assert found == [1, 2]


def test_an_episode_that_was_edited_comes_again(folder):
    for number in (1, 2):
        tell(open_drama(folder), number, "voices", at_once)
    (folder / "voices/e01s01-02-1.wav").unlink()

    assert comes_next(folder) == 1


def test_what_is_made_as_far_as_the_voices_is_not_made_as_a_film(folder):
    tell(open_drama(folder), 1, "voices", at_once)

    assert (comes_next(folder), comes_next(folder, "final")) == (2, 1)


def test_of_a_drama_that_is_not_told_the_first_one_comes(asked):
    assert comes_next(asked) == 1


def test_an_episode_that_waits_for_an_approval_comes_before_those_after_it(folder):
    with (folder / "drama.yaml").open("a") as file:
        file.write("approve: [images]\n")
    drama = open_drama(folder)
    waits = tell(drama, 1, "images", at_once).waits_for

    assert comes_next(folder, "images") == 1

    approvals = Approvals(drama.project)
    approvals.approve([approvals.shown(waits)], "Ann")
    assert comes_next(folder, "images") == 2


def test_one_run_at_a_time_makes_the_next_episode(folder):
    project = open_drama(folder).project

    with turn(project, patient=False) as first, turn(project, patient=False) as second:
        assert (first, second) == (True, False)
    with turn(project, patient=True) as third:
        assert third
