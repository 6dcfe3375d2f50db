"""CosyVoice on DashScope, by its HTTP API reference: server-sent events of sound and words."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import talking
from speakers.stand_in import Reply, Trouble, WebSpeaker, words
from vendors.stand_in import Asked

_CODES = {
    "wrong_key": (401, "InvalidApiKey", "Invalid API-key provided."),
    "no_money": (400, "Arrearage", "Access denied, please make sure your account is in good standing."),
    "busy": (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
    "moderated": (400, "DataInspectionFailed", "Input text data may contain inappropriate content."),
    "invalid": (400, "InvalidParameter", "[tts:]Engine return error code: 418"),
    "down": (500, "InternalError", "An internal error has occured, please try again later."),
    "silent": (200, "InternalError.Algo", "The engine said nothing."),
}
_INPUT = {
    "text", "voice", "format", "sample_rate", "volume", "rate", "pitch", "seed", "instruction",
    "language_hints", "word_timestamp_enabled", "hot_fix",
}  # fmt: skip


class DashScopeSpeech(WebSpeaker):
    """A sentence begins, comes in pieces of sound, and ends with all its words; then comes the last event."""

    engine = "dashscope"
    base = "/api/v1"
    env = {"DASHSCOPE_API_KEY": "sk-dashscope"}
    options = {}
    seeds = True
    times = True
    #: A stream that began can't take its status back: whether troubles come as an event in it.
    late = False

    def answer(self, asked: Asked) -> Reply:
        assert asked.path == "/api/v1/services/audio/tts/SpeechSynthesizer"
        assert asked.headers["x-dashscope-sse"] == "enable"
        told = asked.json["input"]
        assert set(told) <= _INPUT
        assert (told["format"], told["sample_rate"]) == ("pcm", 24000)
        assert 0 <= told["seed"] <= 65535
        assert all(0.5 <= told[name] <= 2 for name in ("rate", "pitch"))
        self.billed += 1
        events = [_event(number, data) for number, data in enumerate(_line(told["text"], told["seed"]), 1)]
        # Events come in pieces that are none of theirs.
        whole = b"".join(events)
        pieces = [whole[at : at + 4001] for at in range(0, len(whole), 4001)]
        return Reply(pieces, headers={"Content-Type": "text/event-stream;charset=UTF-8"})

    def say(self, trouble: Trouble) -> Reply:
        status, code, words = _CODES[trouble]
        told = {"code": code, "message": words, "request_id": "4c2a"}
        if self.late:
            return Reply([_event(1, told, status, "error")], headers={"Content-Type": "text/event-stream"})
        return Reply([json.dumps(told).encode()], status, {"Content-Type": "application/json"})


class DashScopeLate(DashScopeSpeech):
    """The same, when all that goes wrong does so after the status was sent."""

    late = True


def _event(number: int, data: dict[str, Any], status: int = 200, kind: str = "result") -> bytes:
    told = json.dumps(data, ensure_ascii=False)
    return f"id:{number}\nevent:{kind}\n:HTTP_STATUS/{status}\ndata:{told}\n\n".encode()


def _line(text: str, seed: int) -> Iterator[dict[str, Any]]:
    """The events of *text*; a hanzi is billed as two characters."""
    usage = {"characters": len(text) + len(re.findall("[\u4e00-\u9fff]", text))}
    sound = (talking.speech(text, 24_000, hertz=180 + seed % 40) * 32767).astype("<i2").tobytes()
    heard, first = list(words(text)), 0
    for index, sentence in enumerate(filter(None, re.split("(?<=[。！？!?])", text))):
        last = first + len(sentence)
        told = [_word(word, first) for word in heard if first <= word[1] < last]
        shared = {"original_text": sentence, "finish_reason": "null"}
        yield _output("sentence-begin", index, shared, usage)
        begin, end = (len(sound) * at // len(text) // 2 * 2 for at in (first, last))
        for at in range(begin, end, 9600):
            piece = base64.b64encode(sound[at : min(end, at + 9600)]).decode()
            yield _output("sentence-synthesis", index, {**shared, "audio": {"data": piece}}, usage)
        yield _output("sentence-end", index, shared, usage, told)
        first = last
    url = "http://dashscope-result.example/1.pcm"
    output = {"finish_reason": "stop", "audio": {"data": "", "url": url, "id": "a1"}}
    yield {"output": output, "usage": usage, "request_id": "4c2a"}


def _word(word: tuple[str, int, float, float], first: int) -> dict[str, Any]:
    text, place, begin, end = word
    return {
        "text": text,
        "begin_index": place - first,
        "end_index": place - first + len(text),
        "begin_time": round(begin * 1000),
        "end_time": round(end * 1000),
    }


def _output(
    kind: str, index: int, told: dict[str, Any], usage: dict[str, int], words: Sequence[Any] = ()
) -> dict[str, Any]:
    output = {"type": kind, "sentence": {"index": index, "words": list(words)}, **told}
    return {"output": output, "usage": usage, "request_id": "4c2a"}
