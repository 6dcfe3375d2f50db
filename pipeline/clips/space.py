"""Moving shots from a Hugging Face Space, or any other Gradio app."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field

from pipeline.clips.check import look_at
from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.engine import OPTIONS, dataclass
from pipeline.hosted.orders import ratio_of
from pipeline.hosted.spaces.engine import Space


@dataclass(frozen=True, config=OPTIONS)
class SpaceClips(Space):
    """Moving shots by an app that animates pictures, or makes videos of words alone."""

    given: ClassVar[tuple[str, ...]] = (
        "prompt", "image", "last", "seconds", "width", "height", "fps", "ratio", "seed",
    )  # fmt: skip

    lengths: tuple[float, ...] = ()
    """The lengths in seconds that it can make, where it can't make any."""
    longest: float = Field(default=5.0, gt=0)
    """The longest that it can make, in seconds, where it can make any up to that."""

    @property
    def abilities(self) -> ClipAbilities:
        """What the app can do, as the options say."""
        lengths = tuple(sorted(self.lengths))
        return ClipAbilities(
            lengths,
            longest=lengths[-1] if lengths else self.longest,
            reads_prompt=self.asks_for("prompt"),
            last=self.asks_for("last"),
        )

    def animate(self, request: ClipRequest, out: Path) -> None:
        """Have the app make the clip."""
        values = {
            "prompt": request.prompt,
            "seconds": request.seconds,
            "width": request.width,
            "height": request.height,
            "fps": request.fps,
            "ratio": ratio_of(request.width, request.height, ()),
            "seed": request.seed,
        }
        pictures = {"image": request.image} if self.asks_for("image") else {}
        if request.last:
            pictures["last"] = request.last

        def accept(file: Path) -> None:
            look_at(file, request.seconds)

        self.carry_out(values, accept, out, pictures=pictures)
