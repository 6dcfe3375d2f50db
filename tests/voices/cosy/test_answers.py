"""What a server's answers mean."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import BadResult, NotHere, Rejected
from pipeline.voices.cosy.answers import Broken, Said, Server, heard, introduced, look_at, what_helps
from pipeline.voices.cosy.calls import Call

HEALTH = {"sample_rate": 24000, "version": 3, "voices": ["a"], "model": "Fun-CosyVoice3"}


def test_our_server_says_what_it_has():
    said = Said(200, json.dumps(HEALTH).encode())

    assert introduced(said) == Server(True, 3, ("a",), "Fun-CosyVoice3")


@pytest.mark.parametrize(
    "said",
    [
        Said(404, b'{"detail":"Not Found"}'),
        Said(200, b"<html>fine</html>"),
        Said(200, b'{"status": "ok"}'),
        Said(200, b'["ok"]'),
        Said(200, json.dumps({**HEALTH, "version": [3]}).encode()),
    ],
)
def test_every_other_server_is_taken_for_the_official_one(said):
    assert introduced(said) == Server()


@pytest.mark.parametrize(
    ("status", "content", "kind", "words"),
    [
        (422, b'{"detail":[{"type":"missing","loc":["body","spk_id"],"msg":"Field required"}]}', Rejected,
         "body.spk_id: Field required"),
        (500, b"Internal Server Error", BadResult, r"Internal Server Error \(HTTP 500\)"),
        (404, b'{"detail":"Not Found"}', NotHere, "That is no CosyVoice server"),
        (400, b'{"error": {"message": "It has 8000 Hz.", "help": "Record it again."}}', Rejected,
         "It has 8000 Hz. Record it again."),
        (500, b'{"error": {"message": "The model failed.", "help": "Run again."}}', BadResult, "failed. Run"),
        (500, b'{"error": "a word"}', BadResult, "a word"),
    ],
)  # fmt: skip
def test_an_error_is_told_in_the_words_of_the_server(status, content, kind, words):
    with pytest.raises(kind, match=words):
        look_at(Said(status, content), "http://127.0.0.1:50000")


def test_bare_pcm_has_the_rate_of_the_version():
    samples, rate = heard(b"\x00\x40\x00\xc0", 24000)

    assert (samples.tolist(), rate) == ([0.5, -0.5], 24000)


@pytest.mark.parametrize(
    ("content", "how"),
    [
        (b"", "without any sound"),
        (b"\x00\x40\x00", "within a sample, after 3 bytes"),
        (b"RIFF....", "damaged WAV"),
    ],
)
def test_what_is_no_whole_sound_is_a_failure(content, how):
    with pytest.raises(Broken, match=how):
        heard(content, 24000)


def test_what_helps_depends_on_what_was_asked(tmp_path):
    assert "#1794" in what_helps(Call("instruct2", "来", prompt_wav=tmp_path), 3)
    assert "voices/cast/" in what_helps(Call("sft", "来", "中文女"), 2)
    assert "no speaker 中文女" in what_helps(Call("sft", "来", "中文女"), 1)
