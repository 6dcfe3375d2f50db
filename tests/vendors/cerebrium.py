"""Cerebrium, by docs.cerebrium.ai: an app of one's own, with Wan2.2 TI2V in it."""

from __future__ import annotations

import base64

from vendors.sent import picture_in
from vendors.stand_in import Asked, Phase, Reply, Trouble, Vendor, clip

_FIELDS = {
    "prompt", "negative_prompt", "image_base64", "width", "height", "num_frames", "num_inference_steps",
    "guidance_scale", "fps", "seed",
}  # fmt: skip
_WORDS = {
    "wrong_key": (401, "Unauthorized: invalid JWT"),
    "no_money": (402, "Your account has no credit left"),
    "busy": (429, "Too many requests"),
    "invalid": (422, "num_frames must be 4n + 1"),
}


class Cerebrium(Vendor):
    """The answer has the clip in it, and how long the GPU was busy: 90 s for each second."""

    engine = "cerebrium"
    options = {"values": {"project": "p-12345678", "app": "wan22"}}
    env = {"CEREBRIUM_API_KEY": "eyJ.key"}
    sync = True
    price = 0.30
    lacks = {"moderated": "one's own model moderates nothing", "link": "the clip is in the answer"}

    def phase(self, asked: Asked) -> Phase:
        return {"/v4/p-12345678/wan22/predict": "submit"}[asked.path]

    def knows(self, asked: Asked) -> bool:
        return asked.headers["authorization"] == "Bearer eyJ.key"

    def answer(self, phase: Phase, asked: Asked) -> Reply:
        body = asked.json
        assert phase == "submit"
        assert set(body) <= _FIELDS
        assert (body["width"], body["height"]) in ((704, 1280), (1280, 704))
        assert body["num_frames"] in (25, 49, 73, 97, 121)
        if "image_base64" in body:
            picture_in(body["image_base64"])
        self.new_job(body)
        seconds = (body["num_frames"] - 1) / 24
        result = {"video_base64": base64.b64encode(clip(5.5)).decode()}
        return Reply({"run_id": "r1", "run_time_ms": 0.06 * seconds / 0.0000007, "result": result})

    def trouble(self, kind: Trouble) -> Reply:
        status, words = _WORDS[kind]
        return Reply({"message": words}, status)
