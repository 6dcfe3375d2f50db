"""Doubao's speech 2.0 on Volcengine: `submit` and `query`, by its pages and by those who call it."""

from __future__ import annotations

import json
from typing import Any, ClassVar
from uuid import UUID

from vendors.stand_in import LINE, Asked, Job, Phase, Reply, Trouble, Vendor, heard

_TROUBLES: dict[Trouble, tuple[int, str, int]] = {
    "wrong_key": (45000010, "load grant: requested grant not found", 401),
    "no_money": (45000000, "quota exceeded for types: text_words_lifetime", 200),
    "busy": (45000000, "quota exceeded for types: concurrency", 429),
    "invalid": (40000000, "invalid param: speaker", 400),
}


class Doubao(Vendor):
    """A job is called by the number that came with it; 14 characters at 3 yuan for 10,000."""

    engine = "doubao"
    makes = "voices"
    env = {"DOUBAO_SPEECH_API_KEY": "key-doubao"}
    price = 0.0042
    finds_again = True
    ending = "mp3"
    lacks: ClassVar[dict[str, str]] = {
        "moderated": "no document tells how it refuses words",
        "job_moderated": "no document tells how it refuses words",
    }

    def phase(self, asked: Asked) -> Phase:
        if asked.path == "/api/v3/tts/submit":
            return "submit"
        assert asked.path == "/api/v3/tts/query"
        return "poll"

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("x-api-key") == "key-doubao"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        assert asked.method == "POST"
        assert asked.headers["x-api-resource-id"] == "seed-tts-2.0"
        assert UUID(asked.headers["x-api-request-id"])
        if phase == "submit":
            return self._submitted(asked.json)
        job = self.look(asked.json["task_id"])
        return self._told(job) if job else _said(40000001, "task not found or expired")

    def _submitted(self, body: dict[str, Any]) -> Reply:
        assert set(body) == {"user", "unique_id", "req_params"}
        assert 20 <= len(body["unique_id"]) <= 64
        asked = body["req_params"]
        assert (
            {"text", "speaker", "audio_params"}
            <= set(asked)
            <= {"text", "speaker", "audio_params", "additions"}
        )
        sound = asked["audio_params"]
        assert set(sound) == {"format", "sample_rate", "speech_rate", "loudness_rate", "enable_timestamp"}
        assert sound["format"] in ("mp3", "ogg_opus", "pcm")
        assert isinstance(asked.get("additions", ""), str)
        if "additions" in asked:
            (how,) = json.loads(asked["additions"])["context_texts"]
            assert how
        job = Job(body["unique_id"], body, ends=self.ends)  # type: ignore[arg-type]
        assert job.id not in self.jobs
        self.jobs[job.id] = job
        return _said(20000000, "ok", task_id=job.id, task_status=1)

    def _told(self, job: Job) -> Reply:
        if job.polls >= 0:
            return _said(20000000, "ok", task_id=job.id, task_status=1)
        if job.ends == "failed":
            return _said(20000000, "ok", task_id=job.id, task_status=3, err_msg="synthesis failed")
        words = [
            {"word": one, "startTime": start, "endTime": end, "confidence": 0.9}
            for one, start, end in heard()
        ]
        sentence = {"text": LINE, "startTime": 0.0, "endTime": 2.8, "words": words}
        told = {"audio_url": self.link(job), "url_expire_time": 3600, "sentences": [sentence]}
        return _said(20000000, "ok", task_id=job.id, task_status=2, req_text_length=len(LINE), **told)

    def trouble(self, kind: Trouble) -> Reply:
        code, words, status = _TROUBLES[kind]
        return Reply({"header": {"reqid": "r1", "code": code, "message": words}}, status)


def _said(code: int, words: str, **data: Any) -> Reply:
    return Reply({"code": code, "message": words, "data": data})
