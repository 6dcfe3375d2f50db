"""Tiny checkpoints of models that draw pictures, with random weights."""

from __future__ import annotations

from typing import Any

import diffusers
import pytest
import torch
from tiny import parts, readers

#: What SDXL's denoiser and its control nets have in common; 80 is six numbers of eight, and the prompt's 32.
SDXL = {
    "in_channels": 4,
    "block_out_channels": (32, 64),
    "layers_per_block": 1,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
    "transformer_layers_per_block": (1, 2),
    "attention_head_dim": (2, 4),
    "use_linear_projection": True,
    "cross_attention_dim": 64,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 8,
    "projection_class_embeddings_input_dim": 80,
}
#: What the denoisers of FLUX.1 and FLUX.2 have in common.
_FLUX = {
    "patch_size": 1,
    "in_channels": 16,
    "num_layers": 2,
    "num_single_layers": 2,
    "attention_head_dim": 16,
    "num_attention_heads": 2,
}
#: The figures of the coder that FLUX.1 and Z-Image share.
_CODER = {"shift_factor": 0.1159, "scaling_factor": 0.3611}


def flux(kind: str = "FluxPipeline", *, guided: bool = True) -> Any:
    """FLUX.1; schnell is not *guided*."""
    transformer = diffusers.FluxTransformer2DModel(
        joint_attention_dim=32,
        pooled_projection_dim=32,
        axes_dims_rope=[4, 4, 8],
        guidance_embeds=guided,
        **_FLUX,
    )
    return getattr(diffusers, kind)(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=parts.keen(parts.picture_coder(use_quant_conv=False, use_post_quant_conv=False, **_CODER)),
        text_encoder=parts.clip_text(),
        tokenizer=parts.clip_tokenizer(),
        text_encoder_2=parts.t5(),
        tokenizer_2=parts.t5_tokenizer(),
        transformer=transformer,
        image_encoder=None,
        feature_extractor=None,
    )


def flux2_dev() -> Any:
    """FLUX.2 dev; in place of a processor of pictures, which needs torchvision, it has only its tokenizer."""
    return diffusers.Flux2Pipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=parts.keen(_flux2_coder()),
        text_encoder=readers.mistral3(layers=30),
        tokenizer=parts.qwen_tokenizer(),
        transformer=_flux2_denoiser(guided=True),
    )


def flux2_klein(kind: str = "Flux2KleinPipeline") -> Any:
    """FLUX.2 klein."""
    return getattr(diffusers, kind)(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=parts.keen(_flux2_coder()),
        text_encoder=readers.qwen3(layers=28),
        tokenizer=parts.qwen_tokenizer(),
        transformer=_flux2_denoiser(guided=False),
        is_distilled=True,
    )


def _flux2_denoiser(*, guided: bool) -> Any:
    """FLUX.2's denoiser, whose words come from three layers of the language model."""
    return diffusers.Flux2Transformer2DModel(
        joint_attention_dim=3 * 16, axes_dims_rope=[4, 4, 4, 4], guidance_embeds=guided, **_FLUX
    )


def _flux2_coder() -> Any:
    """FLUX.2's own VAE."""
    return diffusers.AutoencoderKLFlux2(
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(4,) * 4,
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=1,
        sample_size=32,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )


def z_image() -> Any:
    """Z-Image, whose padding is not set by its constructor."""
    transformer = diffusers.ZImageTransformer2DModel(
        all_patch_size=(2,),
        all_f_patch_size=(1,),
        in_channels=4,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=16,
        axes_dims=[8, 4, 4],
        axes_lens=[1024, 64, 64],
    )
    with torch.no_grad():
        transformer.x_pad_token.fill_(1)
        transformer.cap_pad_token.fill_(1)
    return diffusers.ZImagePipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=parts.picture_coder(**_CODER),
        text_encoder=readers.qwen3(speaks=False),
        tokenizer=parts.qwen_tokenizer(),
        transformer=transformer,
    )


def qwen_image(kind: str = "QwenImagePipeline", **more: Any) -> Any:
    """Qwen-Image, which reads with Qwen 2.5 VL."""
    transformer = diffusers.QwenImageTransformer2DModel(
        patch_size=2,
        in_channels=16,
        out_channels=4,
        num_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=16,
        axes_dims_rope=(4, 6, 6),
    )
    vae = diffusers.AutoencoderKLQwenImage(
        base_dim=4,
        z_dim=4,
        dim_mult=[1] * 4,
        num_res_blocks=1,
        latents_mean=[0.0] * 4,
        latents_std=[1.0] * 4,
    )
    return getattr(diffusers, kind)(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=parts.keen(parts.vivid(vae)),
        text_encoder=readers.qwen25_vl(),
        tokenizer=parts.qwen_tokenizer(),
        transformer=transformer,
        **more,
    )


def qwen_image_edit_plus() -> Any:
    """Qwen-Image-Edit-Plus; what shows pictures to its language model needs torchvision."""
    pytest.importorskip(
        "torchvision", reason="Qwen's processor of pictures needs torchvision", exc_type=ImportError
    )
    from transformers import Qwen2VLImageProcessor, Qwen2VLProcessor, Qwen2VLVideoProcessor

    tokenizer = parts.qwen_tokenizer()
    processor = Qwen2VLProcessor(
        image_processor=Qwen2VLImageProcessor(),
        tokenizer=tokenizer,
        video_processor=Qwen2VLVideoProcessor(),
        chat_template=tokenizer.chat_template,
    )
    return qwen_image("QwenImageEditPlusPipeline", processor=processor)


def sdxl() -> Any:
    """Stable Diffusion XL."""
    return diffusers.StableDiffusionXLPipeline(
        unet=diffusers.UNet2DConditionModel(
            sample_size=32, out_channels=4, up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), **SDXL
        ),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            timestep_spacing="leading",
            steps_offset=1,
        ),
        vae=parts.picture_coder(width=32, groups=32),
        text_encoder=parts.clip_text(),
        tokenizer=parts.clip_tokenizer(),
        text_encoder_2=parts.clip_text(projected=True),
        tokenizer_2=parts.clip_tokenizer(),
        feature_extractor=None,
        image_encoder=None,
    )
