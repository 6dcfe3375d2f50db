"""Which model of diffusers, and how it is to be loaded: what two orders must share to share a model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.local.cards import Card
from pipeline.local.memory import Wish

_ID = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")


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

    def missing(self) -> str:
        """What to do where it is not on this machine; empty where it is. No network is used."""
        place = Path(self.path).expanduser()
        if place.exists():
            found = not self.file or (place / self.file).is_file()
            return "" if found else f"The LoRA {place / self.file} is missing: correct its `file`."
        if not _ID.fullmatch(self.path):
            return f"The LoRA {self.path} is missing: correct its `path`."
        if find_spec("huggingface_hub") is None:
            return ""
        from huggingface_hub import try_to_load_from_cache

        if isinstance(try_to_load_from_cache(self.path, self.file or "?"), str):
            return ""
        return (
            f"The LoRA {self.path} is not on this machine: `hf download {self.path} {self.file}` fetches it."
        )


@dataclass(frozen=True)
class Scheduler:
    """Another *kind* of scheduler, a class of diffusers, and *changes* to its figures, by their names."""

    kind: str = ""
    changes: tuple[tuple[str, Any], ...] = ()


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
    scheduler: Scheduler = field(default_factory=Scheduler)
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
