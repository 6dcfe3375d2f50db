"""Moving shots from a vendor's web service: an engine for every file in `configs/hosted/` with `clips`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from pipeline.clips.check import look_at
from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.engine import Hosted
from pipeline.hosted.offer import Whole
from pipeline.hosted.orders import Files, prompt_within, ratio_of, translated, with_picture
from pipeline.hosted.spec import Job
from pipeline.hosted.specs import Made
from pipeline.spending import Money
from pipeline.tickets import current


@dataclass(frozen=True, config=OPTIONS)
class HostedClips(Hosted):
    """Moving shots by a vendor's video model."""

    makes: ClassVar[Made] = "clips"

    from_picture: bool = Field(
        default=True, description="Begin with the shot's picture; without, the words alone decide."
    )

    @property
    def abilities(self) -> ClipAbilities:
        """What the vendor's model can do."""
        lengths = self.usual().can.lengths
        if isinstance(lengths, Whole):
            lengths = tuple(float(seconds) for seconds in range(lengths.least, lengths.most + 1))
        return ClipAbilities(lengths=lengths, last=self.from_picture and self.job().can.last)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        job = self.job()
        if not self.from_picture and not job.can.text:
            return f"{job.name} makes no clips without a picture. Set `from_picture: true`."
        if self.from_picture and not job.can.first:
            return f"{job.name} makes clips from words alone. Set `from_picture: false`."
        return super().unavailable()

    def price(self, request: ClipRequest) -> Money | None:
        """What the clip is expected to cost."""
        job = self._job(request)
        return self.quoted(job, {**job.values, "duration": request.seconds})

    def animate(self, request: ClipRequest, out: Path) -> None:
        """Have the vendor make the clip, or go on with the one that it is making."""
        from pipeline.hosted.delivery import Order, deliver

        job = self._job(request)

        def accept(file: Path, _: object) -> None:
            look_at(file, request.seconds)

        order = Order(job.name, job, self.price(request), partial(self._values, job, request), accept)
        deliver(order, current(), self.gate(), out)

    def usual(self) -> Job:
        """How the vendor makes a clip from a picture, or from words alone."""
        return self.job() if self.from_picture else self.job("text")

    def _job(self, request: ClipRequest) -> Job:
        return self.job("last") if request.last else self.usual()

    def _values(self, job: Job, request: ClipRequest) -> tuple[dict[str, Any], Files]:
        files: Files = {}
        seconds = int(request.seconds) if request.seconds == int(request.seconds) else request.seconds
        values: dict[str, Any] = {
            **job.values,
            "prompt": prompt_within(request.prompt, job),
            "duration": seconds,
            "width": request.width,
            "height": request.height,
            "fps": request.fps,
            "ratio": ratio_of(request.width, request.height, job.can.ratios),
            "seed": request.seed,
        }
        if self.from_picture:
            with_picture("image", request.image, job, values, files)
        if request.last:
            with_picture("last_image", request.last, job, values, files)
        return translated(job, values), files
