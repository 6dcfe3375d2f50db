"""One picture to draw with a model on one's own machine, as plain values; `drawing.py` does it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from pipeline.images.engine import Reference
from pipeline.images.faces import Watch
from pipeline.images.local.ip_adapter import IPAdapter
from pipeline.local.order import Notes, Steps
from pipeline.local.weights import DiffusersWeights


@dataclass(frozen=True)
class Drawing:
    """
    Draw what *prompt* says, and write it to *out*: a PNG of *width* x *height* pixels.

    *references* are pictures that the model is shown, by the numbers that the prompt gives them;
    *adapter* takes them in its stead. *values* are further arguments of its pipeline, as JSON.
    *at_once* is how many pictures go through the model together, 0 as many as its memory holds. Where the
    faces are not like those that *watch* looks for, it is drawn again while the model is there.
    """

    weights: DiffusersWeights
    prompt: str
    out: Path
    width: int
    height: int
    seed: int
    steps: int
    guidance: float | None = None
    negative: str = ""
    references: tuple[Reference, ...] = ()
    adapter: IPAdapter | None = None
    values: str = "{}"
    at_once: int = 0
    watch: Watch | None = None

    @property
    def alike(self) -> Hashable:
        """All but the words, the seed, the place and whom to look for: one call shows the same pictures."""
        return replace(self, prompt="", seed=0, out=Path(), watch=None)

    def carry_out(self, loaded: Any, orders: Sequence[Self], steps: Steps) -> Iterator[Notes]:
        """Draw them, as many at once as the memory holds."""
        from pipeline.images.local.drawing import draw

        return draw(loaded, orders, steps)
