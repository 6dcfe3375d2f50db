"""What is asked for one line, and the note of it."""

from __future__ import annotations

import pytest
from cosy_server import recording

from pipeline.errors import Rejected
from pipeline.story import Age, Feeling, Mode
from pipeline.voices.cosy.asking import SPEAKERS, Manual, suiting
from pipeline.voices.cosy.calls import Sample
from pipeline.voices.engine import Voice, VoiceRequest

SAD = VoiceRequest(
    text="来",
    language="zh",
    voice=Voice("林夏", "female", Age.YOUNG),
    feeling=Feeling.SAD,
    mode=Mode.SPEECH,
    seed=1,
)


def test_an_instruct_model_of_version_1_is_told_the_feeling():
    [call], notes = Manual(1, "CosyVoice-300M-Instruct").asked(SAD, "来", "中文女", None)

    assert call.mode == "instruct"
    assert call.instruct_text == "A sad woman with normal tone and slow speaking speed.<|endofprompt|>"
    assert notes == {"mode": "instruct", "feeling": "sad"}


def test_other_models_of_version_1_speak_neutrally_and_it_is_noted():
    [call], notes = Manual(1, "CosyVoice-300M-SFT").asked(SAD, "来", "中文女", None)

    assert call.mode == "sft"
    assert notes == {"mode": "sft", "feeling_not_shown": "sad"}


def test_a_mode_that_was_set_does_not_give_way_to_a_feeling(tmp_path):
    [call], notes = Manual(3, mode="cross-lingual").asked(SAD, "来", "", Sample(recording(tmp_path)))

    assert call.mode == "cross-lingual"
    assert "feeling_not_shown" in notes


def test_an_instructed_mode_is_calm_where_the_version_has_no_words_for_a_feeling(tmp_path):
    from dataclasses import replace

    tender = replace(SAD, feeling=Feeling.TENDER)
    [call], notes = Manual(2, mode="instruct2").asked(tender, "来", "", Sample(recording(tmp_path)))

    assert call.instruct_text == "用冷静的语气说这句话<|endofprompt|>"
    assert "feeling_not_shown" in notes


def test_a_recording_is_looked_at_before_it_is_sent(tmp_path):
    with pytest.raises(Rejected, match="8000 Hz"):
        Manual(3).asked(SAD, "来", "", Sample(recording(tmp_path, rate=8000)))


def test_the_speaker_suits_language_first_and_sex_second():
    assert suiting(SPEAKERS, "male", "en") == "英文男"
    assert suiting(SPEAKERS, "unknown", "zh") == "中文女"
    assert suiting(SPEAKERS[:2], "male", "en") == "中文男"
