"""What OpenAI's clients ask for, as calls of the model."""

from __future__ import annotations

import base64

import pytest
from cosy_server import recording

from pipeline.errors import InputError, Rejected
from pipeline.voices.cosy.calls import Call, Sample
from pipeline.voices.cosy.speech import Speech, calls_for, recorded, reference

SPEAKERS = ("中文女", "中文男")


def test_a_voice_of_the_model_is_taken_and_none_is_the_first():
    [named] = calls_for(Speech(input="来", voice="中文男"), 1, SPEAKERS, None)
    [unnamed] = calls_for(Speech(input="来"), 1, SPEAKERS, None)

    assert (named.mode, named.spk_id, unnamed.spk_id) == ("sft", "中文男", "中文女")


def test_instructions_are_given_to_a_model_that_follows_them(tmp_path):
    asked = Speech(input="来", instructions="请非常开心地说一句话。")
    sample = Sample(recording(tmp_path), "好")

    assert [call.mode for call in calls_for(asked, 2, (), sample)] == ["instruct2"]
    assert [call.mode for call in calls_for(asked, 1, (), sample)] == ["zero-shot"]


@pytest.mark.parametrize(
    ("asked", "voices", "why"),
    [
        (Speech(input="来", voice="alloy"), SPEAKERS, "There is no voice 'alloy'.*中文女, 中文男"),
        (Speech(input="来", voice="alloy"), (), "none was sent.*ref_audio"),
        (Speech(input="……"), SPEAKERS, "no words in '……'"),
    ],
)
def test_what_can_not_be_spoken_is_told_with_what_helps(asked, voices, why):
    with pytest.raises(Rejected, match=why):
        list(calls_for(asked, 1, voices, None))


def test_a_recording_lies_in_a_file_while_it_is_spoken(tmp_path):
    content = recording(tmp_path).read_bytes()
    url = f"data:audio/wav;base64,{base64.b64encode(content).decode()}"

    with reference(Speech(input="来", ref_audio=url, ref_text="好"), {}) as sample:
        assert (sample.sound.read_bytes(), sample.words) == (content, "好")
    assert not sample.sound.exists()


def test_a_voice_can_be_a_recording_of_a_folder(tmp_path):
    calm = recording(tmp_path, name="calm.wav")
    recording(tmp_path, name="warm.wav")
    (tmp_path / "calm.txt").write_text("好\n", "utf-8")
    known = recorded(tmp_path)

    assert list(known) == ["calm", "warm"]
    with reference(Speech(input="来", voice="calm"), known) as sample:
        assert sample == Sample(calm, "好")
    with reference(Speech(input="来"), known) as sample:
        assert sample == Sample(calm, "好")
    with reference(Speech(input="来", voice="alloy"), known) as sample:
        assert sample is None


def test_a_folder_of_voices_must_hold_recordings_that_serve(tmp_path):
    with pytest.raises(InputError, match="no recordings"):
        recorded(tmp_path)
    recording(tmp_path, rate=8000)
    with pytest.raises(Rejected, match=r"lin-xia.wav has 8000 Hz"):
        recorded(tmp_path)


def test_the_calls_are_those_of_the_mode(tmp_path):
    sample = Sample(recording(tmp_path))

    assert list(calls_for(Speech(input="等了2个小时。"), 3, (), sample)) == [
        Call(
            "cross-lingual",
            "You are a helpful assistant.<|endofprompt|>等了两个小时。",
            prompt_text="You are a helpful assistant.<|endofprompt|>",
            instruct_text="You are a helpful assistant.<|endofprompt|>",
            prompt_wav=sample.sound,
        )
    ]
