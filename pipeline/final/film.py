"""What every frame of the film has in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from pipeline.engine import OPTIONS, dataclass


def _even(pixels: int) -> int:
    """H.264 with 4:2:0 colour has no odd sizes."""
    if pixels % 2:
        raise ValueError("must be an even number of pixels")
    return pixels


Pixels = Annotated[int, Field(ge=64, le=4320), AfterValidator(_even)]


@dataclass(frozen=True, config=OPTIONS)
class Film:
    """The picture of the film: size in pixels and frames per second."""

    width: Pixels = 1080
    """Pixels across; a phone held upright is 1080."""
    height: Pixels = 1920
    """Pixels down."""
    fps: Annotated[int, Field(ge=8, le=60)] = 24
    """Frames per second."""


@dataclass(frozen=True, config=OPTIONS)
class Encoding:
    """How the film is encoded; every shot the same, so that shots join without encoding again."""

    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower"] = (
        "veryfast"
    )
    """x264's trade of time against size."""
    crf: Annotated[int, Field(ge=0, le=40)] = 20
    """x264's quality: lower is better and larger; 18 to 23 is usual."""
    audio_kbps: Annotated[int, Field(ge=64, le=512)] = 192
    """Bit rate of the AAC sound."""
