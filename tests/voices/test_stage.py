"""What an engine is asked for to speak a line, and what becomes of takes that can't be used."""

from __future__ import annotations

import json

import pytest

from pipeline.chain import tell
from pipeline.drama import open_drama
from pipeline.outcome import Outcome
from pipeline.promise import at_once

LINE = "voices/e01s01-02-1.wav"


def configure(folder, voices: str, more: str = "") -> None:
    profile = folder / "drama.yaml"
    profile.write_text(profile.read_text("utf-8").replace("{engine: hum}", voices) + more, "utf-8")


def run(folder, until="voices") -> Outcome:
    return tell(open_drama(folder), 1, until, at_once)


def line(outcome: Outcome, name: str = LINE):
    return next(file for file in outcome.files if file.name == name)


def recipe(folder, name: str = LINE):
    return open_drama(folder).project.state(name).record.recipe


def test_a_note_of_the_script_reaches_an_engine_that_follows_notes(folder, calls):
    configure(folder, "{engine: choir}")
    run(folder, "storyboard")
    note(folder, "压低声音")

    run(folder)

    assert calls.spoken["e01s01-02-1"].note == "压低声音"
    assert line(run(folder)).notes.keys() == {"words"}


def test_what_an_engine_could_not_be_told_is_noted_and_decides_nothing(folder, calls):
    run(folder)
    before = recipe(folder)
    note(folder, "压低声音")
    configure(folder, "{engine: hum}", "story: {lexicon: {活着: huo2 zhe5}}")

    assert line(run(folder)).status == "kept"
    open_drama(folder).project.redo(LINE)
    assert line(run(folder)).notes.items() >= {"note": "not followed", "lexicon": "not used"}.items()
    assert recipe(folder)["request"].keys() == before["request"].keys()


def note(folder, said: str) -> None:
    """Have the script remark on how the first line is said."""
    file = folder / "storyboard/e01.json"
    data = json.loads(file.read_text("utf-8"))
    spoken = next(one for one in data["scenes"][0]["shots"] if one["lines"])
    spoken["lines"][0]["note"] = said
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def test_only_the_words_of_the_lexicon_that_a_line_has_are_its_own(folder, calls):
    configure(folder, "{engine: choir}", "story: {lexicon: {活着: huo2 zhe5, 还钱: huan2 qian2}}")

    run(folder)

    assert calls.spoken["e01s01-02-1"].lexicon == (("活着", "huo2 zhe5"),)
    assert calls.spoken["e01s01-03-1"].lexicon == ()


def test_who_has_a_voice_of_their_own_is_not_told_apart_by_a_number(folder, calls):
    configure(folder, "{engine: choir}")
    run(folder, "storyboard")
    outline = folder / "storyboard/outline.json"
    text = outline.read_text("utf-8")
    run(folder)
    outline.write_text(
        text.replace('"characters": [', '"characters": [{"name": "周姐", "sex": "female"},', 1), "utf-8"
    )

    assert line(run(folder)).status == "kept"
    assert calls.spoken["e01s01-02-1"].voice.variant == 0


def test_a_take_that_cant_be_used_is_tried_again_with_another_seed(folder, calls):
    configure(folder, "{engine: [choir, hum]}")
    calls.bad["e01s01-02-1"] = 1

    spoken = line(run(folder))

    assert (spoken.engine, spoken.take) == ("choir", 1)
    assert spoken.passed_over == ("choir: e01s01-02-1.wav is noise. Run again.",)
    assert calls.voices["e01s01-02-1"] == 1
    assert recipe(folder)["request"]["seed"] == open_drama(folder).seed(LINE) + 1
    assert line(run(folder)).status == "kept"


def test_after_two_bad_takes_the_next_engine_is_asked(folder, calls):
    configure(folder, "{engine: [choir, hum]}")
    calls.bad["e01s01-02-1"] = 2

    spoken = line(run(folder))

    assert spoken.engine == "hum"
    assert len(spoken.passed_over) == 2


def test_what_an_engine_refuses_is_not_asked_for_again(folder, calls):
    configure(folder, "{engine: [choir, hum]}")
    calls.refused.add("e01s01-02-1.wav")

    outcome = run(folder)

    assert outcome.missing.keys() == {"voice e01s01-02-1"}
    assert calls.voices["e01s01-02-1"] == 2


def test_a_line_too_long_for_its_shot_lengthens_the_shot(folder):
    def edit(seconds, words):
        file = folder / "storyboard/e01.json"
        data = json.loads(file.read_text("utf-8"))
        spoken = next(one for one in data["scenes"][0]["shots"] if one["lines"])
        spoken["least_seconds"], spoken["lines"][0]["text"] = seconds, words
        file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")

    run(folder, "storyboard")
    edit(2.0, "好" * 50)
    outcome = run(folder)

    shot = outcome.timeline.shot("e01s01-02")
    assert shot.seconds == pytest.approx(0.3 + 50 * 0.08 + 0.4, abs=1 / 8)
    assert shot.lines[0].end < shot.end


def test_speech_may_be_made_faster_only_where_the_profile_says_so(folder):
    assert "fastest" not in (run(folder) and recipe(folder)["request"])

    configure(folder, "{engine: hum}", "pacing: {fastest: 1.2}")
    outcome = run(folder)

    assert recipe(folder)["request"]["fastest"] == 1.2
    assert line(outcome).status == "made"
