"""How a model is loaded in the memory that is there: a ladder of rungs, and which of them to stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.local.cards import Card
from pipeline.local.families import Family

Precision = Literal["bfloat16", "float16", "float32"]
Quantise = Literal["none", "8bit", "4bit"]
#: Where parts wait that do not work at the moment: nowhere (all are on the card), as whole parts, by
#: groups of layers that come while the ones before them work, or layer by layer.
Offload = Literal["none", "model", "group", "sequential"]


@dataclass(frozen=True)
class Rung:
    """One way to load a model; *tiling* decodes large pictures piece by piece."""

    precision: Precision = "bfloat16"
    quantise: Quantise = "none"
    offload: Offload = "none"
    tiling: bool = False
    fits: bool = True

    def __str__(self) -> str:
        parts = ["whole" if self.offload == "none" else f"{self.offload} offload", self.precision]
        parts += [self.quantise] if self.quantise != "none" else []
        parts += ["tiled decoding"] if self.tiling else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Needs:
    """
    What a model needs: the parameters of each part, by its name, and *working* bytes for one order.

    *quantisable* are the parts that can have smaller weights.
    """

    parts: tuple[tuple[str, int], ...]
    working: int
    quantisable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What the user decided; `auto` leaves it to the plan."""

    precision: Literal["auto", "bfloat16", "float16", "float32"] = "auto"
    quantise: Literal["auto", "none", "8bit", "4bit"] = "auto"
    offload: Literal["auto", "none", "model", "group", "sequential"] = "auto"


def working(family: Family, width: int, height: int, frames: int = 1) -> int:
    """About how many bytes one picture or clip of that size takes beyond the weights of a *family*."""
    raise NotImplementedError


def plan(needs: Needs, card: Card, wish: Wish) -> Rung:
    """The best rung for *needs* on *card* within what the user wishes; not `fits` where there is none."""
    raise NotImplementedError
