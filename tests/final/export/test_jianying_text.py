"""How subtitles look in a draft."""

from __future__ import annotations

import json

import pytest

from pipeline.final.export.jianying_text import text
from pipeline.final.film import Film
from pipeline.final.subtitles.subtitles import Subtitles

PHONE = Film(1080, 1920, 24)
SPOKEN = {"mode": "speech", "colour": ""}


def style(shown):
    return json.loads(shown.material("m")["content"])["styles"][0]


def colour(shown):
    return style(shown)["fill"]["content"]["solid"]["color"]


def test_size_colour_and_outline_are_those_of_the_film():
    options = Subtitles(font_size=54, colour="#FF0080", outline_colour="#000000", outline=5.4)

    said = style(text("你好", "subtitle", SPOKEN, PHONE, options))

    assert said["size"] == 5.0
    assert said["fill"]["content"]["solid"]["color"] == [1.0, 0.0, 0.502]
    assert said["strokes"] == [{"content": {"solid": {"alpha": 1.0, "color": [0.0, 0.0, 0.0]}}, "width": 0.1}]


def test_letters_are_counted_as_utf_16_does():
    assert style(text("字幕 🐱", "subtitle", SPOKEN, PHONE, Subtitles()))["range"] == [0, 5]


def test_the_narrator_and_who_has_a_colour_are_told_apart():
    options = Subtitles(colour="#FFFFFF", aside_colour="#FFFF00")

    aside = text("那天", "subtitle", {"mode": "narration", "colour": ""}, PHONE, options)
    own = text("那天", "subtitle", {"mode": "speech", "colour": "#0000FF"}, PHONE, options)

    assert colour(aside) == [1.0, 1.0, 0.0]
    assert colour(own) == [0.0, 0.0, 1.0]


def test_rows_stand_where_the_film_has_them():
    options = Subtitles(bottom=0.25, font_size=60, caption_size=60, second_size=40)
    row = 60 * 1.3 / 1920

    places = {
        kind: text(words, kind, SPOKEN, PHONE, options).y
        for kind, words in (("subtitle", "一"), ("caption", "一\n二"), ("second", "one"))
    }

    assert places["subtitle"] == pytest.approx(2 * (0.25 + row / 2) - 1, abs=1e-4)
    assert places["caption"] == pytest.approx(2 * (1 - 0.22 - row) - 1, abs=1e-4)
    assert places["second"] < 2 * 0.25 - 1
