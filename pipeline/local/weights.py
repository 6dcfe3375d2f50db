"""Which model of diffusers, and how it is to be loaded: what two orders must share to share a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.local.cards import Card
from pipeline.local.memory import Wish


@options(frozen=True, config=OPTIONS)
class Lora:
    """A change to a model that was trained for a style, a face, or fewer steps."""

    path: str
    """A file, a folder, or an id on a hub."""
    weight: float = Field(default=1.0, ge=-4, le=4)
    """How much of it: 1 is as it was trained."""
    file: str = ""
    """The file in that folder, where there are several."""
    part: Literal["both", "transformer", "transformer_2"] = "both"
    """Of Wan 2.2's two denoisers the one it is for: the second makes the details."""


#: Pipelines whose blocks can be skipped, by the beginnings of their names: tried with diffusers 0.42. With
#: FLUX.2 it fails inside; Kontext, FramePack, LTX-2, Z-Image and HunyuanVideo 1.5 do not know of it.
_CACHED = (
    "FluxPipeline",
    "CogVideoX",
    "HunyuanVideoPipeline",
    "LTXPipeline",
    "LTXI",
    "LTXC",
    "QwenImage",
    "Wan",
)
#: These have convolutions beside the blocks that repeat.
_NETS = ("StableDiffusion", "StableVideo", "AnimateDiff")


@dataclass(frozen=True)
class Speed:
    """What makes a model faster; nothing of it changes what is drawn but for *cache*."""

    cache: float = 0.0
    compiled: bool = False
    attention: str = "auto"

    def refused(self, kind: str) -> str:
        """Why pipelines of the class *kind* can't be made faster so; empty where they can."""
        if self.cache and not kind.startswith(_CACHED):
            return f"`cache` does not work with {kind}: leave it out."
        if self.compiled and kind.startswith(_NETS):
            return f"`compiled` does not work with {kind}: leave it out."
        if self.attention not in ("auto", "native") and kind.startswith(_NETS):
            return f"{kind} has one way of attention only: leave `attention: {self.attention}` out."
        return ""


@dataclass(frozen=True)
class DiffusersWeights:
    """
    A checkpoint in the form of diffusers: *model* is its folder or its id on a hub.

    *denoisers* are files that take the place of its own (safetensors or GGUF), *adapters* are the folders of
    parts that its pipeline needs besides (a motion adapter, a SparseCtrl), *pipeline* is another class than
    the one in its index. *working* bytes are what one order needs beyond the weights; a model that is
    loaded serves a larger order, too.
    """

    model: str
    wish: Wish = field(default_factory=Wish)
    speed: Speed = field(default_factory=Speed)
    loras: tuple[Lora, ...] = ()
    denoisers: tuple[str, ...] = ()
    adapters: tuple[str, ...] = ()
    pipeline: str = ""
    working: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """What the user calls it: the folder's name, or the id's last part."""
        return Path(self.model).name

    def load(self, card: Card) -> Any:
        """A `pipeline.local.loading.Pipe`."""
        from pipeline.local.loading import load

        return load(self, card)
