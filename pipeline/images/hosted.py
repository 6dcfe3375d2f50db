"""Pictures from a vendor's web service: an engine for every file in `configs/hosted/` with `images`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.engine import Hosted
from pipeline.hosted.orders import Files, prompt_within, ratio_of, translated, with_references
from pipeline.hosted.spec import Job
from pipeline.hosted.specs import Made
from pipeline.images.engine import ImageAbilities, ImageRequest
from pipeline.images.fit import fit
from pipeline.spending import Money
from pipeline.tickets import current


@dataclass(frozen=True, config=OPTIONS)
class HostedImages(Hosted):
    """Pictures by a vendor's image model, with portraits as references where it takes them."""

    makes: ClassVar[Made] = "images"

    @property
    def abilities(self) -> ImageAbilities:
        """What the vendor's model can do."""
        can = self.job().can
        return ImageAbilities(references=can.references, reference_name=can.reference_name)

    def price(self, request: ImageRequest) -> Money | None:
        """What the picture is expected to cost."""
        job = self._job(request)
        return self.quoted(job, {**job.values, "references": len(request.references)})

    def draw(self, request: ImageRequest, out: Path) -> None:
        """Have the vendor make the picture, or go on with the one that it is making."""
        from pipeline.hosted.delivery import Order, deliver

        job = self._job(request)

        def accept(file: Path, _: object) -> None:
            fit(file, request.width, request.height)

        order = Order(job.name, job, self.price(request), partial(_values, job, request), accept)
        deliver(order, current(), self.gate(), out)

    def _job(self, request: ImageRequest) -> Job:
        return self.job("references") if request.references else self.job()


def _values(job: Job, request: ImageRequest) -> tuple[dict[str, Any], Files]:
    files: Files = {}
    values: dict[str, Any] = {
        **job.values,
        "prompt": prompt_within(request.prompt, job),
        "ratio": ratio_of(request.width, request.height, job.can.ratios),
        "seed": request.seed,
    }
    values.setdefault("width", request.width)
    values.setdefault("height", request.height)
    with_references({reference.name: reference.image for reference in request.references}, job, values, files)
    return translated(job, values), files
