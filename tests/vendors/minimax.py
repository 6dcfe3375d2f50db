"""MiniMax, by its pages of video generation (Hailuo at `/v1`, H3 at `/v2`) and of speech (`/v1/t2a_v2`)."""

from __future__ import annotations

import re
from typing import Any

from vendors.sent import picture_at
from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor, speech

_FIELDS = {
    "model",
    "prompt",
    "first_frame_image",
    "last_frame_image",
    "duration",
    "resolution",
    "prompt_optimizer",
}
_CODES = {
    "wrong_key": (1004, "login fail: Please carry the API secret key in the 'Authorization' field"),
    "no_money": (1008, "insufficient balance"),
    "busy": (1002, "rate limit, please retry later"),
    "moderated": (1026, "video description contains sensitive content"),
    "invalid": (2013, "invalid params, duration not supported"),
}
_STATUSES = {"wrong_key": 401, "no_money": 402, "busy": 429, "moderated": 422, "invalid": 400}


class MiniMax(Vendor):
    """A task, then where its file lies; six seconds of 768P are 28 cents. Errors come as HTTP 200."""

    engine = "minimax"
    models = ("MiniMax-Hailuo-2.3-Fast", "MiniMax-Hailuo-02")
    env = {"MINIMAX_API_KEY": "key-minimax"}
    seconds = 6
    price = 0.28

    def phase(self, asked: Asked) -> Phase:
        at = {"video_generation": "submit", "query/video_generation": "poll", "files/retrieve": "finish"}
        return at[asked.path.removeprefix("/v1/")]

    def knows(self, asked: Asked) -> bool:
        return asked.headers["authorization"] == "Bearer key-minimax"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.json)
        if phase == "poll":
            job = self.look(asked.query["task_id"])
            return self._polled(job) if job else _said(2013, "invalid params, task_id not exist")
        job = self.jobs[asked.query["file_id"].removeprefix("file-of-")]
        return _said(0, "success", file={"file_id": 7, "download_url": self.link(job)})

    def _submitted(self, body: dict[str, Any]) -> Reply:
        assert set(body) <= _FIELDS
        assert (body["resolution"], body["duration"]) in (("768P", 6), ("768P", 10), ("1080P", 6))
        assert 0 < len(body["prompt"]) <= 2000
        assert "first_frame_image" in body or not body["model"].endswith("Fast")
        assert "last_frame_image" not in body or body["model"] == "MiniMax-Hailuo-02"
        for name in {"first_frame_image", "last_frame_image"} & set(body):
            picture_at(body[name])
        return _said(0, "success", task_id=self.new_job(body).id)

    def _polled(self, job: Job) -> Reply:
        if job.polls >= 0:
            return _said(0, "success", task_id=job.id, status="Processing", file_id="")
        if job.ends == "moderated":
            return _said(1027, "generated video contains sensitive content", task_id=job.id, status="Fail")
        if job.ends == "failed":
            return _said(0, "success", task_id=job.id, status="Fail", file_id="")
        return _said(0, "success", task_id=job.id, status="Success", file_id=f"file-of-{job.id}")

    def trouble(self, kind: Trouble) -> Reply:
        return _said(*_CODES[kind])


class MiniMaxH3(Vendor):
    """H3: words and pictures in one list, errors with their HTTP status; 8 cents a second of 768P."""

    engine = "minimax"
    options = {"model": "MiniMax-H3"}
    env = {"MINIMAX_API_KEY": "key-minimax"}
    price = 0.40

    def phase(self, asked: Asked) -> Phase:
        if asked.path.startswith("/v2/query/video_generation/"):
            return "poll"
        return {"/v2/video_generation": "submit"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        return asked.headers["authorization"] == "Bearer key-minimax"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.json)
        job = self.look(asked.path.rpartition("/")[2])
        return Reply({"task": self._told(job)}) if job else _wrong("not_found_error", "task not found", 404)

    def _submitted(self, body: dict[str, Any]) -> Reply:
        assert set(body) == {"model", "content", "resolution", "duration", "ratio"}
        assert body["resolution"] in ("768P", "2K")
        assert body["duration"] in range(4, 16)
        words, *pictures = body["content"]
        assert words["type"] == "text"
        assert 0 < len(words["text"]) <= 7000
        assert [one["role"] for one in pictures] == ["first_frame", "last_frame"][: len(pictures)]
        for one in pictures:
            assert one["type"] == "image_url"
            picture_at(one["image_url"]["url"])
        assert pictures or body["ratio"] in ("9:16", "16:9", "1:1", "3:4", "4:3", "21:9")
        return Reply({"task_id": self.new_job(body).id})

    def _told(self, job: Job) -> dict[str, Any]:
        if job.polls >= 0:
            return {"id": job.id, "status": "running"}
        if job.ends == "moderated":
            why = {"code": "1027", "message": "generated video contains sensitive content"}
            return {"id": job.id, "status": "failed", "error": why}
        if job.ends == "failed":
            return {"id": job.id, "status": "failed", "error": {"code": "1000", "message": "internal error"}}
        return {"id": job.id, "status": "succeeded", "content": {"url": self.link(job)}}

    def trouble(self, kind: Trouble) -> Reply:
        code, words = _CODES[kind]
        return _wrong(f"{kind}_error", f"{words} ({code})", _STATUSES[kind])


_EMOTIONS = ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm")


class MiniMaxSpeech(Vendor):
    """The sound is in the answer, in hexadecimal digits; 12 hanzi are 24 characters, its marks two more."""

    engine = "minimax"
    makes = "voices"
    models = ("speech-2.8-turbo",)
    env = {"MINIMAX_API_KEY": "key-minimax"}
    price = 0.0026
    sync = True
    cheap = True
    ending = "json"
    lacks = {"link": "the sound is in the answer"}

    def phase(self, asked: Asked) -> Phase:
        return {"/v1/t2a_v2": "submit"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        return asked.headers["authorization"] == "Bearer key-minimax"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        body = asked.json
        assert body["model"] in ("speech-2.8-hd", "speech-2.8-turbo")
        assert (body["stream"], body["output_format"], body["subtitle_type"]) == (False, "hex", "word")
        assert body["language_boost"] in ("Chinese", "English", "auto")
        voice = body["voice_setting"]
        assert set(voice) == {"voice_id", "speed", "vol", "pitch", "emotion"}
        assert voice["emotion"] in _EMOTIONS
        assert body["audio_setting"] == {"format": "wav", "sample_rate": 32000, "channel": 1}
        assert all(re.fullmatch(r".+/(\([a-z]+[1-5]\))+", one) for one in _tones(body))
        job = self.new_job(body)
        data = {"audio": speech().hex(), "status": 2, "subtitle_file": self.link(job)}
        counted = sum(2 if one.isalpha() else 1 for one in body["text"])
        told = {"usage_characters": counted, "audio_format": "wav", "audio_sample_rate": 22050}
        return _said(0, "success", data=data, extra_info=told, trace_id="t1")

    def trouble(self, kind: Trouble) -> Reply:
        return _said(*_CODES[kind])


def _tones(body: dict[str, Any]) -> list[str]:
    return body.get("pronunciation_dict", {"tone": []})["tone"]


def _said(code: int, words: str, **told: Any) -> Reply:
    return Reply({**told, "base_resp": {"status_code": code, "status_msg": words}})


def _wrong(kind: str, words: str, status: int) -> Reply:
    told = {"type": kind, "message": words, "http_code": str(status)}
    return Reply({"type": "error", "error": told, "request_id": "r1"}, status)
