"""Look before you spend: a plan tells what a run would do, and all that stands in its way."""

from __future__ import annotations

import pytest
from quick_engines import Sketch

from pipeline import ffmpeg, images
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import PlanError
from pipeline.final import fonts
from pipeline.plan import Plan, plan
from pipeline.promise import at_once
from pipeline.spending import Money


def planned(folder, numbers=(1,), until="final") -> Plan:
    return plan(open_drama(folder, planning=True), numbers, until)


@dataclass(frozen=True, config=OPTIONS)
class Paid(Sketch):
    """Each picture costs half a dollar."""

    def price(self, _request) -> Money:
        return Money(0.5)


@pytest.fixture
def paid(folder, monkeypatch):
    monkeypatch.setitem(images.ENGINES, "paid", Paid)
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("engine: sketch", "engine: paid"))
    return folder


def test_a_plan_of_a_new_drama_names_every_file_and_makes_none(folder, calls):
    before = sorted(folder.rglob("*"))

    names = [made.name for made in planned(folder).to_make]

    assert names[:2] == ["storyboard/outline.json", "storyboard/e01.json"]
    assert "images/林夏.png" in names
    assert "clips/e01s01-01.mp4" in names
    assert calls.total == 0
    assert sorted(folder.rglob("*")) == before


def test_what_was_planned_is_what_a_run_makes(folder):
    names = {made.name for made in planned(folder).to_make}

    outcome = tell(open_drama(folder), 1, "final", at_once)

    assert {made.name for made in outcome.files if made.status == "made"} >= names
    assert planned(folder).idle


def test_the_length_of_the_film_is_estimated_before_there_are_voices(folder):
    assert 4 < planned(folder).seconds < 60


def test_the_cost_is_the_sum_of_what_would_be_made(paid):
    pictures = [made for made in planned(paid).to_make if made.name.startswith("images/")]

    assert planned(paid).cost == [Money(0.5 * len(pictures))]


def test_a_budget_that_does_not_suffice_is_a_problem_before_anything_is_made(paid):
    with (paid / "drama.yaml").open("a") as file:
        file.write("budget: {amount: 1}\n")

    with pytest.raises(PlanError, match=r"costs up to .* and 1\.00 USD of the budget are left"):
        planned(paid).insist()


def test_a_budget_in_another_currency_is_a_problem(paid):
    with (paid / "drama.yaml").open("a") as file:
        file.write("budget: {amount: 100, currency: CNY}\n")

    assert any("the budget in USD" in problem for problem in planned(paid).problems)


def test_an_engine_that_can_not_run_here_is_told_before_the_work(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("engine: sketch", "engine: broken"))

    assert planned(folder).problems == ("images: broken can't run here. It needs a GPU.",)


def test_an_ffmpeg_that_can_not_be_run_is_told_before_the_work(folder, monkeypatch):
    monkeypatch.setenv("DRAMA_FFMPEG", "no-such-program")
    ffmpeg.executable.cache_clear()

    problems = planned(folder).problems
    ffmpeg.executable.cache_clear()

    assert problems == (
        (
            "DRAMA_FFMPEG names 'no-such-program', and no such program can be run."
            " Correct it, or unset it to use the ffmpeg that came with the installation."
        ),
    )


def test_a_font_that_is_not_there_is_told_before_the_work(folder, monkeypatch):
    monkeypatch.setattr(fonts, "assets", lambda: folder)

    assert any("font of the subtitles" in problem for problem in planned(folder).problems)


def test_every_problem_is_told_at_once(folder):
    problems = planned(folder, [7, 8]).problems

    assert len(problems) == 2
    assert "7" in problems[0]
    assert "8" in problems[1]


def test_characters_without_a_letter_in_the_font_are_named(folder):
    script = folder / "script.txt"
    script.write_text(script.read_text("utf-8").replace("我一直都在。", "我一直都在，𠮷野家。"), "utf-8")

    assert any("𠮷" in warning for warning in planned(folder).warnings)
