"""CogVideoX at Zhipu, by docs.z.ai and its SDK, zai-sdk 0.2."""

from __future__ import annotations

from typing import Any

from vendors.sent import picture_at
from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_FIELDS = {
    "model", "prompt", "image_url", "size", "fps", "duration", "quality", "with_audio", "request_id",
}  # fmt: skip
_CODES = {
    "wrong_key": (401, "1002", "Authentication token is invalid"),
    "no_money": (429, "1113", "Your account is in arrears, please recharge and try again"),
    "busy": (429, "1302", "High concurrency usage of this API"),
    "moderated": (400, "1301", "Unsafe or sensitive content may be included in input or generation"),
    "invalid": (400, "1214", "Invalid duration parameter"),
}


class CogVideoX(Vendor):
    """A task; a request_id works once. A yuan a clip."""

    engine = "cogvideox"
    env = {"ZHIPUAI_API_KEY": "key-zhipu"}
    price = 1.0
    lacks = {"job_moderated": "of a job that failed it says no more than FAIL"}
    sends_again = True

    def phase(self, asked: Asked) -> Phase:
        if asked.path.startswith("/api/paas/v4/async-result/"):
            return "poll"
        return {"/api/paas/v4/videos/generations": "submit"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        (key,) = self.env.values()
        return asked.headers["authorization"] == f"Bearer {key}"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.json)
        job = self.look(asked.path.rpartition("/")[2])
        return Reply(self._told(job)) if job else _wrong(404, "1200", "The task does not exist")

    def _submitted(self, body: dict[str, Any]) -> Reply:
        assert set(body) <= _FIELDS
        assert body["size"] in ("1080x1920", "1920x1080", "1024x1024")
        assert body["duration"] in (5, 10)
        assert body["fps"] in (30, 60)
        assert 0 < len(body["prompt"]) <= 512
        images = body.get("image_url", [])
        for image in [images] if isinstance(images, str) else images:
            assert len(picture_at(image)) <= 5 * 2**20
        assert not isinstance(images, list) or not images or (len(images), body["quality"]) == (2, "speed")
        client = body["request_id"]
        if client in {job.client for job in self.jobs.values()}:
            return _wrong(400, "1231", f"You already have an existing request: {client}")
        job = self.new_job(body, client)
        return Reply(
            {"id": job.id, "model": body["model"], "request_id": client, "task_status": "PROCESSING"}
        )

    def _told(self, job: Job) -> dict[str, Any]:
        told = {"model": job.asked["model"], "request_id": job.client}
        if job.polls >= 0:
            return {**told, "task_status": "PROCESSING"}
        if job.ends != "done":
            return {**told, "task_status": "FAIL"}
        return {
            **told,
            "task_status": "SUCCESS",
            "video_result": [{"url": self.link(job), "cover_image_url": ""}],
        }

    def trouble(self, kind: Trouble) -> Reply:
        return _wrong(*_CODES[kind])


def _wrong(status: int, code: str, words: str) -> Reply:
    return Reply({"error": {"code": code, "message": words}}, status)
