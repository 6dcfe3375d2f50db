"""How a line is to be said, and the words of each version for it."""

from __future__ import annotations

import pytest

from pipeline.story import Age, Feeling, Mode
from pipeline.voices.cosy.manner import instruction, manner
from pipeline.voices.engine import Voice, VoiceRequest


def request(feeling=Feeling.CALM, note="", mode=Mode.SPEECH) -> VoiceRequest:
    voice = Voice("林夏", "female", Age.YOUNG)
    return VoiceRequest(text="来", language="zh", voice=voice, feeling=feeling, mode=mode, seed=1, note=note)


@pytest.mark.parametrize("feeling", Feeling)
def test_each_feeling_has_a_name_that_some_version_knows(feeling):
    name = manner(request(feeling))

    assert instruction(1, name, "female")
    assert (name == "calm") == (feeling == Feeling.CALM)


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("whispering", "soft"),
        ("压低声音，低声", "soft"),
        ("大喊", "loud"),
        ("语速飞快", "fast"),
        ("一字一顿", "slow"),
        ("哽咽", "sad"),
        ("冷笑", "happy"),
        ("看着窗外", "angry"),
    ],
)
def test_a_note_goes_before_the_feeling(note, name):
    assert manner(request(Feeling.ANGRY, note)) == name


def test_thoughts_are_soft_unless_they_are_felt():
    assert manner(request(mode=Mode.INNER)) == "soft"
    assert manner(request(Feeling.SAD, mode=Mode.INNER)) == "sad"


def test_version_3_is_told_in_the_very_words_that_it_was_taught():
    assert instruction(3, "soft") == "Please say a sentence in a very soft voice."
    assert instruction(3, "fast") == "请用尽可能快地语速说一句话。"
    assert instruction(3, "afraid") == ""


def test_version_1_is_told_who_speaks():
    assert instruction(1, "sad", "male") == "A sad man with normal tone and slow speaking speed."
    assert instruction(1, "loud", "male") == ""
