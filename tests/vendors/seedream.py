"""Seedream on Ark, by the types of its SDK, volcengine-ark-runtime 5.0."""

from __future__ import annotations

from vendors.ark import Ark
from vendors.sent import picture_at
from vendors.stand_in import Asked, Phase, Reply

_FIELDS = {
    "model", "prompt", "image", "size", "sequential_image_generation", "response_format", "watermark",
}  # fmt: skip


class Seedream(Ark):
    """One picture in the answer, by its address; a quarter of a yuan."""

    engine = "seedream"
    makes = "images"
    models = ("doubao-seedream-4-0-250828", "seedream-4-5-251128", "seedream-5-0-260128")
    sync = True
    price = 0.25

    def phase(self, asked: Asked) -> Phase:
        return {
            ("POST", "/api/v3/images/generations"): "submit",
            ("GET", "/api/v3/contents/generations/tasks"): "check",
        }[asked.method, asked.path]

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        if phase == "check":
            return Reply({"items": [], "total": 0})
        body = asked.json
        assert set(body) <= _FIELDS
        wide, high = map(int, body["size"].split("x"))
        assert wide * high >= 2560 * 1440
        assert "image" not in body or 1 <= len(body["image"]) <= 10
        for image in body.get("image", ()):
            picture_at(image)
        data = [{"url": self.link(self.new_job(body)), "size": body["size"]}]
        usage = {"generated_images": 1, "output_tokens": 14400, "total_tokens": 14400}
        return Reply({"model": body["model"], "created": 1, "data": data, "usage": usage})
