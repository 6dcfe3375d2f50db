"""OpenAI's speech by its API reference, and servers that answer alike."""

from __future__ import annotations

import base64
import json
import subprocess
from typing import Any

from speakers.stand_in import Reply, Trouble, WebSpeaker, streamed_wav, wav, words
from vendors.stand_in import Asked

_FIELDS = {"model", "input", "voice", "response_format", "speed", "instructions"}
_CODES: dict[str, tuple[int, str | None, str, str]] = {
    "wrong_key": (401, "invalid_api_key", "invalid_request_error", "Incorrect API key provided."),
    "no_money": (429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota."),
    "busy": (429, "rate_limit_exceeded", "requests", "Rate limit reached for gpt-4o-mini-tts."),
    "moderated": (400, "content_policy_violation", "invalid_request_error", "Rejected by our safety system."),
    "invalid": (400, "invalid_value", "invalid_request_error", "Invalid value: 'grace'."),
    "down": (503, None, "server_error", "The server is overloaded."),
    "silent": (200, None, "", "The model said nothing."),  # an error with a status that says none
}


class OpenAISpeech(WebSpeaker):
    """It begins to send before it knows how long the line will be; so the head of its WAV says nothing."""

    engine = "openai"
    base = "/v1"
    env = {"OPENAI_API_KEY": "sk-openai"}
    options: dict[str, Any] = {
        "costs": {"amount": 0.015, "per": "minute", "as_of": "2026-11-21", "source": "it"}
    }
    path = "/v1/audio/speech"
    fields = _FIELDS

    def answer(self, asked: Asked) -> Reply:
        assert (asked.method, asked.path) == ("POST", self.path)
        body = asked.json
        assert set(body) <= self.fields
        assert body["model"]
        assert len(body["input"]) <= 20_000
        self.billed += 1
        return self.said(body)

    def said(self, body: dict[str, Any]) -> Reply:
        sound = streamed_wav(body["input"])
        return Reply([sound[:1000], sound[1000:]], headers={"Content-Type": "audio/wav"})

    def say(self, trouble: Trouble) -> Reply:
        status, code, kind, words = _CODES[trouble]
        error = {"message": words, "type": kind, "param": None, "code": code}
        retry = {"Retry-After": "2"} if trouble == "busy" else {}
        return Reply(
            [json.dumps({"error": error}).encode()], status, {"Content-Type": "application/json", **retry}
        )


class VllmOmni(OpenAISpeech):
    """CosyVoice 3: it speaks as a recording, and needs one; no key, and a proper WAV."""

    env = {}
    options = {"server": "vllm-omni", "extra": {"ref_audio": "data:audio/wav;base64,AAAA"}}
    fields = {*_FIELDS, "ref_audio", "ref_text"}
    lacks = {"wrong_key": "it has none", "no_money": "it asks for none", "moderated": "it refuses nothing"}

    def said(self, body: dict[str, Any]) -> Reply:
        assert body["ref_audio"].startswith("data:audio/wav;base64,")
        assert body.get("voice") is None
        return Reply([wav(body["input"])], headers={"Content-Type": "audio/wav"})


class Kokoro(OpenAISpeech):
    """Its sound stands in JSON, with the times of words; its errors in `detail`."""

    env = {}
    options = {"server": "kokoro"}
    path = "/dev/captioned_speech"
    fields = {*_FIELDS, "stream", "return_timestamps"} - {"instructions"}
    lacks = {"wrong_key": "it has none", "no_money": "it asks for none", "moderated": "it refuses nothing"}
    times = True

    def said(self, body: dict[str, Any]) -> Reply:
        assert body["stream"] is False
        told = [
            {"word": word, "start_time": begin, "end_time": end}
            for word, _, begin, end in words(body["input"])
        ]
        sound = base64.b64encode(wav(body["input"])).decode()
        data = {"audio": sound, "audio_format": "audio/wav", "timestamps": told}
        return Reply([json.dumps(data).encode()], headers={"Content-Type": "application/json"})

    def say(self, trouble: Trouble) -> Reply:
        status, _, kind, words = _CODES[trouble]
        detail = {
            "error": "validation_error" if status == 400 else "server_error",
            "message": words,
            "type": kind,
        }
        return Reply([json.dumps({"detail": detail}).encode()], status)


class SiliconFlow(OpenAISpeech):
    """Its codes are numbers, and the sound is MP3 where that was asked for."""

    env = {"SILICONFLOW_API_KEY": "sk-silicon"}
    options = {"server": "siliconflow", "response_format": "mp3", "costs": {"amount": 50, "per": "1M bytes"}}
    fields = {*_FIELDS, "references"}

    def said(self, body: dict[str, Any]) -> Reply:
        assert body["voice"].startswith(f"{body['model']}:") or body["references"]
        return Reply([mp3(body["input"])], headers={"Content-Type": "audio/mpeg"})

    def say(self, trouble: Trouble) -> Reply:
        status, code, words = {
            "wrong_key": (401, None, "Api key is invalid"),
            "no_money": (403, 30001, "Sorry, your account balance is insufficient"),
            "busy": (429, None, "Request was rejected due to rate limiting. TPM limit reached."),
            "moderated": (451, 20015, "The text holds sensitive content."),
            "invalid": (400, 20015, "The parameter is invalid. Please check again."),
            "down": (503, 50505, "Model service overloaded. Please try again later."),
            "silent": (200, None, "nothing"),
        }[trouble]
        return Reply([json.dumps({"code": code, "message": words, "data": None}).encode()], status)


def mp3(text: str) -> bytes:
    """*text* as speech in an MP3."""
    from pipeline.ffmpeg import executable

    command = [executable(), "-v", "error", "-i", "-", "-f", "mp3", "-b:a", "48k", "-"]
    return subprocess.run(command, input=wav(text), capture_output=True, check=True).stdout
