"""Moving shots by a program of the user's own."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from pipeline.clips.check import look_at
from pipeline.clips.engine import ClipAbilities, ClipRequest
from pipeline.command import Program, Workplace, put
from pipeline.engine import OPTIONS, dataclass


@dataclass(frozen=True, config=OPTIONS)
class Command(Program):
    """
    Moving shots by a program of your own, which writes a video to {out}.

    With {last} it is also given a picture to end with, where there is one; with `talks` it finds in
    `request.json` who speaks when, and the sound of each line.
    """

    given: ClassVar[tuple[str, ...]] = (
        "prompt", "image", "last", "seconds", "width", "height", "fps", "move", "seed",
    )  # fmt: skip

    lengths: tuple[float, ...] = ()
    """The lengths in seconds that it can make, where it can't make any."""
    longest: float = Field(default=60.0, gt=0)
    """The longest that it can make, in seconds, where it can make any up to that."""
    talks: bool = False
    """Whether mouths are to move: who speaks is then part of what decides about a clip."""

    @property
    def abilities(self) -> ClipAbilities:
        """What the program can do, as the options say."""
        lengths = tuple(sorted(self.lengths))
        longest = lengths[-1] if lengths else self.longest
        return ClipAbilities(lengths, longest, reads_talks=self.talks, last=self.asks_for("last"))

    def animate(self, request: ClipRequest, out: Path) -> None:
        """Have the program make the clip."""

        def accept(file: Path) -> None:
            look_at(file, request.seconds)

        with self.workplace(out) as place:
            put(place.run(_values(request, place), "clip.mp4", accept), out)


def _values(request: ClipRequest, place: Workplace) -> dict[str, Any]:
    size = request.width, request.height
    return {
        "prompt": request.prompt,
        "image": place.picture("image", request.image, size),
        "last": place.picture("last", request.last, size) if request.last else None,
        "seconds": request.seconds,
        "width": request.width,
        "height": request.height,
        "fps": request.fps,
        "move": request.move.value,
        "seed": request.seed,
        "talks": [{**asdict(talk), "sound": str(talk.sound.absolute())} for talk in request.talks],
    }
