"""Tiny checkpoints of Wan, with random weights."""

from __future__ import annotations

from typing import Any

import diffusers
from tiny import parts


def _wan_denoiser(seen: int, made: int, **more: Any) -> Any:
    """From *seen* to *made* channels."""
    kind = diffusers.WanVACETransformer3DModel if "vace_layers" in more else diffusers.WanTransformer3DModel
    return kind(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=seen,
        out_channels=made,
        text_dim=32,
        freq_dim=256,
        ffn_dim=32,
        num_layers=2,
        rope_max_seq_len=64,
        **more,
    )


def _wan_coder(**more: Any) -> Any:
    levels = {"dim_mult": [1] * 4, "temperal_downsample": [False, True, True]}
    coder = diffusers.AutoencoderKLWan(base_dim=3, num_res_blocks=1, **levels, **{"z_dim": 16, **more})
    return parts.keen(parts.vivid(coder))


def _wan(kind: str = "WanPipeline", **more: Any) -> Any:
    """What all of the Wan models share, and what this one has besides."""
    given = {
        "vae": _wan_coder(),
        "text_encoder": parts.t5(many_languages=True),
        "tokenizer": parts.t5_tokenizer(),
        "scheduler": diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0
        ),
    }
    return getattr(diffusers, kind)(**(given | more))


def wan_t2v() -> Any:
    """Wan 2.2 from words, with its two experts."""
    return _wan(transformer=_wan_denoiser(16, 16), transformer_2=_wan_denoiser(16, 16), boundary_ratio=0.875)


def wan_i2v() -> Any:
    """Wan 2.2 from a picture, with its two experts."""
    return _wan(
        "WanImageToVideoPipeline",
        transformer=_wan_denoiser(36, 16),
        transformer_2=_wan_denoiser(36, 16),
        image_encoder=None,
        image_processor=None,
        boundary_ratio=0.9,
    )


def wan21_i2v(*, both_ends: bool = False) -> Any:
    """Wan 2.1 from a picture, which it sees through CLIP too; or from a first and a last one."""
    eye = parts.clip_vision(projected=False)
    # Each of the two pictures is a token for each of its patches and one for all.
    tokens = 2 * ((32 // 8) ** 2 + 1) if both_ends else None
    return _wan(
        "WanImageToVideoPipeline",
        transformer=_wan_denoiser(36, 16, image_dim=32, added_kv_proj_dim=24, pos_embed_seq_len=tokens),
        transformer_2=None,
        image_encoder=eye,
        image_processor=parts.clip_pictures(32),
    )


def wan_5b() -> Any:
    """Wan 2.2 TI2V-5B: one denoiser, a picture coder that halves once more, a time for each patch."""
    coder = _wan_coder(
        z_dim=48,
        in_channels=12,
        out_channels=12,
        patch_size=2,
        is_residual=True,
        latents_mean=[0.0] * 48,
        latents_std=[1.0] * 48,
        scale_factor_spatial=16,
        scale_factor_temporal=4,
    )
    return _wan(vae=coder, transformer=_wan_denoiser(48, 48), transformer_2=None, expand_timesteps=True)


def wan_vace() -> Any:
    """Wan 2.1 VACE: any pictures of the clip, and others that it should look like."""
    denoiser = _wan_denoiser(16, 16, vace_layers=[0, 1], vace_in_channels=96)
    return _wan("WanVACEPipeline", transformer=parts.shaken(denoiser), transformer_2=None)
