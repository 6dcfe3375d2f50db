"""What the package edge-tts is called with, one line at a time, and what becomes of its exceptions."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from speakers import playing
from speakers.edge import EdgeTTS

from pipeline.errors import NotHere, Wait
from pipeline.story import Age, Feeling, Mode
from pipeline.voices.edge import Edge
from pipeline.voices.engine import Offered, Voice, VoiceRequest

REQUEST = VoiceRequest(
    text="你还活着？我等了2个小时。",
    language="zh",
    voice=Voice("林夏", "female", Age.YOUNG),
    feeling=Feeling.CALM,
    mode=Mode.SPEECH,
    seed=1,
)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def played(monkeypatch):
    with playing.played(EdgeTTS, monkeypatch) as there:
        yield there


def test_a_feeling_becomes_pace_pitch_and_loudness(played, tmp_path):
    speaker, engine = played
    replace(engine, rate=10).speak(replace(REQUEST, feeling=Feeling.SAD), tmp_path / "line.wav")
    (asked,) = speaker.heard
    assert (asked["rate"], asked["pitch"], asked["volume"]) == ("-4%", "-10Hz", "-8%")


def test_expression_scales_it(played, tmp_path):
    speaker, engine = played
    replace(engine, expression=0).speak(replace(REQUEST, feeling=Feeling.ANGRY), tmp_path / "line.wav")
    assert (speaker.heard[0]["rate"], speaker.heard[0]["pitch"]) == ("+0%", "+0Hz")


def test_one_line_is_asked_for_at_a_time(played, tmp_path):
    speaker, engine = played
    lines = [replace(REQUEST, text=text) for text in ("你好。", "再见。", "走吧。", "别走。")]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: engine.speak(lines[n], tmp_path / f"{n}.wav"), range(4)))
    assert speaker.billed == 4


def test_a_service_that_turns_us_away_is_not_asked_for_the_next_line(played, tmp_path):
    speaker, engine = played
    speaker.troubles = ["busy"] * 9
    with pytest.raises(Wait, match="HTTP 403") as error:
        engine.speak(REQUEST, tmp_path / "line.wav")
    assert "pip install -U edge-tts" in error.value.help
    asked = len(speaker.heard)
    with pytest.raises(Wait, match="out for this run"):
        engine.speak(REQUEST, tmp_path / "line.wav")
    assert len(speaker.heard) == asked


def test_a_line_that_gets_no_sound_is_told_and_the_next_one_asked_for(played, tmp_path):
    speaker, engine = played
    speaker.troubles = ["silent"] * 3
    with pytest.raises(Wait, match="NoAudioReceived"):
        engine.speak(REQUEST, tmp_path / "line.wav")
    engine.speak(REQUEST, tmp_path / "line.wav")


def test_without_the_package_it_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "edge_tts", None)
    monkeypatch.setattr("pipeline.voices.edge.find_spec", lambda _: None)
    with pytest.raises(NotHere, match=r"shortdrama\[edge\]"):
        Edge().speak(REQUEST, tmp_path / "line.wav")


def test_both_languages_have_women_men_and_children():
    for language in ("zh", "en"):
        there = [voice for voice in Edge().abilities.voices if language in voice.languages]
        assert {voice.sex for voice in there} == {"female", "male"}
        assert {Age.CHILD, Age.YOUNG, Age.MIDDLE} <= {voice.age for voice in there}


def test_own_voices_are_those_to_cast_from():
    mine = Offered("zh-HK-HiuMaanNeural", "female")
    assert Edge(voices=(mine,)).abilities.voices == (mine,)
