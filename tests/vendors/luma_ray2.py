"""Luma's Dream Machine, by its SDK, lumaai 1.21, and a host of pictures beside it."""

from __future__ import annotations

from typing import Any

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor


class LumaRay2(Vendor):
    """`POST /generations/video` with addresses of pictures; `GET /generations/{id}` with `assets.video`."""

    engine = "luma_ray2"
    env = {"LUMAAI_API_KEY": "luma-key"}
    price = 0.708

    def __init__(self) -> None:
        super().__init__()
        self.pictures: dict[str, bytes] = {}

    @property
    def host(self) -> str:
        """Another host than the vendor's, as far as the key is concerned."""
        return self.url.replace("127.0.0.1", "localhost")

    @property
    def options(self) -> dict[str, Any]:  # type: ignore[override]  # the port is only known now
        return {"values": {"upload_to": f"{self.host}/upload"}}

    def phase(self, asked: Asked) -> Phase:
        fixed: dict[str, Phase] = {"/upload": "upload", "/generations/video": "submit", "/credits": "check"}
        if asked.path in fixed:
            return fixed[asked.path]
        assert asked.path.startswith("/generations/")
        return "cancel" if asked.method == "DELETE" else "poll"

    def knows(self, asked: Asked) -> bool:
        if asked.path == "/upload":
            assert "authorization" not in asked.headers
            return True
        return asked.headers.get("authorization") == "Bearer luma-key"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "upload":
            return self._uploaded(asked.parts)
        if phase == "check":
            return Reply({"credit_balance": 4200})
        if phase == "submit":
            self._check(asked.json)
            return Reply({"id": self.new_job(asked.json).id, "state": "queued"}, 201)
        id_ = asked.path.rpartition("/")[2]
        if phase == "cancel":
            self.cancelled.append(id_)
            return Reply(b"", 204)
        job = self.look(id_)
        return self._polled(job) if job else Reply({"detail": "Generation not found"}, 404)

    def _uploaded(self, parts: dict[str, list[bytes]]) -> Reply:
        address = f"{self.host}/{len(self.pictures)}.jpg"
        [self.pictures[address]] = parts["file"]
        return Reply({"url": address})

    def _check(self, body: dict[str, Any]) -> None:
        assert set(body) - {"keyframes"} == {"model", "prompt", "aspect_ratio", "duration", "resolution"}
        assert body["model"] in ("ray-2", "ray-flash-2")
        assert body["aspect_ratio"] in ("1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21")
        assert body["duration"] in ("5s", "9s")
        assert body["resolution"] in ("540p", "720p", "1080p", "4k")
        assert set(body.get("keyframes", {})) <= {"frame0", "frame1"}
        for frame in body.get("keyframes", {}).values():
            assert frame["type"] == "image"
            assert self.pictures[frame["url"]].startswith(b"\xff\xd8")

    def _polled(self, job: Job) -> Reply:
        told = {"id": job.id, "generation_type": "video", "model": job.asked["model"], "assets": None}
        if job.polls >= 0:
            return Reply({**told, "state": "dreaming", "failure_reason": None})
        if job.ends == "failed":
            return Reply({**told, "state": "failed", "failure_reason": "Internal error"})
        if job.ends == "moderated":
            return Reply({**told, "state": "failed", "failure_reason": "400: Contents moderated"})
        return Reply({**told, "state": "completed", "assets": {"video": self.link(job)}})

    def trouble(self, kind: Trouble) -> Reply:
        match kind:
            case "wrong_key":
                return Reply({"detail": "Not authenticated"}, 401)
            case "no_money":
                return Reply({"detail": "Insufficient credits"}, 400)
            case "busy":
                return Reply({"detail": "Too many requests"}, 429, {"Retry-After": "12"})
            case "moderated":
                return Reply({"detail": "Prompt was moderated"}, 400)
        return Reply({"detail": [{"loc": ["body", "duration"], "msg": "value is not permitted"}]}, 422)
