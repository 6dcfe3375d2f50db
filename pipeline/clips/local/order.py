"""A moving shot as it is ordered from the model: plain values, which can go to another process."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from pipeline.clips.engine import ClipRequest
from pipeline.local.families import Family
from pipeline.local.order import Notes, Steps
from pipeline.local.weights import DiffusersWeights


@dataclass(frozen=True)
class Direction:
    """
    How the model is asked, whatever the shot: what is None is the family's usual.

    *shift* moves the time of flow matching towards the coarse (above 1) or the fine; *values* are further
    arguments of the pipeline.
    """

    steps: int
    guidance: float | None = None
    guidance_2: float | None = None
    negative: str = ""
    shift: float | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


# Two orders are the same only where they are one: their values need no hash.
@dataclass(frozen=True, eq=False)
class ClipOrder:
    """
    The clip of *request*, to be written to *out* by the rules of *family*.

    *begins* says that it begins with the request's picture; else with what the words say.
    """

    weights: DiffusersWeights
    family: Family
    request: ClipRequest
    out: Path
    direction: Direction
    begins: bool = True

    @property
    def alike(self) -> Hashable:
        """Clips are made one by one: each fills the memory."""
        return None

    def carry_out(self, loaded: Any, orders: Sequence[Self], steps: Steps) -> Iterator[Notes]:
        """Make the clips of *orders*, one after the other."""
        from pipeline.clips.local.filming import film

        for order in orders:
            yield film(loaded, order, steps)
