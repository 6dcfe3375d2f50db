"""What every frame of the film has in common."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from pipeline.engine import OPTIONS, dataclass


def _even(pixels: int) -> int:
    """H.264 with 4:2:0 colour has no odd sizes."""
    if pixels % 2:
        raise ValueError("must be an even number of pixels")
    return pixels


Codec = Literal["h264", "h265", "av1"]
Reframe = Literal["centre", "crop", "blur", "fit"]
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
    reframe: Reframe = "centre"
    """How clips of another shape are shown: cut away at the edges (centre), or where least is seen (crop); or
    whole, with a blurred copy behind them (blur) or on black (fit)."""


@dataclass(frozen=True, config=OPTIONS)
class Encoding:
    """
    How the film is encoded; every shot the same, so that shots join without encoding again.

    What is named in *aside* does not decide by itself what a shot's pictures contain: the encoder that
    was found enters the recipe of a shot as `encoder`, and so does the correction of its colours.
    """

    aside: ClassVar[tuple[str, ...]] = ("audio_kbps", "hardware", "even_colours")

    codec: Codec = "h264"
    """h264 plays everywhere; h265 and av1 are smaller at the same quality and slower to make."""
    hardware: Literal["never", "auto"] = "never"
    """auto encodes on the graphics chip where one works: quicker, and larger at the same quality."""
    encoder: str = ""
    """One encoder by ffmpeg's name, such as h264_nvenc, and no other; empty leaves the choice."""
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower"] = (
        "veryfast"
    )
    """x264's trade of time against size; other encoders get what comes closest."""
    crf: Annotated[int, Field(ge=0, le=40)] = 20
    """x264's quality: lower is better and larger; 18 to 23 is usual. Other encoders get what looks alike."""
    most_kbps: Annotated[int, Field(ge=0, le=200_000)] = 0
    """The most that the pictures of any shot take in the mean, in kilobits a second; 0 for no ceiling."""
    even_colours: Annotated[float, Field(ge=0, le=1)] = 0.0
    """How far the shots of a scene are brought to its middle in light and tint; 0 leaves them as they are."""
    audio_kbps: Annotated[int, Field(ge=64, le=512)] = 192
    """Bit rate of the AAC sound."""


#: MP4 ticks per frame; a multiple of the frame rate keeps every timestamp exact.
_TICKS = 512


def clock(film: Film) -> dict[str, int]:
    """Options of ffmpeg for a clock that counts frames exactly; the movie's own would count milliseconds."""
    return {"video_track_timescale": _TICKS * film.fps, "movie_timescale": _TICKS * film.fps}
