"""What the commands tell: many things that are alike in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.attempt import Made
from pipeline.errors import BudgetError, FolderError, Incomplete
from pipeline.outcome import Outcome
from pipeline.telling import out, tell_outcomes, tell_warnings


def test_what_stopped_the_only_episode_keeps_its_own_exit_code():
    with pytest.raises(FolderError, match="read-only"):
        tell_outcomes({"e01": FolderError("The disk is read-only.")})
    with pytest.raises(Incomplete, match="e02: The disk is full"):
        tell_outcomes({"e01": FolderError("The disk is read-only."), "e02": FolderError("The disk is full.")})


def test_of_many_warnings_ten_are_printed_and_the_rest_counted(capsys):
    tell_warnings(f"line {number} is not shown" for number in range(1, 5001))

    told = capsys.readouterr().err.splitlines()
    assert told[9] == "line 10 is not shown"
    assert told[10] == "and 4990 more; see storyboard.html, or `drama show --storyboard`."
    assert len(told) == 11


def test_two_hundred_shots_that_the_budget_stops_are_one_line_and_its_exit_code(capsys):
    labels = [f"clip e01s01-{number:02d}" for number in range(200)]
    wall = "kling was not asked: it would pass the budget of 10.00 USD for this drama."
    outcome = Outcome("e01", missing=dict.fromkeys(labels, wall), unpaid=set(labels))

    with pytest.raises(Incomplete) as told:
        tell_outcomes({"e01": outcome})

    assert str(told.value).count(wall) == 1
    assert "clip e01s01-05 and 194 more: kling was not asked" in str(told.value)
    assert told.value.exit_code == BudgetError.exit_code


def test_where_something_else_is_missing_as_well_the_exit_code_is_the_usual_one():
    outcome = Outcome("e01", missing={"clip a": "wall", "clip b": "Refused."}, unpaid={"clip a"})

    with pytest.raises(Incomplete) as told:
        tell_outcomes({"e01": outcome, "e02": BudgetError("wall")})
    assert told.value.exit_code == 1


def test_storyboards_that_the_budget_stops_count_as_well():
    with pytest.raises(Incomplete) as told:
        tell_outcomes({"e01": BudgetError("wall"), "e02": BudgetError("wall")})

    assert "e01, e02: wall" in str(told.value)
    assert told.value.exit_code == BudgetError.exit_code


def test_files_that_another_engine_made_for_the_same_reason_are_one_line(capsys):
    why = ("runway: Add money.",)
    made = [Made(f"clips/e01s01-{n:02d}.mp4", Path(), "made", "kling", 1, {}, why) for n in range(1, 9)]
    made.append(Made("clips/e01s02-01.mp4", Path(), "made", "parallax", 1, {}, why))

    tell_outcomes({"e01": Outcome("e01", files=made)})

    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith("clips/e01s01-06.mp4 and 2 more were made by kling; passed over runway: Add money.")
    assert second == "clips/e01s02-01.mp4 was made by parallax; passed over runway: Add money."


def test_feelings_that_are_not_heard_are_named_at_the_end(capsys):
    notes = {"feeling_not_shown": "angry", "note": "not followed"}
    made = [Made(f"voices/e01s01-{n:02d}-1.wav", Path(), "made", "openai", 1, notes) for n in (1, 2)]

    tell_outcomes({"e01": Outcome("e01", files=made)})

    said = "voices/e01s01-01-1.wav, voices/e01s01-02-1.wav by openai, feeling not shown: angry\n"
    assert capsys.readouterr().err == said


def test_an_address_is_printed_as_it_was_typed(capsys):
    out.print(f"`drama run {Path('s3://films/rain')}` goes on; s3://films/fog and /films/rain, too.")

    told = capsys.readouterr().out
    assert told == "`drama run s3://films/rain` goes on; s3://films/fog and /films/rain, too.\n"
