"""What each pipeline wants to be called with for one piece of a shot. Imported when used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from pipeline.clips.local.order import Direction
from pipeline.local.families import Family

#: FramePack makes sections of 36 frames, and counts 33 of each (its windows of nine latents overlap).
_SECTION, _COUNTED = 36, 33
#: HunyuanVideo's first image-to-video model gives a latent to the picture, and drops its frames.
_DROPPED = 4
#: Frames to a latent of LTX-2.
_LATENT = 8
#: What VACE is to make: neither dark nor light.
_UNKNOWN = (127, 127, 127)


@dataclass(frozen=True)
class Take:
    """
    One piece with its pictures at the model's size: the *first* one and those to pass, by their indices.

    *parts* are the figures of the model's parts, by their names.
    """

    width: int
    height: int
    frames: int
    first: Image.Image | None
    passes: Mapping[int, Image.Image]
    parts: Mapping[str, Mapping[str, Any]]

    @property
    def last(self) -> Image.Image | None:
        """The picture that it ends with."""
        return self.passes.get(self.frames - 1)

    @property
    def given(self) -> dict[int, Image.Image]:
        """All its pictures, by their indices."""
        return {**({0: self.first} if self.first else {}), **self.passes}


def arguments(kind: str, family: Family, prompt: str, direction: Direction, take: Take) -> dict[str, Any]:
    """How the pipeline of the class *kind* is asked for *take*; what the user gave by name goes before."""
    asked: dict[str, Any] = {
        **family.extra,
        "num_inference_steps": direction.steps,
        "num_frames": take.frames,
        "width": take.width,
        "height": take.height,
        "output_type": "np",
    }
    if "prompt" not in family.ignores:
        asked["prompt"] = prompt
    if direction.negative:
        asked["negative_prompt"] = direction.negative
    if family.tokens:
        asked["max_sequence_length"] = family.tokens
    guidance = family.guidance if direction.guidance is None else direction.guidance
    if family.guided_by and not kind.startswith("HunyuanVideo15"):
        asked[family.guided_by] = guidance
    if direction.guidance_2 is not None:
        asked["guidance_scale_2"] = direction.guidance_2
    worded = _WORDINGS.get(kind, _plain)(take, family)
    # A wording takes an argument away by giving None for it.
    return {key: value for key, value in {**asked, **worded, **direction.values}.items() if value is not None}


def _plain(take: Take, _: Family) -> dict[str, Any]:
    return {"image": take.first, "last_image": take.last}


def _svd(take: Take, family: Family) -> dict[str, Any]:
    return {"image": take.first, "fps": family.fps}


def _masked(take: Take, _: Family) -> dict[str, Any]:
    """VACE: a film of which some frames are known, and a mask that is white where it is to be made."""
    size = take.width, take.height
    unknown, white, black = (Image.new("RGB", size, colour) for colour in (_UNKNOWN, "white", "black"))
    indices = range(take.frames)
    return {
        "video": [take.given.get(index, unknown) for index in indices],
        "mask": [black if index in take.given else white for index in indices],
    }


def _animated(_: Take, __: Family) -> dict[str, Any]:
    # CLIP reads 77 tokens, whatever one asks for.
    return {"max_sequence_length": None}


def _sparse(take: Take, family: Family) -> dict[str, Any]:
    return {
        **_animated(take, family),
        "conditioning_frames": list(take.given.values()),
        "controlnet_frame_indices": list(take.given),
    }


def _ltx(take: Take, family: Family) -> dict[str, Any]:
    return {"image": take.first, "frame_rate": family.fps}


def _ltx_conditions(take: Take, family: Family) -> dict[str, Any]:
    from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

    # As `image` and `frame_index` the pipeline would read the first picture only.
    conditions = [LTXVideoCondition(image=image, frame_index=index) for index, image in take.given.items()]
    return {"conditions": conditions or None, "frame_rate": family.fps}


def _ltx2_conditions(take: Take, family: Family) -> dict[str, Any]:
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    # Its indices count latents: the first is one frame, each after it eight.
    conditions = [
        LTX2VideoCondition(frames=image, index=-(-index // _LATENT)) for index, image in take.given.items()
    ]
    return {"conditions": conditions or None, "frame_rate": float(family.fps)}


def _framepack(take: Take, _: Family) -> dict[str, Any]:
    sections = -(-(take.frames - 1) // _SECTION)
    return {"image": take.first, "last_image": take.last, "num_frames": sections * _COUNTED}


def _hunyuan(take: Take, _: Family) -> dict[str, Any]:
    joined = take.parts.get("transformer", {}).get("image_condition_type") == "latent_concat"
    return {"image": take.first, "num_frames": take.frames + (_DROPPED if joined else 0)}


def _hunyuan15(take: Take, _: Family) -> dict[str, Any]:
    # It takes its size from the picture.
    return {"image": take.first, "width": None, "height": None}


_WORDINGS: dict[str, Callable[[Take, Family], dict[str, Any]]] = {
    "StableVideoDiffusionPipeline": _svd,
    "WanVACEPipeline": _masked,
    "AnimateDiffPipeline": _animated,
    "AnimateDiffSparseControlNetPipeline": _sparse,
    "LTXPipeline": _ltx,
    "LTXImageToVideoPipeline": _ltx,
    "LTXConditionPipeline": _ltx_conditions,
    "LTX2Pipeline": _ltx,
    "LTX2ImageToVideoPipeline": _ltx,
    "LTX2ConditionPipeline": _ltx2_conditions,
    "HunyuanVideoFramepackPipeline": _framepack,
    "HunyuanVideoImageToVideoPipeline": _hunyuan,
    "HunyuanVideo15ImageToVideoPipeline": _hunyuan15,
}
