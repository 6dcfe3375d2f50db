"""Moving shots by a model of diffusers on one's own machine: CogVideoX, Wan, SVD, LTX, HunyuanVideo, ..."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Literal

from pydantic import Field

from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.clips.local.chaining import longest
from pipeline.clips.local.order import ClipOrder, Direction
from pipeline.clips.smoother import Smoothing
from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere, Rejected
from pipeline.local import shelf
from pipeline.local.checkpoint import Checkpoint, foreseen
from pipeline.local.effort import working
from pipeline.local.engine import Local
from pipeline.local.families import Family
from pipeline.local.weights import DiffusersWeights
from pipeline.tickets import current

#: What begins with a picture, for those who have a model that does not, by the beginning of its label.
_INSTEAD = {
    "CogVideoX": "CogVideoX-5b-I2V",
    "Wan": "Wan2.2-TI2V-5B or Wan2.2-I2V-A14B",
    "AnimateDiff": "a SparseCtrl as `control`",
    "HunyuanVideo 1.5": "HunyuanVideo-1.5-480p_i2v",
    "HunyuanVideo": "HunyuanVideo-I2V",
}
#: The families whose models denoise by flow matching, by the beginning of their labels.
_FLOWS = ("Wan", "LTX", "HunyuanVideo", "FramePack")


@dataclass(frozen=True, config=OPTIONS)
class Diffusers(Smoothing, Local):
    """
    Brings pictures to life by a model in the form of diffusers.

    What a model can't do is refused before it is loaded; what it leaves unread is in the notes of the clip.
    """

    makes: ClassVar[Literal["images", "clips"]] = "clips"

    from_picture: bool = True
    """Whether a clip begins with the shot's picture; without, it is made from words alone."""
    joins: bool = True
    """Whether a shot ends with the picture of the next one where that goes on from it, if the model can."""
    chain: int = Field(default=3, ge=1, le=20)
    """Of how many pieces a shot may be made, each going on from the last frame of the one before."""
    guidance_2: float | None = Field(default=None, ge=0, le=30)
    """How closely Wan 2.2's second expert, that of the details, keeps to the words."""
    shift: float | None = Field(default=None, gt=0, le=30)
    """Where in time a model of flow matching works most: above 1 at what moves, below at details."""
    motion: int | None = Field(default=None, ge=1, le=255)
    """How much SVD moves (its motion bucket): 127 is its usual."""
    noise: float | None = Field(default=None, ge=0, le=1)
    """How far SVD may leave its picture (its noise augmentation): 0.02 is its usual."""
    adapter: str = ""
    """AnimateDiff's motion adapter, where `model` is a Stable Diffusion 1.5 without one."""
    control: str = ""
    """A SparseCtrl for AnimateDiff, with which it takes pictures."""

    @property
    def abilities(self) -> ClipAbilities:
        """
        What the model can do by the rules of its family; one that can't be read promises nothing.

        A well-known one need not be here: what it can do decides what is asked of it, and so what is kept.
        """
        try:
            family = self._animated(foreseen(self.model)).family
        except NotHere:
            return ClipAbilities()
        last = family.last != "no"
        return ClipAbilities(
            longest=longest(family, self._pieces(family)),
            reads_prompt="prompt" not in family.ignores,
            last=last,
            joins=last and self.joins,
            keys=self.chain - 1 if last else 0,
        )

    def unavailable(self) -> str:
        """Why it can't run here, or not as it is set."""
        found = super().unavailable() or self.smoothing_lacks()
        return found or next(self._contradictions(self.checkpoint()), "")

    def checkpoint(self) -> Checkpoint:
        """What lies in the model's folder; with AnimateDiff's parts added it is a model of that kind."""
        return self._animated(super().checkpoint())

    def animate(self, request: ClipRequest, out: Path) -> None:
        """
        Make the clip when it is its turn, as long as asked, at the family's size and rate, or smoothed.

        `Rejected` for a length or pictures that `abilities` does not promise.
        """
        devices = self.devices()
        with TemporaryDirectory(dir=out.parent) if self.smooths else nullcontext() as work:
            made = Path(work, "made.mp4") if work else out
            current().told.update(shelf.ask(self.order(request, made), devices))
            if work:
                current().told.update(self.smoothed(made, request, devices, out))

    def order(self, request: ClipRequest, out: Path) -> ClipOrder:
        """What is asked of the model for *request*; `Rejected` as in `animate`."""
        family = self.checkpoint().family
        self._look_at(request, family)
        return ClipOrder(
            weights=self._weights(request, family),
            family=family,
            request=request,
            out=out,
            direction=self._direction(family),
            begins=self.from_picture,
        )

    def _pieces(self, family: Family) -> int:
        """How many pieces a shot can have: more than one where a piece can begin with a picture alone."""
        return self.chain if family.first != "no" and not family.needs_last else 1

    @property
    def _pipeline(self) -> str:
        """The pipeline of AnimateDiff that the options ask for, if they do."""
        if self.control:
            return "AnimateDiffSparseControlNetPipeline"
        return "AnimateDiffPipeline" if self.adapter else ""

    def _animated(self, found: Checkpoint) -> Checkpoint:
        return replace(found, index={**found.index, "_class_name": self._pipeline or found.kind})

    def _weights(self, request: ClipRequest, family: Family) -> DiffusersWeights:
        """Planned for the longest piece, so that all shots of a film share one loaded model."""
        size = family.snapped(request.width, request.height)
        return self.weights(
            working(family, *size, family.most_frames),
            pipeline=self._pipeline or (family.from_picture if self.from_picture else ""),
            adapters=tuple(filter(None, (self.adapter, self.control))),
        )

    def _direction(self, family: Family) -> Direction:
        svd = {"motion_bucket_id": self.motion, "noise_aug_strength": self.noise}
        return Direction(
            steps=self.steps or family.steps,
            guidance=self.guidance,
            guidance_2=self.guidance_2,
            negative=self.negative,
            shift=self.shift,
            values={**{key: value for key, value in svd.items() if value is not None}, **self.values},
        )

    def _look_at(self, request: ClipRequest, family: Family) -> None:
        most = longest(family, self._pieces(family))
        if request.seconds > most + 1e-6:
            raise Rejected(
                f"{family.label} makes {most:.2f} s in {self._pieces(family)} piece(s), "
                f"and {request.seconds:g} s were asked for.",
                "Raise `chain`, or make the shot shorter.",
            )
        if family.last == "no" and (request.last or request.keys):
            raise Rejected(
                f"{family.label} would not read the pictures that the clip is to pass or to end with.",
                "Leave them out, or use a model that takes them: Wan2.2-I2V-A14B, VACE, LTX-2, FramePack.",
            )
        if family.needs_last and not request.last:
            raise Rejected(
                f"{family.label} goes from one picture to another one, and the shot has none to end with.",
                "Put it into images/ as SHOT-last.png, or use a model such as Wan2.2-I2V-A14B.",
            )

    def _contradictions(self, checkpoint: Checkpoint) -> Iterator[str]:
        """A sentence for each option that the model would not read."""
        family, two = checkpoint.family, len(checkpoint.denoisers) > 1
        name = family.label
        if self.from_picture and family.first == "no":
            instead = next((other for start, other in _INSTEAD.items() if name.startswith(start)), "another")
            yield f"{name} makes clips from words alone. Set `from_picture: false`, or use {instead}."
        if not self.from_picture and family.first == "must":
            yield f"{name} always begins with a picture. Leave `from_picture` out."
        unread = {
            "negative": bool(self.negative) and not family.negative,
            "guidance_2": self.guidance_2 is not None and not two,
            "shift": self.shift is not None and not name.startswith(_FLOWS),
            "motion": self.motion is not None and not name.startswith("SVD"),
            "noise": self.noise is not None and not name.startswith("SVD"),
        }
        yield from (f"{name} does not read `{option}`: leave it out." for option, so in unread.items() if so)
