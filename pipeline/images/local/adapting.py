"""
An IP-Adapter on a loaded pipeline, and portraits as it takes them. Imported when used.

The image encoder stays outside of the pipeline, on the processor and in float32: a portrait is looked at
once, and what it gives is the same on every card and wherever the parts of the pipeline wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file

from pipeline.errors import NotHere, Rejected
from pipeline.images.local.ip_adapter import IPAdapter
from pipeline.images.local.putting import put
from pipeline.images.local.references import opened
from pipeline.local.libraries import first_line, out_of_memory
from pipeline.local.loading import Pipe
from pipeline.records import sha256_of

#: How XLabs' names begin, and what diffusers calls these parts.
_PROJECTION, _BLOCKS = "ip_adapter_proj_model.", "double_blocks."
_RENAMED = (
    ("processor.", ""),
    ("ip_adapter_double_stream_k_proj", "to_k_ip"),
    ("ip_adapter_double_stream_v_proj", "to_v_ip"),
)
#: Where a loaded pipeline keeps what belongs to the adapter.
_KEPT = "ip-adapter"
_SCALE = (_KEPT, "scale")


@dataclass(frozen=True)
class _Eye:
    """CLIP's image encoder, with what cuts pictures for it."""

    encoder: Any
    cutter: Any

    def look(self, picture: Image.Image) -> torch.Tensor:
        """The embedding of *picture*: (1, 1, its width)."""
        pixels = self.cutter(images=picture, return_tensors="pt").pixel_values
        with torch.inference_mode():
            return self.encoder(pixels).image_embeds[None]


def adapted(loaded: Pipe, options: IPAdapter, portraits: Sequence[Path]) -> dict[str, Any]:
    """What the call takes to show the *portraits*, or none; see `IPAdapter.arguments`."""
    if not portraits and (_KEPT, options.folder, options.file) not in loaded.kept:
        return {}
    eye = _eye(loaded, options)
    # The adapter can't be left out of a call once it is there; at 0 it changes nothing.
    loaded.kept[_SCALE] = options.scale if portraits else 0.0
    loaded.pipe.set_ip_adapter_scale(loaded.kept[_SCALE])
    black = _seen(loaded, eye, None)
    seen = torch.stack([_seen(loaded, eye, path) for path in portraits] or [black]).mean(0)
    dtype = getattr(torch, loaded.rung.precision)
    # The pipeline repeats what it is given for every picture of a batch: there is no saying it for each.
    return {
        "ip_adapter_image_embeds": [seen.to(dtype)],
        "negative_ip_adapter_image_embeds": [black.to(dtype)],
    }


def _seen(loaded: Pipe, eye: _Eye, portrait: Path | None) -> torch.Tensor:
    """What *eye* sees in the *portrait*, or in a black picture; looked at once per content of the file."""
    key = (_KEPT, sha256_of(portrait) if portrait else "")
    if key not in loaded.kept:
        loaded.kept[key] = eye.look(opened(portrait) if portrait else Image.new("RGB", (224, 224)))
    seen: torch.Tensor = loaded.kept[key]
    return seen


def _eye(loaded: Pipe, options: IPAdapter) -> _Eye:
    """The adapter's image encoder; the adapter itself is put onto the pipeline at the first time."""
    key = (_KEPT, options.folder, options.file)
    if key not in loaded.kept:
        if why := options.refuses(loaded.family):
            raise Rejected(why)
        eye, parts = _encoder(options.encoder_folder), _read(options.weights)
        put(loaded, partial(_add, parts=parts, options=options, loaded=loaded))
        loaded.kept[key] = eye
    found: _Eye = loaded.kept[key]
    return found


def _add(pipe: Any, parts: dict[str, Any], options: IPAdapter, loaded: Pipe) -> None:
    """Put the adapter's *parts* onto the denoiser of *pipe*, with the scale that was set last."""
    before = pipe.transformer.attn_processors
    try:
        pipe.transformer._load_ip_adapter_weights([parts])  # noqa: SLF001 - the public way warns
    except (KeyError, IndexError, RuntimeError, ValueError) as error:
        pipe.transformer.set_attn_processor(before)
        if out_of_memory(error):
            raise
        raise _damaged(options.weights, f"it does not fit this model ({first_line(error)})") from error
    # The denoiser's weights may be smaller than those of what it computes with.
    precision = getattr(torch, loaded.rung.precision)
    for added in (pipe.transformer.encoder_hid_proj, *pipe.transformer.attn_processors.values()):
        if isinstance(added, torch.nn.Module):
            added.to(dtype=precision)
    pipe.set_ip_adapter_scale(loaded.kept.get(_SCALE, options.scale))


def _read(file: Path) -> dict[str, dict[str, torch.Tensor]]:
    """The adapter's *file* by the names that diffusers has for its parts."""
    try:
        weights = load_file(file)
    except (OSError, SafetensorError) as error:
        raise _damaged(file, first_line(error)) from error
    parts: dict[str, dict[str, torch.Tensor]] = {"image_proj": {}, "ip_adapter": {}}
    for name, weight in weights.items():
        if name.startswith(_PROJECTION):
            parts["image_proj"][name.removeprefix(_PROJECTION)] = weight
        elif name.startswith(_BLOCKS):
            parts["ip_adapter"][_renamed(name.removeprefix(_BLOCKS))] = weight
    if not all(parts.values()):
        raise _damaged(file, "it is no IP-Adapter in XLabs' form")
    return parts


def _renamed(name: str) -> str:
    for theirs, ours in _RENAMED:
        name = name.replace(theirs, ours)
    return name


def _encoder(folder: Path) -> _Eye:
    from transformers import CLIPImageProcessorPil, CLIPVisionModelWithProjection

    try:
        encoder = CLIPVisionModelWithProjection.from_pretrained(folder, dtype=torch.float32).eval()
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise _damaged(folder, first_line(error)) from error
    size = encoder.config.image_size
    return _Eye(encoder, CLIPImageProcessorPil(size=size, crop_size=size))


def _damaged(path: Path, why: str) -> NotHere:
    return NotHere(f"{path} can't be used: {why}.", "Copy it there anew.")
