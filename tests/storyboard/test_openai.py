"""The engine `openai` through the wire, against servers of all manners."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import yaml
from llm_server import serving

from pipeline.errors import NotHere
from pipeline.recipe import recipe
from pipeline.spending import Money
from pipeline.storyboard.asking.model import Ask, Message
from pipeline.storyboard.openai import OpenAI

CONFIGS = Path(__file__).parents[2] / "configs"
NEAR = "http://localhost:11434/v1"
ASK = Ask("e01", (Message("system", 'Answer: {"title": "text"}'), Message("user", "Rain.")), {})


def test_the_shipped_profile_shows_every_option_with_its_default():
    shown = yaml.safe_load((CONFIGS / "novel.yaml").read_text("utf-8"))

    assert shown["storyboard"] == {"engine": "openai", "openai": dataclasses.asdict(OpenAI())}


def test_but_for_the_storyboard_the_profile_is_the_offline_one():
    novel, offline = (
        yaml.safe_load((CONFIGS / f"{name}.yaml").read_text("utf-8")) for name in ("novel", "offline")
    )

    assert {**novel, "storyboard": 0} == {**offline, "storyboard": 0}


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "has no base_url and no model. Write it in drama.yaml, for example `base_url: https"),
        ({"base_url": NEAR}, "The engine openai has no model."),
        ({"model": "m"}, "The engine openai has no base_url."),
        ({"model": "m", "base_url": "localhost:11434"}, "'localhost:11434' is no address."),
        (
            {"model": "m", "base_url": "https://llm.example/v1", "key": "POET_KEY"},
            "There is no key for https://llm.example/v1. Set the environment variable POET_KEY to it.",
        ),
        (
            {"model": "m", "base_url": NEAR, "key": "sk-123"},
            "`key` is not the name of an environment variable.",
        ),
    ],
)
def test_what_is_missing_is_said_before_anything_is_asked(options, problem, monkeypatch):
    monkeypatch.delenv("POET_KEY", raising=False)
    engine = OpenAI(**options)

    assert problem in engine.unavailable()
    assert "sk-123" not in engine.unavailable()
    with pytest.raises(NotHere):
        engine.complete(ASK)


@pytest.mark.parametrize(
    "address", [NEAR, "http://127.0.0.1:1/v1", "http://192.168.1.9/v1", "http://ollama/v1"]
)
def test_a_server_nearby_needs_no_key(address, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert OpenAI(model="m", base_url=address).unavailable() == ""


def test_the_key_comes_from_the_environment_and_is_never_an_option(monkeypatch):
    monkeypatch.setenv("POET_KEY", "very-secret")
    with serving() as server:
        engine = OpenAI(model="m", base_url=server.url, key="POET_KEY")
        engine.complete(ASK)

    assert server.asked[0].headers["authorization"] == "Bearer very-secret"
    assert "secret" not in repr(engine)


def test_where_and_how_fast_it_works_does_not_make_a_storyboard_again():
    def made(**options: object) -> object:
        return recipe("openai", OpenAI(model="m", **options), ASK, lambda _: "")

    assert made(base_url=NEAR, retries=1, price_read=2, key="K", side_by_side=9, answers="json") == made()
    assert made(temperature=0.1) != made()
    assert made(extra={"enable_thinking": False}) != made()


def test_tokens_cost_what_the_profile_says():
    engine = OpenAI(price_read=0.5, price_written=2, currency="CNY")

    assert engine.cost(1_000_000, 100_000) == Money(0.7, "CNY")
    assert OpenAI().cost(1_000_000, 100_000) is None
    assert engine.quote(6000).currency == "CNY"


def test_a_way_to_answer_that_was_chosen_is_the_only_one_that_is_tried():
    with serving("text_only") as server:
        with pytest.raises(NotHere, match="does not take the question"):
            OpenAI(model="m", base_url=server.url, answers="schema").complete(ASK)
        OpenAI(model="m", base_url=server.url, answers="text").complete(ASK)

    assert [request.held_to for request in server.asked] == ["json_schema", ""]
