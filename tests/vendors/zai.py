"""CogVideoX at Z.ai: the same API, with keys and prices of its own."""

from __future__ import annotations

from vendors.cogvideox import CogVideoX


class ZAI(CogVideoX):
    """Twenty cents a clip."""

    engine = "zai"
    env = {"ZAI_API_KEY": "key-zai"}
    price = 0.20
