"""
Checkpoints of full size with random weights: how fast a model is does not depend on their values.

The configurations are those of the models' own repositories; tokenizers are small ones of the tests, since
prompts are padded to the same length all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import diffusers
import torch
from tiny import parts
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    T5Config,
    T5EncoderModel,
    UMT5Config,
    UMT5EncoderModel,
)

#: T5 XXL, which FLUX.1 and CogVideoX read with; Wan's is the same over more languages.
_XXL = {
    "d_model": 4096,
    "d_ff": 10240,
    "d_kv": 64,
    "num_layers": 24,
    "num_heads": 64,
    "feed_forward_proj": "gated-gelu",
}


def flux() -> Any:
    """FLUX.1-dev: a denoiser of 12 billion weights, a reader of 5."""
    levels = ("DownEncoderBlock2D",) * 4, ("UpDecoderBlock2D",) * 4
    clip = CLIPTextConfig(
        vocab_size=49408,
        hidden_size=768,
        intermediate_size=3072,
        num_hidden_layers=12,
        num_attention_heads=12,
        projection_dim=768,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    return diffusers.FluxPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=diffusers.AutoencoderKL(
            down_block_types=levels[0],
            up_block_types=levels[1],
            block_out_channels=(128, 256, 512, 512),
            layers_per_block=2,
            latent_channels=16,
            sample_size=1024,
            scaling_factor=0.3611,
            shift_factor=0.1159,
            use_quant_conv=False,
            use_post_quant_conv=False,
        ),
        text_encoder=CLIPTextModel(clip),
        tokenizer=parts.clip_tokenizer(),
        text_encoder_2=T5EncoderModel(T5Config(vocab_size=32128, **_XXL)),
        tokenizer_2=parts.t5_tokenizer(),
        transformer=diffusers.FluxTransformer2DModel(guidance_embeds=True),
    )


def wan_5b() -> Any:
    """Wan2.2-TI2V-5B."""
    return diffusers.WanPipeline(
        transformer=diffusers.WanTransformer3DModel(
            num_attention_heads=24,
            attention_head_dim=128,
            in_channels=48,
            out_channels=48,
            ffn_dim=14336,
            num_layers=30,
        ),
        transformer_2=None,
        boundary_ratio=None,
        expand_timesteps=True,
        vae=diffusers.AutoencoderKLWan(
            base_dim=160,
            decoder_base_dim=256,
            z_dim=48,
            dim_mult=[1, 2, 4, 4],
            is_residual=True,
            in_channels=12,
            out_channels=12,
            patch_size=2,
            scale_factor_spatial=16,
            latents_mean=[0.0] * 48,
            latents_std=[1.0] * 48,
        ),
        text_encoder=UMT5EncoderModel(UMT5Config(vocab_size=256384, **_XXL)),
        tokenizer=parts.t5_tokenizer(),
        scheduler=diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0
        ),
    )


def cogvideox_5b() -> Any:
    """CogVideoX-5b."""
    return diffusers.CogVideoXPipeline(
        transformer=diffusers.CogVideoXTransformer3DModel(
            num_attention_heads=48, num_layers=42, use_rotary_positional_embeddings=True
        ),
        vae=diffusers.AutoencoderKLCogVideoX(scaling_factor=0.7),
        text_encoder=T5EncoderModel(T5Config(vocab_size=32128, **_XXL)),
        tokenizer=parts.t5_tokenizer(226),
        scheduler=diffusers.CogVideoXDPMScheduler(),
    )


#: By the name of the tiny checkpoint of the same class.
FULL: dict[str, Callable[[], Any]] = {"flux": flux, "wan-5b": wan_5b, "cog-t2v": cogvideox_5b}


@contextmanager
def _made_on(device: str) -> Iterator[None]:
    """New weights lie on *device*, in half precision: on the processor they would take minutes."""
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device(device):
            yield
    finally:
        torch.set_default_dtype(torch.float32)


def build(name: str, folder: str, device: str, seed: int = 0) -> None:
    """Make the model *name* of `FULL` on *device* and save it to *folder*, in the form that hubs use."""
    torch.manual_seed(seed)
    with _made_on(device):
        pipeline = FULL[name]()
    pipeline.save_pretrained(folder)
