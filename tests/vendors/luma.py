"""Luma's Agents API, by its documents (docs.agents.lumalabs.ai) and its SDK, luma-agents 0.5."""

from __future__ import annotations

import base64
from typing import Any

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_RATIOS = {"9:16", "3:4", "1:1", "4:3", "16:9", "21:9"}
_IMAGE_RATIOS = {*_RATIOS, "3:1", "2:1", "3:2", "2:3", "1:2", "1:3"}


def is_picture(source: dict[str, str]) -> bool:
    content = base64.b64decode(source["data"], validate=True)
    return set(source) == {"data", "media_type"} and (
        (source["media_type"] == "image/png" and content.startswith(b"\x89PNG"))
        or (source["media_type"] == "image/jpeg" and content.startswith(b"\xff\xd8"))
    )


class Luma(Vendor):
    """`POST /generations`, then `GET /generations/{id}` with `output[0].url`."""

    engine = "luma"
    env = {"LUMA_AGENTS_API_KEY": "luma-api-1"}
    price = 1.0
    lacks = {"moderated": "its filter speaks when the job fails"}

    def phase(self, asked: Asked) -> Phase:
        if asked.path == "/generations":
            return "submit"
        assert asked.path.startswith("/generations/")
        return "poll"

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == "Bearer luma-api-1"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            self.check(asked.json)
            return Reply({**self._told(self.new_job(asked.json)), "state": "queued", "output": []}, 201)
        job = self.look(asked.path.rpartition("/")[2])
        return self._polled(job) if job else Reply({"detail": "Generation not found"}, 404)

    def check(self, body: dict[str, Any]) -> None:
        assert set(body) == {"model", "type", "prompt", "aspect_ratio", "video"}
        assert (body["model"], body["type"]) == ("ray-3.2", "video")
        assert 1 <= len(body["prompt"]) <= 6000
        assert body["aspect_ratio"] in _RATIOS
        video = body["video"]
        frames = [video[name] for name in ("start_frame", "end_frame") if name in video]
        assert set(video) - {"start_frame", "end_frame"} == {"resolution", "duration"}
        assert video["resolution"] in ("360p", "540p", "720p", "1080p")
        assert video["duration"] in (("5s",) if frames else ("5s", "10s"))
        assert all(is_picture(frame) for frame in frames)

    def _told(self, job: Job) -> dict[str, Any]:
        model, kind = job.asked["model"], job.asked["type"]
        return {"id": job.id, "model": model, "type": kind, "created_at": "2026-11-21T10:00:00Z"}

    def _polled(self, job: Job) -> Reply:
        told = self._told(job)
        if job.polls >= 0:
            return Reply({**told, "state": "processing", "output": []})
        if job.ends == "failed":
            why = {"failure_code": "generation_failed", "failure_reason": "Internal error."}
            return Reply({**told, "state": "failed", **why})
        if job.ends == "moderated":
            why = {"failure_code": "content_moderated", "failure_reason": "Against our guidelines."}
            return Reply({**told, "state": "failed", **why})
        return Reply({**told, "state": "completed", "output": [{"type": "video", "url": self.link(job)}]})

    def trouble(self, kind: Trouble) -> Reply:
        match kind:
            case "wrong_key":
                return Reply({"detail": "Invalid API key"}, 401)
            case "no_money":
                return Reply({"detail": "Insufficient balance"}, 402)
            case "busy":
                return Reply({"detail": "Too many concurrent jobs"}, 429, {"Retry-After": "9"})
        return Reply({"detail": [{"loc": ["body", "video", "duration"], "msg": "not with start_frame"}]}, 422)


class LumaImages(Luma):
    """Uni-1: `type: image`, with portraits in `image_ref`."""

    engine = "luma"
    makes = "images"
    price = 0.0404

    def check(self, body: dict[str, Any]) -> None:
        assert {"model", "type", "prompt", "aspect_ratio", "output_format"} <= set(body)
        assert set(body) <= {"model", "type", "prompt", "aspect_ratio", "output_format", "image_ref"}
        assert body["model"] in ("uni-1", "uni-1-max")
        assert (body["type"], body["output_format"]) == ("image", "png")
        assert body["aspect_ratio"] in _IMAGE_RATIOS
        assert len(body.get("image_ref", ())) <= 9
        assert all(is_picture(source) for source in body.get("image_ref", ()))
