"""CosyVoice on the shelf of models: which is loaded, and what one line asks of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pipeline.local.cards import Card
from pipeline.local.order import Notes, Steps
from pipeline.voices.cosy.calls import Call


@dataclass(frozen=True)
class CosyWeights:
    """The model in the folder *model*, by the official *repository*."""

    repository: Path
    model: Path

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.model.name

    def load(self, card: Card) -> CosyLoaded:
        """Load it; the official code takes the graphics card that PyTorch is set to, where there is one."""
        from pipeline.voices.cosy.model import Model

        if card.device.startswith("cuda"):
            import torch

            torch.cuda.set_device(card.device)
        return CosyLoaded(Model(self.repository, self.model))


@dataclass
class CosyLoaded:
    """The model in memory."""

    model: Any

    @property
    def told(self) -> str:
        """What it is, in one line."""
        return str(self.model.told)

    def unload(self) -> None:
        """Give its memory back."""
        import gc

        self.model = None
        gc.collect()
        _empty()


@dataclass(frozen=True)
class CosyOrder:
    """One line: *calls* after one another, spoken to *out* (WAV at the model's rate)."""

    weights: CosyWeights
    calls: tuple[Call, ...]
    out: Path
    seed: int
    speed: float = 1.0

    @property
    def alike(self) -> Hashable:
        """Each is spoken alone: the random numbers belong to it."""
        return None

    def carry_out(self, loaded: CosyLoaded, orders: Sequence[Self], steps: Steps) -> Iterator[Notes]:
        """Speak each of *orders*; told of every sentence."""
        import numpy as np

        from pipeline.voices import sound

        for order in orders:
            counted = _Counted(steps)
            parts = [
                loaded.model.say(call, seed=order.seed, speed=order.speed, heard=counted)
                for call in order.calls
            ]
            sound.write_wav(order.out, np.concatenate(parts), loaded.model.rate)
            yield {"model": loaded.told}


class _Counted:
    """Counts sentences to *steps*; nobody knows of how many."""

    def __init__(self, steps: Steps) -> None:
        self._steps, self._done = steps, 0

    def __call__(self) -> None:
        self._done += 1
        self._steps(self._done, 0, "sentences")


def _empty() -> None:
    """What PyTorch keeps on a graphics card goes back as well, where PyTorch was loaded."""
    import sys

    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available():
        torch.cuda.empty_cache()
