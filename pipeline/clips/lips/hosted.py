"""Lips by a vendor's web service: an engine for every file in `configs/hosted/` with `lips`."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from pipeline.clips.check import look_at
from pipeline.clips.lips.engine import Lasting, LipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.engine import Hosted
from pipeline.hosted.orders import Files
from pipeline.hosted.spec import Job
from pipeline.hosted.specs import Made
from pipeline.spending import Money
from pipeline.tickets import current


@dataclass(frozen=True, config=OPTIONS)
class HostedLips(Hosted):
    """Lips moved by a vendor's model."""

    makes: ClassVar[Made] = "lips"

    def price(self, request: Lasting) -> Money | None:
        """What it is expected to cost."""
        job = self.job()
        return self.quoted(job, {**job.values, "duration": request.seconds})

    def sync(self, request: LipRequest, out: Path) -> None:
        """Have the vendor move the lips, or go on with the job that it has."""
        from pipeline.hosted.delivery import Order, deliver

        job = self.job()

        def accept(file: Path, _: object) -> None:
            look_at(file, request.seconds)

        order = Order(job.name, job, self.price(request), partial(_values, job, request), accept)
        deliver(order, current(), self.gate(), out)


def _values(job: Job, request: LipRequest) -> tuple[dict[str, Any], Files]:
    video, sound = request.video.read_bytes(), request.sound.read_bytes()
    values = {
        **job.values,
        "duration": request.seconds,
        "seed": request.seed,
        "video": _data_uri("video/mp4", video),
        "sound": _data_uri("audio/wav", sound),
    }
    return values, {"video": [("clip.mp4", video)], "sound": [("voices.wav", sound)]}


def _data_uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
