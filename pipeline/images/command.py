"""Pictures by a program of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from pipeline.command import Program, Workplace, put
from pipeline.engine import OPTIONS, dataclass
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.images.fit import fit


@dataclass(frozen=True, config=OPTIONS)
class Command(Program):
    """
    Pictures by a program of your own, which writes a picture of any kind and size to {out}.

    An argument that is {references} becomes one for each portrait; `request.json` has their names.
    """

    given: ClassVar[tuple[str, ...]] = ("prompt", "references", "width", "height", "seed")

    references: int = Field(default=0, ge=0)
    """How many portraits it takes; the prompt names them by their number."""

    @property
    def abilities(self) -> ImageAbilities:
        """What the program can do, as the options say."""
        return ImageAbilities(references=self.references)

    def draw(self, request: ImageRequest, out: Path) -> None:
        """Have the program make the picture."""

        def accept(file: Path) -> None:
            fit(file, request.width, request.height)

        with self.workplace(out) as place:
            put(place.run(_values(request, place), "picture.png", accept), out)


def _values(request: ImageRequest, place: Workplace) -> dict[str, Any]:
    pictures = [
        place.picture(f"reference-{number}", reference.image)
        for number, reference in enumerate(request.references, 1)
    ]
    return {
        "prompt": request.prompt,
        "references": pictures or None,
        "names": [reference.name for reference in request.references],
        "width": request.width,
        "height": request.height,
        "seed": request.seed,
    }
