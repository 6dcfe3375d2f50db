"""Vidu, by docs.platform.vidu.com: `/ent/v2`, a token, credits."""

from __future__ import annotations

from typing import Any

from vendors.sent import picture_at
from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_BOTH = {"model", "prompt", "duration", "resolution", "seed", "audio", "off_peak"}
_FIELDS = {
    "img2video": _BOTH | {"images", "movement_amplitude"},
    "start-end2video": _BOTH | {"images", "movement_amplitude"},
    "text2video": _BOTH | {"aspect_ratio"},
}
_PICTURES = {"img2video": 1, "start-end2video": 2, "text2video": 0}
#: Credits a second, of half a cent each.
_CREDITS = {
    "viduq3-pro": {"540p": 14, "720p": 30, "1080p": 32},
    "viduq3-turbo": {"540p": 8, "720p": 12, "1080p": 16},
    "viduq1": {"1080p": 16},
}
_CODES = {
    "wrong_key": (401, "Unauthorized"),
    "no_money": (400, "CreditInsufficient"),
    "busy": (429, "QuotaExceeded"),
    "moderated": (400, "TaskPromptPolicyViolation"),
    "invalid": (400, "FieldOutOfRange"),
}


class Vidu(Vendor):
    """A task that tells its credits at once: 30 a second of 720p."""

    engine = "vidu"
    models = ("viduq3-turbo", "viduq1")
    env = {"VIDU_API_KEY": "vda_key"}
    price = 0.75

    def phase(self, asked: Asked) -> Phase:
        kind = asked.path.removeprefix("/ent/v2/")
        if kind in _FIELDS:
            return "submit"
        if kind == "credits":
            return "check"
        assert kind.startswith("tasks/")
        return {"creations": "poll", "cancel": "cancel"}[kind.rpartition("/")[2]]

    def knows(self, asked: Asked) -> bool:
        return asked.headers["authorization"] == "Token vda_key"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.json, asked.path.rpartition("/")[2])
        if phase == "check":
            return Reply({"remains": [{"type": "metered", "credit_remain": 900}]})
        id_ = asked.path.split("/")[4]
        if phase == "cancel":
            assert asked.json == {"id": id_}
            self.cancelled.append(id_)
            return Reply({})
        job = self.look(id_)
        return self._polled(job) if job else _wrong(404, "TaskNotFound")

    def _submitted(self, body: dict[str, Any], kind: str) -> Reply:
        assert set(body) <= _FIELDS[kind]
        assert len(body.get("images", ())) == _PICTURES[kind]
        for image in body.get("images", ()):
            picture_at(image)
        assert 0 < len(body["prompt"]) <= 5000
        assert body["duration"] in (range(1, 17) if body["model"].startswith("viduq3") else [5])
        assert kind != "text2video" or body["aspect_ratio"] in ("9:16", "16:9", "1:1", "3:4", "4:3")
        job = self.new_job(body)
        return Reply({"task_id": job.id, "state": "created", "credits": _credits(job)})

    def _polled(self, job: Job) -> Reply:
        told: dict[str, Any] = {"id": job.id, "err_code": "", "credits": _credits(job), "creations": []}
        if job.polls >= 0:
            return Reply({**told, "state": "processing"})
        if job.ends != "done":
            why = "CreationPolicyViolation" if job.ends == "moderated" else "InternalServiceFailure"
            return Reply({**told, "state": "failed", "err_code": why})
        creations = [{"id": "1", "url": self.link(job), "cover_url": "https://vidu.example/cover.png"}]
        return Reply({**told, "state": "success", "creations": creations})

    def trouble(self, kind: Trouble) -> Reply:
        return _wrong(*_CODES[kind])


def _credits(job: Job) -> int:
    return _CREDITS[job.asked["model"]][job.asked["resolution"]] * job.asked["duration"]


def _wrong(status: int, reason: str) -> Reply:
    return Reply({"code": status, "reason": reason, "message": f"{reason}.", "metadata": {}}, status)
