"""FLUX, by docs.bfl.ai: a job that is asked for at an address of its own."""

from __future__ import annotations

from typing import Any

from vendors.sent import picture_in
from vendors.stand_in import Asked, Job, Phase, Reply, Trouble, Vendor

_FIELDS = {
    "prompt", "width", "height", "seed", "output_format", "safety_tolerance",
    "input_image", *(f"input_image_{number}" for number in range(2, 9)),
}  # fmt: skip
#: Cents for a picture, and for each reference.
_CENTS = {"flux-2-pro": (3, 1.5), "flux-2-max": (7, 3), "flux-2-klein-4b": (1.5, 0)}
_WORDS = {
    "wrong_key": (403, "Not authenticated - Invalid Authentication"),
    "no_money": (402, "Insufficient credits"),
    "busy": (429, "Too many active tasks"),
}


class BlackForestLabs(Vendor):
    """`POST /v1/flux-2-pro` tells the price in cents, and where to ask."""

    engine = "bfl"
    makes = "images"
    models = ("flux-2-max", "flux-2-klein-4b")
    env = {"BFL_API_KEY": "bfl-key"}
    price = 0.03
    lacks = {"moderated": "it looks at the words when the job runs"}

    def phase(self, asked: Asked) -> Phase:
        if asked.method == "POST":
            return "submit"
        return {"/v1/credits": "check", "/v1/get_result": "poll"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        return asked.headers.get("x-key") == "bfl-key"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "check":
            return Reply({"credits": 250.0})
        if phase == "submit":
            return self._submitted(asked.path.removeprefix("/v1/"), asked.json)
        job = self.look(asked.query["id"])
        return self._polled(job) if job else Reply({"id": asked.query["id"], "status": "Task not found"})

    def _submitted(self, model: str, body: dict[str, Any]) -> Reply:
        assert set(body) <= _FIELDS
        assert body["width"] % 16 == body["height"] % 16 == 0
        assert body["width"] * body["height"] <= 2**20
        pictures = [body[name] for name in sorted(body) if name.startswith("input_image")]
        for picture in pictures:
            picture_in(picture)
        job = self.new_job(body)
        picture_cents, reference_cents = _CENTS[model]
        cost = picture_cents + reference_cents * len(pictures)
        polling = f"{self.url}/v1/get_result?id={job.id}"
        return Reply({"id": job.id, "polling_url": polling, "cost": cost, "input_mp": 0, "output_mp": 1.03})

    def _polled(self, job: Job) -> Reply:
        if job.polls >= 0:
            return Reply({"id": job.id, "status": "Pending", "result": None})
        if job.ends != "done":
            status = "Content Moderated" if job.ends == "moderated" else "Error"
            return Reply({"id": job.id, "status": status, "result": None})
        return Reply({"id": job.id, "status": "Ready", "result": {"sample": self.link(job)}})

    def trouble(self, kind: Trouble) -> Reply:
        if kind == "invalid":
            detail = [
                {"loc": ["body", "width"], "msg": "Input should be a multiple of 16", "type": "multiple_of"}
            ]
            return Reply({"detail": detail}, 422)
        status, words = _WORDS[kind]
        return Reply({"detail": words}, status)
