"""A server asked over HTTP, with all that can go wrong on the way."""

from __future__ import annotations

import pytest
from answering import Said, answering, as_json
from cosy_server import model, official

from pipeline.errors import BadResult, NotHere, Rejected, Wait
from pipeline.voices.cosy.calls import Call
from pipeline.voices.cosy.client import Client

SFT = Call("sft", "你还活着？", spk_id="中文女")
ROUTE = "/inference_sft"

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def server():
    with answering() as server:
        yield server


@pytest.mark.parametrize("bytes_", [0, 1, 1001, 20000])
def test_an_answer_that_breaks_off_is_a_failure_wherever_it_does(bytes_):
    with official(model(1), cut_after=bytes_) as server, pytest.raises(BadResult, match="broke off"):
        Client(server.address).say(SFT, 1, {})


def test_the_sentences_of_an_answer_are_one_sound():
    with official(model(1)) as server:
        one, _ = Client(server.address).say(SFT, 1, {})
        two, rate = Client(server.address).say(Call("sft", "你还活着。你还活着", spk_id="中文女"), 1, {})

    assert rate == 22050
    assert len(two) == 2 * len(one)


def test_a_speaker_that_is_missing_breaks_the_answer_off_and_the_hint_says_so():
    with official(model(2)) as server, pytest.raises(BadResult, match="has no speakers such as 中文女"):
        Client(server.address).say(SFT, 2, {})


def test_a_field_that_is_missing_is_named():
    with official(model(1)) as server, pytest.raises(Rejected, match=r"body\.spk_id: Field required"):
        Client(server.address).say(Call("sft", "来", spk_id=""), 1, {})


def test_no_sound_and_half_a_sample_are_failures(server):
    server.says[ROUTE] = [Said(b""), Said(b"abc")]

    for how in ("without any sound", "within a sample"):
        with pytest.raises(BadResult, match=how):
            Client(server.url).say(SFT, 1, {})


def test_a_busy_server_is_asked_again(server):
    server.says[ROUTE] = [Said(b"", 503), Said(drop=True), Said(b"\x00\x40")]

    assert len(Client(server.url).say(SFT, 1, {})[0]) == 1
    assert len(server.heard) == 3


def test_a_server_that_stays_busy_is_worth_another_try_later(server):
    server.says[ROUTE] = [Said(b"", 503)]

    with pytest.raises(Wait, match="gives no answer: HTTP 503"):
        Client(server.url).say(SFT, 1, {})


def test_an_answer_that_does_not_come_in_time_is_no_reason_to_ask_again(server):
    server.says[ROUTE] = [Said(b"abc", promised=10**6)]
    client = Client(server.url, patience=0.05)

    with pytest.raises((Wait, BadResult)):
        client.say(SFT, 1, {})
    assert len(server.heard) == 1


def test_where_nobody_is_the_letter_says_how_to_start_one():
    with pytest.raises(NotHere, match=r"No CosyVoice server answers.*drama voice-server"):
        Client("http://127.0.0.1:1").server()


def test_a_server_that_is_not_there_is_not_asked_for_every_line():
    client = Client("http://127.0.0.1:1")
    with pytest.raises(NotHere):
        client.server()

    with pytest.raises(NotHere, match="out for this run"):
        client.say(SFT, 1, {})


def test_the_official_server_is_told_from_ours(server):
    server.says["/health"] = [as_json({"sample_rate": 24000, "version": 3, "voices": []})]
    assert Client(server.url).server().version == 3

    with official(model(1)) as other:
        assert not Client(other.address).server().ours
