"""Tiny checkpoints by name, built in code and saved in the form that hubs use: 0.3 to 20 MB each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tiny import adapters, clips, hunyuan, ltx, parts, pictures, wan

#: Those that are a whole pipeline, in a folder with `model_index.json`.
PIPELINES: dict[str, Callable[[], Any]] = {
    "flux": pictures.flux,
    "flux-schnell": lambda: pictures.flux(guided=False),
    "flux-kontext": lambda: pictures.flux("FluxKontextPipeline"),
    "flux2-dev": pictures.flux2_dev,
    "flux2-klein": pictures.flux2_klein,
    "z-image": pictures.z_image,
    "qwen-image": pictures.qwen_image,
    "qwen-image-edit-plus": pictures.qwen_image_edit_plus,
    "sdxl": pictures.sdxl,
    "wan-t2v": wan.wan_t2v,
    "wan-i2v": wan.wan_i2v,
    "wan21-i2v": wan.wan21_i2v,
    "wan21-flf2v": lambda: wan.wan21_i2v(both_ends=True),
    "wan-5b": wan.wan_5b,
    "wan-vace": wan.wan_vace,
    "cog-t2v": clips.cogvideox,
    "cog-i2v": lambda: clips.cogvideox(from_picture=True),
    "cog15-t2v": lambda: clips.cogvideox(pairs=True),
    "cog15-i2v": lambda: clips.cogvideox(from_picture=True, pairs=True),
    "svd": clips.svd,
    "animatediff": clips.animatediff,
    "stable-diffusion": clips.stable_diffusion,
    "ltx": ltx.ltx,
    "ltx-condition": lambda: ltx.ltx("LTXConditionPipeline"),
    "ltx2": ltx.ltx2,
    "hunyuan": hunyuan.hunyuan,
    "hunyuan-i2v": hunyuan.hunyuan_i2v,
    "framepack": hunyuan.framepack,
    "hunyuan15-t2v": hunyuan.hunyuan15,
    "hunyuan15-i2v": lambda: hunyuan.hunyuan15(from_picture=True),
}
#: Those that are added to one.
ADDITIONS: dict[str, Callable[[Path], None]] = {
    "instantid": adapters.instantid,
    "flux-ip-adapter": adapters.flux_ip_adapter,
    "motion-adapter": clips.motion_adapter,
    "sparse-control": clips.sparse_control,
}


def build(name: str, folder: Path, seed: int = 0) -> Path:
    """The checkpoint *name* in *folder*; the same seed gives the same weights."""
    torch.manual_seed(seed)
    folder.mkdir(parents=True, exist_ok=True)
    if name in ADDITIONS:
        ADDITIONS[name](folder)
    else:
        pipeline = PIPELINES[name]()
        for part in ("transformer", "transformer_2", "unet", "connectors"):
            if model := getattr(pipeline, part, None):
                parts.louder(model)
        pipeline.save_pretrained(folder)
    return folder
