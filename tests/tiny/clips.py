"""Tiny checkpoints of models that make clips, with random weights."""

from __future__ import annotations

from pathlib import Path
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


def ltx(kind: str = "LTXPipeline") -> Any:
    """LTX-Video: 32 pixels and 8 frames to a latent."""
    transformer = diffusers.LTXVideoTransformer3DModel(
        in_channels=8,
        out_channels=8,
        num_attention_heads=4,
        attention_head_dim=8,
        cross_attention_dim=32,
        num_layers=2,
        caption_channels=32,
    )
    vae = diffusers.AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 5,
    )
    return getattr(diffusers, kind)(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=parts.t5(),
        tokenizer=parts.t5_tokenizer(),
        transformer=transformer,
    )


def ltx2(kind: str = "LTX2Pipeline") -> Any:
    """LTX-2, which makes the sound with the picture."""
    from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder

    transformer = diffusers.LTX2VideoTransformer3DModel(
        in_channels=4,
        out_channels=4,
        audio_in_channels=4,
        audio_out_channels=4,
        num_attention_heads=2,
        attention_head_dim=8,
        cross_attention_dim=16,
        audio_num_attention_heads=2,
        audio_attention_head_dim=4,
        audio_cross_attention_dim=8,
        num_layers=2,
        caption_channels=16,
        rope_double_precision=False,
    )
    vae = diffusers.AutoencoderKLLTX2Video(
        latent_channels=4,
        block_out_channels=(8, 16, 32, 64),
        decoder_block_out_channels=(8, 16, 32),
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 4,
        spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )
    audio_vae = diffusers.AutoencoderKLLTX2Audio(
        base_channels=4, ch_mult=(1, 1, 1), num_res_blocks=1, latent_channels=2, mel_bins=8
    )
    connectors = LTX2TextConnectors(
        caption_channels=16,
        text_proj_in_factor=3,
        video_connector_num_attention_heads=2,
        video_connector_attention_head_dim=8,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=8,
        audio_connector_num_attention_heads=2,
        audio_connector_attention_head_dim=8,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=8,
        rope_double_precision=False,
    )
    vocoder = LTX2Vocoder(
        in_channels=16,
        hidden_channels=8,
        upsample_kernel_sizes=[4, 4],
        upsample_factors=[2, 2],
        resnet_kernel_sizes=[3],
        resnet_dilations=[[1]],
        output_sampling_rate=400,
    )
    return getattr(diffusers, kind)(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        audio_vae=audio_vae,
        text_encoder=parts.gemma3(),
        tokenizer=parts.gemma_tokenizer(),
        connectors=connectors,
        transformer=transformer,
        vocoder=vocoder,
    )


def hunyuan15(*, from_picture: bool = False) -> Any:
    """HunyuanVideo 1.5: 16 pixels and 4 frames to a latent; guided by a part of its own."""
    lettering, lettering_tokenizer = parts.byt5()
    transformer = diffusers.HunyuanVideo15Transformer3DModel(
        in_channels=2 * 8 + 1,
        out_channels=8,
        num_attention_heads=2,
        attention_head_dim=16,
        num_layers=2,
        num_refiner_layers=1,
        text_embed_dim=16,
        text_embed_2_dim=32,
        image_embed_dim=16,
        rope_axes_dim=(4, 6, 6),
        target_size=64,
        task_type="i2v" if from_picture else "t2v",
    )
    vae = diffusers.AutoencoderKLHunyuanVideo15(
        latent_channels=8, block_out_channels=(8, 8, 8, 8, 16), layers_per_block=1
    )
    seeing = dict(zip(("image_encoder", "feature_extractor"), parts.siglip(), strict=True))
    kind = diffusers.HunyuanVideo15ImageToVideoPipeline if from_picture else diffusers.HunyuanVideo15Pipeline
    return kind(
        text_encoder=parts.qwen25_vl_text(),
        tokenizer=parts.qwen_tokenizer(),
        transformer=transformer,
        vae=vae,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        text_encoder_2=lettering,
        tokenizer_2=lettering_tokenizer,
        guider=diffusers.ClassifierFreeGuidance(guidance_scale=6.0),
        **(seeing if from_picture else {}),
    )
