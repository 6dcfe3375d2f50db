"""How a profile chooses engines: by name, by a list, by `auto`, and for a draft."""

from __future__ import annotations

import re

import pytest

from pipeline.chain import tell
from pipeline.choosing import stage_of
from pipeline.drama import open_drama
from pipeline.errors import ProfileError
from pipeline.plan import plan
from pipeline.profile import parse
from pipeline.promise import at_once
from pipeline.spending import Money

SMALL = """
storyboard: {engine: rules}
images: {engine: sketch}
voices: {engine: hum}
clips: {engine: turn}
faces: {measure: never}
"""


@pytest.fixture(autouse=True)
def _engines(calls, monkeypatch):
    monkeypatch.setenv("RUNWAYML_API_SECRET", "key")


def stage(name: str, section: str, *, draft: bool = False, more: str = ""):
    """The engines of the stage *name*, when the profile says *section* there."""
    text = re.sub(rf"^{name}: .*$", f"{name}: {section}", SMALL, flags=re.MULTILINE)
    return parse(text + more, "drama.yaml", draft=draft).engines(name)


def asked(chosen) -> list[str]:
    return [one.name for one in chosen if not one.only_keeps]


def kept(chosen) -> list[str]:
    return [one.name for one in chosen if one.only_keeps]


def problem(name: str, section: str) -> str:
    with pytest.raises(ProfileError) as told:
        stage(name, section)
    (said,) = re.findall(r"^  - (.*)$", str(told.value), re.MULTILINE)
    return said


def test_engines_is_another_word_for_a_list():
    assert asked(stage("images", "{engines: [paid, sketch]}")) == ["paid", "sketch"]


def test_engine_and_engines_together_are_one_too_many():
    said = problem("images", "{engine: paid, engines: [sketch]}")

    assert said == "line 3, images.engines: there is `engine` as well. Keep one of them."


def test_auto_takes_what_can_run_here_and_ends_with_what_always_works():
    chosen = stage("clips", "{engine: auto, prefer: speed}")

    assert "runway" in asked(chosen)
    assert asked(chosen)[-1] == "parallax"
    assert {one.name: one.gives_way for one in chosen if one.name in ("runway", "parallax")} == {
        "runway": True,
        "parallax": False,
    }


def test_what_auto_does_not_take_is_there_for_what_it_made_elsewhere(monkeypatch):
    monkeypatch.delenv("RUNWAYML_API_SECRET")
    monkeypatch.setattr("pipeline.keys._from_file", lambda _name: "")
    chosen = stage("clips", "{engine: auto}")

    assert "runway" in kept(chosen)
    assert "parallax" in asked(chosen)
    assert "turn" not in asked(chosen) + kept(chosen), "a program of the user's own is not chosen unasked"


def test_a_film_that_auto_leaves_to_what_always_works_says_why(folder, monkeypatch):
    monkeypatch.delenv("RUNWAYML_API_SECRET")
    monkeypatch.setattr("pipeline.keys._from_file", lambda _name: "")
    profile = folder / "drama.yaml"
    profile.write_text(SMALL.replace("{engine: turn}", "{engine: auto, draft: turn}"))

    final, draft = (plan(open_drama(folder, draft=draft, planning=True), [1]) for draft in (False, True))

    assert [letter.partition(". ")[0] for letter in final.warnings] == [
        "clips: by parallax, since `auto` found nothing else that can run here"
    ]
    assert draft.warnings == ()


def test_auto_takes_an_engine_of_ones_own_that_the_section_sets_up():
    chosen = stage("clips", "{engine: auto, turn: {lengths: [4]}}")

    assert "turn" in asked(chosen)
    assert next(one.engine for one in chosen if one.name == "turn").lengths == (4.0,)


def test_auto_takes_the_options_of_the_section():
    chosen = stage("clips", "{engine: auto, runway: {model: gen4.5}}")

    assert next(one.engine for one in chosen if one.name == "runway").model == "gen4.5"


@pytest.mark.parametrize("name", ["voices", "storyboard"])
def test_auto_is_for_pictures_and_clips_only(name):
    assert f"'auto' is no engine of {name}" in problem(name, "{engine: auto}")


def test_a_mistyped_auto_is_recognised():
    assert problem("clips", "{engine: auot}").endswith("Did you mean 'auto'?")


def test_a_preference_that_there_is_not_is_told_with_those_there_are():
    assert problem("clips", "{engine: auto, prefer: beauty}") == (
        "line 5, clips.prefer: 'beauty' is not possible. Possible are: quality, cost, speed."
    )


def test_a_named_engine_does_not_give_way():
    (chosen,) = stage("clips", "{engine: runway, prefer: cost}")

    assert (chosen.gives_way, chosen.only_keeps) == (False, False)


def test_a_draft_takes_its_own_engines_and_keeps_what_the_final_ones_made():
    section = "{engine: [paid, broken], draft: sketch}"

    assert asked(stage("images", section)) == ["paid", "broken"]
    assert kept(stage("images", section)) == []
    assert asked(stage("images", section, draft=True)) == ["sketch"]
    assert kept(stage("images", section, draft=True)) == ["paid", "broken"]


def test_an_engine_of_the_draft_and_the_final_film_is_asked_once():
    chosen = stage("images", "{engine: [paid, sketch], draft: [sketch, drawn]}", draft=True)

    assert asked(chosen) == ["sketch", "drawn"]
    assert kept(chosen) == ["paid"]


def test_a_stage_without_a_draft_is_the_same_in_one():
    assert stage("images", "{engine: paid}", draft=True) == stage("images", "{engine: paid}")


def test_a_draft_by_an_engine_that_there_is_not_is_told_in_any_case():
    assert problem("images", "{engine: paid, draft: skech}") == (
        "line 3, images.draft: 'skech' is no engine of images. Did you mean 'sketch'?"
    )


def with_images(folder, section: str, more: str = "") -> None:
    profile = folder / "drama.yaml"
    text = re.sub(r"^images: .*$", f"images: {section}", profile.read_text(), flags=re.MULTILINE)
    profile.write_text(f"{text}{more}\n")


def made(folder, *, draft: bool = False):
    """What becomes of the second episode's pictures."""
    return tell(open_drama(folder, draft=draft), 2, "images", at_once)


def pictures(outcome) -> list[tuple[str, str]]:
    return [(one.engine, one.status) for one in outcome.files if one.name.startswith("images/")]


def test_drafts_give_way_to_the_final_pictures_and_stay_among_the_takes(folder):
    with_images(folder, "{engine: paid, draft: sketch}")

    assert set(pictures(made(folder, draft=True))) == {("sketch", "made")}
    assert set(pictures(made(folder, draft=True))) == {("sketch", "kept")}
    assert set(pictures(made(folder))) == {("paid", "made")}
    (take,) = open_drama(folder).project.records.takes("images/e02s01-01.png")
    assert take.engine == "sketch"


def test_a_draft_never_replaces_what_a_final_engine_made(folder, calls):
    with_images(folder, "{engine: paid, draft: sketch}")
    made(folder)
    before = calls.total

    assert set(pictures(made(folder, draft=True))) == {("paid", "kept")}
    assert calls.total == before


def test_a_plan_of_a_draft_costs_what_the_draft_costs(folder):
    with_images(folder, "{engine: paid, draft: sketch}")

    assert plan(open_drama(folder, planning=True), [2], "images").cost == [Money(1.0)]
    assert plan(open_drama(folder, draft=True, planning=True), [2], "images").cost == []


def test_at_the_wall_auto_goes_on_with_what_costs_nothing_and_says_why(folder, monkeypatch):
    monkeypatch.delenv("RUNWAYML_API_SECRET")
    monkeypatch.setattr("pipeline.keys._from_file", lambda _name: "")
    with_images(folder, "{engine: auto, prefer: quality, paid: {}}", "budget: {amount: 0.5}")
    planned = plan(open_drama(folder, planning=True), [2], "images")

    outcome = made(folder)

    assert planned.problems == ()
    assert planned.cost == [Money(0.5)]
    assert pictures(outcome) == [("paid", "made"), ("drawn", "made")]
    assert [one.engine for one in planned.to_make if one.name.startswith("images/")] == ["paid", "drawn"]
    (why,) = outcome.files[-1].passed_over
    assert why.startswith("paid: paid was not asked: it would pass the budget of 0.50 USD for this drama.")
    assert pictures(made(folder)) == [("paid", "kept"), ("drawn", "kept")]


def test_at_the_wall_a_named_list_stops_and_keeps_what_was_made(folder):
    with_images(folder, "{engine: [paid, sketch]}", "budget: {per_run: 0.5}")
    planned = plan(open_drama(folder, planning=True), [2], "images")

    outcome = made(folder)

    assert planned.problems == ()
    assert "leaves 0.50 USD for one run. It stops there" in planned.warnings[0]
    assert pictures(outcome) == [("paid", "made")]
    assert outcome.unpaid == {"frame e02s01-01"} == set(outcome.missing)


@pytest.mark.parametrize(("length", "engine"), [(1, "runway"), (9, "turn")])
def test_auto_takes_no_engine_whose_clips_are_too_short_for_the_shot(folder, length, engine):
    profile = folder / "drama.yaml"
    section = f"{{engine: auto, prefer: cost, turn: {{lengths: [{length}]}}}}"
    profile.write_text(profile.read_text().replace("{engine: turn}", section))

    planned = plan(open_drama(folder, planning=True), [2], "clips")

    assert [one.engine for one in planned.to_make if one.name.startswith("clips/")] == [engine]


def test_lips_lie_beside_their_clips_and_have_engines_of_their_own():
    assert stage_of("clips/e01s02-03.mp4") == "clips"
    assert stage_of("clips/e01s02-03-lips.mp4") == "lips"
    assert stage_of("images/e01s02-03-lips.mp4") == "images"
