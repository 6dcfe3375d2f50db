"""Load a model of diffusers as the memory allows. Imported when used."""

from __future__ import annotations

import gc
import logging
from dataclasses import dataclass, field
from typing import Any

import diffusers
import torch
from diffusers.utils import logging as diffusers_logging

from pipeline.local.cards import Card
from pipeline.local.checkpoint import Checkpoint, examine
from pipeline.local.families import Family
from pipeline.local.memory import Rung
from pipeline.local.weights import DiffusersWeights

log = logging.getLogger("drama")


@dataclass
class Pipe:
    """
    A pipeline in memory, on the *rung* it was loaded on.

    *kept* is for whoever uses it: what was worked out once and serves again, such as encoded prompts.
    """

    weights: DiffusersWeights
    card: Card
    checkpoint: Checkpoint
    rung: Rung
    pipe: Any
    siblings: dict[str, Any] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def family(self) -> Family:
        """The rules of the model."""
        return self.checkpoint.family

    @property
    def told(self) -> str:
        """How it was loaded, in one line."""
        return f"{self.weights.name} on {self.card.device}: {self.rung}"

    def as_(self, kind: str) -> Any:
        """The pipeline of the class *kind* over the same parts, such as one that begins with a picture."""
        if not kind or kind == type(self.pipe).__name__:
            return self.pipe
        if kind not in self.siblings:
            self.siblings[kind] = getattr(diffusers, kind).from_pipe(self.pipe)
        return self.siblings[kind]

    def unload(self) -> None:
        """Give all its memory back."""
        self.pipe = None
        self.siblings.clear()
        self.kept.clear()
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()


def load(weights: DiffusersWeights, card: Card) -> Pipe:
    """The model of *weights* on *card*; `NotHere` where it can't be."""
    checkpoint = examine(weights.model)
    diffusers_logging.disable_progress_bar()
    kind = weights.pipeline or checkpoint.kind
    rung = Rung(precision="bfloat16" if card.accelerated else "float32")
    pipe = getattr(diffusers, kind).from_pretrained(checkpoint.folder, dtype=getattr(torch, rung.precision))
    pipe.to(card.device)
    pipe.set_progress_bar_config(disable=True)
    return Pipe(weights, card, checkpoint, rung, pipe)
