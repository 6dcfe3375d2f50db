"""How a profile chooses engines: by name, by a list, by `auto`, and for a draft."""

from __future__ import annotations

import re

import pytest

from pipeline.errors import ProfileError
from pipeline.profile import parse

SMALL = """
storyboard: {engine: rules}
images: {engine: sketch}
voices: {engine: hum}
clips: {engine: turn}
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
