"""Every error says what happened and what helps, travels between processes, and stands in the tree."""

from __future__ import annotations

import pickle

import pytest

from pipeline import errors
from pipeline.attempt import with_all
from pipeline.errors import DramaError, EngineError, FfmpegError, Incomplete, PlanError

CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DramaError)]

EXAMPLES = {
    FfmpegError: FfmpegError("ffmpeg failed.", "Look below.", "Invalid data found"),
    PlanError: PlanError(["No key.", "No font."]),
    Incomplete: Incomplete({"clip e01s01-01": "Refused.", "voice e01s01-01-1": "Down."}),
}

EXIT_CODES = {
    "DramaError": 1,
    "InputError": 3,
    "ProfileError": 3,
    "ScriptError": 3,
    "StoryboardError": 3,
    "NameUnknown": 3,
    "FolderError": 4,
    "EngineError": 5,
    "NotHere": 5,
    "Wait": 5,
    "Refused": 5,
    "Unpaid": 5,
    "Rejected": 5,
    "BadResult": 5,
    "Unsettled": 7,
    "BudgetError": 6,
    "FfmpegError": 5,
    "FilmError": 1,
    "PlanError": 3,
    "Incomplete": 1,
    "Skipped": 1,
}


def drawn() -> dict[str, str]:
    """The tree of the docstring: each name with its parent's."""
    parents: dict[str, str] = {}
    above: list[str] = []
    tree = [line for line in errors.__doc__.splitlines() if line.startswith("    ")]
    for line in tree:
        branch, _, rest = line[4:].rpartition("-- ")
        depth = len(branch) // 4 + 1 if branch else 0
        name = rest.split()[0]
        above = [*above[:depth], name]
        parents[name] = above[depth - 1] if depth else "Exception"
    return parents


def example(kind: type[DramaError]) -> DramaError:
    return EXAMPLES.get(kind) or kind("The disk is full.", "Make room.")


def test_the_drawn_tree_is_the_real_one():
    assert drawn() == {kind.__name__: kind.__bases__[0].__name__ for kind in CLASSES}


def test_every_error_ends_the_command_with_its_code():
    assert {kind.__name__: kind.exit_code for kind in CLASSES} == EXIT_CODES


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_survives_the_way_to_another_process(kind):
    sent = example(kind)
    arrived = pickle.loads(pickle.dumps(sent))

    assert type(arrived) is kind
    assert str(arrived) == str(sent)
    assert vars(arrived) == vars(sent)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_says_for_what_it_stands(kind):
    assert kind.__doc__
    assert kind.__doc__.strip().endswith(".")


def test_an_error_reads_as_what_happened_and_what_helps():
    error = DramaError("The disk is full.", "Make room.")

    assert (error.happened, error.help) == ("The disk is full.", "Make room.")
    assert str(error) == "The disk is full. Make room."


def test_an_error_without_help_is_one_sentence():
    assert str(DramaError("The disk is full.")) == "The disk is full."


def test_ffmpegs_last_lines_stand_below_the_message():
    assert str(EXAMPLES[FfmpegError]) == "ffmpeg failed. Look below.\nInvalid data found"


def test_a_plan_lists_all_its_problems():
    assert str(EXAMPLES[PlanError]) == (
        "Nothing was started; 2 problem(s) stand in the way:\n  - No key.\n  - No font."
    )


def test_an_incomplete_run_names_each_missing_file_and_why():
    told = str(EXAMPLES[Incomplete])

    assert told.startswith(
        "2 file(s) could not be made:\n  - clip e01s01-01: Refused.\n  - voice e01s01-01-1: Down.\n"
    )
    assert told.endswith("run the same command again.")


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if issubclass(kind, EngineError)])
def test_the_last_engines_error_keeps_its_kind_when_it_tells_of_the_others(kind):
    told = with_all(kind("Last failed.", "Do this."), ["first: Down."])

    assert type(told) is kind
    assert str(told) == "All engines failed. Last failed. Before that, first: Down. Do this."
