"""What holds a face in tiny checkpoints that draw, with random weights."""

from __future__ import annotations

from pathlib import Path

import diffusers
import torch
from safetensors.torch import save_file
from tiny import parts
from tiny.pictures import SDXL, sdxl


def instantid(folder: Path) -> None:
    """InstantID for the tiny SDXL, with its convolutions away from zero."""
    net = diffusers.ControlNetModel(conditioning_embedding_out_channels=(16, 16, 16, 32), **SDXL)
    parts.shaken(net).save_pretrained(folder / "ControlNetModel")
    unet = sdxl().unet
    width = unet.config.cross_attention_dim
    attentions = {}
    for number, name in enumerate(unet.attn_processors):
        if name.endswith("attn2.processor"):
            inner = unet.get_submodule(name.removesuffix(".processor")).to_q.out_features
            attentions[f"{number}.to_k_ip.weight"] = torch.randn(inner, width) * 0.2
            attentions[f"{number}.to_v_ip.weight"] = torch.randn(inner, width) * 0.2
    torch.save(
        {"image_proj": _resampler(width, inner=128, tokens=16, depth=4), "ip_adapter": attentions},
        folder / "ip-adapter.bin",
    )


def _resampler(width: int, inner: int, tokens: int, depth: int) -> dict[str, torch.Tensor]:
    """What makes *tokens* face tokens of *width* out of the 512 numbers of a face."""

    def some(*shape: int) -> torch.Tensor:
        return torch.randn(*shape) * 0.1

    weights = {
        "latents": some(1, tokens, inner),
        "proj_in.weight": some(inner, 512),
        "proj_in.bias": some(inner),
        "proj_out.weight": some(width, inner),
        "proj_out.bias": some(width),
        "norm_out.weight": torch.ones(width),
        "norm_out.bias": torch.zeros(width),
    }
    for layer in range(depth):
        look, think = f"layers.{layer}.0", f"layers.{layer}.1"
        for norm in (f"{look}.norm1", f"{look}.norm2", f"{think}.0"):
            weights |= {f"{norm}.weight": torch.ones(inner), f"{norm}.bias": some(inner)}
        weights |= {
            f"{look}.to_q.weight": some(inner, inner),
            f"{look}.to_kv.weight": some(2 * inner, inner),
            f"{look}.to_out.weight": some(inner, inner),
            f"{think}.1.weight": some(4 * inner, inner),
            f"{think}.3.weight": some(inner, 4 * inner),
        }
    return weights


def flux_ip_adapter(folder: Path, tokens: int = 4) -> None:
    """An IP-Adapter for the tiny FLUX.1, with the eye it looks through in `image_encoder`."""
    parts.clip_vision().save_pretrained(folder / "image_encoder")
    parts.clip_pictures(32).save_pretrained(folder / "image_encoder")
    read, width, seen = 32, 32, 32
    weights = {
        "ip_adapter_proj_model.proj.weight": torch.randn(tokens * read, seen) * 0.2,
        "ip_adapter_proj_model.proj.bias": torch.randn(tokens * read) * 0.2,
        "ip_adapter_proj_model.norm.weight": torch.ones(read),
        "ip_adapter_proj_model.norm.bias": torch.zeros(read),
    }
    for block in range(2):
        for which in ("k", "v"):
            name = f"double_blocks.{block}.processor.ip_adapter_double_stream_{which}_proj"
            weights[f"{name}.weight"] = torch.randn(width, read) * 0.3
            weights[f"{name}.bias"] = torch.randn(width) * 0.3
    save_file(weights, folder / "ip_adapter.safetensors")
