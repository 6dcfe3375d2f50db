"""What is wrong with a storyboard that was edited by hand, and where."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from pipeline.errors import StoryboardError
from pipeline.story import Episode
from pipeline.storyboard.mistakes import explained, parse

NAME = "storyboard/e01.json"
TEXT = """{
 "id": "e01",
 "number": 1,
 "scenes": [
  {
   "id": "e01s01",
   "place": "街口",
   "shots": [
    {"id": "e01s01-01", "size": "close"},
    {"id": "e01s01-02", "size": "wide",
     "lines": [{"id": "e01s01-02-1", "text": "你好😀"}]}
   ]
  }
 ]
}"""


def said(text: str) -> list[str]:
    """The problems of the storyboard *text*, a line each."""
    try:
        Episode.model_validate(parse(NAME, text))
    except ValidationError as error:
        return [line.rstrip() for line in str(explained(NAME, text, Episode, error)).splitlines()[1:-1]]
    except StoryboardError as error:
        return [line.rstrip() for line in str(error).splitlines()[:-1]]
    raise AssertionError("nothing is wrong with it")


def changed(was: str, is_: str) -> list[str]:
    assert TEXT.count(was) == 1
    return said(TEXT.replace(was, is_))


@pytest.mark.parametrize(
    ("was", "is_", "told"),
    [
        (
            '"wide"',
            '"wid"',
            (
                "line 10, scenes.0.shots.1.size: 'wid' is not possible. "
                "Possible are: wide, full, medium, close, detail; did you mean 'wide'?"
            ),
        ),
        (
            '"wide"',
            '"特写"',
            (
                "line 10, scenes.0.shots.1.size: '特写' is not possible. "
                "Possible are: wide, full, medium, close, detail."
            ),
        ),
        (
            '"place"',
            '"plaze": "x", "place"',
            (
                "line 7, scenes.0.plaze: there is no such key. Possible are: id, heading, place, inside, "
                "time, weather, flashback, enter, shots; did you mean 'place'?"
            ),
        ),
        (
            '"你好😀"',
            '"", "mood": 1',
            (
                "line 11, scenes.0.shots.1.lines.0.text: '' is not possible. "
                "String should have at least 1 character."
            ),
        ),
        ('"place": "街口",', "", "line 5, scenes.0.place: this is missing. Write it there."),
        (
            '"e01s01-02"',
            '"e1s1-2"',
            "line 10, scenes.0.shots.1.id: 'e1s1-2' is not possible. Write it like e01s02-03.",
        ),
        ('"number": 1', '"number": "one"', "line 3, number: 'one' is not possible. It should be a valid"),
        ('"街口"', '"街口", "time": []', "line 7, scenes.0.time: [] is not possible. Possible are: dawn"),
        ('[{"id": "e01s01-02-1", "text": "你好😀"}]', '"x"', "line 11, scenes.0.shots.1.lines: 'x' is not"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_helps(was, is_, told):
    assert changed(was, is_)[0].startswith(f"  - {told}")


def test_what_stands_around_a_mistake_is_no_other_one():
    assert len(changed('"wide"', '"huge"')) == 1


def test_all_mistakes_are_told_in_the_order_of_the_file():
    told = said(TEXT.replace('"wide"', '"huge"').replace('"close"', '"tiny"').replace('"number": 1,', ""))

    assert [line.split(",")[0] for line in told] == ["  - line 1", "  - line 9", "  - line 10"]


def test_more_than_twenty_mistakes_are_counted():
    shots = ",\n".join(f'{{"id": "e01s01-{n:02d}", "size": "huge"}}' for n in range(1, 31))
    told = said(
        f'{{"id": "e01", "number": 1, "scenes": [{{"id": "e01s01", "place": "x", "shots": [{shots}]}}]}}'
    )

    assert len(told) == 21
    assert told[-1] == "  - and 10 more"


def test_an_id_that_belongs_elsewhere_is_told_with_its_line():
    assert changed('"e01s01-01"', '"e01s02-01"') == [
        "  - line 9: e01s02-01 stands in e01s01. An id begins with that of its whole, and is there once."
    ]


def test_an_id_that_is_there_twice_is_told_where_it_comes_again():
    [told] = changed('"e01s01-01"', '"e01s01-02"')

    assert told.startswith("  - line 10: e01s01-02 is there 2 times.")


def test_a_key_that_is_there_twice_is_told_though_json_would_take_the_last():
    assert changed('"size": "wide"', '"size": "wide", "size": "full"')[1:] == [
        "  - line 10, scenes.0.shots.1.size: this is there twice."
    ]


@pytest.mark.parametrize(
    ("was", "is_", "where", "quoted", "mark"),
    [
        ('"街口",', '"街口"', "line 7, column 17: a comma, or a closing bracket,", '"place": "街口"', 20),
        ('"街口",', '"街口"，', "line 7, column 17: a comma, or a closing bracket,", '"place": "街口"，', 20),
        ('"街口"', "“街口”", "line 7, column 13: a value is missing here;", '"place": “街口”,', 14),
        ('"街口"', '"街口', "line 7, column 17: the double quote that ends this is", '"place": "街口,', 20),
        ('"街口"', r'"C:\new\q"', "line 7, column 20: a backslash is written", r'"place": "C:\new\q",', 21),
        ("1,", "1, // first", "line 3, column 15: a key in double quotes", '"number": 1, // first', 16),
        ("\n ]\n", ",\n ]\n", "line 13, column 4: there is a comma too many", "  },", 5),
        ('{\n "id"', 'x{\n "id"', "line 1, column 1: a value is missing", "x{", 2),
    ],
)
def test_what_is_no_json_is_quoted_with_a_mark_below(was, is_, where, quoted, mark):
    told = changed(was, is_)

    assert told[0].startswith(f"{NAME} can't be read: {where}")
    assert told[1].strip() == quoted.strip()
    assert told[2].index("^") == mark


def test_of_a_long_line_only_what_is_near_is_quoted():
    told = said('{"id": "' + "雨" * 5000 + '" "number": 1}')

    assert len(told[1]) < 130
    assert '" "number"' in told[1]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(" ", "\t"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("你好", r"\u4f60\/\ud83d\ude00 \"[}],: \\"),
        TEXT.replace("你好", "\x7f"),
        json.dumps(json.loads(TEXT), separators=(",", ":")).replace(",", "\n,\n"),
    ],
)
def test_lines_are_found_in_any_json(text):
    wrong = text.replace('"wide"', '"huge"')
    number = wrong[: wrong.index('"huge"')].count("\n") + 1

    assert said(wrong)[0].startswith(f"  - line {number}, scenes.0.shots.1.size: 'huge' is not possible.")


def test_what_is_nested_without_end_is_refused():
    with pytest.raises(StoryboardError, match="nested too deeply"):
        parse(NAME, '{"a":' * 100_000)


def test_a_list_in_place_of_a_storyboard_is_refused():
    assert said("[]") == ["  - line 1: [] is not possible. Write keys and values in { }."]
