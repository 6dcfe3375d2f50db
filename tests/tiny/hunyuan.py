"""Tiny checkpoints of HunyuanVideo, with random weights."""

from __future__ import annotations

from typing import Any

import diffusers
from tiny import parts, readers

#: What begins and ends a part of Llama's chat, and stands for a picture.
_MARKS = ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<image>", "<pad>")
_READER = {"vocab_size": 264, "num_hidden_layers": 3, "max_position_embeddings": 4096, **parts.SMALL}
_DENOISER = {
    "in_channels": 4,
    "out_channels": 4,
    "num_attention_heads": 2,
    "attention_head_dim": 10,
    "num_layers": 2,
    "num_single_layers": 2,
    "num_refiner_layers": 1,
    "text_embed_dim": 16,
    "pooled_projection_dim": 8,
    "rope_axes_dim": (2, 4, 4),
}


def _tokenizer() -> Any:
    """Llama's: bytes, and the marks."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    bytewise = Tokenizer(models.BPE(vocab={letter: n for n, letter in enumerate(letters)}, merges=[]))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    bytewise.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=bytewise, pad_token="<pad>", extra_special_tokens=list(_MARKS[:-1])
    )


def _given(denoiser: Any) -> dict[str, Any]:
    """What all of them share."""
    return {
        "tokenizer": _tokenizer(),
        "transformer": denoiser,
        "vae": diffusers.AutoencoderKLHunyuanVideo(
            latent_channels=4, block_out_channels=(8, 8, 8, 8), layers_per_block=1, norm_num_groups=4
        ),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
        "text_encoder_2": parts.clip_text(8),
        "tokenizer_2": parts.clip_tokenizer(),
    }


def _llama() -> Any:
    from transformers import LlamaConfig, LlamaModel

    return LlamaModel(LlamaConfig(**_READER)).eval()


def hunyuan() -> Any:
    """HunyuanVideo from words alone."""
    denoiser = diffusers.HunyuanVideoTransformer3DModel(**_DENOISER)
    return diffusers.HunyuanVideoPipeline(text_encoder=_llama(), **_given(denoiser))


def framepack() -> Any:
    """FramePack: sections of frames, from the last to the first."""
    eye, cut = parts.siglip()
    denoiser = diffusers.HunyuanVideoFramepackTransformer3DModel(
        **_DENOISER, has_image_proj=True, image_proj_dim=16, has_clean_x_embedder=True
    )
    return diffusers.HunyuanVideoFramepackPipeline(
        text_encoder=_llama(), image_encoder=eye, feature_extractor=cut, **_given(denoiser)
    )


def hunyuan_i2v() -> Any:
    """HunyuanVideo from a picture, which it reads with LLaVA: 24 x 24 patches, as the pipeline expects."""
    from transformers import CLIPVisionConfig, LlamaConfig, LlavaConfig, LlavaForConditionalGeneration

    eye = CLIPVisionConfig(num_hidden_layers=3, image_size=48, patch_size=2, **parts.SMALL)
    marks = _tokenizer()
    config = LlavaConfig(
        vision_config=eye,
        text_config=LlamaConfig(**_READER),
        image_token_index=marks.convert_tokens_to_ids("<image>"),
        pad_token_id=marks.pad_token_id,
    )
    denoiser = diffusers.HunyuanVideoTransformer3DModel(
        **(_DENOISER | {"in_channels": 9}), image_condition_type="latent_concat"
    )
    return diffusers.HunyuanVideoImageToVideoPipeline(
        text_encoder=LlavaForConditionalGeneration(config).eval(),
        image_processor=parts.clip_pictures(48),
        **_given(denoiser),
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
        text_encoder=readers.qwen25_vl_text(),
        tokenizer=parts.qwen_tokenizer(),
        transformer=transformer,
        vae=vae,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        text_encoder_2=lettering,
        tokenizer_2=lettering_tokenizer,
        guider=diffusers.ClassifierFreeGuidance(guidance_scale=6.0),
        **(seeing if from_picture else {}),
    )
