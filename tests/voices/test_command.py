"""Voices by a program of the user's own."""

from __future__ import annotations

import json
import sys

import pytest

from pipeline.errors import BadResult, DramaError, NotHere
from pipeline.ffmpeg import executable
from pipeline.story import Age, Feeling, Mode
from pipeline.voices.command import Command
from pipeline.voices.engine import Voice, VoiceRequest, Word
from pipeline.voices.sound import read_wav

REQUEST = VoiceRequest("你还活着？", "zh", Voice("林夏", "female", Age.YOUNG, 1), Feeling.SAD, Mode.SPEECH, 7)
#: A tone of a second, in the format of the other arguments.
TONE = [executable(), "-f", "lavfi", "-i", "sine=duration=1:sample_rate=24000", "-bitexact"]
#: Writes a second of silence, and its last argument as the times of the words.
SPEAK = """
import sys, wave
with wave.open(sys.argv[1], "wb") as file:
    file.setparams((1, 2, 8000, 0, "NONE", ""))
    file.writeframes(bytes(16000))
open("words.json", "w").write(sys.argv[2])
"""


def speak(words, tmp_path):
    engine = Command(command=[sys.executable, "-c", SPEAK, "{out}", words])
    return engine.speak(REQUEST, tmp_path / "line.wav")


def times(*words):
    return json.dumps([dict(zip(("first", "last", "start", "end"), word, strict=True)) for word in words])


@pytest.mark.parametrize(
    "format_",
    [
        ["-f", "wav"],
        ["-ac", 2, "-f", "wav"],
        ["-c:a", "pcm_f32le", "-f", "wav"],
        ["-f", "mp3"],
        ["-f", "flac"],
        ["-f", "ogg"],
    ],
    ids=["as it should be", "stereo", "float", "mp3", "flac", "ogg"],
)
def test_any_sound_becomes_a_mono_16_bit_wav(tmp_path, format_):
    words = Command(command=[*TONE, *format_, "{out}"]).speak(REQUEST, tmp_path / "line.part")
    samples, rate = read_wav(tmp_path / "line.part")
    assert words == ()
    assert rate == 24000
    assert len(samples) / rate == pytest.approx(1, abs=0.1)
    assert 0.05 < abs(samples).max() < 0.3
    assert [file.name for file in tmp_path.iterdir()] == ["line.part"]


def test_the_same_sound_gives_the_same_bytes(tmp_path):
    engine = Command(command=[*TONE, "-f", "flac", "{out}"])
    for name in ("1.wav", "2.wav"):
        engine.speak(REQUEST, tmp_path / name)
    assert (tmp_path / "1.wav").read_bytes() == (tmp_path / "2.wav").read_bytes()


def test_it_is_given_who_speaks_and_how(tmp_path):
    code = "import shutil, sys; shutil.copy('request.json', sys.argv[1]); sys.exit(1)"
    told = tmp_path / "told.json"
    with pytest.raises(BadResult):
        Command(command=[sys.executable, "-c", code, str(told), "{out}"]).speak(
            REQUEST, tmp_path / "line.wav"
        )
    given = json.loads(told.read_text())
    assert (given["text"], given["language"], given["seed"]) == ("你还活着？", "zh", 7)
    assert (given["speaker"], given["sex"], given["age"], given["variant"]) == ("林夏", "female", "young", 1)
    assert (given["feeling"], given["mode"]) == ("sad", "speech")


def test_the_times_of_words_are_read_from_beside_the_sound(tmp_path):
    words = speak(times((0, 1, 0.1, 0.3), (1, 4, 0.3, 1.0)), tmp_path)
    assert words == (Word(0, 1, 0.1, 0.3), Word(1, 4, 0.3, 1.0))


def test_a_word_that_an_aligner_rounded_beyond_the_end_is_cut(tmp_path):
    assert speak(times((0, 4, 0.1, 1.1)), tmp_path) == (Word(0, 4, 0.1, 1.0),)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "wrong at its start"),
        ('{"first": 0}', "wrong at its start"),
        ('[{"first": 0, "last": 1, "start": 0.1}]', "wrong at 0.end"),
        (times((0, 9, 0.1, 0.2)), r"word 1 is text\[0:9\], after 0 of 5"),
        (times((1, 2, 0.1, 0.2), (0, 1, 0.2, 0.3)), r"word 2 is text\[0:1\], after 2"),
        (times((0, 1, 0.1, 0.4), (1, 2, 0.3, 0.5)), r"word 2 is heard from 0.3 to 0.5 s, after 0.4"),
        (times((0, 1, 0.5, 0.5)), "word 1 is heard from 0.5 to 0.5 s"),
        (times((0, 1, 0.5, 7)), "word 1 is heard from 0.5 to 7 s, after 0 of 1 s"),
    ],
)
def test_times_that_cannot_be_right_are_said(tmp_path, words, said):
    with pytest.raises(BadResult, match=said):
        speak(words, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("open(sys.argv[1], 'w').write('no sound')", "can't be read as a media file"),
        (
            "f = wave.open(sys.argv[1], 'wb'); f.setparams((1, 2, 8000, 0, 'NONE', '')); f.writeframes(b'')",
            "its sound is empty",
        ),
    ],
)
def test_what_holds_no_sound_does_not_count(tmp_path, code, said):
    engine = Command(command=[sys.executable, "-c", f"import sys, wave; {code}", "{out}"])
    with pytest.raises(BadResult, match=said):
        engine.speak(REQUEST, tmp_path / "line.wav")
    assert list(tmp_path.iterdir()) == []


def test_pictures_alone_hold_no_sound(tmp_path):
    silent = [executable(), "-f", "lavfi", "-i", "color=size=16x16:duration=1", "-f", "mp4", "{out}"]
    with pytest.raises(BadResult, match="it holds no sound"):
        Command(command=silent).speak(REQUEST, tmp_path / "line.wav")


def test_text_that_no_program_can_be_given_is_our_error(tmp_path):
    from dataclasses import replace

    engine = Command(command=[sys.executable, "-c", SPEAK, "{out}", "{text}"])
    with pytest.raises(NotHere, match="can't be started"):
        engine.speak(replace(REQUEST, text="你\0好"), tmp_path / "line.wav")


def test_it_says_what_to_set():
    assert "command" in Command().unavailable()
    with pytest.raises(DramaError):
        Command().speak(REQUEST, None)
