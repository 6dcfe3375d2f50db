"""Which inference is asked for, with which values, by the rules of each version."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import Rejected
from pipeline.voices.cosy.calls import Call, Sample, Wish, as_it_is, calls, chosen, pieces

WAV = Path("lin-xia.wav")
KNOWN, UNKNOWN = Sample(WAV, "你好。"), Sample(WAV)


@pytest.mark.parametrize(
    ("version", "wish", "mode"),
    [
        (1, Wish("来", "中文女"), "sft"),
        (1, Wish("来", "中文女", instruction="A happy man."), "instruct"),
        (1, Wish("来", sample=KNOWN, instruction="A happy man."), "zero-shot"),
        (1, Wish("来", sample=UNKNOWN), "cross-lingual"),
        (2, Wish("来", sample=KNOWN), "zero-shot"),
        (3, Wish("来", sample=UNKNOWN), "cross-lingual"),
        (3, Wish("来", sample=KNOWN, instruction="请非常开心地说一句话。"), "instruct2"),
    ],
)
def test_the_mode_is_chosen_by_version_recording_and_instruction(version, wish, mode):
    assert chosen(version, wish) == mode


def test_a_call_has_the_names_of_the_official_repository():
    call = Call("zero-shot", "来", spk_id="中文女", prompt_text="你好。", prompt_wav=WAV)

    assert call.route == "inference_zero_shot"
    assert call.texts == {"tts_text": "来", "prompt_text": "你好。"}


@pytest.mark.parametrize("version", [1, 2])
def test_only_version_3_has_a_mark_before_the_words_of_a_recording(version):
    wish = Wish("来", sample=KNOWN)

    assert next(calls(version, "zero-shot", wish)).prompt_text == "你好。"
    assert (
        next(calls(3, "zero-shot", wish)).prompt_text == "You are a helpful assistant.<|endofprompt|>你好。"
    )


def test_a_mark_that_is_there_is_not_written_again():
    wish = Wish(
        "来",
        sample=Sample(WAV, "You are a helpful assistant.<|endofprompt|>你好。"),
        instruction="You are a helpful assistant. 请用广东话表达。<|endofprompt|>",
    )

    assert next(calls(3, "zero-shot", wish)).prompt_text == wish.sample.words
    assert next(calls(3, "instruct2", wish)).instruct_text == wish.instruction


@pytest.mark.parametrize(
    ("version", "mode", "wish", "why"),
    [
        (2, "instruct", Wish("来", "中文女"), "CosyVoice 2 has no mode instruct"),
        (1, "instruct2", Wish("来", sample=KNOWN), "CosyVoice 1 has no mode instruct2"),
        (3, "zero-shot", Wish("来"), "there is none"),
        (3, "zero-shot", Wish("来", sample=UNKNOWN), "needs the words that are heard"),
        (1, "sft", Wish("来"), "needs the name of a speaker"),
    ],
)
def test_what_a_version_can_not_do_is_refused_before_anything_is_sent(version, mode, wish, why):
    with pytest.raises(Rejected, match=why):
        list(calls(version, mode, wish))


def test_a_text_is_divided_here_only_where_the_model_takes_it_as_it_is():
    long = "他一直在等，谁也没有来过这里。" * 12

    assert len(list(calls(3, "zero-shot", Wish(long, sample=KNOWN)))) == 1
    assert len(list(calls(2, "cross-lingual", Wish(long, sample=UNKNOWN)))) == 1
    divided = list(calls(3, "cross-lingual", Wish(long, sample=UNKNOWN)))
    assert len(divided) == 3
    assert "".join(call.tts_text.rpartition("|>")[2] for call in divided) == long
    assert len(list(calls(2, "zero-shot", Wish("<|zh|>" + long, sample=KNOWN)))) == 3


def test_pieces_are_whole_sentences():
    assert next(pieces("你好！？" * 30)).endswith("！？")
    assert next(pieces("It is 3.5 km. Really. " * 12)).endswith("3.5 km.")
    assert list(pieces("没有句号")) == ["没有句号"]
    assert list(pieces(" ")) == []


def test_a_text_with_a_mark_is_known():
    assert as_it_is("<|zh|>你好")
    assert not as_it_is("你好 <| 再见")
