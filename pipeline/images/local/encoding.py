"""
Prompts as the models read them: encoded once, kept, and put together for a batch.

The encoders are large, and a prompt (above all the one for what should not be seen) comes again: what
it was encoded to is kept with the model, in the machine's own memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from pipeline.local.loading import Pipe

#: What `encode_prompt` of each class returns and its call takes, in order; nothing where it is not taken.
_GIVES: dict[str, tuple[str, ...]] = {
    "FluxPipeline": ("prompt_embeds", "pooled_prompt_embeds"),
    "FluxKontextPipeline": ("prompt_embeds", "pooled_prompt_embeds"),
    "Flux2Pipeline": ("prompt_embeds",),
    "Flux2KleinPipeline": ("prompt_embeds",),
    "Flux2KleinKVPipeline": ("prompt_embeds",),
    "ZImagePipeline": ("prompt_embeds",),
    "QwenImagePipeline": ("prompt_embeds", "prompt_embeds_mask"),
    "StableDiffusionXLPipeline": ("prompt_embeds", "", "pooled_prompt_embeds", ""),
}
#: Those that encode a negative prompt in the same call, unless told not to.
_TOGETHER = ("ZImagePipeline", "StableDiffusionXLPipeline")
#: Further arguments that decide how a prompt is encoded.
_DECIDE = ("max_sequence_length", "text_encoder_out_layers", "clip_skip")
#: Half a gigabyte with the largest encoders.
_MOST_KEPT = 128

Encoded = dict[str, Any]


def encodes(pipeline: Any) -> bool:
    """Whether prompts of *pipeline* can be encoded beforehand: not where it reads them with the pictures."""
    return type(pipeline).__name__ in _GIVES


def encoded(
    loaded: Pipe, pipeline: Any, prompts: Sequence[str], negative: str | None, values: Mapping[str, Any]
) -> Encoded:
    """
    What the call of *pipeline* takes instead of *prompts* and the *negative* one, for a batch of them.

    Nothing is said of a negative prompt that is None. *values* are the further arguments of the call.
    """
    chosen = {name: values[name] for name in _DECIDE if name in values}
    said = _joined([_kept(loaded, pipeline, prompt, chosen) for prompt in prompts])
    if negative is None:
        return said
    if not negative and pipeline.config.get("force_zeros_for_empty_prompt"):
        # SDXL was trained with nothing at all in the place of an empty prompt.
        unsaid = {name: torch.zeros_like(value) for name, value in said.items()}
    else:
        unsaid = _joined([_kept(loaded, pipeline, negative, chosen)] * len(prompts))
    return said | {f"negative_{name}": value for name, value in unsaid.items()}


def _kept(loaded: Pipe, pipeline: Any, prompt: str, chosen: Mapping[str, Any]) -> Encoded:
    """*prompt* encoded, now or before, on the device where it is needed."""
    key = ("prompt", type(pipeline).__name__, prompt, json.dumps(chosen, sort_keys=True))
    if key not in loaded.kept:
        for oldest in [one for one in loaded.kept if one[0] == "prompt"][: 1 - _MOST_KEPT]:
            del loaded.kept[oldest]
        loaded.kept[key] = _moved(_read(pipeline, prompt, chosen), "cpu")
    return _moved(loaded.kept[key], pipeline._execution_device)  # noqa: SLF001 - it has no public name


def _read(pipeline: Any, prompt: str, chosen: Mapping[str, Any]) -> Encoded:
    names = _GIVES[type(pipeline).__name__]
    alone = {"do_classifier_free_guidance": False} if type(pipeline).__name__ in _TOGETHER else {}
    with torch.no_grad():
        told = pipeline.encode_prompt(prompt=prompt, **alone, **chosen)
    given = {name: value for name, value in zip(names, told, strict=False) if name}
    if "prompt_embeds_mask" in given and given["prompt_embeds_mask"] is None:
        # A mask that hides nothing is left out; a batch needs it beside a longer prompt's.
        given["prompt_embeds_mask"] = torch.ones(given["prompt_embeds"].shape[:2], dtype=torch.long)
    return given


def _joined(parts: Sequence[Encoded]) -> Encoded:
    """Those of a batch as one; the shorter are filled up to the longest."""
    return {name: _batch([part[name] for part in parts]) for name in parts[0]}


def _batch(values: Sequence[Any]) -> Any:
    if isinstance(values[0], list):
        return [one for value in values for one in value]
    longest = max(value.shape[1] for value in values)
    return torch.cat([_filled(value, longest) for value in values])


def _filled(value: Any, length: int) -> Any:
    short = length - value.shape[1]
    return torch.nn.functional.pad(value, (0, 0) * (value.dim() - 2) + (0, short)) if short else value


def _moved(given: Encoded, device: Any) -> Encoded:
    return {
        name: [one.to(device) for one in value] if isinstance(value, list) else value.to(device)
        for name, value in given.items()
    }
