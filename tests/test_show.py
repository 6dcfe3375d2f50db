"""How the files of a drama stand, as a table and as data."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest
from rich.console import Console

from pipeline.attempt import Attempt, Made
from pipeline.drama import open_drama
from pipeline.plan import Plan, plan
from pipeline.project import Project
from pipeline.show import as_data, as_table, look, storyboard, told_otherwise
from pipeline.spending import Money
from pipeline.story import Outline
from pipeline.storyboard.files import load
from pipeline.storyboard.stage import Storyboards

FRAME = "images/e01s01-01.png"


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path)


def make(project: Project, name: str, *, shade: int = 0, price: Money | None = None):
    """The file *name*, whose recipe and content are *shade*."""
    recipe = {"engine": "paint", "request": {"shade": shade}}

    def build(out):
        out.write_text(f"{shade}")

    return project.make(name, [Attempt("paint", recipe, build, price)])


def shown(project: Project, *names: str, shade: int = 0):
    """How *names* stand, were they made in this *shade* now."""
    planning = Project(project.root, planning=True)
    made = [make(planning, name, shade=shade) for name in names]
    return look(planning, Plan((SimpleNamespace(files=made),), (), ()))


def test_a_file_that_is_not_there_is_missing(project):
    [frame] = shown(project, FRAME)

    assert (frame.stands, frame.takes, frame.cost) == ("missing", 0, 0)


def test_a_file_that_would_be_made_alike_is_made_and_says_what_it_cost(project):
    make(project, FRAME, price=Money(0.25, "CNY"))

    [frame] = shown(project, FRAME)

    assert (frame.stands, frame.takes, frame.cost, frame.currency) == ("made", 1, 0.25, "CNY")


def test_a_file_that_would_be_made_otherwise_is_stale(project):
    make(project, FRAME, shade=1)

    [frame] = shown(project, FRAME, shade=2)

    assert (frame.stands, frame.made.why) == ("stale", "changed: shade")


def test_a_file_whose_earlier_take_would_be_brought_back_is_stale(project):
    make(project, FRAME, shade=1)
    make(project, FRAME, shade=2)

    [frame] = shown(project, FRAME, shade=1)

    assert (frame.stands, frame.takes) == ("stale", 2)


def test_a_file_that_a_person_changed_is_by_hand(project):
    make(project, FRAME)
    project.path(FRAME).write_text("mine")

    [frame] = shown(project, FRAME, shade=2)

    assert frame.stands == "by hand"


def test_a_drama_of_which_nothing_is_made_is_told_as_data(folder):
    drama = open_drama(folder, planning=True)

    data = json.loads(json.dumps(as_data(drama.project, plan(drama, [1]))))

    [episode] = data["episodes"]
    assert (episode["id"], episode["title"], episode["film"]) == (
        "e01",
        "重逢",
        str(folder / "final/e01.mp4"),
    )
    assert episode["seconds"] > 4
    assert {file["stands"] for file in data["files"]} == {"missing"}
    assert (data["spent"], data["problems"]) == ([], [])


def test_problems_are_told_as_data(folder):
    drama = open_drama(folder, planning=True)

    data = as_data(drama.project, plan(drama, [9]))

    assert "no episode 9" in data["problems"][0]
    assert data["episodes"] == []


def test_the_table_counts_the_files_of_each_stage(folder):
    drama = open_drama(folder, planning=True)
    (folder / "images").mkdir()
    (folder / "images" / "林夏.png").write_bytes(b"mine")
    out = Console(file=io.StringIO(), width=100)

    out.print(as_table(drama.project, plan(drama, [1])))

    rows = [[cell.strip() for cell in line.split("│")[1:6]] for line in out.file.getvalue().splitlines()]
    assert ["images", "", "1", "", "7"] in rows
    assert ["storyboard", "", "", "", "2"] in rows


def test_the_storyboard_is_read_episode_by_episode(folder):
    drama = open_drama(folder)
    boards = Storyboards(drama)
    for number in (1, 2):
        boards.episode(load(boards.outline(), Outline), number)
    out = Console(file=io.StringIO(), width=80)

    for part in storyboard(open_drama(folder, planning=True), [2]):
        out.print(part)

    assert "真相" in out.file.getvalue()
    assert "重逢" not in out.file.getvalue()


def test_what_engines_could_not_be_told_of_a_line_is_said_once(tmp_path):
    notes = {"words": [], "feeling_not_shown": "it knows no anger"}
    files = [
        Made(
            f"voices/e01s01-0{n}-1.wav",
            tmp_path,
            "kept",
            "hum",
            1,
            notes if n < 3 else {"note": "not followed"},
        )
        for n in (1, 2, 3)
    ]

    assert list(told_otherwise(files)) == [
        "voices/e01s01-01-1.wav, voices/e01s01-02-1.wav by hum, feeling not shown: it knows no anger",
        "voices/e01s01-03-1.wav by hum, note: not followed",
    ]
