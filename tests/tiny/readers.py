"""The language models, as small as can be, that tiny checkpoints read prompts with."""

from __future__ import annotations

from typing import Any

from tiny.parts import SMALL

#: So far from zero are their numbers, that another prompt is seen in the picture.
_LOUD = 0.5


def qwen3(layers: int = 2, *, speaks: bool = True) -> Any:
    """Qwen 3 over the 264 tokens; FLUX.2 takes the one that *speaks*, Z-Image the bare one."""
    from transformers import Qwen3Config, Qwen3ForCausalLM, Qwen3Model

    config = Qwen3Config(
        vocab_size=264,
        num_hidden_layers=layers,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=4096,
        initializer_range=_LOUD,
        eos_token_id=258,
        pad_token_id=256,
        **SMALL,
    )
    return (Qwen3ForCausalLM if speaks else Qwen3Model)(config).eval()


def mistral3(layers: int) -> Any:
    """Mistral 3, which FLUX.2 dev reads with."""
    from transformers import Mistral3Config, Mistral3ForConditionalGeneration

    config = Mistral3Config(
        text_config={
            "model_type": "mistral",
            "vocab_size": 264,
            "num_hidden_layers": layers,
            "num_key_value_heads": 2,
            "bos_token_id": 257,
            "eos_token_id": 258,
            "head_dim": 8,
            "initializer_range": _LOUD,
            **SMALL,
        },
        vision_config={
            "model_type": "pixtral",
            "num_hidden_layers": 1,
            "head_dim": 8,
            "patch_size": 8,
            "image_size": 32,
            **SMALL,
        },
        image_token_index=262,
    )
    return Mistral3ForConditionalGeneration(config).eval()


def gemma3() -> Any:
    """Gemma 3, which LTX-2 reads with."""
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration

    config = Gemma3Config(
        text_config={
            "model_type": "gemma3_text",
            "vocab_size": 128,
            "num_hidden_layers": 2,
            "num_key_value_heads": 1,
            "head_dim": 8,
            "sliding_window": 64,
            "initializer_range": _LOUD,
            **SMALL,
        },
        vision_config={
            "model_type": "siglip_vision_model",
            "num_hidden_layers": 1,
            "image_size": 32,
            "patch_size": 8,
            **SMALL,
        },
        image_token_index=127,
        boi_token_index=125,
        eoi_token_index=126,
    )
    return Gemma3ForConditionalGeneration(config).eval()


def _qwen25_vl_config() -> Any:
    from transformers import Qwen2_5_VLConfig

    return Qwen2_5_VLConfig(
        text_config={
            "vocab_size": 264,
            "num_hidden_layers": 3,
            "num_key_value_heads": 2,
            "bos_token_id": 257,
            "eos_token_id": 258,
            "initializer_range": _LOUD,
            **SMALL,
            "rope_parameters": {"mrope_section": [1, 1, 2], "rope_type": "default", "rope_theta": 1e6},
        },
        vision_config={
            "depth": 2,
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_heads": 2,
            "out_hidden_size": 16,
        },
        vision_start_token_id=259,
        vision_end_token_id=260,
        vision_token_id=261,
        image_token_id=262,
        video_token_id=263,
    )


def qwen25_vl() -> Any:
    """Qwen 2.5 VL, which Qwen-Image reads and looks with."""
    from transformers import Qwen2_5_VLForConditionalGeneration

    return Qwen2_5_VLForConditionalGeneration(_qwen25_vl_config()).eval()


def qwen25_vl_text() -> Any:
    """The half of it that reads, which HunyuanVideo 1.5 takes; the last two layers are not used."""
    from transformers import Qwen2_5_VLTextModel

    return Qwen2_5_VLTextModel(_qwen25_vl_config().text_config).eval()
