"""
What PyTorch's libraries have in common, whatever kind of model they load. Imported when used.

`loading.py` and `reading.py` load models of diffusers with it, a storyboard's engine language models.
"""

from __future__ import annotations

import gc
from typing import Any

import torch

from pipeline.errors import NotHere
from pipeline.local.cards import Card
from pipeline.local.memory import PACKAGES, Rung, installed

#: A vocabulary of fewer words is the one that transformers makes up where the file is missing.
_FEWEST_WORDS = 50


def turn_to(card: Card) -> None:
    """Have this thread work with *card*: streams, and what is compiled, are of the thread's own card."""
    if card.device.startswith("cuda"):
        torch.cuda.set_device(card.device)


def free() -> None:
    """Give back what nobody holds any more, the card's memory included."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    elif torch.backends.mps.is_available():
        torch.mps.empty_cache()


def out_of_memory(error: BaseException) -> bool:
    """Whether *error* is about memory: on a CPU and on Apple's chips it has no class of its own."""
    said = str(error).lower()
    told = "out of memory" in said or "can't allocate memory" in said or "not enough memory" in said
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or (
        isinstance(error, RuntimeError) and told
    )


def first_line(error: BaseException) -> str:
    """The beginning of what *error* says, or its kind where it says nothing."""
    return (str(error).strip().partition("\n")[0] or type(error).__name__)[:300]


def smaller(library: Any, rung: Rung, *, float8: bool = False) -> Any:
    """
    The settings with which *library*, diffusers or transformers, reads weights as small as *rung* says.

    8 bit are whole numbers, or *float8*. `NotHere` naming the package that it takes.
    """
    package = PACKAGES[rung.quantise]
    if not installed(package):
        raise NotHere(f"`quantise: {rung.quantise}` needs {package}.", f"pip install {package}.")
    if rung.quantise == "4bit":
        return library.BitsAndBytesConfig(
            load_in_4bit=True,
            bnb_4bit_quant_type="nf4",
            bnb_4bit_compute_dtype=getattr(torch, rung.precision),
        )
    from torchao.quantization import Float8WeightOnlyConfig, Int8WeightOnlyConfig

    return library.TorchAoConfig(Float8WeightOnlyConfig() if float8 else Int8WeightOnlyConfig())


def look_at_words(tokenizer: Any, place: str) -> None:
    """A missing vocabulary does not fail to load: it is made up, and the model would read nothing of it."""
    if len(tokenizer) < _FEWEST_WORDS:
        raise NotHere(
            f"The vocabulary in {place} is missing: {len(tokenizer)} words.",
            "Download the checkpoint again; its tokenizer.json or spiece.model belongs there.",
        )
