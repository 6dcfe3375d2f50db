"""Lips by a workflow of a ComfyUI server, such as LatentSync's, MuseTalk's or Wan S2V's."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from pipeline.clips.check import ENDINGS, look_at
from pipeline.clips.lips.engine import LipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.comfy.engine import Comfy


@dataclass(frozen=True, config=OPTIONS)
class ComfyUILips(Comfy):
    """Moves lips by a workflow that takes a video and a sound."""

    makes: ClassVar[Literal["clips", "images", "lips"]] = "lips"

    def sync(self, request: LipRequest, out: Path) -> None:
        """Have the server move the lips, or go on with the job that it has."""

        def accept(file: Path) -> None:
            look_at(file, request.seconds)

        values = {"seed": request.seed, "seconds": request.seconds}
        given = {"video": (request.video,), "sound": (request.sound,)}
        self._carry_out(values, given, ENDINGS, accept, out)
