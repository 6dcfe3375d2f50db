"""What an episode is made of, and by whom."""

from __future__ import annotations

import json

import pytest

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.final.label.desk import Source, claim, engines, origin, sources
from pipeline.final.label.manifest import C2pa
from pipeline.promise import at_once
from pipeline.records import BY_HAND, sha256_of


@pytest.fixture
def told(folder):
    """The second episode, as far as its clips."""
    return tell(open_drama(folder), 2, "clips", at_once).episode


def made(**stages):
    return [Source(f"{stage}/e01s01-01", engine, "") for stage, engine in stages.items()]


def test_every_file_that_the_film_is_made_of_is_told_with_its_engine(folder, told):
    found = sources(open_drama(folder), told)

    shots = [shot.id for _, shot in told.shots]
    assert [source.name for source in found] == [
        "storyboard/e02.json",
        *(f"images/{shot}.png" for shot in shots),
        *(f"voices/{line.id}.wav" for _, line in told.lines),
        *(f"clips/{shot}.mp4" for shot in shots),
    ]
    assert {source.stage: source.engine for source in found} == {
        "storyboard": "rules",
        "images": "sketch",
        "voices": "hum",
        "clips": "turn",
    }
    assert all(source.sha256 == sha256_of(folder / source.name) for source in found)


def test_what_a_person_put_there_is_told_as_such(folder, told):
    picture = next((folder / "images").glob("e02*.png"))
    picture.write_bytes((folder / "images/老陈.png").read_bytes())

    (by_hand,) = [one for one in sources(open_drama(folder), told) if one.engine == BY_HAND]

    assert by_hand == Source(f"images/{picture.name}", BY_HAND, sha256_of(picture))


def test_what_is_not_there_is_not_told(folder, told):
    next((folder / "clips").glob("e02*.mp4")).unlink()

    missing = len(list(told.shots)) - 1
    assert len([one for one in sources(open_drama(folder), told) if one.stage == "clips"]) == missing


@pytest.mark.parametrize(
    ("stages", "word"),
    [
        ({"images": "flux", "voices": "espeak", "clips": "kling"}, "trainedAlgorithmicMedia"),
        ({"images": BY_HAND, "clips": "kling"}, "compositeWithTrainedAlgorithmicMedia"),
        ({"images": "drawn", "voices": "espeak", "clips": "parallax"}, "algorithmicMedia"),
        ({"images": "drawn", "voices": BY_HAND, "clips": "parallax"}, "composite"),
        ({"storyboard": "openai", "images": "drawn"}, "algorithmicMedia"),
        ({"storyboard": BY_HAND, "images": "flux"}, "trainedAlgorithmicMedia"),
    ],
)
def test_pictures_and_voices_decide_what_sort_of_media_it_is(stages, word):
    assert origin(made(**stages)) == word


def test_each_engine_is_named_once():
    assert engines([*made(images="flux"), *made(images="flux", clips="kling")]) == (
        "images: flux",
        "clips: kling",
    )


def test_a_claim_needs_a_certificate_that_is_there(folder, told):
    options = C2pa(certificate="chain.pem", key="NAME")
    drama = open_drama(folder)
    assert claim(drama, told, None, "雨夜 e02") is None
    assert claim(drama, told, options, "雨夜 e02") is None
    (folder / "chain.pem").write_text("certificates", "ascii")

    said = claim(drama, told, options, "雨夜 e02")

    assert (said.title, said.origin) == ("雨夜 e02", "trainedAlgorithmicMedia")
    assert said.certificate == folder / "chain.pem"
    assert "NAME" not in json.dumps(said.definition)
