"""Load a language model as the memory allows. Imported when used."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
import transformers
from safetensors import SafetensorError
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging as transformers_logging

from pipeline.errors import NotHere
from pipeline.local.cards import Card
from pipeline.local.libraries import first_line, free, look_at_words, smaller, turn_to
from pipeline.local.memory import Needs, Rung, first_rung, letter, lower
from pipeline.storyboard.asking.question import LanguageWeights

#: Tensors of (tokens x width) that are alive while a prompt is read, at most; attention is done in parts.
_ALIVE = 8
#: What CUDA and its libraries keep for themselves.
_BASE = 700 * 1024**2

log = logging.getLogger("drama")


@dataclass
class Placed:
    """A model and its tokenizer in memory, on *rung*; *device* is where its words come in and go out."""

    tokenizer: Any
    model: Any
    rung: Rung
    needs: Needs
    device: str


def load(weights: LanguageWeights, card: Card, rung: Rung | None = None) -> Placed:
    """
    The model of *weights* on *card*, on *rung* or as planned, and lower where the memory is too small.

    `NotHere` where it is missing, damaged, or too large.
    """
    transformers_logging.disable_progress_bar()
    turn_to(card)
    with _readable(weights):
        needs = needs_of(AutoConfig.from_pretrained(weights.model), weights.tokens)
        tokenizer = AutoTokenizer.from_pretrained(weights.model)
        look_at_words(tokenizer, weights.model)
    rung = rung or first_rung(weights.name, needs, card, weights.wish)
    try:
        with _readable(weights):
            model = AutoModelForCausalLM.from_pretrained(weights.model, **_options(rung, needs, card))
        if rung.offload == "none":
            model.to(card.place)
    except torch.OutOfMemoryError:
        # Not here, for it would hold what was loaded.
        model = None
    if model is None:
        return load(weights, card, below(weights, card, needs, rung))
    model.eval()
    return Placed(tokenizer, model, rung, needs, card.place)


def below(weights: LanguageWeights, card: Card, needs: Needs, rung: Rung) -> Rung:
    """The rung to try where the memory did not suffice for *rung*; `NotHere` if there is none."""
    free()
    found = lower(rung, needs, card, weights.wish)
    # It has no pictures to decode in pieces, and its parts are one.
    while found and (found.quantise, found.offload) == (rung.quantise, rung.offload):
        found = lower(found, needs, card, weights.wish)
    if found is None:
        happened, _ = letter(weights.name, needs, card, rung, weights.wish)
        raise NotHere(happened, "Choose a smaller model, `quantise: 4bit`, or a smaller `reads_at_once`.")
    log.warning("out of memory with %s as %s; trying %s", weights.name, rung, found)
    return found


def needs_of(config: Any, tokens: int) -> Needs:
    """What the model of *config* takes, with a conversation of *tokens*: two vectors per layer and token."""
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    text = config.get_text_config()
    tokens = min(tokens, getattr(text, "max_position_embeddings", tokens))
    heads = getattr(text, "num_key_value_heads", None) or text.num_attention_heads
    width = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    remembered = 2 * text.num_hidden_layers * heads * width
    working = 2 * tokens * (remembered + _ALIVE * text.hidden_size)
    count = sum(parameter.numel() for parameter in model.parameters())
    return Needs((("model", count),), _BASE + working, quantisable=("model",))


@contextmanager
def _readable(weights: LanguageWeights) -> Iterator[None]:
    """What goes wrong inside says that the model can't be read; but for what is about memory."""
    try:
        yield
    except torch.OutOfMemoryError:
        raise
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise NotHere(
            f"The language model {weights.model!r} can't be loaded: {first_line(error)}",
            "Give the folder of a checkpoint, or a hub id that can be downloaded here.",
        ) from error


def _options(rung: Rung, needs: Needs, card: Card) -> dict[str, Any]:
    options: dict[str, Any] = {"dtype": getattr(torch, rung.precision)}
    if rung.quantise != "none":
        options["quantization_config"] = smaller(transformers, rung)
        options["device_map"] = {"": card.place}
    if rung.offload != "none":
        # Layer after layer, until the card is full; the others come when they work.
        room = max(0, card.free - needs.working)
        options |= {"device_map": "auto", "max_memory": {_number(card): room, "cpu": card.host}}
    return options


def _number(card: Card) -> int | str:
    """*card* as accelerate names it."""
    kind, _, number = card.device.partition(":")
    return kind if kind in ("cpu", "mps") else int(number or 0)
