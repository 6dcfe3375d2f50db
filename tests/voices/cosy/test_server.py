"""`drama voice-server`, asked as the official server's clients and OpenAI's ask."""

from __future__ import annotations

import base64
import io
import socket
import sys
import wave
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
from cosy_server import recording, serving, weights

from pipeline.errors import InputError
from pipeline.voices.cosy.calls import Sample
from pipeline.voices.cosy.model import Model
from pipeline.voices.cosy.server import application, serve


@contextmanager
def asking(repository, folder):
    with (
        serving(application(Model(repository, folder))) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        yield client


@pytest.fixture
def client(repository, tmp_path):
    with asking(repository, weights(tmp_path, 3)) as client:
        yield client


@pytest.fixture
def wav(tmp_path):
    return recording(tmp_path).read_bytes()


def calls():
    return sys.modules["cosyvoice.cli.cosyvoice"].CALLS


def sound(response):
    assert (response.status_code, response.headers["content-type"]) == (200, "audio/wav"), response.text
    with wave.open(io.BytesIO(response.content)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), file.getnframes() / file.getframerate()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("route", "form"),
    [
        ("zero_shot", {"tts_text": "你还活着？", "prompt_text": "<|endofprompt|>好"}),
        ("cross_lingual", {"tts_text": "<|endofprompt|>你还活着？"}),
        ("instruct2", {"tts_text": "你还活着？", "instruct_text": "请非常开心地说一句话。<|endofprompt|>"}),
    ],
)
def test_the_official_routes_clone_and_answer_with_a_wav(client, wav, method, route, form):
    files = {"prompt_wav": ("prompt.wav", wav)}

    assert sound(client.request(method, f"/inference_{route}", data=form, files=files))[0] == 24000
    [(name, values)] = calls()
    assert name == f"inference_{route}"
    assert {key: values[key] for key in form} == form
    assert values["prompt_wav"].endswith(".wav")


def test_the_official_routes_of_version_1_take_a_speaker(repository, tmp_path):
    with asking(repository, weights(tmp_path, 1, "CosyVoice-300M-Instruct")) as client:
        form = {"tts_text": "你还活着？", "spk_id": "中文女"}
        assert sound(client.post("/inference_sft", data=form))[0] == 22050
        assert sound(client.post("/inference_instruct", data={**form, "instruct_text": "A sad man."}))
        assert client.get("/v1/audio/voices").json()["voices"][0] == "中文女"
        spoken = client.post("/v1/audio/speech", json={"input": "你还活着？", "voice": "中文男"})
        assert sound(spoken)
        unknown = client.post("/v1/audio/speech", json={"input": "来", "voice": "alloy"})

    assert calls()[-1][1]["spk_id"] == "中文男"
    assert unknown.status_code == 400
    assert "There is no voice 'alloy'" in unknown.json()["error"]["message"]


def test_health_says_what_is_served(client):
    told = client.get("/health").json()

    assert told == {
        "sample_rate": 24000,
        "version": 3,
        "voices": [],
        "model": "CosyVoice3-0.5B, CosyVoice 3, 24000 Hz",
    }


def test_clients_that_send_no_recording_name_one_of_the_servers(repository, tmp_path, wav):
    known = {"lin-xia": Sample(tmp_path / "lin-xia.wav", "好")}
    with (
        serving(application(Model(repository, weights(tmp_path, 3)), known)) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
    ):
        assert client.get("/v1/audio/voices").json() == {"voices": ["lin-xia"]}
        spoken = client.post("/v1/audio/speech", json={"input": "来", "voice": "lin-xia", "model": "tts-1"})
        unknown = client.post("/v1/audio/speech", json={"input": "来", "voice": "alloy", "model": "tts-1"})

    assert sound(spoken)[0] == 24000
    assert calls()[-1][1]["prompt_wav"] == str(tmp_path / "lin-xia.wav")
    assert unknown.status_code == 400
    assert unknown.json()["error"]["help"] == "There is lin-xia."


def test_openai_clients_send_a_recording_as_a_data_url(client, wav):
    asked = {
        "model": "cosyvoice",
        "voice": "alloy",
        "input": "你还活着？",
        "ref_audio": f"data:audio/wav;base64,{base64.b64encode(wav).decode()}",
        "ref_text": "好",
    }

    _, seconds = sound(client.post("/v1/audio/speech", json=asked))
    _, fast = sound(client.post("/v1/audio/speech", json={**asked, "speed": 2}))
    told = {**asked, "instructions": "请非常开心地说一句话。", "response_format": "pcm"}
    pcm = client.post("/v1/audio/speech", json=told)

    assert fast == pytest.approx(seconds / 2, abs=0.01)
    assert (pcm.headers["content-type"], len(pcm.content)) == ("audio/pcm", round(seconds * 24000) * 2)
    assert [name for name, _ in calls()] == ["inference_zero_shot"] * 2 + ["inference_instruct2"]
    assert calls()[0][1]["prompt_text"] == "You are a helpful assistant.<|endofprompt|>好"


def test_without_its_words_a_recording_is_spoken_as_and_numbers_are_read_out(client, wav):
    url = f"data:audio/wav;base64,{base64.b64encode(wav).decode()}"

    sound(client.post("/v1/audio/speech", json={"input": "等了2个小时。", "ref_audio": url}))

    [(name, values)] = calls()
    assert name == "inference_cross_lingual"
    assert values["tts_text"] == "You are a helpful assistant.<|endofprompt|>等了两个小时。"


@pytest.mark.parametrize(
    ("asked", "status", "why"),
    [
        ({"input": "来"}, 400, "speaks as a recording"),
        ({"input": ""}, 422, "input"),
        ({"input": "来", "ref_audio": "https://example.com/a.wav"}, 400, "no data URL"),
        ({"input": "来", "ref_audio": "data:audio/wav;base64,%%"}, 400, "no base64"),
        ({"input": "来", "ref_audio": "data:audio/wav;base64,AAAA"}, 400, "no WAV"),
        ({"input": "（……）"}, 400, "speaks as a recording"),
        ({"input": "来", "response_format": "amr"}, 422, "response_format"),
        ({"input": "来", "speed": 9}, 422, "speed"),
    ],
)
def test_errors_are_json_with_a_sentence(client, asked, status, why):
    answer = client.post("/v1/audio/speech", json=asked)

    assert answer.status_code == status
    assert why in answer.json()["error"]["message"]
    assert answer.json()["error"]["help"]


def test_a_field_that_is_missing_and_a_model_that_fails_are_told_alike(client, wav):
    missing = client.post("/inference_sft", data={"tts_text": "来"})
    unable = client.post("/inference_instruct", data={"tts_text": "来", "spk_id": "a", "instruct_text": "b"})
    failed = client.post(
        "/inference_cross_lingual", data={"tts_text": "来"}, files={"prompt_wav": ("a.wav", wav)}
    )

    assert (missing.status_code, unable.status_code, failed.status_code) == (422, 400, 500)
    assert "CosyVoice 3 has no mode instruct" in unable.json()["error"]["message"]
    assert "spk_id" in missing.json()["error"]["message"]
    assert "not detected in CosyVoice3" in failed.json()["error"]["message"]


def test_one_line_is_spoken_at_a_time(client, wav, monkeypatch):
    module = sys.modules["cosyvoice.cli.cosyvoice"]
    inside, most, hum = [], [], module.CosyVoice3._hum

    def counted(self, text, speed):
        inside.append(1)
        most.append(len(inside))
        made = hum(self, text, speed)
        inside.pop()
        return made

    monkeypatch.setattr(module.CosyVoice3, "_hum", counted)
    form = {"tts_text": "<|endofprompt|>来" * 20}
    threads = [
        Thread(
            target=client.post,
            args=["/inference_cross_lingual"],
            kwargs={"data": form, "files": {"prompt_wav": ("a.wav", wav)}},
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1, 1, 1, 1]


def test_a_port_that_is_taken_is_told(repository, tmp_path):
    loaded = Model(repository, weights(tmp_path, 3))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} of 127.0.0.1 can't be used.*--port"):
            serve(loaded, "127.0.0.1", port)
