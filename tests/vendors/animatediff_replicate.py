"""AnimateDiff at Replicate, by the page of its input."""

from __future__ import annotations

from typing import Any

from vendors.replicate import Replicate
from vendors.stand_in import Asked

_TAKES: dict[str, Any] = {
    "prompt": str,
    "n_prompt": str,
    "path": ("toonyou_beta3.safetensors",),
    "motion_module": ("mm_sd_v14", "mm_sd_v15", "mm_sd_v15_v2"),
    "steps": range(1, 101),
    "guidance_scale": float,
    "seed": int,
}


class AnimateDiffReplicate(Replicate):
    """A version of the model, at `/v1/predictions`; two seconds from words, for as long as it had the GPU."""

    engine = "animatediff_replicate"
    options = {"from_picture": False}
    models = ()
    seconds = 2
    price = 0.092
    gpu_seconds = 0.092 / 0.0014

    def given(self, asked: Asked) -> dict[str, Any]:
        assert asked.path == "/v1/predictions"
        assert set(asked.json) == {"version", "input"}
        name, _, version = asked.json["version"].partition(":")
        assert (name, len(version)) == ("lucataco/animate-diff", 64)
        assert asked.json["input"]["prompt"]
        return self.check(asked.json["input"], _TAKES)
