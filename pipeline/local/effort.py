"""
How much memory a picture or a clip takes beyond the weights: to draw it, and to decode it.

A transformer keeps some tensors of (tokens x width) at once, the decoder some of (pixels x channels). The
widths are those of the published configurations; how many are alive at once is fitted to what others
measured: CogVideoX 1.5 with parts moved out 11 GB, of which 10.4 are weights (diffusers, its page on
CogVideoX); HunyuanVideo 45 GB at 544x960 and 60 GB at 720x1280, each 129 frames (its README); CogVideoX-5B
26 GB whole (its model card); Wan 2.1 1.3B 8 GB at 480x832 (its README). An estimate that is too low costs a
loading anew on the next rung, one that is too high a slower rung.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.local.families import Family

#: What CUDA and its libraries keep for themselves in a process, and what is lost between tensors.
_BASE = 700 * 1024**2
#: A decoder that works piece by piece has so many pixels in hand.
_TILE = 512 * 512


@dataclass(frozen=True)
class _Effort:
    """
    Per token of *side* x *side* pixels and *span* frames *token* bytes, and *decoded* bytes per pixel.

    Where *at_once* is set, the decoder has that many frames in hand, and *decoded* is per frame.
    """

    token: int
    decoded: int
    side: int = 16
    span: int = 4
    at_once: int = 1


def _alive(width: int, tensors: int) -> int:
    """Bytes per token of so many tensors of that width, in bfloat16."""
    return 2 * width * tensors


#: By the beginning of the family's label, the longest that fits.
_EFFORTS = {
    "FLUX.1": _Effort(_alive(3072, 20), 2000),
    "FLUX.2": _Effort(_alive(6144, 20), 2000),
    "FLUX.2 klein": _Effort(_alive(4096, 20), 2000),
    "Z-Image": _Effort(_alive(3840, 20), 2000),
    "Qwen-Image": _Effort(_alive(3072, 20), 1500),
    # Convolutions: measured by the area of the picture.
    "SDXL": _Effort(256 * 1000, 2000),
    "Wan": _Effort(_alive(5120, 12), 3100, at_once=4),
    "Wan 2.2 TI2V-5B": _Effort(_alive(3072, 12), 2000, side=32, at_once=4),
    "CogVideoX": _Effort(2 * _alive(3072, 8), 2200, at_once=8),
    "CogVideoX I2V 1.5": _Effort(2 * _alive(3072, 8), 2200, span=8, at_once=8),
    "CogVideoX 1.5": _Effort(2 * _alive(3072, 8), 2200, span=8, at_once=8),
    "LTX-Video": _Effort(2 * _alive(2048, 12), 80, side=32, span=8, at_once=10_000),
    "LTX-2": _Effort(2 * _alive(4096, 12), 80, side=32, span=8, at_once=10_000),
    "HunyuanVideo": _Effort(_alive(3072, 45), 1500, at_once=16),
    "HunyuanVideo 1.5": _Effort(_alive(2048, 30), 1500, at_once=16),
    "FramePack": _Effort(_alive(3072, 12), 1500, at_once=16),
    "SVD": _Effort(256 * 350, 2000, span=1, at_once=4),
    "AnimateDiff": _Effort(256 * 1200, 2000, span=1, at_once=16),
}
#: For a family that is new here, rather too much than too little.
_UNKNOWN = _Effort(_alive(5120, 20), 3100, at_once=4)
#: More pictures than these are rarely handed over to look at.
_REFERENCES = 2


def working(family: Family, width: int, height: int, frames: int = 1) -> int:
    """
    About how many bytes one picture or clip of that size takes beyond the weights of a *family*.

    Large ones are decoded piece by piece; `decoding` says what it takes in one.
    """
    effort = _effort(family)
    tokens = -(-width // effort.side) * -(-height // effort.side) * -(-frames // effort.span)
    drawing = tokens * effort.token * (1 + min(family.references, _REFERENCES))
    tile = min(width * height, _TILE)
    return _BASE + max(drawing, _decoded(effort, tile, frames)) + _written(width, height, frames)


def decoding(family: Family, width: int, height: int, frames: int = 1) -> int:
    """About how many bytes it takes to decode all of a picture, or its part of a clip, in one piece."""
    decoded = _decoded(_effort(family), width * height, frames)
    return _BASE + decoded + _written(width, height, frames)


def _effort(family: Family) -> _Effort:
    known = [label for label in _EFFORTS if family.label.startswith(label)]
    return _EFFORTS[max(known, key=len)] if known else _UNKNOWN


def _decoded(effort: _Effort, pixels: int, frames: int) -> int:
    return effort.decoded * pixels * min(frames, effort.at_once)


def _written(width: int, height: int, frames: int) -> int:
    """The finished pictures themselves: three colours in float32, once more while they are put together."""
    return 2 * 3 * 4 * width * height * frames
