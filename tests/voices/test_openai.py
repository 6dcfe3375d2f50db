"""What servers with OpenAI's speech are asked, by their kind, and what is refused before anybody is asked."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from answering import answering, as_json
from speakers import playing
from speakers.openai import Kokoro, OpenAISpeech, SiliconFlow, VllmOmni
from speakers.stand_in import Reply, wav

from pipeline.errors import BadResult, NotHere
from pipeline.recipe import recipe
from pipeline.story import Age, Feeling, Mode
from pipeline.tickets import Tickets
from pipeline.voices.aligner import Aligner
from pipeline.voices.dashscope import DashScope
from pipeline.voices.edge import Edge
from pipeline.voices.engine import Offered, Recording, Voice, VoiceRequest
from pipeline.voices.openai import OpenAI
from pipeline.voices.openai_servers import KINDS

REQUEST = VoiceRequest(
    text="你还活着？我等了2个小时。",
    language="zh",
    voice=Voice("林夏", "female", Age.YOUNG),
    feeling=Feeling.CALM,
    mode=Mode.SPEECH,
    seed=1,
)
ENGLISH = replace(REQUEST, text="You are alive?", language="en")

pytestmark = pytest.mark.usefixtures("clock")


def asked(kind, request, monkeypatch, tmp_path, **changes):
    """The body that reaches the vendor."""
    with playing.played(kind, monkeypatch) as (speaker, engine):
        replace(engine, **changes).speak(request, tmp_path / "line.wav")
        return speaker.heard[0].json


def test_the_text_is_sent_as_it_is_spoken(monkeypatch, tmp_path):
    body = asked(OpenAISpeech, replace(REQUEST, text="（小声）{等}了2个小时。"), monkeypatch, tmp_path)
    assert body["input"] == "等了两个小时。"


def test_feeling_mode_age_and_note_are_told_in_the_language_of_the_line(monkeypatch, tmp_path):
    old = Voice("老陈", "male", Age.OLD)
    line = replace(REQUEST, feeling=Feeling.SAD, mode=Mode.INNER, note="哽咽", voice=old)
    told = asked(OpenAISpeech, line, monkeypatch, tmp_path)["instructions"]
    assert (
        told
        == "说话的是位老人。这是内心独白，像对自己轻声说。用悲伤、低落的语气说，语速稍慢。剧本的提示：哽咽。"
    )
    told = asked(OpenAISpeech, replace(ENGLISH, feeling=Feeling.COLD, note="slowly"), monkeypatch, tmp_path)
    assert told["instructions"] == "Sound cold and distant, without warmth. The script says: slowly."


def test_a_calm_line_has_no_instructions_nor_has_one_whose_feelings_are_off(monkeypatch, tmp_path):
    assert "instructions" not in asked(OpenAISpeech, REQUEST, monkeypatch, tmp_path)
    angry = replace(REQUEST, feeling=Feeling.ANGRY)
    assert "instructions" not in asked(OpenAISpeech, angry, monkeypatch, tmp_path, feelings=False)


@pytest.mark.parametrize(("kind", "field"), [(VllmOmni, "ref_audio"), (SiliconFlow, "references")])
def test_a_recording_is_sent_as_the_server_takes_it(monkeypatch, tmp_path, kind, field):
    (tmp_path / "cast.wav").write_bytes(wav("三年前", 16_000))
    line = replace(REQUEST, recording=Recording(tmp_path / "cast.wav", "三年前"))
    body = asked(kind, line, monkeypatch, tmp_path, extra={})
    address = "data:audio/wav;base64," + base64.b64encode(wav("三年前", 16_000)).decode()
    if field == "ref_audio":
        assert (body["ref_audio"], body["ref_text"]) == (address, "三年前")
    else:
        assert body["references"] == [{"audio": address, "text": "三年前"}]
        assert body["voice"] == ""


def test_what_else_the_user_wants_is_passed_on(monkeypatch, tmp_path):
    with playing.played(VllmOmni, monkeypatch) as (speaker, engine):
        speaker.fields = {*speaker.fields, "task_type"}
        extra = {"task_type": "Base", "ref_audio": "data:audio/wav;base64,AAAA"}
        replace(engine, extra=extra).speak(REQUEST, tmp_path / "line.wav")
        assert speaker.heard[0].json["task_type"] == "Base"


def test_the_voice_that_was_cast_speaks(monkeypatch, tmp_path):
    assert asked(OpenAISpeech, replace(REQUEST, called="onyx"), monkeypatch, tmp_path)["voice"] == "onyx"


def test_kokoro_without_times_is_asked_like_others(monkeypatch, tmp_path):
    monkeypatch.setattr(Kokoro, "path", "/v1/audio/speech")
    monkeypatch.setattr(Kokoro, "said", OpenAISpeech.said)
    assert "stream" not in asked(Kokoro, REQUEST, monkeypatch, tmp_path, times=False)


def test_no_key_is_sent_to_a_server_nearby_that_has_none(monkeypatch, tmp_path):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with playing.played(Kokoro, monkeypatch) as (speaker, engine):
        engine.speak(REQUEST, tmp_path / "line.wav")
        assert "authorization" not in speaker.heard[0].headers


@pytest.mark.parametrize("sent", ["pcm", "a file all the same"])
def test_bare_pcm_is_known_from_a_file(monkeypatch, tmp_path, sent):
    monkeypatch.setattr(
        OpenAISpeech, "said", lambda _, body: Reply([wav(body["input"])[44 if sent == "pcm" else 0 :]])
    )
    asked(OpenAISpeech, REQUEST, monkeypatch, tmp_path, response_format="pcm")
    assert (tmp_path / "line.wav").stat().st_size > 48_000


def test_json_without_sound_is_told_with_its_words(monkeypatch, tmp_path):
    monkeypatch.setattr(Kokoro, "said", lambda *_: Reply([b'{"audio": null, "note": "no such voice pack"}']))
    with pytest.raises(BadResult, match=r"an answer without sound: .*no such voice pack"):
        asked(Kokoro, REQUEST, monkeypatch, tmp_path)


@pytest.mark.parametrize(("kind", "noted"), [(OpenAISpeech, None), (Kokoro, "angry")])
def test_a_feeling_that_a_server_can_not_be_told_is_noted(monkeypatch, tmp_path, kind, noted):
    tickets = Tickets(tmp_path / "made")
    with tickets.held(tickets.of("voices/line.wav", "it", {}, 0)) as ticket:
        asked(kind, replace(REQUEST, feeling=Feeling.ANGRY), monkeypatch, tmp_path)
    assert ticket.told.get("feeling_not_shown") == noted


@pytest.mark.parametrize("server", KINDS)
def test_all_voices_that_are_known_have_a_sex_and_different_names(server):
    offered = OpenAI(server=server).abilities.voices
    assert all(voice.sex in ("female", "male") for voice in offered)
    assert len({voice.name for voice in offered}) == len(offered)


def test_qwens_voices_are_known_wherever_it_is_served():
    names = [
        voice.name
        for voice in OpenAI(server="vllm-omni", model="Qwen/Qwen3-TTS-12Hz-1.7B-CustomVoice").abilities.voices
    ]
    assert "Vivian" in names
    assert not OpenAI(server="vllm-omni", model="Qwen/Qwen3-TTS-12Hz-1.7B-Base").abilities.voices


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "environment variable OPENAI_API_KEY"),
        ({"key": "sk-secret"}, "never the key"),
        ({"server": "other"}, "has no base_url"),
        ({"server": "other", "base_url": "http://127.0.0.1:1", "model": "m"}, "Name some"),
        ({"model": "gpt-9-tts"}, "The price of gpt-9-tts .* is not known"),
        ({"base_url": "no address"}, "has no base_url"),
    ],
)
def test_it_says_what_to_set_and_asks_nobody(monkeypatch, tmp_path, options, said):
    monkeypatch.setattr("pipeline.keys.FILE", tmp_path / "no.env")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    engine = OpenAI(**options)
    with pytest.raises(NotHere, match=said):
        engine.speak(REQUEST, tmp_path / "line.wav")
    assert "sk-secret" not in engine.unavailable()


def test_servers_nearby_are_free_and_hosted_ones_have_their_price():
    assert OpenAI(server="kokoro").price(REQUEST) is None
    assert OpenAI(model="tts-1").price(replace(REQUEST, text="好" * 100)).amount == pytest.approx(0.0015)
    assert OpenAI().price(replace(REQUEST, text="……")) is None


def test_a_server_tells_its_voices_when_it_is_asked(monkeypatch):
    with answering() as server:
        server.says["/v1/audio/voices"] = [
            as_json({"voices": ["af_sky", {"id": "zm_010"}, {"name": "Vivian"}, {}]})
        ]
        told = OpenAI(server="kokoro", base_url=f"{server.url}/v1").listed()
    assert told == ("af_sky", "zm_010", "Vivian")
    with pytest.raises(NotHere, match="does not answer"):
        OpenAI(server="kokoro", base_url="http://127.0.0.1:9/v1").listed()


def test_a_server_that_tells_no_voices_is_not_asked():
    assert OpenAI(base_url="http://127.0.0.1:9/v1").listed() == ()


def test_a_list_that_is_none_names_nobody():
    with answering() as server:
        server.says["/v1/audio/voices"] = [as_json({"voices": "af_sky"})]
        assert OpenAI(server="kokoro", base_url=f"{server.url}/v1").listed() == ()


def test_pinyin_that_no_such_server_takes_is_told(monkeypatch, tmp_path):
    tickets = Tickets(tmp_path / "made")
    with tickets.held(tickets.of("voices/line.wav", "it", {}, 0)) as ticket:
        line = replace(
            REQUEST, text="还钱！坐SZ-9来。", lexicon=(("还钱", "huan2 qian2"), ("SZ-9", "神舟九号"))
        )
        body = asked(OpenAISpeech, line, monkeypatch, tmp_path)
    assert body["input"] == "还钱！坐神舟九号来。"
    assert ticket.told["lexicon"] == "pinyin not used"


@pytest.mark.parametrize(("kind", "own"), [(OpenAISpeech, False), (Kokoro, True)])
def test_an_aligner_listens_where_the_server_tells_no_times(monkeypatch, tmp_path, kind, own):
    listened = []
    monkeypatch.setattr(Aligner, "times", lambda aligner, *_: listened.append(aligner.by) or [])
    monkeypatch.setattr(Aligner, "unavailable", lambda _: "")
    monkeypatch.setattr(Aligner, "ready", lambda _: None)
    asked(kind, REQUEST, monkeypatch, tmp_path, aligner=Aligner("qwen"))
    assert listened == ([] if own else ["qwen"])


def test_nothing_is_paid_for_where_the_aligner_can_not_listen(monkeypatch, tmp_path):
    with playing.played(OpenAISpeech, monkeypatch) as (speaker, engine):
        with pytest.raises(NotHere, match="pip install qwen-asr"):
            replace(engine, aligner=Aligner("qwen")).speak(REQUEST, tmp_path / "line.wav")
        assert speaker.heard == []


@pytest.mark.parametrize("kind", [OpenAI, DashScope, Edge])
def test_the_voices_to_cast_from_decide_nothing_of_a_line_but_the_one_that_speaks_it(kind):
    line = replace(REQUEST, called="lin")
    one, more = (kind(voices=tuple(map(Offered, names))) for names in (["lin"], ["lin", "chen"]))
    assert recipe("it", one, line, str) == recipe("it", more, line, str)
    assert recipe("it", one, line, str) != recipe("it", one, replace(line, called="chen"), str)


def test_own_voices_are_those_to_cast_from():
    mine = Offered("lin", "female", Age.YOUNG)
    assert OpenAI(server="other", voices=(mine,)).abilities.voices == (mine,)
