"""Kling, by its "General Information" and the page of `image2video`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from vendors.sent import picture_in
from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_BOTH = {"model_name", "mode", "duration", "prompt", "negative_prompt", "sound", "external_task_id"}
_FIELDS = {"image2video": _BOTH | {"image", "image_tail"}, "text2video": _BOTH | {"aspect_ratio"}}
_CODES = {
    "wrong_key": (401, 1000, "Authentication failed"),
    "no_money": (429, 1102, "Resource pack depleted or expired"),
    "busy": (429, 1303, "Concurrency or QPS exceeds the limit of the resource pack"),
    "moderated": (400, 1301, "The request triggers the content security policy of the platform"),
    "invalid": (400, 1201, "Invalid parameters, such as incorrect keys or illegal values"),
}


class Kling(Vendor):
    """A task at `/v1/videos/image2video`, known by its id and by our `external_task_id`; 7 cents a second."""

    engine = "kling"
    env = {"KLING_ACCESS_KEY": "access-kling", "KLING_SECRET_KEY": "secret-kling"}
    price = 0.35
    finds_again = True

    def phase(self, asked: Asked) -> Phase:
        _, version, videos, kind, *rest = asked.path.split("/")
        assert (version, videos) == ("v1", "videos")
        assert kind in _FIELDS
        if asked.method == "POST":
            return "submit"
        if not rest:
            return "check"
        return "poll" if rest[0] in self.jobs else "find"

    def knows(self, asked: Asked) -> bool:
        word, _, token = asked.headers["authorization"].partition(" ")
        head, claims, signature = token.split(".")
        right = hmac.digest(b"secret-kling", f"{head}.{claims}".encode(), hashlib.sha256)
        told = _plain(claims)
        assert word == "Bearer"
        assert _plain(head) == {"alg": "HS256", "typ": "JWT"}
        assert told["nbf"] < time.time() < told["exp"] <= time.time() + 1800
        return told["iss"] == "access-kling" and signature == _url64(right)

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            return self._submitted(asked.json, asked.path.rpartition("/")[2])
        if phase == "check":
            return self._fine([])
        id_ = asked.path.rpartition("/")[2]
        by_client = {job.client: job for job in self.jobs.values()}
        job = by_client.get(id_) if phase == "find" else self.look(id_)
        return self._told(job) if job else Reply({"code": 1203, "message": "Task not found"}, 404)

    def _submitted(self, body: dict[str, Any], kind: str) -> Reply:
        assert set(body) <= _FIELDS[kind]
        assert body["mode"] in ("std", "pro")
        assert body["duration"] in ("5", "10")
        assert 0 < len(body["prompt"]) <= 2500
        for name in {"image", "image_tail"} & set(body):
            picture_in(body[name])
        assert body.get("image") or body["aspect_ratio"] in ("9:16", "16:9", "1:1")
        client = body["external_task_id"]
        if client in {job.client for job in self.jobs.values()}:
            return Reply({"code": 1201, "message": "external_task_id is not unique"}, 400)
        job = self.new_job(body, client)
        return self._fine({"task_id": job.id, "task_status": "submitted"})

    def _told(self, job: Job) -> Reply:
        told: dict[str, Any] = {"task_id": job.id, "task_info": {"external_task_id": job.client}}
        if job.polls >= 0:
            return self._fine({**told, "task_status": "processing", "task_status_msg": ""})
        if job.ends != "done":
            why = "Failure to pass the risk control system" if job.ends == "moderated" else "Internal error"
            return self._fine({**told, "task_status": "failed", "task_status_msg": why})
        videos = [{"id": "v1", "url": self.link(job), "duration": job.asked["duration"]}]
        return self._fine({**told, "task_status": "succeed", "task_result": {"videos": videos}})

    def _fine(self, data: Any) -> Reply:
        return Reply({"code": 0, "message": "SUCCEED", "request_id": "r1", "data": data})

    def trouble(self, kind: Trouble) -> Reply:
        status, code, message = _CODES[kind]
        return Reply({"code": code, "message": message, "request_id": "r1"}, status)


def _plain(part: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def _url64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
