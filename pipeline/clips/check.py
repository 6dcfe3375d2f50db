"""A look at a clip that somebody else made, before it counts."""

from __future__ import annotations

from pathlib import Path

from pipeline import ffmpeg
from pipeline.errors import BadResult

#: How files of videos end.
ENDINGS = (".mp4", ".mov", ".mkv", ".webm")
#: Lengths are rounded to whole frames, of whatever rate.
_SHORT_SECONDS = 0.35


def look_at(file: Path, seconds: float) -> None:
    """`BadResult` where *file* is no playable video of about so many *seconds*, or more."""
    try:
        found = ffmpeg.probe(file)
    except BadResult as error:
        raise BadResult(f"it is no video ({error.happened})", "Run again.") from error
    if not found.width:
        raise BadResult("it holds no pictures.", "Run again.")
    if found.seconds < seconds - _SHORT_SECONDS:
        raise BadResult(
            f"it shows {found.seconds:.1f} s of the {seconds:g} s that were asked for.", "Run again."
        )
