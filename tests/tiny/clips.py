"""Tiny checkpoints of models that make clips, with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
from tiny import parts


def cogvideox(*, from_picture: bool = False, pairs: bool = False) -> Any:
    """CogVideoX; 1.5 takes latent pictures in *pairs*."""
    more: dict[str, Any] = {"use_learned_positional_embeddings": from_picture}
    sample = 4
    if pairs:
        more = {"patch_size_t": 2, "ofs_embed_dim": 2 if from_picture else None, "patch_bias": False}
        sample = 16
    transformer = diffusers.CogVideoXTransformer3DModel(
        num_attention_heads=2,
        attention_head_dim=16,
        in_channels=8 if from_picture else 4,
        out_channels=4,
        time_embed_dim=2,
        text_embed_dim=32,
        num_layers=2,
        sample_width=sample,
        sample_height=sample,
        sample_frames=9,
        max_text_seq_length=226,
        use_rotary_positional_embeddings=True,
        **more,
    )
    vae = diffusers.AutoencoderKLCogVideoX(
        down_block_types=("CogVideoXDownBlock3D",) * 4,
        up_block_types=("CogVideoXUpBlock3D",) * 4,
        block_out_channels=(8,) * 4,
        latent_channels=4,
        layers_per_block=1,
        norm_num_groups=2,
        temporal_compression_ratio=4,
    )
    kind = diffusers.CogVideoXImageToVideoPipeline if from_picture else diffusers.CogVideoXPipeline
    return kind(
        tokenizer=parts.t5_tokenizer(226),
        text_encoder=parts.t5(),
        vae=vae,
        transformer=transformer,
        scheduler=diffusers.CogVideoXDDIMScheduler(),
    )


def svd() -> Any:
    """Stable Video Diffusion, whose pipeline shows its eye 224 pixels whatever the checkpoint says."""
    unet = diffusers.UNetSpatioTemporalConditionModel(
        sample_size=32,
        in_channels=8,
        out_channels=4,
        num_frames=4,
        block_out_channels=(32, 64),
        layers_per_block=1,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
        cross_attention_dim=32,
        num_attention_heads=8,
        addition_time_embed_dim=32,
        projection_class_embeddings_input_dim=96,
    )
    vae = diffusers.AutoencoderKLTemporalDecoder(
        down_block_types=("DownEncoderBlock2D",) * 4,
        block_out_channels=(32,) * 4,
        layers_per_block=1,
        latent_channels=4,
    )
    scheduler = diffusers.EulerDiscreteScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        sigma_max=700.0,
        sigma_min=0.002,
        steps_offset=1,
        timestep_spacing="leading",
        timestep_type="continuous",
        use_karras_sigmas=True,
    )
    return diffusers.StableVideoDiffusionPipeline(
        vae=vae,
        unet=unet,
        scheduler=scheduler,
        image_encoder=parts.clip_vision(224, 56),
        feature_extractor=parts.clip_pictures(),
    )


_ANIMATED = {"block_out_channels": (8, 8), "layers_per_block": 1}


def _motion() -> Any:
    return diffusers.MotionAdapter(
        block_out_channels=(8, 8),
        motion_layers_per_block=1,
        motion_norm_num_groups=2,
        motion_num_attention_heads=4,
    )


def _stable_diffusion() -> dict[str, Any]:
    unet = diffusers.UNet2DConditionModel(
        sample_size=8,
        in_channels=4,
        out_channels=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=8,
        norm_num_groups=2,
        **_ANIMATED,
    )
    scheduler = diffusers.DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="linear", clip_sample=False, steps_offset=1
    )
    return {
        "vae": parts.picture_coder(width=8, groups=2),
        "text_encoder": parts.clip_text(8),
        "tokenizer": parts.clip_tokenizer(),
        "unet": unet,
        "scheduler": scheduler,
        "feature_extractor": None,
        "image_encoder": None,
    }


def animatediff() -> Any:
    """Stable Diffusion 1.5 with a motion adapter between its layers."""
    return diffusers.AnimateDiffPipeline(motion_adapter=parts.shaken(_motion()), **_stable_diffusion())


def stable_diffusion() -> Any:
    """Stable Diffusion 1.5, which draws pictures."""
    return diffusers.StableDiffusionPipeline(
        safety_checker=None, requires_safety_checker=False, **_stable_diffusion()
    )


def motion_adapter(folder: Path) -> None:
    """AnimateDiff's motion by itself, for a Stable Diffusion 1.5 that has none."""
    parts.shaken(_motion()).save_pretrained(folder)


def sparse_control(folder: Path) -> None:
    """What lets AnimateDiff begin and end with pictures."""
    net = diffusers.SparseControlNetModel(
        down_block_types=("CrossAttnDownBlockMotion", "DownBlockMotion"),
        cross_attention_dim=8,
        norm_num_groups=2,
        motion_num_attention_heads=4,
        conditioning_channels=4,
        **_ANIMATED,
    )
    parts.shaken(net, by=0.3).save_pretrained(folder)
