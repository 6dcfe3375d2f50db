"""Look before you spend: a plan tells what a run would do, and all that stands in its way."""

from __future__ import annotations

import pytest
from quick_engines import Choir

from pipeline import ffmpeg
from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.errors import PlanError, Refused
from pipeline.final.subtitles import fonts
from pipeline.plan import Plan, plan
from pipeline.promise import at_once
from pipeline.spending import Budget, Money


def planned(folder, numbers=(1,), until="final") -> Plan:
    return plan(open_drama(folder, planning=True), numbers, until)


@pytest.fixture
def paid(folder):
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


def test_what_a_run_that_died_had_not_sent_is_not_missing_in_the_budget(paid):
    with (paid / "drama.yaml").open("a") as file:
        file.write("budget: {amount: 1000}\n")
    project = open_drama(paid).project
    unsent = project.tickets.of("images/e01s01-01.png", "paid", {"engine": "paid"}, 0)
    dying = project.ledger.paying("images/e01s01-01.png", "paid", Money(1000), Budget(), job=unsent)
    dying.__enter__()
    assert project.ledger.total("USD") == 1000

    assert planned(paid).problems == ()
    assert project.ledger.total("USD") == 0


def test_a_budget_in_another_currency_is_a_problem(paid):
    with (paid / "drama.yaml").open("a") as file:
        file.write("budget: {amount: 100, currency: CNY}\n")

    assert any("no rate for USD" in problem for problem in planned(paid).problems)


def test_an_engine_that_can_not_run_here_is_told_before_the_work(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("engine: sketch", "engine: broken"))

    assert planned(folder).problems == ("images: broken can't run here. It needs a GPU.",)


def test_an_engine_whose_work_another_will_do_is_told_and_stands_in_no_way(folder):
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text().replace("engine: sketch", "engine: [broken, sketch]"))

    found = planned(folder)

    assert found.problems == ()
    assert "images: by sketch, since broken can't run here. It needs a GPU." in found.warnings


def test_an_engine_that_can_not_run_is_not_missed_where_only_the_page_of_the_cast_is_to_be_made(
    folder, monkeypatch
):
    edit(folder / "drama.yaml", "engine: hum", "engine: choir")
    tell(open_drama(folder), 1, "voices", at_once)
    (folder / "voices/cast.yaml").unlink()
    monkeypatch.setattr(Choir, "unavailable", lambda _: "It has no key.")

    found = planned(folder, until="voices")

    assert (names(found)[-1], found.problems) == ("voices/cast.yaml", ())
    open_drama(folder).project.redo("voices/e01s01-02-1.wav")
    assert planned(folder, until="voices").problems == ("voices: choir can't run here. It has no key.",)


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


def edit(file, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def names(plan: Plan) -> list[str]:
    return [made.name for made in plan.to_make]


def test_what_a_language_model_is_yet_to_write_is_planned_as_far_as_can_be_known(asked, calls):
    told = planned(asked, [1, 2])

    assert names(told) == ["storyboard/outline.json", "storyboard/e01.json", "storyboard/e02.json"]
    assert told.untold
    assert told.problems == ()
    assert calls.total == 0


def test_a_storyboard_that_is_there_tells_what_films_need(asked, calls):
    tell(open_drama(asked), 1, "storyboard", at_once)
    before = calls.answers.copy()

    told = planned(asked)

    assert not told.untold
    assert "clips/e01s01-01.mp4" in names(told)
    assert calls.answers == before


def test_films_are_not_planned_from_a_storyboard_that_will_be_written_anew(asked):
    tell(open_drama(asked), 1, "images", at_once)
    edit(asked / "script.txt", "你还活着？", "你没死？")

    told = planned(asked)

    assert {made.name: made.why for made in told.to_make} == {
        "storyboard/outline.json": "changed: script",
        "storyboard/e01.json": "changed: outline",
    }
    assert told.untold


def test_an_episode_that_is_to_be_written_waits_for_no_outline(asked):
    tell(open_drama(asked), 1, "storyboard", at_once)

    assert names(planned(asked, [2])) == ["storyboard/e02.json"]


def test_a_storyboard_by_hand_is_kept_by_a_plan_that_knows_no_outline(asked):
    tell(open_drama(asked), 1, "storyboard", at_once)
    edit(asked / "storyboard/e01.json", "你还活着？", "你没死？")
    edit(asked / "script.txt", "走吧。", "走。")

    assert names(planned(asked)) == ["storyboard/outline.json"]


def test_all_episodes_of_a_book_are_one_line_until_there_is_an_outline(asked):
    chapter = "雨下了一夜。林夏说：“你还活着？”老陈没有说话，只是看着窗外的雨。\n" * 30
    book = "".join(f"第{n}章 雨夜\n\n{chapter}\n" for n in "一二三")
    (asked / "script.txt").write_text(book, "utf-8")
    edit(asked / "drama.yaml", "engine: asked", "engine: asked, asked: {each: 1}")

    told = planned(asked, None)

    assert names(told) == ["storyboard/outline.json", "storyboard/e*.json"]
    assert told.cost == [Money(4)]


def test_what_every_stage_lacks_is_told_even_where_its_work_is_not_known(asked):
    edit(asked / "drama.yaml", "engine: asked", "engine: asked, asked: {key: false}")
    edit(asked / "drama.yaml", "engine: sketch", "engine: broken")

    assert planned(asked).problems == (
        "storyboard: asked can't run here. It needs a key.",
        "images: broken can't run here. It needs a GPU.",
    )
    assert planned(asked, until="storyboard").problems == (
        "storyboard: asked can't run here. It needs a key.",
    )


def test_a_storyboard_that_the_budget_does_not_allow_is_a_problem_before_it_is_asked_for(asked):
    edit(asked / "drama.yaml", "engine: asked", "engine: asked, asked: {each: 1}")
    with (asked / "drama.yaml").open("a") as file:
        file.write("budget: {amount: 3}\n")

    assert [made.price for made in planned(asked).to_make] == [Money(2), Money(2)]
    assert "costs up to 4.00 USD, and 3.00 USD" in planned(asked).problems[0]


def test_a_storyboard_that_is_partly_answered_may_cost_less_than_its_bound(asked, calls):
    edit(asked / "drama.yaml", "engine: asked", "engine: asked, asked: {each: 1}")
    calls.refused.add("e01")
    with pytest.raises(Refused):
        tell(open_drama(asked), 1, "storyboard", at_once)
    with (asked / "drama.yaml").open("a") as file:
        file.write("budget: {amount: 2}\n")

    told = planned(asked)

    assert told.problems == ()
    assert "costs up to 2.00 USD, and 1.00 USD" in told.warnings[0]


def test_an_episode_that_the_outline_lacks_is_told_with_those_there_are(folder):
    assert "has no episode 3: it has 1-2." in planned(folder, [3]).problems[0]
