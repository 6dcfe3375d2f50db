"""A recipe holds what decides a file's content, and nothing that does not."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.profile import ENGINES
from pipeline.recipe import changed, plain, recipe
from pipeline.records import sha256_of


class Colour(StrEnum):
    RED = "red"


@options(frozen=True, config=OPTIONS)
class Brush:
    width: int = Field(default=3, ge=1)
    hairs: tuple[str, ...] = Field(default_factory=lambda: ("soft",))
    wet: bool = False


@options(frozen=True, config=OPTIONS)
class NewBrush(Brush):
    version: ClassVar[int] = 2


@dataclass(frozen=True)
class Asked:
    colour: Colour
    seconds: float = 2.0
    seen: str = ""
    image: Path | None = None
    notes: dict[str, int] = field(default_factory=dict)


class Person(BaseModel):
    name: str
    age: int = 20


def make(engine: object = Brush(), **asked) -> dict:
    return recipe("brush", engine, Asked(Colour.RED, **asked), sha256_of)


def test_a_recipe_is_the_engine_its_options_and_the_request():
    assert make(Brush(width=5), seconds=4.0) == {
        "engine": "brush",
        "version": 1,
        "options": {"width": 5},
        "request": {"colour": "red", "seconds": 4.0},
    }


def test_options_with_their_default_value_are_left_out_so_that_a_new_option_makes_nothing_again():
    assert make(Brush(width=3, hairs=("soft",), wet=False))["options"] == {}


@pytest.mark.parametrize(("stage", "name"), [(stage, name) for stage in ENGINES for name in ENGINES[stage]])
def test_every_engine_with_its_defaults_has_no_options_in_its_recipe(stage, name):
    engine = ENGINES[stage][name]()

    assert recipe(name, engine, Asked(Colour.RED), sha256_of)["options"] == {}, fields(engine)


def test_a_file_enters_by_its_content_and_not_by_its_path_or_date(tmp_path):
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    one.write_bytes(b"same")
    other.write_bytes(b"same")
    before = make(image=one)

    assert make(image=other) == before
    assert str(tmp_path) not in json.dumps(before)
    other.write_bytes(b"else")
    assert make(image=other) != before


def test_what_the_engine_does_not_read_is_left_out():
    asked = Asked(Colour.RED, seen="a street")

    assert "seen" not in recipe("brush", Brush(), asked, sha256_of, unread=("seen",))["request"]


def test_an_engine_whose_results_change_has_another_version():
    assert make(NewBrush())["version"] == 2
    assert changed(make(Brush()), make(NewBrush())) == ["version"]


def test_what_changed_is_told_in_the_words_of_the_options_and_the_request():
    before = make(Brush(width=5), seen="a street")

    assert changed(before, make(Brush(wet=True), seen="a wood", seconds=3.0)) == [
        "wet",
        "width",
        "seconds",
        "seen",
    ]


def test_nothing_has_changed_between_equal_recipes():
    assert changed(make(), make()) == []


def test_another_engine_is_all_that_is_told_of_it():
    other = recipe("pencil", Brush(width=9), Asked(Colour.RED), sha256_of)

    assert changed(make(), other) == ["engine"]


def test_a_model_enters_without_its_defaults():
    assert plain({"who": Person(name="林夏"), "old": [Person(name="老陈", age=70)]}, sha256_of) == {
        "who": {"name": "林夏"},
        "old": [{"name": "老陈", "age": 70}],
    }


def test_something_that_can_not_be_compared_is_refused():
    with pytest.raises(TypeError, match="set can't be part of a recipe"):
        plain({1, 2}, sha256_of)


simple = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
data = st.recursive(simple, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@settings(deadline=None)
@given(data)
def test_a_recipe_is_the_same_after_it_was_written_down_and_read_again(value):
    now = plain(value, sha256_of)

    assert json.loads(json.dumps(now)) == now
