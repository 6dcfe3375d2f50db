"""
Flux IP-Adapter: a portrait steers the picture through a CLIP image encoder.

It knows one picture at a time and nothing of who stands where: of several people it holds one, or a mix.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.images.engine import Reference
from pipeline.local.families import Family

if TYPE_CHECKING:
    from pipeline.local.loading import Pipe


@options(frozen=True, config=OPTIONS)
class IPAdapter:
    """An IP-Adapter for FLUX.1, in XLabs' form."""

    folder: str
    """The folder that holds it: a copy of XLabs-AI/flux-ip-adapter."""
    file: str = "ip_adapter.safetensors"
    """Its file of weights there."""
    encoder: str = "image_encoder"
    """Folder of the CLIP image encoder that it was trained with (clip-vit-large-patch14)."""
    scale: float = Field(default=0.7, ge=0, le=2)
    """How much the portrait counts beside the words."""
    several: Literal["first", "average"] = "first"
    """Of several people in a frame the first is held and the notes name the others; or a mix of all."""

    def refuses(self, family: Family) -> str:
        """Why models of *family* can't use it; empty where they can."""
        raise NotImplementedError

    def unavailable(self) -> str:
        """Why it can't be loaded here: what is missing in its folder; empty where it can."""
        raise NotImplementedError

    def unheld(self, portraits: Sequence[Reference]) -> list[str]:
        """Whose faces of *portraits* it does not hold."""
        return [] if self.several == "average" else [portrait.name for portrait in portraits[1:]]

    def arguments(self, loaded: Pipe, pictures: Sequence[Sequence[Reference]]) -> dict[str, Any]:
        """
        What the call of *loaded* takes for a batch of *pictures*, each with the portraits of its people.

        Puts the adapter onto the pipeline at the first time. All of the batch have portraits, or none has.
        """
        raise NotImplementedError
