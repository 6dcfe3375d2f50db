"""Clips without any service or model: the layers of a drawn picture move against one another."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.engine import OPTIONS, dataclass

NEEDED = {"cv2": "opencv-python-headless", "resvg_py": "resvg-py", "imageio_ffmpeg": "imageio-ffmpeg"}


@dataclass(frozen=True, config=OPTIONS)
class Parallax:
    """
    Moves the layers that a PNG of the drawn storyboard carries; any other picture is moved as one.

    In layers, people breathe, blink and speak, lamps flicker, branches sway, and rain falls.
    """

    version: ClassVar[int] = 2

    strength: Annotated[float, Field(ge=0, le=3)] = 1.0
    """How far the camera moves; 0 holds it still, 1 is usual."""
    mouths: bool = True
    """Whether the mouth of the one who speaks follows the voice."""
    blinks: bool = True
    """Whether eyes blink."""
    weather: bool = True
    """Whether rain, snow, dust, embers and leaves fall."""
    dust: bool = False
    """Whether dust floats over pictures that have no layers."""
    crf: Annotated[int, Field(ge=0, le=51)] = 18
    """The quality of the encoding: 0 is lossless, each 6 more halve the bits."""
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium"] = "ultrafast"
    """How long x264 searches for a smaller file."""

    @property
    def abilities(self) -> ClipAbilities:
        """Any length; mouths move with the voice, and words decide nothing."""
        return ClipAbilities(reads_talks=self.mouths, reads_prompt=False, animatic=True)

    def unavailable(self) -> str:
        """Which of its packages is missing."""
        missing = [package for module, package in NEEDED.items() if find_spec(module) is None]
        return f"{', '.join(missing)} is not installed: pip install {' '.join(missing)}" if missing else ""

    def animate(self, request: ClipRequest, out: Path) -> None:
        """
        Write `request.seconds` of film, rounded to whole frames; odd sizes lose a pixel.

        The same request for the same picture gives the same bytes on the same machine.
        """
        from pipeline.clips import actors, encode, frames, pictures

        seen = pictures.seen(request, self.strength, dust=self.dust)
        moving = frames.Frames(seen, request, actors.Life(self.mouths, self.blinks, self.weather))
        width, height = seen.painted.width, seen.painted.height
        with encode.encoder(out, width, height, request.fps, crf=self.crf, preset=self.preset) as write:
            for frame in moving:
                write(frame)
