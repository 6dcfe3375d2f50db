"""The values of an order: in the vendor's words, within its limits."""

from __future__ import annotations

import base64

import pytest
from pydantic import TypeAdapter
from vendors.stand_in import picture

from pipeline.errors import Rejected
from pipeline.hosted.orders import prompt_within, ratio_of, translated, with_picture, with_references
from pipeline.hosted.spec import Job


def job(**told) -> Job:
    data = {
        "name": "Lamp", "base_url": "https://x.com", "submit": {"request": {"path": "/"}},
        "result": {"url": "url"}, "price": {"as_of": "2026-11-21", "source": "its page", "amount": 1},
    }  # fmt: skip
    return TypeAdapter(Job).validate_python({**data, **told})


@pytest.fixture
def frame(tmp_path):
    (tmp_path / "frame.png").write_bytes(picture())
    return tmp_path / "frame.png"


@pytest.mark.parametrize("seconds", [5, 5.0, "5"])
def test_a_value_is_looked_up_however_it_is_written(seconds):
    table = {"length": {"of": "duration", "table": {5: "short", 10: "long"}}}

    assert translated(job(translate=table), {"duration": seconds}) == {"duration": seconds, "length": "short"}


def test_a_word_of_the_users_own_counts_before_the_files():
    table = {"length": {"of": "duration", "table": {5: "short", "5": "brief"}}}

    assert translated(job(translate=table), {"duration": 5})["length"] == "brief"


@pytest.mark.parametrize("value", [7, None])
def test_what_the_vendor_has_no_word_for_is_said_before_anything_is_sent(value):
    table = {"length": {"of": "duration", "table": {5: "short", 10: "long"}}}

    with pytest.raises(Rejected, match=f"Lamp makes no duration of {value}, only 5, 10"):
        translated(job(translate=table), {"duration": value})


@pytest.mark.parametrize(
    ("size", "ratios", "expected"),
    [
        ((1080, 1920), (), "9:16"),
        ((1080, 1920), ("16:9", "1:1"), "1:1"),
        ((72, 128), ("16:9", "9:16"), "9:16"),
        ((1920, 1080), (), "16:9"),
        ((1000, 1010), (), "1:1"),
    ],
)
def test_the_nearest_shape_is_asked_for(size, ratios, expected):
    assert ratio_of(*size, ratios) == expected


@pytest.mark.parametrize(
    ("prompt", "most", "unit", "kept"),
    [
        ("Rain. Snow.", 11, "characters", "Rain. Snow."),
        ("Rain. Snow.", 10, "characters", "Rain."),
        ("雨夜。雪。", 4, "characters", "雨夜。"),
        ("雨夜。雪。", 9, "bytes", "雨夜。"),
        ("🌧🌧 a", 4, "utf16", "🌧🌧"),
        ("abcdefghij", 8, "characters", "abcdefgh"),
        ("雨", 2, "bytes", ""),
        ("...", 2, "characters", ".."),
    ],
)
def test_a_prompt_ends_with_the_last_sentence_that_there_is_room_for(prompt, most, unit, kept):
    assert prompt_within(prompt, job(can={"prompt_most": most, "prompt_unit": unit})) == kept


def test_a_very_long_prompt_is_cut_too():
    assert len(prompt_within("x" * 200_000, job(can={"prompt_most": 100}))) <= 100


def test_a_picture_is_handed_over_as_the_vendor_takes_it(frame):
    values, files = {"width": 72, "height": 128}, {}
    with_picture("last_image", frame, job(can={"picture": {"how": "base64"}}), values, files)

    assert base64.b64decode(values["last_image"]) == picture()
    assert values["last_image_type"] == "image/png"
    assert files == {"last_image": [("image.png", picture())]}


def test_portraits_have_names_and_numbers(frame):
    values, files = {}, {}
    with_references({"Lin": frame, "Zhou": frame}, job(), values, files)

    assert [(one["name"], one["number"], one["type"]) for one in values["references"]] == [
        ("Lin", 1, "image/png"),
        ("Zhou", 2, "image/png"),
    ]
    assert values["reference_2"] == values["references"][1]["image"]
    assert len(files["references"]) == 2


def test_without_portraits_there_is_nothing_to_fill_in():
    values, files = {}, {}
    with_references({}, job(), values, files)

    assert (values, files) == ({"references": None}, {})
