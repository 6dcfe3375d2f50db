"""Stable Video Diffusion at Replicate, by the page of its input."""

from __future__ import annotations

from typing import Any

from vendors.replicate import PICTURE, Replicate
from vendors.stand_in import Asked

_TAKES: dict[str, Any] = {
    "input_image": PICTURE,
    "video_length": ("14_frames_with_svd", "25_frames_with_svd_xt"),
    "sizing_strategy": ("maintain_aspect_ratio", "crop_to_16_9", "use_image_dimensions"),
    "frames_per_second": range(5, 31),
    "motion_bucket_id": range(1, 256),
    "cond_aug": float,
    "decoding_t": int,
    "seed": int,
}


class SvdReplicate(Replicate):
    """A version of the model, at `/v1/predictions`; 100 seconds of an A100 are 14 cents."""

    engine = "svd_replicate"
    models = ()
    price = 0.14
    gpu_seconds = 100

    def given(self, asked: Asked) -> dict[str, Any]:
        assert asked.path == "/v1/predictions"
        assert set(asked.json) == {"version", "input"}
        name, _, version = asked.json["version"].partition(":")
        assert (name, len(version)) == ("stability-ai/stable-video-diffusion", 64)
        assert "input_image" in asked.json["input"]
        return self.check(asked.json["input"], _TAKES)
