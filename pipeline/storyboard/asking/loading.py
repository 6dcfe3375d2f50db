"""Load a language model as the memory allows. Imported when used."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from safetensors import SafetensorError
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoTokenizer,
    BitsAndBytesConfig,
    TorchAoConfig,
)
from transformers.utils import logging as transformers_logging

from pipeline.errors import NotHere
from pipeline.local.cards import Card
from pipeline.local.memory import PACKAGES, Needs, Rung, installed, letter, lower, on_card, on_host, plan
from pipeline.storyboard.asking.question import LanguageWeights

#: Tensors of (tokens x width) that are alive while a prompt is read, at most; attention is done in parts.
_ALIVE = 8
#: A vocabulary of fewer words is the one that transformers makes up where the file is missing.
_FEWEST_WORDS = 50
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
    if card.device.startswith("cuda"):
        # What libraries compile runs on the thread's own card, wherever the weights are.
        torch.cuda.set_device(card.device)
    with _readable(weights):
        needs = needs_of(AutoConfig.from_pretrained(weights.model), weights.tokens)
        tokenizer = AutoTokenizer.from_pretrained(weights.model)
        _look_at_words(weights, tokenizer)
    rung = rung or _planned(weights, needs, card)
    device = card.device if card.accelerated else "cpu"
    try:
        with _readable(weights):
            model = AutoModelForCausalLM.from_pretrained(weights.model, **_options(rung, needs, card))
        if rung.offload == "none":
            model.to(device)
    except torch.OutOfMemoryError:
        # Not here, for it would hold what was loaded.
        model = None
    if model is None:
        return load(weights, card, below(weights, card, needs, rung))
    model.eval()
    return Placed(tokenizer, model, rung, needs, device)


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


def free() -> None:
    """Give back what nobody holds any more, the card's memory included."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def first_line(error: BaseException) -> str:
    """The beginning of what *error* says."""
    return str(error).strip().partition("\n")[0]


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


def _look_at_words(weights: LanguageWeights, tokenizer: Any) -> None:
    """A missing vocabulary does not fail to load: it is made up, and the model would read nothing of it."""
    if len(tokenizer) < _FEWEST_WORDS:
        raise NotHere(
            f"The language model {weights.model!r} has a vocabulary of {len(tokenizer)} words.",
            "Download it again: its tokenizer.json, or what it has instead, is missing or damaged.",
        )


def _planned(weights: LanguageWeights, needs: Needs, card: Card) -> Rung:
    """The rung to begin on; what only its work might be too large for is tried, since that is an estimate."""
    rung = plan(needs, card, weights.wish)
    if rung.fits:
        return rung
    happened, helps = letter(weights.name, needs, card, rung, weights.wish)
    if on_card(needs, rung) - needs.working > card.free or on_host(needs, rung) > card.host:
        raise NotHere(happened, helps)
    log.warning("%s It is tried all the same.", happened)
    return rung


def _options(rung: Rung, needs: Needs, card: Card) -> dict[str, Any]:
    dtype = getattr(torch, rung.precision)
    options: dict[str, Any] = {"dtype": dtype}
    if rung.quantise != "none":
        if not installed(PACKAGES[rung.quantise]):
            package = PACKAGES[rung.quantise]
            raise NotHere(f"`quantise: {rung.quantise}` needs {package}.", f"pip install {package}.")
        options["quantization_config"] = _smaller(rung, dtype)
        options["device_map"] = {"": card.device if card.accelerated else "cpu"}
    if rung.offload != "none":
        # Layer after layer, until the card is full; the others come when they work.
        room = max(0, card.free - needs.working)
        options |= {"device_map": "auto", "max_memory": {_number(card): room, "cpu": card.host}}
    return options


def _smaller(rung: Rung, dtype: Any) -> Any:
    if rung.quantise == "4bit":
        return BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=dtype)
    from torchao.quantization import Int8WeightOnlyConfig

    return TorchAoConfig(Int8WeightOnlyConfig())


def _number(card: Card) -> int | str:
    """*card* as accelerate names it."""
    kind, _, number = card.device.partition(":")
    return kind if kind in ("cpu", "mps") else int(number or 0)
