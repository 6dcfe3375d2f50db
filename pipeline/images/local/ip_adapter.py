"""
Flux IP-Adapter: a portrait steers the picture through a CLIP image encoder.

It knows one picture at a time and nothing of who stands where: of several people it holds one, or a mix.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.images.engine import Reference
from pipeline.local.families import Family

if TYPE_CHECKING:
    from pipeline.local.loading import Pipe

#: How the labels begin of the families whose pipelines take one: diffusers reads XLabs' form for them.
FAMILY = "FLUX.1"


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
    """Of several people in a frame the first is held, and the notes name the others; or a mix of all."""

    def refuses(self, family: Family) -> str:
        """Why models of *family* can't use it; empty where they can."""
        if family.label.startswith(FAMILY):
            return ""
        return f"{family.label} has no IP-Adapter here: only {FAMILY} has one. Choose another identity."

    def unavailable(self) -> str:
        """Why it can't be loaded here: what is missing in its folder; empty where it can."""
        for needed in (self.weights, self.encoder_folder / "config.json"):
            if not needed.is_file():
                return f"{needed} is missing. Copy XLabs-AI/flux-ip-adapter and its CLIP encoder there."
        return ""

    @property
    def weights(self) -> Path:
        """The file of its weights."""
        return Path(self.folder) / self.file

    @property
    def encoder_folder(self) -> Path:
        """Where the image encoder lies: a path of its own, or one in the adapter's folder."""
        return Path(self.folder) / self.encoder

    def arguments(self, loaded: Pipe, portraits: Sequence[Reference]) -> dict[str, Any]:
        """
        What the call of *loaded* takes besides to show the *portraits*: the same in all pictures of a batch.

        Puts the adapter onto the pipeline at the first time. Where there are no portraits it draws as it
        would without one. `NotHere` naming a file that can't be used.
        """
        from pipeline.images.local.adapting import adapted

        shown = [one.image for one in portraits]
        return adapted(loaded, self, shown[:1] if self.several == "first" else shown)
