from __future__ import annotations

import pytest

from pipeline.stepping import Stepping

FRAME = "images/e01s02-03.png"


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ((FRAME, 3, 8, ""), "e01s02-03 step 3/8"),
        ((FRAME, 3, 8, "faces"), "e01s02-03 faces 3/8"),
        (("storyboard/answers/outline-001.json", 160, 0, "tokens"), "outline-001 160 tokens"),
        (("FLUX", 1, 0, ""), "FLUX 1"),
    ],
)
def test_a_step_is_told_by_the_name_of_what_is_made(step, words):
    assert Stepping().told(step, 0.0) == words


def test_the_time_that_is_left_goes_by_the_steps_after_the_first():
    stepping = Stepping()

    told = [stepping.told((FRAME, n, 40, ""), now) for n, now in ((1, 100.0), (2, 104.0), (30, 216.0))]

    assert told == [
        "e01s02-03 step 1/40",
        "e01s02-03 step 2/40, 3 min left",
        "e01s02-03 step 30/40, 40 s left",
    ]


def test_nothing_is_left_after_the_last_step():
    stepping = Stepping()
    stepping.told((FRAME, 1, 2, ""), 0.0)
    assert stepping.told((FRAME, 2, 2, ""), 9.0) == "e01s02-03 step 2/2"


@pytest.mark.parametrize("again", [(FRAME, 1, 8, ""), (FRAME, 4, 9, ""), (FRAME, 4, 8, "faces")])
def test_another_pass_over_a_file_has_its_own_pace(again):
    stepping = Stepping()
    for n in (1, 2, 3):
        stepping.told((FRAME, n, 8, ""), n * 10.0)
    assert "left" not in stepping.told(again, 1000.0)


def test_files_that_are_made_side_by_side_have_each_their_pace():
    stepping = Stepping()
    for n in (1, 2):
        slow = stepping.told((FRAME, n, 3, ""), n * 10.0)
        quick = stepping.told(("clips/e01.mp4", n, 3, ""), n * 2.0)
    assert (slow, quick) == ("e01s02-03 step 2/3, 10 s left", "e01 step 2/3, 2 s left")


def test_what_is_done_is_forgotten():
    stepping = Stepping()
    stepping.told((FRAME, 1, 8, ""), 0.0)
    stepping.over(FRAME)
    assert stepping.told((FRAME, 2, 8, ""), 9.0) == "e01s02-03 step 2/8"
