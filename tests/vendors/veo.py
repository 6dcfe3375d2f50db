"""Veo, by ai.google.dev/gemini-api/docs/video: a long-running operation, and a film behind the key."""

from __future__ import annotations

from typing import Any

from vendors.sent import picture_in
from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_PARAMETERS = {
    "aspectRatio", "durationSeconds", "resolution", "negativePrompt", "personGeneration", "seed",
}  # fmt: skip
_CODES = {
    "wrong_key": (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
    "no_money": (
        400,
        "FAILED_PRECONDITION",
        "Veo is not in the free tier. Please enable billing on your project.",
    ),
    "busy": (429, "RESOURCE_EXHAUSTED", "You exceeded your current quota, please wait."),
    "moderated": (400, "INVALID_ARGUMENT", "The prompt goes against the usage policies of this model."),
    "invalid": (400, "INVALID_ARGUMENT", "durationSeconds is out of bounds."),
}


class Veo(Vendor):
    """`:predictLongRunning`, then the operation by its name; 40 cents a second."""

    engine = "veo"
    models = ("veo-3.1-fast-generate-preview", "veo-3.1-lite-generate-preview")
    env = {"GEMINI_API_KEY": "AIza-key"}
    seconds = 8
    price = 3.20
    guards_files = True

    def phase(self, asked: Asked) -> Phase:
        if asked.path.endswith(":predictLongRunning"):
            return "submit"
        return "check" if asked.path == "/v1beta/models" else "poll"

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("x-goog-api-key") == "AIza-key"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "check":
            return Reply({"models": []})
        if phase == "submit":
            model = asked.path.removeprefix("/v1beta/models/").removesuffix(":predictLongRunning")
            assert model.startswith("veo-3.1-")
            return self._submitted(model, asked.json)
        job = self.look(asked.path.rpartition("/")[2])
        return self._polled(job, asked) if job else _wrong(404, "NOT_FOUND", "Operation not found.")

    def _submitted(self, model: str, body: dict[str, Any]) -> Reply:
        assert set(body) == {"instances", "parameters"}
        (instance,) = body["instances"]
        assert set(instance) <= {"prompt", "image", "lastFrame"}
        assert set(body["parameters"]) <= _PARAMETERS
        assert body["parameters"]["durationSeconds"] in ([8] if "lastFrame" in instance else [4, 6, 8])
        assert body["parameters"]["aspectRatio"] in ("9:16", "16:9")
        people = "allow_adult" if "image" in instance else "allow_all"
        assert body["parameters"]["personGeneration"] == people
        for picture in (instance[name] for name in ("image", "lastFrame") if name in instance):
            picture_in(picture["bytesBase64Encoded"])
            assert picture["mimeType"] in ("image/png", "image/jpeg")
        return Reply({"name": f"models/{model}/operations/{self.new_job(body).id}"})

    def _polled(self, job: Job, asked: Asked) -> Reply:
        told: dict[str, Any] = {"name": asked.path.removeprefix("/v1beta/")}
        if job.polls >= 0:
            return Reply(told)
        if job.ends == "failed":
            return Reply({**told, "done": True, "error": {"code": 13, "message": "Internal error."}})
        answer: dict[str, Any] = {"generatedSamples": [{"video": {"uri": self.link(job)}}]}
        if job.ends == "moderated":
            why = "We could not make a film of your words, which may show what it should not."
            answer = {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [why]}
        return Reply({**told, "done": True, "response": {"generateVideoResponse": answer}})

    def trouble(self, kind: Trouble) -> Reply:
        return _wrong(*_CODES[kind])


def _wrong(status: int, code: str, words: str) -> Reply:
    return Reply({"error": {"code": status, "status": code, "message": words}}, status)
