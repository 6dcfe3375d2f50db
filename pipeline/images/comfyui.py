"""Pictures by a workflow of a ComfyUI server, on this machine or another one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal

from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.comfy.engine import Comfy
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.images.fit import fit

_ENDINGS = (".png", ".webp", ".jpg", ".jpeg")


@dataclass(frozen=True, config=OPTIONS)
class ComfyUIImages(Comfy):
    """Draws by a workflow such as Flux's, with as many references as it has places for."""

    makes: ClassVar[Literal["clips", "images", "lips"]] = "images"

    @property
    def abilities(self) -> ImageAbilities:
        """What the workflow's bindings say; without a workflow it can't run, and promises nothing."""
        if not self.workflow:
            return ImageAbilities()
        return ImageAbilities(references=len(self._chosen().bindings.bind.references))

    def draw(self, request: ImageRequest, out: Path) -> None:
        """Have the server make the picture, or go on with the one that it is making."""
        values: dict[str, Any] = {
            "prompt": request.prompt,
            "seed": request.seed,
            **self._sized(request.width, request.height),
        }
        pictures = {"references": tuple(reference.image for reference in request.references)}

        def accept(file: Path) -> None:
            fit(file, request.width, request.height)

        self._carry_out(values, pictures, _ENDINGS, accept, out)
