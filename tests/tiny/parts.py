"""The small parts that tiny checkpoints are put together from: tokenizers, encoders, picture coders."""

from __future__ import annotations

import string
from typing import Any

import torch

#: Qwen's marks, in the order of their ids behind the 256 bytes.
_MARKS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
#: A language model, or an eye, that is as small as can be; CLIP's are twice as wide.
SMALL = {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2}
_CLIP = {"intermediate_size": 37, "num_hidden_layers": 2, "num_attention_heads": 4, "projection_dim": 32}
_T5 = {"d_model": 32, "d_ff": 37, "d_kv": 8, "num_layers": 2, "num_heads": 4}
_CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{% if message.content is string %}{{ message.content }}"
    "{% else %}{% for part in message.content %}{{ part.text }}{% endfor %}{% endif %}<|im_end|>\n"
    "{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def _bytes() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    return sorted(ByteLevel.alphabet())


def _numbered(tokens: list[str]) -> dict[str, int]:
    return {token: number for number, token in enumerate(tokens)}


def clip_tokenizer() -> Any:
    """Of 514 tokens: its two marks, every byte, and every byte at the end of a word."""
    from transformers import CLIPTokenizer

    tokens = ["<|startoftext|>", "<|endoftext|>", *_bytes(), *(f"{one}</w>" for one in _bytes())]
    return CLIPTokenizer(vocab=_numbered(tokens), merges=[], model_max_length=77)


def t5_tokenizer(longest: int = 512) -> Any:
    """Of the printable letters of ASCII, each a token."""
    from transformers import T5Tokenizer

    letters = [(letter, -3.0) for letter in string.printable.strip()]
    vocab = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581", -2.0), *letters]
    return T5Tokenizer(vocab=vocab, extra_ids=0, additional_special_tokens=[], model_max_length=longest)


def qwen_tokenizer() -> Any:
    """Of the bytes and Qwen's marks: 264 tokens, with a chat template."""
    from transformers import Qwen2Tokenizer

    return Qwen2Tokenizer(
        vocab=_numbered([*_bytes(), *_MARKS]),
        merges=[],
        model_max_length=4096,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        chat_template=_CHAT,
        extra_special_tokens=list(_MARKS[1:]),
    )


def clip_text(width: int = 32, *, projected: bool = False) -> Any:
    """CLIP's reader of prompts; SDXL's second one is *projected*."""
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=514, hidden_size=width, bos_token_id=0, eos_token_id=1, pad_token_id=1, **_CLIP
    )
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def t5(*, many_languages: bool = False) -> Any:
    """T5's encoder, or UMT5's; evaluating, since its dropout would make prompts random."""
    from transformers import T5Config, T5EncoderModel, UMT5Config, UMT5EncoderModel

    config, model = (UMT5Config, UMT5EncoderModel) if many_languages else (T5Config, T5EncoderModel)
    return model(config(vocab_size=128, **_T5)).eval()


def clip_vision(size: int = 32, patch: int = 8, *, projected: bool = True) -> Any:
    """CLIP's eye for pictures of *size* pixels."""
    from transformers import CLIPVisionConfig, CLIPVisionModel, CLIPVisionModelWithProjection

    config = CLIPVisionConfig(hidden_size=32, image_size=size, patch_size=patch, **_CLIP)
    return (CLIPVisionModelWithProjection if projected else CLIPVisionModel)(config).eval()


def clip_pictures(size: int = 224) -> Any:
    """What cuts pictures for CLIP's eye, in the form that needs no torchvision."""
    from transformers import CLIPImageProcessorPil

    return CLIPImageProcessorPil(size=size, crop_size=size)


def gemma_tokenizer() -> Any:
    """Of the printable letters of ASCII, each a token."""
    from transformers import GemmaTokenizer

    tokens = ["<pad>", "<eos>", "<bos>", "<unk>", "\u2581", *string.printable.strip()]
    return GemmaTokenizer(vocab=_numbered(tokens), merges=[], model_max_length=1024)


def byt5() -> tuple[Any, Any]:
    """What HunyuanVideo 1.5 reads lettering with, bytes, and their tokenizer."""
    from transformers import ByT5Tokenizer, T5Config, T5EncoderModel

    config = T5Config(vocab_size=384, **_T5)
    return T5EncoderModel(config).eval(), ByT5Tokenizer(extra_ids=0)


def siglip() -> tuple[Any, Any]:
    """HunyuanVideo 1.5's eye, and what cuts pictures for it: 27 x 27 patches, as the pipeline expects."""
    from transformers import SiglipImageProcessorPil, SiglipVisionConfig, SiglipVisionModel

    config = SiglipVisionConfig(num_hidden_layers=1, image_size=54, patch_size=2, **SMALL)
    cut = SiglipImageProcessorPil(size={"height": 54, "width": 54})
    return SiglipVisionModel(config).eval(), cut


def picture_coder(latents: int = 4, width: int = 4, groups: int = 1, **more: Any) -> Any:
    """A VAE of four levels, so that a latent is eight pixels wide, as in the real ones."""
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(width,) * 4,
        layers_per_block=1,
        latent_channels=latents,
        norm_num_groups=groups,
        sample_size=32,
        **more,
    )


def shaken(model: Any, by: float = 0.05) -> Any:
    """*model* with random numbers where it begins at zero, so that it has an effect untrained."""
    with torch.no_grad():
        for weight in model.parameters():
            if not weight.any():
                weight.normal_(std=by)
    return model


def louder(model: Any, by: float = 2.0) -> Any:
    """*model* with larger matrices, so that another prompt or reference is seen in what it makes."""
    with torch.no_grad():
        for weight in model.parameters():
            if weight.ndim > 1:
                weight.mul_(by)
    return model


def vivid(coder: Any) -> Any:
    """*coder* with pictures of many shades, where those of random numbers are all but grey."""
    with torch.no_grad():
        coder.decoder.conv_out.weight.mul_(10)
    return coder


def keen(coder: Any) -> Any:
    """*coder* that tells one picture from another, where random numbers see all alike."""
    with torch.no_grad():
        coder.encoder.conv_out.weight.mul_(10)
    return coder
