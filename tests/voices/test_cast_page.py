"""The page of the cast, as it is written and as people edit it."""

from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.story import Age
from pipeline.voices.cast_page import Entry, entries, given, of_engine, problems, strangers, text_of
from pipeline.voices.engine import Offered, Voice

WHOSE = {
    "": Voice("", "male", Age.MIDDLE),
    "林夏": Voice("林夏", "female", Age.YOUNG),
    "小夏": Voice("林夏", "female", Age.YOUNG),
    "No. 5: 'the man'": Voice("No. 5: 'the man'", "male", Age.OLD),
}
GIVEN = {
    "": {"edge": "yunxi"},
    "林夏": {"edge": "xiaoxiao", "doubao": "0042"},
    "No. 5: 'the man'": {"edge": "yunjian"},
}
OFFERED = {"edge": (Offered("xiaoxiao"), Offered("xiaoyi"), Offered("yunxi")), "espeak": ()}
KNOWN = ("edge", "espeak", "doubao")


def wrong(text: str) -> list[str]:
    return list(problems(entries(text), OFFERED, KNOWN))


def test_what_is_written_is_read_back_whatever_the_names_are():
    assert given(entries(text_of(GIVEN, WHOSE))) == GIVEN


def test_the_page_says_for_whom_a_voice_was_chosen():
    text = text_of(GIVEN, WHOSE)

    assert "\n# female, young\n林夏:\n  edge: xiaoxiao\n" in text
    assert "\n# male, middle\nnarrator:\n" in text


def test_a_name_that_looks_like_a_number_is_read_as_it_stands():
    assert entries("林夏:\n  doubao: 0042\n") == (Entry("林夏", "doubao", "0042", 2),)


def test_what_was_left_empty_says_nothing():
    assert entries("") == ()
    assert entries("# nobody\n林夏:\n陈默: {edge: }\n") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("林夏:\n  edge: a\n   x: b", "Line 3 is not valid YAML: mapping values are not allowed here."),
        ("a: \x00", "It is not valid YAML: unacceptable character"),
        ("- 林夏", "Line 1: this is no voice of a character."),
        ("林夏: xiaoxiao", "Line 1: this is no voice of a character."),
        ("林夏:\n  edge: [xiaoxiao]", "Line 2: this is no voice of a character."),
        ("林夏:\n  edge: a\n  edge: b", "Line 3: this is there twice."),
    ],
)
def test_what_is_no_page_is_said_with_its_line(text, said):
    with pytest.raises(InputError) as error:
        entries(text)
    assert str(error.value).startswith(said)


def test_an_unknown_voice_is_said_with_its_line_and_the_nearest_names():
    assert wrong("林夏:\n  edge: xiaoxi\n") == [
        "Line 2, 林夏: 'xiaoxi' is no voice of edge. Did you mean 'xiaoxiao' or 'xiaoyi'?"
    ]
    assert wrong("narrator: {edge: zzz}") == [
        "Line 1, narrator: 'zzz' is no voice of edge. There are: xiaoxiao, xiaoyi, yunxi."
    ]


def test_an_unknown_engine_and_one_without_voices_are_said():
    assert wrong("林夏: {egde: xiaoxiao}") == [
        "Line 1, 林夏: 'egde' is no engine of voices. Did you mean 'edge'?"
    ]
    assert wrong("林夏: {espeak: f2}") == [
        "Line 1, 林夏: espeak has no voices to choose from. Take that line out."
    ]


def test_what_is_meant_for_an_engine_that_is_not_at_work_is_let_be():
    assert wrong("林夏: {doubao: anything}") == []


def test_a_name_that_is_nearly_that_of_somebody_is_told():
    found = entries("林下: {edge: xiaoxiao}\n路人甲: {edge: xiaoxiao}\n")

    assert list(strangers(found, {"林夏"})) == [
        "voices/cast.yaml, line 1: nobody is called '林下'. Did you mean '林夏'?"
    ]


def test_the_voices_of_one_engine_are_told_by_character():
    assert of_engine(GIVEN, "doubao") == {"林夏": "0042"}
