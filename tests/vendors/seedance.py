"""Seedance on Ark, by the types of its SDK, volcengine-ark-runtime 5.0."""

from __future__ import annotations

from typing import Any

from vendors.ark import Ark, wrong
from vendors.sent import picture_at
from vendors.stand_in import Asked, Job, Phase, Reply

_TASKS = "/api/v3/contents/generations/tasks"
_FIELDS = {
    "model", "content", "resolution", "ratio", "duration", "seed", "watermark", "generate_audio",
    "camera_fixed", "service_tier",
}  # fmt: skip
_TOKENS = {"480p": 9720, "720p": 21600, "1080p": 48960}


class Seedance(Ark):
    """A task with a list of words and pictures, billed by tokens: 8 yuan a million of them."""

    engine = "seedance"
    models = (
        "doubao-seedance-1-0-pro-250528", "doubao-seedance-1-0-pro-fast-251015", "doubao-seedance-2-0-260128",
        "seedance-1-5-pro-251215", "seedance-1-0-pro-250528", "seedance-1-0-lite-i2v-250428",
    )  # fmt: skip
    price = 0.864

    def phase(self, asked: Asked) -> Phase:
        if asked.path == _TASKS:
            return "submit" if asked.method == "POST" else "check"
        assert asked.path.startswith(f"{_TASKS}/")
        return "cancel" if asked.method == "DELETE" else "poll"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.json)
        if phase == "check":
            return Reply({"items": [], "total": 0})
        id_ = asked.path.rpartition("/")[2]
        if phase == "cancel":
            self.cancelled.append(id_)
            return Reply({})
        job = self.look(id_)
        return self._polled(job) if job else wrong(404, "NotFound", "The task is not found.")

    def _submitted(self, body: dict[str, Any]) -> Reply:
        assert set(body) <= _FIELDS
        assert "generate_audio" not in body or "1-0" not in body["model"]
        words, *pictures = body["content"]
        assert words["type"] == "text"
        assert words["text"]
        assert [one["role"] for one in pictures] == ["first_frame", "last_frame"][: len(pictures)]
        for one in pictures:
            assert one["type"] == "image_url"
            picture_at(one["image_url"]["url"])
        assert (body["ratio"] == "adaptive") == bool(pictures)
        assert isinstance(body["duration"], int)
        return Reply({"id": self.new_job(body).id})

    def _polled(self, job: Job) -> Reply:
        told: dict[str, Any] = {"id": job.id, "model": job.asked["model"], "created_at": 1}
        if job.polls >= 0:
            return Reply({**told, "status": "running"})
        if job.ends != "done":
            code = (
                "OutputVideoSensitiveContentDetected" if job.ends == "moderated" else "InternalServiceError"
            )
            return Reply({**told, "status": "failed", "error": {"code": code, "message": "Sorry."}})
        tokens = _TOKENS[job.asked["resolution"]] * job.asked["duration"]
        usage = {"completion_tokens": tokens, "total_tokens": tokens}
        return Reply(
            {**told, "status": "succeeded", "content": {"video_url": self.link(job)}, "usage": usage}
        )
