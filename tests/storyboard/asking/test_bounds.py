import pytest

from pipeline.storyboard.asking.bounds import bounded, readable

SCHEMA = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "size": {"type": "string", "enum": ["wide", "close"]},
        "id": {"type": "string", "pattern": "^e[0-9]+$"},
        "name": {"type": "string", "minLength": 1, "maxLength": 8},
        "shots": {"type": "array", "items": {"$ref": "#/$defs/Shot"}},
        "lines": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
        "age": {"anyOf": [{"type": "string"}, {"type": "null"}]},
    },
    "$defs": {"Shot": {"type": "object", "properties": {"items": {"type": "string"}}}},
}


def test_a_text_without_an_end_gets_one():
    assert bounded(SCHEMA, 40, 9)["properties"]["title"]["pattern"].endswith("{0,40}$")


def test_a_text_with_an_end_keeps_it():
    assert bounded(SCHEMA, 40, 9)["properties"]["name"]["pattern"].endswith("{1,8}$")


@pytest.mark.parametrize("name", ["size", "id"])
def test_a_text_that_is_held_to_something_already_stays(name):
    assert bounded(SCHEMA, 40, 9)["properties"][name] == SCHEMA["properties"][name]


def test_a_list_without_an_end_gets_one():
    found = bounded(SCHEMA, 40, 9)["properties"]
    assert (found["shots"]["maxItems"], found["lines"]["maxItems"]) == (9, 2)


def test_what_lies_inside_of_lists_choices_and_definitions_is_bounded_too():
    found = bounded(SCHEMA, 40, 9)
    assert "pattern" in found["properties"]["lines"]["items"]
    assert "pattern" in found["properties"]["age"]["anyOf"][0]
    assert "pattern" in found["$defs"]["Shot"]["properties"]["items"]


def test_unknown_keys_are_refused_everywhere():
    found = bounded(SCHEMA, 40, 9)
    assert found["additionalProperties"] is False
    assert found["$defs"]["Shot"]["additionalProperties"] is False


def test_the_schema_handed_in_stays_as_it_was():
    bounded(SCHEMA, 40, 9)
    assert SCHEMA["properties"]["title"] == {"type": "string"}


@pytest.mark.parametrize("text", ["林夏抬头：“你怎么来了？”", "She said: it's 3 %…", "こんにちは", ""])
def test_chinese_and_english_are_readable(text):
    assert readable(text)


@pytest.mark.parametrize("text", ["a\nb", "tab\t", 'a "quote"', "\x00", "ሀ", "back\\slash"])
def test_control_characters_and_what_would_break_json_are_not(text):
    assert not readable(text)
