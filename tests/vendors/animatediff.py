"""AnimateDiff, as fal sells it."""

from __future__ import annotations

from typing import Any

from vendors.fal import Fal
from vendors.stand_in import Reply

_SIZES = ("square_hd", "square", "portrait_4_3", "portrait_16_9", "landscape_4_3", "landscape_16_9")


class AnimateDiff(Fal):
    """SparseCtrl from pictures, the plain one from words; neither costs anything."""

    engine = "animatediff"
    seconds = 2
    price = 0.0
    models = ()

    def _submitted(self, app: str, body: dict[str, Any]) -> Reply:
        if app == "fal-ai/animatediff-sparsectrl-lcm":
            assert (body["controlnet_type"], body["keyframe_0_index"]) == ("rgb", 0)
            assert "keyframe_0_image_url" in body
            assert ("keyframe_1_image_url" in body) == (body.get("keyframe_1_index") == 15)
        else:
            assert 1 <= body["num_frames"] <= 32
            assert (body["fps"], body["video_size"] in _SIZES) == (8, True)
        return super()._submitted(app, body)


class AnimateDiffWords(AnimateDiff):
    """The plain one, chosen by its name."""

    engine = "animatediff"
    options = {"model": "fal-ai/fast-animatediff/text-to-video", "from_picture": False}
