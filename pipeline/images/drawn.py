"""
The drawn storyboard: pictures without any model, key or network.

A brief is staged as an illustrator would: the place in its light and weather, the people by the
size of the shot, sheet behind sheet, so that a camera can move through them.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.images.layers import CANVAS_HEIGHT


@dataclass(frozen=True, config=OPTIONS)
class Drawn:
    """Draws every picture itself, in one illustrated style; the layers travel inside the PNG."""

    version: ClassVar[int] = 3

    grain: float = Field(default=0.3, ge=0, le=1)
    """How much film grain lies over the picture: 0 none, 1 coarse."""

    vignette: float = Field(default=0.5, ge=0, le=1)
    """How dark the corners are: 0 as the middle, 1 nearly black."""

    @property
    def abilities(self) -> ImageAbilities:
        """It needs no references: the same person always looks the same."""
        return ImageAbilities(reads="brief")

    def unavailable(self) -> str:
        """Nothing: it runs wherever the program does."""
        return ""

    def draw(self, request: ImageRequest, out: Path) -> None:
        """
        Write the picture of `request.brief` to *out* (PNG), with its layers inside.

        The same request gives the same bytes. Raises `FolderError` where *out* can't be written.
        """
        from pipeline.images.drawing.picture import Finish, picture_of
        from pipeline.images.embed import write_png
        from pipeline.images.paint import still

        width = round(CANVAS_HEIGHT * request.width / request.height)
        picture = picture_of(request.brief, width, request.seed, Finish(self.grain, self.vignette))
        write_png(still(picture, request.width, request.height), out, picture)
