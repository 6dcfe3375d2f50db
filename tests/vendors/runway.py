"""Runway, by its documents (docs.dev.runwayml.com) and the types of its SDK, runwayml 5.24."""

from __future__ import annotations

import base64
import re
from typing import Any

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_RATIOS = {"720:1280", "1280:720", "960:960", "832:1104", "1104:832", "1584:672"}
_VEO_RATIOS = {"720:1280", "1280:720", "1080:1920", "1920:1080"}
_BASIC = {"model", "promptImage", "promptText", "ratio", "duration"}
_VEO = {*_BASIC, "audio", "negativePrompt"}
#: For each model: its fields, ratios, lengths, whether it ends with a picture as well, credits a second.
_CLIPS: dict[str, tuple[set[str], set[str], Any, bool, int]] = {
    "gen4_turbo": ({*_BASIC, "seed"}, _RATIOS, range(2, 11), False, 5),
    "gen4.5": ({*_BASIC, "seed"}, _RATIOS, range(2, 11), False, 12),
    "veo3.1_fast": (_VEO, _VEO_RATIOS, (4, 6, 8), True, 10),
    "veo3.1": (_VEO, _VEO_RATIOS, (4, 6, 8), True, 20),
    "seedance2": ({*_BASIC, "audio"}, {"720:1280", "1280:720", "960:960"}, range(4, 16), True, 36),
}
_IMAGE_RATIOS = {"1080:1920", "1920:1080", "1080:1080", "1080:1440", "1440:1080", "720:1280", "1280:720"}
_FLASH_RATIOS = {"1344:768", "768:1344", "1024:1024", "1184:864", "864:1184"}


def is_picture(address: str) -> bool:
    head, _, content = address.partition(",")
    return (
        head in ("data:image/png;base64", "data:image/jpeg;base64")
        and bool(base64.b64decode(content, validate=True))
        and len(address) <= 5 * 2**20
    )


class Runway(Vendor):
    """`POST /v1/image_to_video` and its sisters, then `GET /v1/tasks/{id}`; a credit is a cent."""

    engine = "runway"
    env = {"RUNWAYML_API_SECRET": "key_runway"}
    price = 0.25
    models = ("gen4.5", "veo3.1_fast", "seedance2")
    paths = ("/v1/image_to_video", "/v1/text_to_video")

    def phase(self, asked: Asked) -> Phase:
        if asked.path.startswith("/v1/tasks/"):
            return "cancel" if asked.method == "DELETE" else "poll"
        return {**dict.fromkeys(self.paths, "submit"), "/v1/organization": "check"}[asked.path]  # type: ignore[return-value]

    def knows(self, asked: Asked) -> bool:
        assert asked.headers["x-runway-version"] == "2024-11-06"
        return asked.headers.get("authorization") == "Bearer key_runway"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            self.check(asked.path, asked.json)
            job = self.new_job(asked.json)
            return Reply({"id": job.id, "estimatedCost": {"credits": self.credits(job.asked)}})
        if phase == "check":
            return Reply({"creditBalance": 1234})
        id_ = asked.path.rpartition("/")[2]
        if phase == "cancel":
            self.cancelled.append(id_)
            return Reply(b"", 204)
        job = self.look(id_)
        return self._polled(job) if job else Reply({"error": "Task not found"}, 404)

    def check(self, path: str, body: dict[str, Any]) -> None:
        fields, ratios, lengths, to_last, _ = _CLIPS[body["model"]]
        assert set(body) <= fields
        assert body["ratio"] in ratios
        assert body["duration"] in lengths
        assert isinstance(body["duration"], int)
        assert 1 <= len(body["promptText"].encode("utf-16-le")) // 2 <= 1000
        if path == "/v1/text_to_video":
            assert body["model"] not in ("gen4_turbo", "seedance2")
            assert not set(body) & {"promptImage", "negativePrompt"}
            return
        given = body["promptImage"]
        frames = [{"uri": given, "position": "first"}] if isinstance(given, str) else given
        assert [frame["position"] for frame in frames] == (
            ["first", "last"] if len(frames) > 1 else ["first"]
        )
        assert to_last or len(frames) == 1
        assert all(is_picture(frame["uri"]) for frame in frames)

    def credits(self, body: dict[str, Any]) -> int:
        return _CLIPS[body["model"]][-1] * int(body["duration"])

    def _polled(self, job: Job) -> Reply:
        told: dict[str, Any] = {"id": job.id, "createdAt": "2026-11-21T10:00:00Z"}
        cost = {"credits": self.credits(job.asked)}
        if job.polls >= 1:
            return Reply({**told, "status": "RUNNING", "progress": 0.5, "estimatedCost": cost})
        if job.polls >= 0:
            return Reply({**told, "status": "THROTTLED", "estimatedCost": cost})
        if job.ends == "failed":
            why = {"failure": "Something went wrong.", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}
            return Reply({**told, "status": "FAILED", **why, "cost": {"credits": 0}})
        if job.ends == "moderated":
            why = {"failure": "Content was flagged.", "failureCode": "SAFETY.INPUT.TEXT"}
            return Reply({**told, "status": "FAILED", **why, "cost": {"credits": 0}})
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


class RunwayImages(Runway):
    """`POST /v1/text_to_image`: portraits have tags, and the prompt points to them with an @."""

    engine = "runway"
    makes = "images"
    price = 0.08
    models = ("gen4_image_turbo", "gemini_2.5_flash")
    paths = ("/v1/text_to_image",)

    def check(self, path: str, body: dict[str, Any]) -> None:
        fields = {"model", "promptText", "ratio", "referenceImages", "seed"}
        flash = body["model"] == "gemini_2.5_flash"
        assert set(body) <= fields - ({"seed"} if flash else set())
        assert body["ratio"] in (_FLASH_RATIOS if flash else _IMAGE_RATIOS)
        assert 1 <= len(body["promptText"].encode("utf-16-le")) // 2 <= 1000
        pictures = body.get("referenceImages", [])
        assert len(pictures) in (range(1, 4) if body["model"] == "gen4_image_turbo" else range(4))
        for picture in pictures:
            assert is_picture(picture["uri"])
            assert re.fullmatch(r"[A-Za-z][A-Za-z0-9]{2,15}", picture["tag"])

    def credits(self, body: dict[str, Any]) -> int:
        return {"gen4_image": 8, "gen4_image_turbo": 2, "gemini_2.5_flash": 5}[body["model"]]
