"""Requests are filled in: kinds are kept, and what is not there is left out."""

from __future__ import annotations

import pytest

from pipeline.hosted.fill import filled, holes, plain

VALUES = {"seed": 7, "seconds": 5.0, "sound": False, "prompt": "Rain {seed}", "none": None, "empty": ""}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{seed}", 7),
        ("{seconds}", 5.0),
        ("{sound}", False),
        ("{seed!s}", "7"),
        ("{seconds!s}", "5"),
        ("{seconds}s", "5s"),
        ("{sound!s}", "false"),
        ("{seed}-{seconds}", "7-5"),
        ("plain", "plain"),
        ("{not a name}", "{not a name}"),
        (3, 3),
    ],
)
def test_a_text_is_filled_in(template, expected):
    found = filled(template, VALUES)

    assert (found, type(found)) == (expected, type(expected))


def test_braces_in_a_value_are_words():
    assert filled("{prompt}!", VALUES) == "Rain {seed}!"


def test_what_is_not_there_is_left_out_with_what_holds_it():
    template = {"a": "{none}", "b": {"c": "{nobody}"}, "d": ["{none}", "x"], "e": ["{none}"], "f": "{empty}"}

    assert filled(template, VALUES) == {"d": ["x"], "f": ""}


def test_what_was_empty_from_the_beginning_stays():
    assert filled({"a": {}, "b": []}, VALUES) == {"a": {}, "b": []}


def test_nothing_may_be_left():
    assert filled("{none}", VALUES) is None
    assert filled({"a": "{none}"}, VALUES) is None


def test_a_list_has_an_item_for_each():
    template = {"refs": {"each": "references", "as": {"tag": "{name}", "uri": "{image}", "n": "{seed}"}}}
    values = {**VALUES, "references": [{"name": "Lin", "image": "a"}, {"name": "Zhou", "image": "b"}]}

    assert filled(template, values) == {
        "refs": [{"tag": "Lin", "uri": "a", "n": 7}, {"tag": "Zhou", "uri": "b", "n": 7}]
    }


@pytest.mark.parametrize("nobody", [None, [], ()])
def test_without_items_there_is_no_list(nobody):
    assert filled({"refs": {"each": "references", "as": "{image}"}}, {"references": nobody}) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (5.0, "5"), (1234567.0, "1234567"), (0.1, "0.1"), (10**18, "1" + "0" * 18)],
)
def test_values_are_written_as_vendors_read_them(value, text):
    assert plain(value) == text


def test_numbers_that_are_none_are_no_error():
    assert plain(float("nan")) == "nan"


def test_the_names_of_all_holes_are_known():
    template = {"a": "{x}-{y!s}", "b": ["{z}", {"each": "references", "as": {"u": "{image}", "w": "{w}"}}]}

    assert holes(template) == {"x", "y", "z", "references", "w"}


def test_a_value_can_be_json_inside_of_text():
    template = '{"context_texts": [{note!j}]}'

    assert filled(template, {"note": 'say "no"'}) == '{"context_texts": ["say \\"no\\""]}'
    assert filled({"additions": template, "text": "x"}, {"note": None}) == {"text": "x"}
