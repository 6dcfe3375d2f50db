"""The next episode that is not made."""

from __future__ import annotations

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.promise import at_once
from pipeline.upcoming import upcoming


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
