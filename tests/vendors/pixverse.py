"""PixVerse, by its documents (docs.platform.pixverse.ai) and the source of its MCP server 2.0."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_PATHS: dict[str, Phase] = {
    "/openapi/v2/image/upload": "upload",
    "/openapi/v2/video/img/generate": "submit",
    "/openapi/v2/video/text/generate": "submit",
    "/openapi/v2/video/transition/generate": "submit",
    "/openapi/v2/account/balance": "check",
}
_OF_EACH = {
    "/openapi/v2/video/img/generate": {"img_id"},
    "/openapi/v2/video/text/generate": {"aspect_ratio"},
    "/openapi/v2/video/transition/generate": {"first_frame_img", "last_frame_img"},
}
_FIELDS = {"model", "prompt", "duration", "quality", "seed", "generate_audio_switch"}
_CREDITS = {"v6": {"360p": 4, "540p": 6, "720p": 7, "1080p": 14}, "v5": {"720p": 12}}


def said(resp: Any = None, code: int = 0, words: str = "Success") -> Reply:
    return Reply({"ErrCode": code, "ErrMsg": words, "Resp": resp})


class PixVerse(Vendor):
    """Pictures are uploaded first; jobs are numbers; HTTP is 200 whatever happens."""

    engine = "pixverse"
    env = {"PIXVERSE_API_KEY": "sk-pixverse"}
    price = 0.35
    models = ("v5",)

    def __init__(self) -> None:
        super().__init__()
        self.pictures: dict[int, bytes] = {}
        self.traces: set[str] = set()

    def phase(self, asked: Asked) -> Phase:
        if asked.path in _PATHS:
            return _PATHS[asked.path]
        assert asked.path.startswith("/openapi/v2/video/result/")
        return "poll"

    def knows(self, asked: Asked) -> bool:
        trace = str(UUID(asked.headers["ai-trace-id"]))
        assert trace not in self.traces, "each request has its own"
        self.traces.add(trace)
        return asked.headers.get("api-key") == "sk-pixverse"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "upload":
            [content] = asked.parts["image"]
            assert content[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")
            self.pictures[900 + len(self.pictures)] = content
            return said({"img_id": 899 + len(self.pictures), "img_url": "https://media.pixverse.ai/1.png"})
        if phase == "check":
            return said({"account_id": 1, "credit_monthly": 10, "credit_package": 1200})
        if phase == "submit":
            return self._submitted(asked.path, asked.json)
        job = self.look(f"job-{asked.path.rpartition('/')[2]}")
        return self._polled(job) if job else said(code=500008, words="requested data not found")

    def _submitted(self, path: str, body: dict[str, Any]) -> Reply:
        assert set(body) == _FIELDS | _OF_EACH[path]
        assert all(body[name] in self.pictures for name in _OF_EACH[path] - {"aspect_ratio"})
        assert isinstance(body["duration"], int)
        assert body["duration"] in (range(1, 16) if body["model"] == "v6" else (5, 8))
        assert body["generate_audio_switch"] is False
        assert 0 <= body["seed"] < 2**31
        assert 1 <= len(body["prompt"]) <= 2048
        credit = _CREDITS[body["model"]][body["quality"]] * body["duration"]
        return said({"video_id": int(self.new_job(body).id.removeprefix("job-")), "credit": credit})

    def _polled(self, job: Job) -> Reply:
        ends = {"done": 1, "failed": 8, "moderated": 7}
        status = 5 if job.polls >= 0 else ends[job.ends]
        return said({"id": 1, "status": status, "url": self.link(job) if status == 1 else ""})

    def trouble(self, kind: Trouble) -> Reply:
        match kind:
            case "wrong_key":
                return said(code=400012, words="Invalid API key")
            case "no_money":
                return said(code=500090, words="Insufficient balance")
            case "busy":
                return said(code=500044, words="Reached the limit for concurrent generations.")
            case "moderated":
                return said(code=500063, words="The content did not pass moderation.")
        return said(code=400018, words="Invalid prompt length")
