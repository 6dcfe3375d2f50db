"""
InstantID: SDXL puts the face of a portrait into a picture that another model drew.

An identity network looks at the eyes, nose and mouth that are there, and an adapter at whose they are to
be. Everything here is a plain value; `identity_net.py` loads it, `holding.py` works with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field

from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import NotHere
from pipeline.images.engine import Brief, ImageRequest, Reference
from pipeline.images.faces import Embedder, Watch
from pipeline.images.insight import InsightFace
from pipeline.local.cards import Card
from pipeline.local.checkpoint import examine
from pipeline.local.memory import Wish
from pipeline.local.order import Notes, Steps

#: What must lie in InstantID's folder.
NET, ADAPTER = "ControlNetModel", "ip-adapter.bin"


@options(frozen=True, config=OPTIONS)
class InstantID:
    """How SDXL with InstantID holds the faces in what was drawn."""

    sdxl: str
    """Folder of an SDXL checkpoint in the form of diffusers."""
    instantid: str
    """Folder of InstantX/InstantID: ControlNetModel/ and ip-adapter.bin."""
    mode: Literal["face", "image"] = "face"
    """face paints each face anew and leaves the rest as it was; image goes over the whole, for one person."""
    strength: float = Field(default=0.6, gt=0, le=1)
    """How much of the face (or picture) is drawn anew: 0.4 keeps its light, 0.8 little but its place."""
    identity_scale: float = Field(default=0.8, ge=0, le=2)
    """How much the portrait's face counts."""
    control_scale: float = Field(default=0.8, ge=0, le=2)
    """How closely eyes, nose and mouth stay where they were."""
    steps: int = Field(default=30, ge=1, le=200)
    """Steps of the whole way; of these the share *strength* is walked."""
    guidance: float = Field(default=5.0, ge=0, le=30)
    """How closely it keeps to the words."""
    prompt: str = "Photograph of a face, natural skin, sharp eyes, film still."
    """What every face is, in words; who it is and how they feel is added."""
    negative: str = "deformed, blurry, painting, extra eyes"
    """What should not be seen."""
    size: int = Field(default=1024, ge=64, le=2048, multiple_of=64)
    """The pixels at which a face is painted: SDXL was trained for 1024."""
    smallest: int = Field(default=48, ge=8)
    """Faces of fewer pixels across are left as they are: nobody would know them, and they suffer."""
    pack: str = "antelopev2"
    """Folder or name of insightface's models that InstantID was trained with: non-commercial use only."""

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        try:
            kind = examine(self.sdxl).kind
        except NotHere as error:
            return str(error)
        if not kind.startswith("StableDiffusionXL"):
            return f"{self.sdxl} is a {kind}: InstantID works with SDXL only. Give the folder of one."
        for needed in (f"{NET}/config.json", ADAPTER):
            file = Path(self.instantid) / needed
            if not file.is_file():
                return f"{file} is missing. Copy InstantX/InstantID there: {NET}/ and {ADAPTER}."
        return InsightFace(self.pack).unavailable()

    def order(self, picture: Path, request: ImageRequest, out: Path, wish: Wish) -> HoldFaces:
        """What is to be done with *picture*, drawn for *request*; the result goes to *out*."""
        return HoldFaces(
            options=self,
            picture=picture,
            out=out,
            brief=request.brief,
            portraits=tuple(one for one in request.references if not one.sheet),
            seed=request.seed,
            watch=request.faces,
            embedder=InsightFace(self.pack),
            wish=wish,
        )


@dataclass(frozen=True)
class IdentityWeights:
    """SDXL with InstantID's identity network and adapter, as *mode* uses it, at *size* pixels."""

    sdxl: str
    instantid: str
    mode: Literal["face", "image"] = "face"
    size: int = 1024
    wish: Wish = field(default_factory=Wish)

    @property
    def name(self) -> str:
        """What the user calls it."""
        return f"{Path(self.sdxl).name} with {Path(self.instantid).name}"

    def load(self, card: Card) -> Any:
        """A `pipeline.local.loading.Pipe`; `NotHere` naming what is damaged or missing."""
        from pipeline.images.local.identity_net import load

        return load(self, card)


@dataclass(frozen=True)
class HoldFaces:
    """
    Write to *out* the *picture* with the faces that *portraits* show, for the people of the *brief*.

    Faces are given to those whose portrait they resemble already, the others from left to right as the
    brief names them. Who gets none is told in the notes; where nobody does, *out* is *picture*.
    """

    options: InstantID
    picture: Path
    out: Path
    brief: Brief
    portraits: tuple[Reference, ...]
    seed: int
    embedder: Embedder
    watch: Watch | None = None
    wish: Wish = field(default_factory=Wish)

    @property
    def weights(self) -> IdentityWeights:
        """SDXL and InstantID."""
        options = self.options
        return IdentityWeights(options.sdxl, options.instantid, options.mode, options.size, self.wish)

    @property
    def alike(self) -> Hashable:
        """None: every picture has its own faces."""
        return None

    def carry_out(self, loaded: Any, orders: Sequence[Self], steps: Steps) -> Iterator[Notes]:
        """Write the pictures, one after the other."""
        from pipeline.images.local.holding import hold

        for order in orders:
            yield hold(loaded, order, steps)
