from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pipeline.story import Move, Size, Time
from pipeline.storyboard.writing.shots import EpisodeForm, LineForm, SceneForm, ShotForm

PROMPTS = Path(__file__).parents[3] / "prompts"


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        (12, (12,)),
        ("[12]", (12,)),
        ([3, "4"], (3, 4)),
        ("3-5", (3, 4, 5)),
        ("12至13、15", (12, 13, 15)),
        (0, ()),
        (None, ()),
        ("none", ()),
        ([7, 7], (7,)),
    ],
)
def test_numbers_are_understood_however_they_are_written(written, numbers):
    assert LineForm(source=written).source == numbers
    assert ShotForm(shows=written).shows == numbers


@pytest.mark.parametrize(
    ("written", "seconds"), [(3, 3.0), (2.5, 2.5), ("3秒", 3.0), ("about 4 s", 4.0), (None, 0.0), ("", 0.0)]
)
def test_seconds_may_have_a_unit(written, seconds):
    assert ShotForm(seconds=written).seconds == seconds


@pytest.mark.parametrize(
    ("written", "inside"),
    [
        (True, True),
        ("是", True),
        ("室内", True),
        ("INT", True),
        ("false", False),
        ("室外", False),
        (None, False),
    ],
)
def test_inside_is_understood_in_words(written, inside):
    assert SceneForm(inside=written).inside is inside


def test_people_may_be_one_text_or_objects():
    assert ShotForm(people="林夏、顾言").people == ("林夏", "顾言")
    assert ShotForm(people=[{"name": "林夏", "pose": "站着"}, "顾言", ""]).people == ("林夏", "顾言")


def test_texts_are_one_line():
    assert ShotForm(seen=["雨。", "她\n走来。"], moves=None).seen == "雨。 她 走来。"


def test_film_words_in_chinese_are_understood():
    scene = SceneForm.model_validate({"time": "夜晚", "shots": [{"size": "特写", "move": "推"}]})
    assert (scene.time, scene.shots[0].size, scene.shots[0].move) == (Time.NIGHT, Size.CLOSE, Move.PUSH)


def test_gaps_and_more_than_was_asked_for_are_allowed():
    assert (
        EpisodeForm.model_validate({"scenes": [{"shots": [{"mood": "dark"}]}]}).scenes[0].shots[0]
        == ShotForm()
    )


def test_a_kept_answer_is_read_back_as_it_was():
    form = EpisodeForm.model_validate(
        {"scenes": [{"shots": [{"shows": "1-3", "lines": [{"source": [4, 5]}]}]}]}
    )
    assert EpisodeForm.model_validate_json(form.model_dump_json()) == form


def test_to_the_model_a_source_is_one_number():
    assert LineForm.model_json_schema()["properties"]["source"]["type"] == "integer"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_tells_every_piece_of_its_own_script_once(language):
    source, _, answer = (PROMPTS / f"episode.{language}.md").read_text("utf-8").partition("\n{")
    form = EpisodeForm.model_validate_json("{" + answer)
    pieces = dict(re.findall(r"^\[(\d+)\] (.*)$", source, re.MULTILINE))

    shots = [shot for scene in form.scenes for shot in scene.shots]
    lines = [line for shot in shots for line in shot.lines]
    told = [number for shot in shots for number in shot.shows] + [n for line in lines for n in line.source]
    assert sorted(told) == sorted(map(int, pieces))
    assert all(line.words in pieces[str(line.source[0])] for line in lines)
    assert all(
        set(json.loads("{" + answer)["scenes"][0]["shots"][0]) == set(ShotForm.model_fields) for _ in "1"
    )
