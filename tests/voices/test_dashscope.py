"""What DashScope is asked for a line, and how its events are read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from speakers import playing
from speakers.dashscope import DashScopeSpeech

from pipeline.errors import NotHere
from pipeline.hosted.kinds import Fault, Unanswered
from pipeline.hosted.spec import Errors
from pipeline.hosted.web import Received
from pipeline.spending import Money
from pipeline.story import Age, Feeling, Mode
from pipeline.voices.dashscope import DashScope
from pipeline.voices.dashscope_voices import VOICES
from pipeline.voices.dashscope_wire import heard
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


def asked(request, monkeypatch, tmp_path, **changes):
    """The `input` that reaches the vendor."""
    with playing.played(DashScopeSpeech, monkeypatch) as (speaker, engine):
        replace(engine, **changes).speak(request, tmp_path / "line.wav")
        return speaker.heard[0].json["input"]


def event(data, status=200, kind="result"):
    return f"id:1\nevent:{kind}\n:HTTP_STATUS/{status}\ndata:{json.dumps(data)}\n\n".encode()


STOP = event({"output": {"finish_reason": "stop", "audio": {"url": "u"}}, "usage": {"characters": 9}})
SOUND = event({"output": {"audio": {"data": "AAEC"}, "finish_reason": "null"}})


def read(*events):
    return heard(Received(b"".join(events)), Errors("code", kinds={"Arrearage": "quota"}))


def test_the_three_voices_that_follow_a_feeling_are_told_it_in_their_form(monkeypatch, tmp_path):
    line = replace(REQUEST, feeling=Feeling.AFRAID, called="longanyang")
    told = asked(line, monkeypatch, tmp_path)
    assert told["instruction"] == "你说话的情感是fearful。"
    assert (told["rate"], told["pitch"]) == (1.0, 1.0)


def test_the_others_speak_faster_or_slower_for_it(monkeypatch, tmp_path):
    told = asked(replace(REQUEST, feeling=Feeling.SAD, called="longanya_v3"), monkeypatch, tmp_path, rate=1.1)
    assert "instruction" not in told
    assert (told["rate"], told["pitch"]) == (1.012, 0.97)


def test_your_own_voices_are_told_in_words_with_the_note(monkeypatch, tmp_path):
    mine = (Offered("cosyvoice-v3-flash-mine-1", "female", Age.YOUNG),)
    line = replace(REQUEST, feeling=Feeling.TENDER, note="哽咽。", mode=Mode.INNER)
    assert asked(line, monkeypatch, tmp_path, voices=mine)["instruction"] == (
        "这是内心独白。用温柔的语气轻声说。哽咽。"
    )


def test_without_feelings_a_line_is_said_as_the_voice_is(monkeypatch, tmp_path):
    told = asked(replace(REQUEST, feeling=Feeling.SAD), monkeypatch, tmp_path, feelings=False)
    assert "instruction" not in told
    assert (told["rate"], told["pitch"]) == (1.0, 1.0)


def test_pinyin_of_the_lexicon_becomes_a_hot_fix(monkeypatch, tmp_path):
    line = replace(REQUEST, text="还钱！", lexicon=(("还钱", "huan2 qian2"),))
    told = asked(line, monkeypatch, tmp_path)
    assert told["hot_fix"] == {"pronunciation": [{"还钱": "huan2 qian2"}]}
    assert told["text"] == "还钱！"


def test_seeds_stay_within_the_vendors(monkeypatch, tmp_path):
    assert asked(replace(REQUEST, seed=2**31 - 1), monkeypatch, tmp_path)["seed"] == 65535


def test_it_is_paid_by_the_characters_that_the_vendor_billed(monkeypatch, tmp_path):
    from pipeline.tickets import Tickets

    monkeypatch.setattr(DashScope, "price", lambda *_: Money(1.0, "CNY"))
    tickets = Tickets(tmp_path / "made")
    with tickets.held(tickets.of("voices/line.wav", "it", {}, 0)) as ticket:
        asked(replace(REQUEST, text="你好。"), monkeypatch, tmp_path)
    assert ticket.told["paid"] == 0.0005


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_events_are_put_together_whatever_ends_their_lines(ends):
    said = heard(Received((SOUND + SOUND + STOP).replace(b"\n", ends.encode())), Errors("code"))
    assert (said.pcm, said.characters, said.words) == (b"\x00\x01\x02" * 2, 9, ())


def test_data_in_several_lines_is_one_event():
    whole = json.dumps(json.loads(SOUND.split(b"data:")[1]), indent=1).replace("\n", "\ndata: ")
    assert read(f"event:result\ndata: {whole}\n\n".encode(), STOP).pcm == b"\x00\x01\x02"


def test_comments_between_events_say_nothing():
    assert read(b": keep-alive\n\n", SOUND, b":\n\n", STOP).pcm == b"\x00\x01\x02"


def test_the_last_words_of_a_sentence_count():
    def words(*texts):
        told = [{"text": text, "begin_time": 80 * n, "end_time": 80 * n + 80} for n, text in enumerate(texts)]
        return event({"output": {"sentence": {"index": 0, "words": told}}})

    said = read(SOUND, words("你"), words("你", "好"), STOP)
    assert said.words == (("你", 0.0, 0.08), ("好", 0.08, 0.16))


@pytest.mark.parametrize(
    "events",
    [
        [],
        [SOUND],
        [SOUND, STOP[:-20]],
        [SOUND, b"<html>"],
        [event({"output": {"audio": {"data": "A"}}}), STOP],
    ],
    ids=["nothing", "no end", "half an event", "a page", "half a sound"],
)
def test_what_breaks_off_is_no_answer(events):
    with pytest.raises(Unanswered):
        read(*events)


def test_an_end_without_sound_is_a_failure():
    with pytest.raises(Fault, match="without sound"):
        read(STOP)


def test_an_error_in_the_middle_is_one_though_the_status_was_fine():
    with pytest.raises(Fault, match="no money") as error:
        read(SOUND, event({"code": "Arrearage", "message": "no money"}, 400, "error"))
    assert error.value.kind == "quota"


def test_every_model_has_women_and_men_that_it_alone_knows():
    for model, offered in VOICES.items():
        assert {"female", "male"} <= {voice.sex for voice in offered}
        assert [one.name for one in DashScope(model=model).abilities.voices] == [one.name for one in offered]


def test_of_all_its_voices_only_your_own_follow_notes():
    mine = (Offered("cosyvoice-v3-flash-mine-1"), Offered("longanyang"))
    can = DashScope(voices=mine).abilities
    assert can.notes
    assert [can.follows_notes(one.name) for one in mine] == [True, False]
    assert not DashScope().abilities.notes
    assert not DashScope(voices=mine, feelings=False).abilities.notes


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "environment variable DASHSCOPE_API_KEY"),
        ({"model": "cosyvoice-v3.5-plus"}, "No voices are known of cosyvoice-v3.5-plus"),
        (
            {"model": "cosyvoice-v3.5-plus", "voices": [{"name": "mine"}]},
            "price of cosyvoice-v3.5-plus is not",
        ),
        ({"base_url": "beijing"}, "is no address"),
    ],
)
def test_it_says_what_to_set(monkeypatch, tmp_path, options, said):
    monkeypatch.setattr("pipeline.keys.FILE", tmp_path / "no.env")
    monkeypatch.delenv("DASHSCOPE_API_KEY", raising=False)
    with pytest.raises(NotHere, match=said):
        DashScope(**options).speak(REQUEST, tmp_path / "line.wav")
