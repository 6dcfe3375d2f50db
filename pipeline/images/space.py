"""Pictures from a Hugging Face Space, or any other Gradio app."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.orders import ratio_of
from pipeline.hosted.spaces.engine import Space
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.images.fit import fit


@dataclass(frozen=True, config=OPTIONS)
class SpaceImages(Space):
    """
    Pictures by an app that draws what it is told.

    Portraits are {reference_1}, {reference_2} ..., or all of them with
    `{each: references, as: "{image}"}` and, where it wants them, the `{name}` of each.
    """

    given: ClassVar[tuple[str, ...]] = ("prompt", "references", "width", "height", "ratio", "seed")

    references: int = Field(default=0, ge=0)
    """How many portraits it takes."""

    @property
    def abilities(self) -> ImageAbilities:
        """What the app can do, as the options say."""
        return ImageAbilities(references=self.references)

    def draw(self, request: ImageRequest, out: Path) -> None:
        """Have the app make the picture."""
        values = {
            "prompt": request.prompt,
            "width": request.width,
            "height": request.height,
            "ratio": ratio_of(request.width, request.height, ()),
            "seed": request.seed,
        }
        references = [(reference.name, reference.image) for reference in request.references]

        def accept(file: Path) -> None:
            fit(file, request.width, request.height)

        self.carry_out(values, accept, out, references=references)
