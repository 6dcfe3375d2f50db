"""What every voice engine promises, asked of each in `ENGINES`."""

from __future__ import annotations

import wave
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import DramaError, FolderError
from pipeline.story import Age, Feeling, Mode
from pipeline.voices import ENGINES
from pipeline.voices.engine import Voice, VoiceEngine, VoiceRequest

REQUEST = VoiceRequest(
    text="他说 I love you，然后走进 Starbucks……等了2个小时！",
    language="zh",
    voice=Voice("林夏", "female", Age.YOUNG),
    feeling=Feeling.CALM,
    mode=Mode.SPEECH,
    seed=1,
)
HOSTILE = {
    "very long": "hello there " * 833,
    "one endless number": "1" * 5000,
    "emoji": "你好😀👍🏽1️⃣",
    "markup": "<speak>你好<break time='3s'/></speak> & <b>",
    "NUL": "你\x00好\x07",
    "lone surrogate": "你\ud800好",
    "other scripts": "Привет アイ 한국 龘",
    "only quotes": "“”",
    "only spaces": " \n\t　",
    "only a remark": "（沉默）",
    "brackets that never close": "（（（你好" * 50,
    "empty": "",
}


@pytest.fixture(params=ENGINES.values(), ids=ENGINES)
def engine(request: pytest.FixtureRequest) -> VoiceEngine:
    made: VoiceEngine = request.param()
    if problem := made.unavailable():
        pytest.skip(problem)
    return made


def seconds(file: Path) -> float:
    with wave.open(str(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        return sound.getnframes() / sound.getframerate()


def test_the_line_is_written_to_the_file_asked_for_and_nowhere_else(engine, tmp_path):
    engine.speak(REQUEST, tmp_path / "line.wav")
    assert [file.name for file in tmp_path.iterdir()] == ["line.wav"]
    assert 2 < seconds(tmp_path / "line.wav") < 12


def test_the_same_request_gives_the_same_bytes_whatever_was_said_before(engine, tmp_path):
    first, other, again = (tmp_path / name for name in ("first.wav", "other.wav", "again.wav"))
    words = engine.speak(REQUEST, first)
    engine.speak(replace(REQUEST, text="Something else.", voice=Voice("", "male", Age.OLD)), other)
    assert engine.speak(REQUEST, again) == words
    assert again.read_bytes() == first.read_bytes()


def test_another_seed_gives_another_take_of_about_the_same_length(engine, tmp_path):
    lengths = []
    for seed in range(4):
        engine.speak(replace(REQUEST, seed=seed), tmp_path / f"{seed}.wav")
        lengths.append(seconds(tmp_path / f"{seed}.wav"))
    assert max(lengths) < 1.15 * min(lengths)
    assert len({file.read_bytes() for file in tmp_path.iterdir()}) > 1


def test_word_times_run_forward_inside_the_file_and_cover_the_words(engine, tmp_path):
    words = engine.speak(REQUEST, tmp_path / "line.wav")
    if not words:
        pytest.skip("this engine can't tell when a word is heard")
    times = [time for word in words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert all(word.start < word.end for word in words)
    assert times[0] >= 0
    assert times[-1] <= seconds(tmp_path / "line.wav")
    covered = {place for word in words for place in range(word.first, word.last)}
    assert {i for i, letter in enumerate(REQUEST.text) if letter.isalnum()} <= covered
    assert sum(word.last - word.first for word in words) == len(covered)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_spoken_or_refused_with_our_errors(engine, tmp_path, text):
    out = tmp_path / "line.wav"
    try:
        words = engine.speak(replace(REQUEST, text=text), out)
    except DramaError:
        assert not list(tmp_path.iterdir())
    else:
        assert seconds(out) > 0.1
        assert all(0 <= word.first < word.last <= len(text) for word in words)


def test_nothing_is_left_where_the_file_cant_be_written(engine, tmp_path):
    with pytest.raises(FolderError, match="missing"):
        engine.speak(REQUEST, tmp_path / "missing" / "line.wav")
    assert not list(tmp_path.iterdir())
