"""What of a prompt a model never reads: what is behind its last token, and letters that it does not know."""

from __future__ import annotations

import json
from typing import Any

from pipeline.images.local.order import Drawing
from pipeline.local.families import Family
from pipeline.local.order import Notes

#: The longest prompt of families that do not say theirs, in tokens.
_TOKENS = 512
#: So much of it is quoted.
_MOST_QUOTED = 200


def unread(family: Family, pipeline: Any, order: Drawing) -> Notes:
    """
    Notes on the prompt of *order*: its end that was `prompt_cut` off, and letters `not_read`.

    FLUX.1 reads no Chinese, and SDXL 77 tokens.
    """
    tokenizer = _tokenizer(pipeline)
    if tokenizer is None or not tokenizer.is_fast:
        return {}
    read = tokenizer(order.prompt, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    tokens, places = read["input_ids"], read["offset_mapping"]
    longest = json.loads(order.values).get("max_sequence_length") or family.tokens or _TOKENS
    room = max(0, longest - _framing(tokenizer))
    strange = [
        order.prompt[start:end]
        for token, (start, end) in zip(tokens[:room], places, strict=False)
        if token == tokenizer.unk_token_id
    ]
    said = {
        "prompt_cut": order.prompt[places[room][0] :] if len(tokens) > room else "",
        "prompt_not_read": "".join(strange),
    }
    return {name: text[:_MOST_QUOTED] for name, text in said.items() if text.strip()}


def _tokenizer(pipeline: Any) -> Any:
    """The one that counts: FLUX.1's first encoder takes a short look, its second one reads."""
    two = type(pipeline).__name__ in ("FluxPipeline", "FluxKontextPipeline")
    tokenizer = getattr(pipeline, "tokenizer_2" if two else "tokenizer", None)
    # FLUX.2 dev has a processor that holds one.
    return getattr(tokenizer, "tokenizer", tokenizer)


def _framing(tokenizer: Any) -> int:
    """How many tokens are not the prompt's: marks, or what a chat puts around it."""
    if not getattr(tokenizer, "chat_template", None):
        return int(tokenizer.num_special_tokens_to_add())
    empty = [{"role": "user", "content": ""}]
    around = tokenizer.apply_chat_template(empty, tokenize=False, add_generation_prompt=True)
    return len(tokenizer(around, add_special_tokens=False)["input_ids"])
