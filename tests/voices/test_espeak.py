from __future__ import annotations

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest
from pydantic import ValidationError

from pipeline.errors import BadResult, NotHere
from pipeline.recipe import recipe
from pipeline.story import Age, Character, EpisodePlan, Feeling, Mode, Outline
from pipeline.voices import espeak, sound
from pipeline.voices.casting import cast
from pipeline.voices.engine import Voice, VoiceRequest
from pipeline.voices.espeak import Espeak

TEXT = "我早就告诉过你，不要再回来了。你听见没有？"
REQUEST = VoiceRequest(TEXT, "zh", Voice("林夏", "female", Age.YOUNG), Feeling.CALM, Mode.SPEECH, seed=1)


def pitch(samples: sound.Samples, rate: int) -> float:
    """The median pitch in Hz, by the highest peak of the autocorrelation from 60 to 450 Hz."""
    found = []
    window = np.hanning(1024)
    own = np.correlate(window, window, "full")[1023:]
    for start in range(0, len(samples) - 1024, 1024):
        frame = samples[start : start + 1024] * window
        if np.mean(frame**2) < 1e-4:
            continue
        match = np.correlate(frame, frame, "full")[1023:] / (own + 1e-3 * own[0])
        lags = slice(rate // 450, rate // 60)
        found.append(rate / (lags.start + int(np.argmax(match[lags]))))
    return float(np.median(found))


def said(tmp_path: Path, request: VoiceRequest, engine: Espeak | None = None) -> tuple[sound.Samples, int]:
    (engine or Espeak()).speak(request, tmp_path / "said.wav")
    return sound.read_wav(tmp_path / "said.wav")


def parts(tmp_path: Path, text: str, language: str = "zh") -> list[str]:
    words = Espeak().speak(replace(REQUEST, text=text, language=language), tmp_path / "said.wav")
    return [text[word.first : word.last] for word in words]


def test_a_cast_of_five_and_the_narrator_sound_different(tmp_path):
    people = (
        Character(name="林夏", sex="female"),
        Character(name="苏晴", sex="female"),
        Character(name="陈默", sex="male"),
        Character(name="陈伯", sex="male", age=Age.OLD),
        Character(name="小宝", sex="male", age=Age.CHILD),
    )
    voices = cast(Outline(title="雨夜", characters=people, episodes=(EpisodePlan(number=1),)))
    heights = {name: pitch(*said(tmp_path, replace(REQUEST, voice=voice))) for name, voice in voices.items()}
    assert heights["小宝"] > heights["林夏"] > heights["苏晴"] > heights["陈默"] > heights["陈伯"]
    steps = np.diff(sorted(heights.values())) / sorted(heights.values())[:-1]
    assert steps.min() > 0.025, heights
    assert 90 < heights["陈默"] < 150 < heights["苏晴"] < 230 < heights["小宝"] < 320


def test_six_young_women_have_six_voices(tmp_path):
    women = [replace(REQUEST, voice=Voice(str(n), "female", Age.YOUNG, n)) for n in range(6)]
    assert len({said(tmp_path, request)[0].tobytes() for request in women}) == 6


def test_a_word_begins_where_the_sound_begins_again_after_a_pause(tmp_path):
    words = Espeak().speak(REQUEST, tmp_path / "said.wav")
    samples, rate = sound.read_wav(tmp_path / "said.wav")
    heard = sound.heard(samples, rate, floor=-45)
    onsets = [i / 100 for i in range(10, len(heard)) if heard[i] and not heard[i - 10 : i].any()]
    errors = [min(abs(word.start - onset) for word in words) for onset in onsets]
    assert len(onsets) >= 2
    assert np.mean(errors) < 0.05
    assert words[-1].end == pytest.approx((np.flatnonzero(heard)[-1] + 1) / 100, abs=0.05)


def test_mandarin_and_english_in_one_line_are_both_timed(tmp_path):
    assert parts(tmp_path, "他说 I love you，然后走进 Starbucks。") == [
        *("他", "说", "I", "love", "you", "然", "后", "走", "进", "Starbucks")
    ]


def test_a_polyphone_is_read_as_the_lexicon_says_and_timed_as_it_stands(tmp_path):
    request = replace(REQUEST, text="你快还钱给我。")
    guessed = said(tmp_path, request)[0]
    lexicon = replace(request, lexicon=(("还钱", "huan2 qian2"),))
    as_told = said(tmp_path, lexicon)[0]
    assert not np.array_equal(as_told, guessed)
    # The same sound as that of hanzi that are only read so.
    assert abs(len(as_told) - len(said(tmp_path, replace(request, text="你快环钱给我。"))[0])) < 100
    words = Espeak().speak(lexicon, tmp_path / "said.wav")
    assert [request.text[word.first : word.last] for word in words] == list("你快还钱给我")


def test_a_word_of_the_lexicon_is_said_in_other_words(tmp_path):
    other = said(tmp_path, replace(REQUEST, text="用AI吧", lexicon=(("AI", "人工智能"),)))[0]
    assert np.array_equal(other, said(tmp_path, replace(REQUEST, text="用人工智能吧"))[0])


def test_lines_without_a_lexicon_keep_their_recipe():
    asked = recipe("espeak", Espeak(), REQUEST, lambda _: "")["request"]
    assert asked.keys() == {"text", "language", "voice", "feeling", "mode", "seed"}
    lexicon = replace(REQUEST, lexicon=(("还钱", "huan2 qian2"),))
    assert recipe("espeak", Espeak(), lexicon, lambda _: "")["request"]["lexicon"] == [
        ["还钱", "huan2 qian2"]
    ]


def test_an_english_line_in_a_chinese_drama_is_english(tmp_path):
    text = "I never said that."
    english = said(tmp_path, replace(REQUEST, text=text, language="en"))[0]
    assert np.array_equal(said(tmp_path, replace(REQUEST, text=text))[0], english)


def test_a_number_is_one_word_of_the_original(tmp_path):
    assert parts(tmp_path, "他还了$5.99！") == ["他", "还", "了", "$5.99"]
    assert parts(tmp_path, "At 3:30, (whispers) Dr. Wang.", "en") == ["At", "3:30", "Dr.", "Wang"]


@pytest.mark.parametrize(("text", "seconds"), [("……", 0.6), ("！？", 0.6), ("。", 0.5), ("—— —— ——", 0.8)])
def test_punctuation_alone_is_a_pause(tmp_path, text, seconds):
    assert Espeak().speak(replace(REQUEST, text=text), tmp_path / "said.wav") == ()
    samples, rate = sound.read_wav(tmp_path / "said.wav")
    assert not samples.any()
    assert len(samples) / rate == pytest.approx(seconds)


def test_an_angry_line_is_faster_and_louder_than_a_sad_one(tmp_path):
    angry, rate = said(tmp_path, replace(REQUEST, feeling=Feeling.ANGRY))
    sad, _ = said(tmp_path, replace(REQUEST, feeling=Feeling.SAD))
    assert len(angry) < 0.9 * len(sad)
    assert sound.loudness(angry, rate) > sound.loudness(sad, rate) + 3


def test_the_calm_line_has_the_loudness_asked_for_in_every_voice(tmp_path):
    for voice in (REQUEST.voice, Voice("", "male", Age.MIDDLE), Voice("爷", "male", Age.OLD, 4)):
        loudness = sound.loudness(*said(tmp_path, replace(REQUEST, voice=voice), Espeak(loudness=-20)))
        assert loudness == pytest.approx(-20, abs=0.5)


def test_lines_that_are_spoken_at_once_dont_disturb_each_other(tmp_path):
    alone = said(tmp_path, REQUEST)[0].tobytes()
    with ThreadPoolExecutor(3) as pool:
        folders = [tmp_path / str(n) for n in range(3)]
        for folder in folders:
            folder.mkdir()
        together = [samples.tobytes() for samples, _ in pool.map(lambda at: said(at, REQUEST), folders)]
    assert together == [alone] * 3


def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> Path:
    script = tmp_path / "worker.py"
    script.write_text(code)
    monkeypatch.setattr(espeak, "_WORKER", script)
    return tmp_path / "said.wav"


def test_a_crash_is_a_bad_result_and_the_next_line_is_spoken(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        out = worker(tmp_path, patch, "import os; os.abort()")
        with pytest.raises(BadResult, match=r"status -6.*我早就"):
            Espeak().speak(REQUEST, out)
        assert not out.exists()
    Espeak().speak(REQUEST, out)
    assert out.exists()


def test_a_library_that_cant_be_loaded_is_told_with_its_own_words(tmp_path, monkeypatch):
    monkeypatch.setattr(espeakng_loader, "get_library_path", lambda: str(tmp_path / "libespeak-ng.so"))
    with pytest.raises(NotHere, match=r"libespeak-ng\.so.*pip install"):
        Espeak().speak(REQUEST, tmp_path / "said.wav")


def test_a_worker_that_hangs_is_given_up(tmp_path, monkeypatch):
    def hang(command, timeout, **_):
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(BadResult, match="after 120 s"):
        Espeak().speak(REQUEST, tmp_path / "said.wav")


def test_silence_where_there_should_be_words_is_a_bad_result(tmp_path, monkeypatch):
    out = worker(tmp_path, monkeypatch, """print('{"rate": 22050, "words": []}')""")
    with pytest.raises(BadResult, match="made no sound"):
        Espeak().speak(REQUEST, out)


def test_data_in_a_folder_with_a_very_long_name_is_found(tmp_path, monkeypatch):
    long = tmp_path / ("a-folder-with-a-long-name-" * 8)
    library = Path(espeakng_loader.get_library_path())
    long.mkdir()
    (long / "espeak-ng-data").symlink_to(library.parent / "espeak-ng-data")
    shutil.copy(library, long)
    assert len(str(long / "espeak-ng-data").encode()) > 160
    here = said(tmp_path, REQUEST)[0]
    monkeypatch.setattr(espeakng_loader, "get_library_path", lambda: str(long / library.name))
    assert np.array_equal(said(tmp_path, REQUEST)[0], here)


def test_a_missing_package_is_said_before_any_work(tmp_path, monkeypatch):
    assert Espeak().unavailable() == ""
    monkeypatch.setattr(espeak, "find_spec", lambda _: None)
    assert "pip install espeakng-loader" in Espeak().unavailable()
    with pytest.raises(NotHere, match="missing"):
        Espeak().speak(REQUEST, tmp_path / "said.wav")


@pytest.mark.parametrize("options", [{"words_per_minute": 20}, {"loudness": 3}, {"pitch": 1}])
def test_impossible_options_are_refused(options):
    with pytest.raises(ValidationError):
        Espeak(**options)


def test_the_package_is_imported_without_what_only_speech_needs():
    heavy = {"numpy", "wetext", "espeakng_loader"}
    code = f"import sys, pipeline.voices; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_breath_of_a_voice_does_not_follow_the_clock(tmp_path):
    child = Voice("小满", "female", Age.CHILD)
    request = VoiceRequest("妈妈，爸爸不是在相册里吗？", "zh", child, Feeling.AFRAID, Mode.SPEECH, 5)
    seconds, spoken = set(), set()

    while len(seconds) < 3:  # espeak-ng counts whole seconds
        seconds.add(int(time.time()))
        Espeak().speak(request, tmp_path / "line.wav")
        spoken.add((tmp_path / "line.wav").read_bytes())

    assert len(spoken) == 1
