"""Haiper, by what its documents (docs.haiper.ai) said before it closed; played by a server of the user's."""

from __future__ import annotations

import base64
from typing import Any

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_COMMON = {"prompt", "settings", "is_public", "is_enable_prompt_enhancer"}


class Haiper(Vendor):
    """`gen2/image2video`, then `status`, then the address of the clip without a watermark."""

    engine = "haiper"
    options = {"spec": {"price": {"amount": 0.05, "per": "second"}}}
    env = {"HAIPER_API_KEY": "haiper-key"}
    seconds = 4
    price = 0.2

    def phase(self, asked: Asked) -> Phase:
        if asked.path in ("/v1/jobs/gen2/image2video", "/v1/jobs/gen2/text2video"):
            return "submit"
        if asked.path.endswith("/watermark-free-url"):
            assert (asked.method, asked.path.startswith("/v1/creation/")) == ("POST", True)
            return "finish"
        assert asked.path.endswith("/status")
        return "poll"

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("authorization") == "Bearer haiper-key"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            self._check(asked.path.rpartition("/")[2], asked.json)
            return Reply({"status": "success", "value": {"generation_id": self.new_job(asked.json).id}})
        if phase == "finish":
            return Reply(
                {"status": "success", "value": {"url": self.link(self.jobs[asked.path.split("/")[3]])}}
            )
        job = self.look(asked.path.split("/")[3])
        return self._polled(job) if job else Reply({"detail": "Not found"}, 404)

    def _check(self, kind: str, body: dict[str, Any]) -> None:
        settings = body["settings"]
        assert settings["duration"] in (2, 4, 8)
        assert isinstance(settings["seed"], int)
        assert (body["is_public"], body["is_enable_prompt_enhancer"]) == (False, False)
        if kind == "text2video":
            assert set(body) == _COMMON
            assert settings["aspect_ratio"] == "9:16"
            return
        assert set(body) == {*_COMMON, "config"}
        assert set(settings) == {"duration", "seed"}
        head, _, content = body["config"]["source_image"].partition(",")
        assert head == "data:image/png;base64"
        assert base64.b64decode(content, validate=True)

    def _polled(self, job: Job) -> Reply:
        if job.polls >= 1:
            value = {"status": "pending"}
        elif job.polls >= 0:
            value = {"status": "post_processing"}
        elif job.ends == "done":
            value = {"status": "succeed"}
        else:
            value = {"status": "failed", "error": "moderation" if job.ends == "moderated" else "internal"}
        return Reply({"status": "success", "value": value})

    def trouble(self, kind: Trouble) -> Reply:
        match kind:
            case "wrong_key":
                return Reply({"detail": "Unauthorized"}, 401)
            case "no_money":
                return Reply({"detail": "Not enough credits"}, 402)
            case "busy":
                return Reply({"detail": "Too many requests"}, 429, {"Retry-After": "15"})
            case "moderated":
                return Reply({"detail": "The prompt did not pass moderation"}, 400)
        return Reply({"detail": [{"loc": ["settings", "duration"], "msg": "must be 2, 4 or 8"}]}, 422)
