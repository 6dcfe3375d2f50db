"""Moving shots by a workflow of a ComfyUI server, on this machine or another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal

from pipeline.clips.check import ENDINGS, look_at
from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.comfy.engine import Comfy


@dataclass(frozen=True, config=OPTIONS)
class ComfyUIClips(Comfy):
    """Brings pictures to life by a workflow such as Wan's or Stable Video Diffusion's."""

    makes: ClassVar[Literal["clips", "images", "lips"]] = "clips"

    @property
    def abilities(self) -> ClipAbilities:
        """What the workflow's bindings say; without a workflow it can't run, and promises nothing."""
        if not self.workflow:
            return ClipAbilities()
        bindings = self._chosen().bindings
        return ClipAbilities(
            lengths=bindings.lengths,
            longest=bindings.longest,
            reads_prompt=bool(bindings.bind.prompt),
            last=bool(bindings.bind.last),
        )

    def animate(self, request: ClipRequest, out: Path) -> None:
        """Have the server make the clip, or go on with the one that it is making."""
        values: dict[str, Any] = {
            "prompt": request.prompt,
            "seed": request.seed,
            "fps": request.fps,
            "seconds": request.seconds,
            **self._sized(request.width, request.height),
        }
        frames = self._chosen().bindings.frames
        if frames:
            values["frames"] = frames.of(request.seconds)
        pictures = {"image": (request.image,), "last": (request.last,) if request.last else ()}

        def accept(file: Path) -> None:
            look_at(file, request.seconds)

        self._carry_out(values, pictures, ENDINGS, accept, out)
