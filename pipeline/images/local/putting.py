"""Put an adapter onto a loaded pipeline, wherever its parts wait. Imported when used."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from pipeline.local.arranging import settle
from pipeline.local.loading import Pipe


def put(loaded: Pipe, add: Callable[[Any], object]) -> None:
    """Have *add* change the denoiser of *loaded*: now, and whenever the model is loaded anew."""

    def added(pipe: Any) -> None:
        # Layers that come one by one are nowhere in between: nothing can be put onto them.
        one_by_one = loaded.rung.offload == "sequential"
        if one_by_one:
            pipe.remove_all_hooks()
        add(pipe)
        if one_by_one:
            settle(pipe, loaded.rung, loaded.card)
        elif loaded.rung.offload != "none":
            _stay(pipe, loaded.card.place)

    added(loaded.pipe)
    loaded.put.append(added)


def _stay(pipe: Any, device: str) -> None:
    """What was added stays on the *device*: it is small, and nobody would fetch it there."""
    denoiser = pipe.unet if hasattr(pipe, "unet") else pipe.transformer
    for one in (denoiser.encoder_hid_proj, *denoiser.attn_processors.values()):
        if isinstance(one, torch.nn.Module):
            one.to(device)
