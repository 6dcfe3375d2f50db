"""DashScope's Wanxiang, by help.aliyun.com and its SDK, dashscope 2.0."""

from __future__ import annotations

from typing import Any

from vendors.sent import picture_at
from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_PARAMETERS = {
    "resolution", "size", "duration", "prompt_extend", "shot_type", "audio", "watermark", "seed", "ratio",
}  # fmt: skip
_CODES = {
    "wrong_key": (401, "InvalidApiKey", "Invalid API-key provided."),
    "no_money": (400, "Arrearage", "Access denied, please make sure your account is in good standing."),
    "busy": (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
    "moderated": (400, "DataInspectionFailed", "Input data may contain inappropriate content."),
    "invalid": (400, "InvalidParameter", "duration must be an integer between 2 and 15."),
}
_LENGTHS = {"wan2.5": (5, 10), "wan2.2": (5,), "wanx2.1-i2v-turbo": (3, 4, 5), "wanx2.1-i2v-plus": (5,)}


class DashScope(Vendor):
    """A task with `img_url`; 0.6 yuan a second of 720P."""

    engine = "dashscope"
    models = ("wan2.5-i2v-preview", "wan2.2-i2v-plus", "wanx2.1-i2v-turbo", "wanx2.1-i2v-plus")
    env = {"DASHSCOPE_API_KEY": "sk-dash"}
    price = 3.0

    def phase(self, asked: Asked) -> Phase:
        if asked.path.startswith("/api/v1/tasks/"):
            return "cancel" if asked.path.endswith("/cancel") else "poll"
        return {"/api/v1/services/aigc/video-generation/video-synthesis": "submit"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        return asked.headers["authorization"] == "Bearer sk-dash"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "submit":
            assert asked.headers["x-dashscope-async"] == "enable"
            return self._submitted(asked.json)
        id_ = asked.path.split("/")[4]
        if phase == "cancel":
            self.cancelled.append(id_)
            return Reply({"request_id": "r1"})
        job = self.look(id_)
        return _told(self._polled(job) if job else {"task_id": id_, "task_status": "UNKNOWN"}, job)

    def _submitted(self, body: dict[str, Any]) -> Reply:
        assert set(body) == {"model", "input", "parameters"}
        assert set(body["parameters"]) <= _PARAMETERS
        assert 0 < len(body["input"]["prompt"]) <= 5000
        lengths = next(
            (known for name, known in _LENGTHS.items() if body["model"].startswith(name)), range(2, 16)
        )
        assert body["parameters"]["duration"] in lengths
        self._look_at(body["model"], body["input"], body["parameters"])
        job = self.new_job(body)
        return Reply({"output": {"task_id": job.id, "task_status": "PENDING"}, "request_id": "r1"})

    def _look_at(self, model: str, given: dict[str, Any], parameters: dict[str, Any]) -> None:
        assert set(given) <= {"prompt", "negative_prompt", "img_url"}
        assert ("i2v" in model) == ("img_url" in given) == ("resolution" in parameters)
        if "img_url" in given:
            picture_at(given["img_url"])
        else:
            assert parameters["size"] == "720*1280"

    def _polled(self, job: Job) -> dict[str, Any]:
        if job.polls >= 0:
            return {"task_id": job.id, "task_status": "RUNNING"}
        if job.ends != "done":
            code = "DataInspectionFailed" if job.ends == "moderated" else "InternalError.Algo"
            return {"task_id": job.id, "task_status": "FAILED", "code": code, "message": "Sorry."}
        return {"task_id": job.id, "task_status": "SUCCEEDED", "video_url": self.link(job)}

    def trouble(self, kind: Trouble) -> Reply:
        status, code, words = _CODES[kind]
        return Reply({"code": code, "message": words, "request_id": "r1"}, status)


class DashScopeMedia(DashScope):
    """wan2.7 takes its pictures in `input.media`, and a last one as well."""

    engine = "dashscope"
    options = {"model": "wan2.7-i2v"}
    models = ()

    def _look_at(self, model: str, given: dict[str, Any], parameters: dict[str, Any]) -> None:
        assert set(given) <= {"prompt", "negative_prompt", "media"}
        assert parameters["resolution"] in ("720P", "1080P")
        media = given.get("media", [])
        assert [one["type"] for one in media] == ["first_frame", "last_frame"][: len(media)]
        for one in media:
            picture_at(one["url"])
        assert ("i2v" in model) == bool(media) == ("ratio" not in parameters)
        assert "size" not in parameters


def _told(output: dict[str, Any], job: Job | None) -> Reply:
    done = job is not None and output["task_status"] == "SUCCEEDED"
    usage = {"video_duration": job.asked["parameters"]["duration"], "video_count": 1} if done else {}
    return Reply({"request_id": "r1", "output": output, "usage": usage})
