"""Stable Video Diffusion, as fal sells it."""

from __future__ import annotations

from typing import Any

from vendors.fal import Fal
from vendors.stand_in import Reply


class Svd(Fal):
    """It takes a picture and no words, and makes 25 pictures of it."""

    engine = "svd"
    seconds = 2.5
    price = 0.075
    models = ()

    def _submitted(self, app: str, body: dict[str, Any]) -> Reply:
        assert app == "fal-ai/stable-video"
        assert 10 <= body["fps"] <= 100
        assert 1 <= body["motion_bucket_id"] <= 255
        assert 0 <= body["cond_aug"] <= 10
        return super()._submitted(app, body)
