"""CosyVoice as an engine: what reaches the server, what comes of it, and what is said when nothing does."""

from __future__ import annotations

import wave
from dataclasses import replace

import pytest
from cosy_server import model, official, recording, serving, weights

from pipeline.errors import BadResult, NotHere, Rejected
from pipeline.local import shelf
from pipeline.recipe import recipe
from pipeline.story import Age, Feeling, Mode
from pipeline.voices.aligner import Aligner
from pipeline.voices.cosy.order import CosyWeights
from pipeline.voices.cosy.server import application
from pipeline.voices.cosyvoice import CosyVoice
from pipeline.voices.engine import Offered, Recording, Voice, VoiceRequest

WORDS = "希望你以后能够做的比我还好呦。"
REQUEST = VoiceRequest(
    text="你还活着？我等了2个小时。",
    language="zh",
    voice=Voice("林夏", "female", Age.YOUNG),
    feeling=Feeling.CALM,
    mode=Mode.SPEECH,
    seed=1,
)
TEXT = "你还活着？我等了两个小时。"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def wav(tmp_path):
    (tmp_path / "cast").mkdir()
    return recording(tmp_path / "cast")


@pytest.fixture
def out(tmp_path):
    (tmp_path / "voices").mkdir()
    return tmp_path / "voices" / "line.wav"


def seconds(file):
    with wave.open(str(file)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 48000)
        return sound.getnframes() / sound.getframerate()


@pytest.mark.parametrize(
    ("version", "mode", "fields"),
    [
        (1, "sft", {"tts_text": TEXT, "spk_id": "中文女"}),
        (1, "zero-shot", {"tts_text": TEXT, "prompt_text": WORDS, "prompt_wav": "a file"}),
        (1, "cross-lingual", {"tts_text": TEXT, "prompt_wav": "a file"}),
        (
            1,
            "instruct",
            {
                "tts_text": TEXT,
                "spk_id": "中文女",
                "instruct_text": "A calm woman with normal tone and normal speaking speed.<|endofprompt|>",
            },
        ),
        (2, "zero-shot", {"tts_text": TEXT, "prompt_text": WORDS, "prompt_wav": "a file"}),
        (
            2,
            "instruct2",
            {
                "tts_text": TEXT,
                "instruct_text": "用冷静的语气说这句话<|endofprompt|>",
                "prompt_wav": "a file",
            },
        ),
        (
            3,
            "zero-shot",
            {
                "tts_text": TEXT,
                "prompt_text": f"You are a helpful assistant.<|endofprompt|>{WORDS}",
                "prompt_wav": "a file",
            },
        ),
        (
            3,
            "cross-lingual",
            {"tts_text": f"You are a helpful assistant.<|endofprompt|>{TEXT}", "prompt_wav": "a file"},
        ),
        (
            3,
            "instruct2",
            {
                "tts_text": TEXT,
                "instruct_text": "You are a helpful assistant.<|endofprompt|>",
                "prompt_wav": "a file",
            },
        ),
    ],
)
def test_each_route_gets_its_form_fields_and_no_others(version, mode, fields, wav, out):
    engine = CosyVoice(version=version, mode=mode, prompt=wav, prompt_words=WORDS)
    with official(model(version, "CosyVoice-300M-Instruct")) as server:
        replace(engine, address=server.address).speak(REQUEST, out)

    assert server.asked == [(f"/inference_{mode.replace('-', '_')}", "multipart/form-data", fields)]
    assert 2 < seconds(out) < 4


@pytest.mark.parametrize("version", [1, 2, 3])
def test_the_rate_follows_from_the_version(version, wav, out):
    with official(model(version)) as server:
        CosyVoice(address=server.address, version=version, prompt=wav).speak(REQUEST, out)

    # 0.3 s and 0.22 s for each of 11 hanzi, of which silence at both ends is cut off.
    assert seconds(out) == pytest.approx(2.7, abs=0.1)


def test_an_aligner_is_asked_for_the_times_and_without_one_it_is_nothing_to_the_recipe(wav, out, monkeypatch):
    heard = [(word, 0.1 * n, 0.1 * n + 0.1) for n, word in enumerate("你还活着我等了两个小时")]
    monkeypatch.setattr(Aligner, "times", lambda aligner, *_: heard if aligner.by == "qwen" else [])
    monkeypatch.setattr(Aligner, "unavailable", lambda _: "")
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, prompt=wav, aligner="qwen")
        words = engine.speak(REQUEST, out)

    assert [round(word.start, 3) for word in words[:3]] == [0, 0.1, 0.2]
    assert "aligner" not in recipe("cosyvoice", replace(engine, aligner="none"), REQUEST, str)["options"]
    assert "aligner" in recipe("cosyvoice", engine, REQUEST, str)["options"]


@pytest.mark.parametrize(
    ("feeling", "instruction"),
    [
        (Feeling.HAPPY, "请非常开心地说一句话。"),
        (Feeling.SAD, "请非常伤心地说一句话。"),
        (Feeling.ANGRY, "请非常生气地说一句话。"),
    ],
)
def test_a_feeling_reaches_version_3_as_an_instruction(feeling, instruction, wav, out, ticket):
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, prompt=wav, prompt_words=WORDS)
        engine.speak(replace(REQUEST, feeling=feeling), out)

    [(route, _, fields)] = server.asked
    assert route == "/inference_instruct2"
    assert fields["instruct_text"] == f"You are a helpful assistant. {instruction}<|endofprompt|>"
    assert ticket.told == {"mode": "instruct2", "feeling": feeling.value}


def test_a_feeling_that_the_version_can_not_do_is_neutral_and_noted(wav, out, ticket):
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, prompt=wav, prompt_words=WORDS)
        engine.speak(replace(REQUEST, feeling=Feeling.AFRAID), out)

    assert server.asked[0][0] == "/inference_zero_shot"
    assert ticket.told == {"mode": "zero-shot", "feeling_not_shown": "afraid"}


def test_feelings_can_be_left_out(wav, out, ticket):
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, prompt=wav, feelings=False)
        engine.speak(replace(REQUEST, feeling=Feeling.SAD), out)

    assert server.asked[0][0] == "/inference_cross_lingual"
    assert ticket.told == {"mode": "cross-lingual"}


def test_the_recording_of_a_person_goes_before_the_voice_cast_and_that_before_the_prompt(tmp_path, wav, out):
    others = {name: recording(tmp_path, 3.0, name=f"{name}.wav") for name in ("calm", "own")}
    engine = CosyVoice(version=2, prompt=wav, voices={"calm": {"sound": str(others["calm"]), "words": "静"}})
    own = Recording(others["own"], "自己")
    with official(model(2)) as server:
        engine = replace(engine, address=server.address)
        for request in (
            REQUEST,
            replace(REQUEST, called="calm"),
            replace(REQUEST, called="calm", recording=own),
        ):
            engine.speak(request, out)

    assert [fields.get("prompt_text") for _, _, fields in server.asked] == [None, "静", "自己"]
    assert engine.abilities.voices == (Offered("calm"),)


def test_a_long_text_of_version_3_is_divided_because_its_mark_turns_the_front_end_off(wav, out):
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, mode="cross-lingual", prompt=wav)
        engine.speak(replace(REQUEST, text="他等了2个月，谁也没来过这里。" * 12), out)

    texts = [fields["tts_text"] for _, _, fields in server.asked]
    assert len(texts) == 3
    assert all(text.startswith("You are a helpful assistant.<|endofprompt|>他等了两个月") for text in texts)
    assert seconds(out) == pytest.approx(12 * 13 * 0.22 + 3 * 0.3, abs=0.2)


def test_pinyin_of_the_lexicon_is_written_for_version_3(wav, out):
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, prompt=wav, prompt_words=WORDS)
        engine.speak(replace(REQUEST, text="你快还钱。", lexicon=(("还钱", "huan2 qian2"),)), out)

    assert server.asked[0][2]["tts_text"] == "你快[h][uán][q][ián]。"


def test_a_line_without_words_is_a_pause_and_asks_nobody(out):
    assert CosyVoice(address="http://127.0.0.1:1").speak(replace(REQUEST, text="……"), out) == ()
    assert seconds(out) > 0.3


def test_a_recording_that_breaks_the_official_server_is_told_with_what_helps(wav, out):
    with (
        official(model(3), broken=True) as server,
        pytest.raises(BadResult, match=r"broke off.*#1794.*drama voice-server.*git checkout 622a3a1~1"),
    ):
        CosyVoice(address=server.address, version=3, prompt=wav).speak(REQUEST, out)

    assert not out.exists()


def test_versions_2_and_3_need_a_recording(out):
    with official(model(3)) as server, pytest.raises(Rejected, match=r"voices/cast/.*`prompt`"):
        CosyVoice(address=server.address, version=3).speak(REQUEST, out)

    assert server.asked == []


def test_speakers_of_their_own_are_what_versions_2_and_3_lack(out):
    with (
        official(model(2)) as server,
        pytest.raises(BadResult, match="CosyVoice 2 has no speakers such as 中文女"),
    ):
        CosyVoice(address=server.address, version=2, mode="sft").speak(REQUEST, out)


def test_the_official_server_does_not_tell_its_version(out):
    with official(model(3)) as server, pytest.raises(NotHere, match="Set `version` to 1, 2 or 3"):
        CosyVoice(address=server.address).speak(REQUEST, out)


def test_a_recording_that_is_long_for_a_short_line_is_noted(tmp_path, out, ticket):
    long = recording(tmp_path, 12.0)
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, prompt=long, prompt_words=WORDS * 3)
        engine.speak(REQUEST, out)

    assert ticket.told["recording"] == "lin-xia.wav has 12.0 s; for so short a line 3 to 6 s are better"


def test_a_speed_that_the_official_server_does_not_take_is_noted(wav, out, ticket):
    with official(model(3)) as server:
        CosyVoice(address=server.address, version=3, prompt=wav, speed=1.2).speak(REQUEST, out)

    assert set(server.asked[0][2]) == {"tts_text", "prompt_wav"}
    assert ticket.told["speed"] == "1: the official server takes none"


def test_our_server_tells_its_version_and_takes_a_speed(repository, tmp_path, wav, out):
    from pipeline.voices.cosy.model import Model

    with serving(application(Model(repository, weights(tmp_path, 3)))) as address:
        engine = CosyVoice(address=address, prompt=wav)
        engine.speak(REQUEST, out)
        usual = seconds(out)
        replace(engine, speed=2.0).speak(REQUEST, out)
        with pytest.raises(Rejected, match="has CosyVoice 3, and not 2"):
            replace(engine, version=2).speak(REQUEST, out)

    assert seconds(out) == pytest.approx(usual / 2, abs=0.1)


def test_version_1_has_a_speaker_for_each_sex_and_language(out):
    with official(model(1)) as server:
        engine = CosyVoice(address=server.address, version=1)
        engine.speak(replace(REQUEST, voice=Voice("老陈", "male", Age.OLD)), out)
        engine.speak(replace(REQUEST, text="Who is there?", language="en"), out)
        engine.speak(replace(REQUEST, called="粤语女"), out)

    assert [fields["spk_id"] for _, _, fields in server.asked] == ["中文男", "英文女", "粤语女"]
    assert [voice.name for voice in engine.abilities.voices] == ["中文女", "中文男", "英文女", "英文男"]


def test_in_this_process_the_model_is_loaded_once_and_speaks(repository, tmp_path, wav, out, ticket):
    folder = weights(tmp_path, 3)
    engine = CosyVoice(repository=str(repository), model=str(folder), prompt=wav, prompt_words=WORDS)
    try:
        words = [engine.speak(replace(REQUEST, seed=seed), out) for seed in (1, 2)]
    finally:
        shelf.stop()
        shelf.resume()

    assert words[0]
    assert shelf.counts()[CosyWeights(repository, folder)] == 1
    assert ticket.told == {"mode": "zero-shot", "model": "CosyVoice3-0.5B, CosyVoice 3, 24000 Hz"}


@pytest.mark.parametrize("text", ["<|zh|>你好<|endofprompt|>", "你\ud800好\x00<b>"])
def test_whatever_the_script_says_the_model_gets_no_mark_of_its_own(text, wav, out):
    with official(model(3)) as server:
        engine = CosyVoice(address=server.address, version=3, prompt=wav, prompt_words=WORDS)
        engine.speak(replace(REQUEST, text=text), out)

    assert not set("<|>\x00") & set(server.asked[0][2]["tts_text"])
    assert seconds(out) > 0.1


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, "No server is named"),
        ({"address": "nowhere"}, "is no address"),
        ({"address": "http://127.0.0.1:50000", "prompt": "gone.wav"}, "no recording"),
        ({"model": "CosyVoice2-0.5B"}, "name its folder under `repository`"),
        ({"address": "http://127.0.0.1:50000", "aligner": "qwen"}, "pip install qwen-asr"),
        ({"repository": "gone", "model": "gone"}, "git clone --recursive"),
    ],
)
def test_why_it_can_not_run_is_said_without_asking_anybody(options, why):
    assert why in CosyVoice(**options).unavailable()


def test_what_it_can_do_follows_from_version_and_mode(repository, tmp_path):
    assert CosyVoice(version=3).abilities.clones
    assert CosyVoice(version=3).abilities.notes
    assert not CosyVoice(version=1).abilities.notes
    assert not CosyVoice(version=1, mode="sft").abilities.clones
    here = CosyVoice(repository=str(repository), model=str(weights(tmp_path, 1)))
    assert here.abilities.voices
    assert (here.queues, here.remote) == (True, False)


def test_the_speakers_of_version_1_are_offered_where_the_model_may_have_them(wav):
    there = {"address": "http://127.0.0.1:50000"}

    assert [voice.name for voice in CosyVoice().abilities.voices] == ["中文女", "中文男", "英文女", "英文男"]
    assert CosyVoice(**there).abilities.voices == ()
    assert CosyVoice(version=3).abilities.voices == ()
    assert CosyVoice(version=1, prompt=wav).abilities.voices == ()
    assert CosyVoice(**there, speakers=("粤语女",)).abilities.voices == (Offered("粤语女"),)
