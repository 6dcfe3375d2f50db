import pytest
from pydantic import BaseModel, Field

from pipeline.storyboard.asking.filled import filled
from pipeline.storyboard.asking.understood import SizeWord
from pipeline.words import Size


class Shot(BaseModel):
    seen: str = ""
    size: SizeWord = Size.MEDIUM
    people: tuple[str, ...] = ()
    seconds: float = Field(default=2.0, ge=0.5)


class Board(BaseModel):
    title: str = ""
    shots: tuple[Shot, ...] = ()


class Named(BaseModel):
    name: str
    age: int = 0


RIGHT = {"title": "雨夜", "shots": [{"seen": "雨", "size": "wide", "people": ["林夏"], "seconds": 3}]}
BOARD = Board(title="雨夜", shots=(Shot(seen="雨", size=Size.WIDE, people=("林夏",), seconds=3),))


def test_what_is_right_fills_the_form_without_a_complaint():
    assert filled(RIGHT, Board).form == BOARD
    assert filled(RIGHT, Board).complaints == ()


@pytest.mark.parametrize(
    "data",
    [
        {"storyboard": RIGHT},
        {**RIGHT, "comment": "Done!"},
        {"title": "雨夜", "shots": [None, {**RIGHT["shots"][0], "people": "林夏", "seconds": "3"}]},
        {"title": "雨夜", "shots": RIGHT["shots"][0] | {"size": "远景"}},
    ],
    ids=["wrapped", "more keys", "loose types", "one for a list"],
)
def test_what_is_plainly_meant_fills_the_form_as_well(data):
    assert filled(data, Board) == filled(RIGHT, Board)


def test_a_list_without_its_key_is_the_only_list_of_the_form():
    assert filled(RIGHT["shots"], Board).form == Board(shots=BOARD.shots)


def test_what_is_null_keeps_its_default():
    assert filled({"title": "x", "shots": [{"seen": None, "size": None}]}, Board).form == Board(
        title="x", shots=(Shot(),)
    )


def test_what_is_wrong_is_told_with_place_value_and_what_is_possible_and_left_out_of_the_form():
    tried = filled(
        {"title": 5, "shots": [{"size": "wobble"}, "rain", {"seen": "a", "seconds": 0.1}]},
        Board,
    )

    assert tried.complaints == (
        "title is 5. Input should be a valid string.",
        "shots[0].size is 'wobble'. Possible are 'wide', 'full', 'medium', 'close' or 'detail'.",
        "shots[1] is 'rain'. Input should be a valid dictionary or instance of Shot.",
        "shots[2].seconds is 0.1. Input should be greater than or equal to 0.5.",
    )
    assert tried.form == Board(shots=(Shot(), Shot(seen="a")))


def test_a_long_wrong_value_is_quoted_in_short():
    (complaint,) = filled({"title": "x", "shots": [{"size": "wob" * 100}]}, Board).complaints
    assert len(complaint) < 160


@pytest.mark.parametrize("data", [{"answer": 42}, {}, {"error": {"code": 1}}, {"title_": "a", "shot": []}])
def test_another_thing_altogether_is_no_form(data):
    tried = filled(data, Board)

    assert tried.form is None
    assert tried.complaints == ("The JSON object must have the keys title, shots.",)


def test_what_must_be_there_and_is_not_leaves_no_form():
    tried = filled({"age": "young"}, Named)

    assert tried.form is None
    assert tried.complaints[0] == "name is missing."
