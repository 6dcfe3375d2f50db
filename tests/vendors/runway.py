"""Runway, by its documents (docs.dev.runwayml.com) and the types of its SDK, runwayml 5.24."""

from __future__ import annotations

import base64
from typing import Any

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_RATIOS = {"720:1280", "1280:720", "960:960", "832:1104", "1104:832", "1584:672"}
_FIELDS = {"model", "promptImage", "promptText", "ratio", "duration", "seed"}


class Runway(Vendor):
    """`POST /v1/image_to_video`, then `GET /v1/tasks/{id}`; 5 credits a second, at a cent each."""

    engine = "runway"
    env = {"RUNWAYML_API_SECRET": "key_runway"}
    price = 0.25

    def phase(self, asked: Asked) -> Phase:
        if asked.path.startswith("/v1/tasks/"):
            return "cancel" if asked.method == "DELETE" else "poll"
        return {"/v1/image_to_video": "submit", "/v1/organization": "check"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        assert asked.headers["x-runway-version"] == "2024-11-06"
        return asked.headers.get("authorization") == "Bearer key_runway"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.json)
        if phase == "check":
            return Reply({"creditBalance": 1234})
        id_ = asked.path.rpartition("/")[2]
        if phase == "cancel":
            self.cancelled.append(id_)
            return Reply(b"", 204)
        job = self.look(id_)
        return self._polled(job) if job else Reply({"error": "Task not found"}, 404)

    def _submitted(self, body: dict[str, Any]) -> Reply:
        assert set(body) <= _FIELDS
        assert body["ratio"] in _RATIOS
        assert isinstance(body["duration"], int)
        assert 1 <= len(body["promptText"].encode("utf-16-le")) // 2 <= 1000
        head, _, content = body["promptImage"].partition(",")
        assert head in ("data:image/png;base64", "data:image/jpeg;base64")
        assert base64.b64decode(content, validate=True)
        return Reply({"id": self.new_job(body).id})

    def _polled(self, job: Job) -> Reply:
        told: dict[str, Any] = {"id": job.id, "createdAt": "2026-11-21T10:00:00Z"}
        if job.polls >= 1:
            return Reply({**told, "status": "RUNNING", "progress": 0.5})
        if job.polls >= 0:
            return Reply({**told, "status": "THROTTLED"})
        if job.ends == "failed":
            why = {"failure": "Something went wrong.", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}
            return Reply({**told, "status": "FAILED", **why, "cost": {"credits": 0}})
        if job.ends == "moderated":
            why = {"failure": "Content was flagged.", "failureCode": "SAFETY.INPUT.TEXT"}
            return Reply({**told, "status": "FAILED", **why, "cost": {"credits": 0}})
        cost = {"credits": 5 * job.asked["duration"]}
        return Reply({**told, "status": "SUCCEEDED", "output": [self.link(job)], "cost": cost})

    def trouble(self, kind: Trouble) -> Reply:
        match kind:
            case "wrong_key":
                return Reply({"error": "The API key is invalid."}, 401)
            case "no_money":
                return Reply({"error": "You do not have enough credits to run this task."}, 400)
            case "busy":
                return Reply({"error": "Daily task limit reached."}, 429, {"Retry-After": "7"})
            case "moderated":
                return Reply({"error": "The prompt was flagged by our safety systems."}, 400)
            case "invalid":
                return Reply({"error": "Validation of body failed", "issues": []}, 400)
