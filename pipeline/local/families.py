"""
The rules of each kind of model: sizes, frames, pictures it takes, and what it does with a prompt.

A row per class of diffusers, as `model_index.json` names it; where one class serves models with other
rules, `refining.py` looks at what else stands there. The figures are those of diffusers 0.42 and of the
models' own pages. Adding a family is a row here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, Literal

from pipeline.errors import NotHere
from pipeline.local.refining import changes

#: How a clip model takes the picture that the shot begins with.
First = Literal["no", "can", "must"]
#: How it takes the one that it ends with: not at all, as an argument, or as one of several on the way.
Last = Literal["no", "argument", "conditions", "mask"]


@dataclass(frozen=True)
class Family:
    """
    What holds for all models of one class.

    Sizes are multiples of *multiple* pixels, or exactly *size* where that is set; *pixels* is the area that
    the models were trained for. A clip has *frames* = (k, r): k·n + r pictures, at most *most_frames*, at
    *fps*. *references* is how many pictures an image model takes. *from_picture* is the class that begins
    with a picture over the same files, *first* and *last* say whether a clip can begin and end with one.
    One that *needs_last* must have both. *steps* and *guidance* are used where the user names none;
    *guided_by* is the argument for it, or `guider` for a part of the pipeline, and empty where it is built
    into the weights. With a guidance above 1 those that are *negative* read what should not be seen.
    *tokens* is the `max_sequence_length` to ask for; 0 is the pipeline's own. *extra* are further arguments.
    What is in *ignores* the pipeline would take and leave unread, so that it is refused or noted here.
    """

    label: str
    makes: Literal["images", "clips"]
    multiple: int
    pixels: int
    steps: int
    guidance: float = 0.0
    guided_by: str = "guidance_scale"
    size: tuple[int, int] | None = None
    frames: tuple[int, int] = (1, 0)
    most_frames: int = 1
    fps: int = 24
    references: int = 0
    first: First = "no"
    last: Last = "no"
    needs_last: bool = False
    from_picture: str = ""
    negative: bool = False
    lora: bool = True
    steps_told: bool = True
    ignores: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    tokens: int = 0

    @property
    def most_seconds(self) -> float:
        """The longest clip that it makes in one go."""
        return self.most_frames / self.fps

    def snapped(self, width: int, height: int) -> tuple[int, int]:
        """
        The size to draw for a picture of *width* x *height*: the area it was trained for, in that shape.

        The cut scales it back.
        """
        if self.size:
            return self.size
        scale = min(1.0, (self.pixels / (width * height)) ** 0.5)
        return (
            max(self.multiple, round(width * scale / self.multiple) * self.multiple),
            max(self.multiple, round(height * scale / self.multiple) * self.multiple),
        )

    def frames_for(self, seconds: float) -> int:
        """How many pictures fill *seconds* by the family's rule, never fewer, but no more than the most."""
        k, r = self.frames
        least = ceil(seconds * self.fps - 1e-6)
        # Rounded up: a clip that is too short would be slowed down.
        return min(self.most_frames, max(k + r, -(-(least - r) // k) * k + r))


_MP = 1024 * 1024
_P480, _P720 = 480 * 832, 704 * 1280

_FLUX = Family("FLUX.1", "images", 16, _MP, steps=28, guidance=3.5, tokens=512)
_FLUX2 = Family("FLUX.2", "images", 16, _MP, steps=28, guidance=4.0, references=8)
_QWEN_IMAGE = Family(
    "Qwen-Image", "images", 16, 1328 * 1328, steps=30, guidance=4.0, guided_by="true_cfg_scale", negative=True
)
_WAN = Family(
    "Wan", "clips", 16, _P480, steps=40, guidance=5.0, frames=(4, 1), most_frames=81, fps=16,
    negative=True, tokens=512,
)  # fmt: skip
_COG = Family(
    "CogVideoX", "clips", 16, 720 * 480, steps=50, guidance=6.0, frames=(8, 1), most_frames=49, fps=8,
    negative=True, tokens=226,
)  # fmt: skip
_LTX = Family(
    "LTX-Video", "clips", 32, 512 * 704, steps=40, guidance=3.0, frames=(8, 1), most_frames=161, fps=25,
    first="can", from_picture="LTXImageToVideoPipeline", negative=True, tokens=256,
)  # fmt: skip
_LTX2 = Family(
    "LTX-2", "clips", 32, 512 * 768, steps=30, guidance=3.0, frames=(8, 1), most_frames=121, fps=24,
    first="can", last="conditions", from_picture="LTX2ConditionPipeline", negative=True,
    tokens=1024,
)  # fmt: skip
_HUNYUAN = Family(
    "HunyuanVideo", "clips", 16, _P720, steps=50, guidance=6.0, frames=(4, 1), most_frames=129, fps=24,
    tokens=256,
)  # fmt: skip
_HUNYUAN15 = Family(
    "HunyuanVideo 1.5", "clips", 16, _P480, steps=50, guidance=6.0, guided_by="guider", frames=(4, 1),
    most_frames=121, fps=24, negative=True, lora=False, steps_told=False,
)  # fmt: skip

FAMILIES: dict[str, Family] = {
    "FluxPipeline": _FLUX,
    "FluxKontextPipeline": replace(
        _FLUX, label="FLUX.1 Kontext", guidance=2.5, references=1, extra={"_auto_resize": False}
    ),
    "Flux2Pipeline": _FLUX2,
    "Flux2KleinPipeline": replace(_FLUX2, label="FLUX.2 klein", guidance=4.0, steps=50),
    "Flux2KleinKVPipeline": replace(_FLUX2, label="FLUX.2 klein KV", steps=4, guidance=0.0, guided_by=""),
    "ZImagePipeline": Family("Z-Image", "images", 16, _MP, steps=9, guidance=0.0, negative=True),
    "QwenImagePipeline": _QWEN_IMAGE,
    "QwenImageEditPipeline": replace(_QWEN_IMAGE, label="Qwen-Image-Edit", references=1),
    "QwenImageEditPlusPipeline": replace(_QWEN_IMAGE, label="Qwen-Image-Edit-Plus", references=3),
    "StableDiffusionXLPipeline": Family(
        "SDXL", "images", 8, _MP, steps=30, guidance=5.0, negative=True, tokens=77
    ),
    "StableDiffusionPipeline": Family(
        "Stable Diffusion", "images", 8, 512 * 512, steps=30, guidance=7.5, negative=True, tokens=77
    ),
    "WanPipeline": _WAN,
    "WanImageToVideoPipeline": replace(_WAN, label="Wan I2V", first="must", last="argument"),
    "WanVACEPipeline": replace(_WAN, label="Wan VACE", first="can", last="mask"),
    "CogVideoXPipeline": _COG,
    "CogVideoXImageToVideoPipeline": replace(_COG, label="CogVideoX I2V", first="must", size=(720, 480)),
    "StableVideoDiffusionPipeline": Family(
        "SVD", "clips", 64, 576 * 1024, steps=25, guidance=3.0, guided_by="max_guidance_scale",
        frames=(1, 1), most_frames=25, fps=7, first="must", lora=False, ignores=("prompt", "negative"),
        extra={"decode_chunk_size": 4},
    ),
    "AnimateDiffPipeline": Family(
        "AnimateDiff", "clips", 8, 512 * 512, steps=25, guidance=7.5, frames=(1, 1), most_frames=16,
        fps=8, negative=True, tokens=77,
    ),
    "AnimateDiffSparseControlNetPipeline": Family(
        "AnimateDiff SparseCtrl", "clips", 8, 512 * 512, steps=25, guidance=7.5, frames=(1, 1),
        most_frames=16, fps=8, first="must", last="conditions", negative=True, tokens=77,
    ),
    "LTXPipeline": _LTX,
    "LTXImageToVideoPipeline": replace(_LTX, first="must", from_picture=""),
    "LTXConditionPipeline": replace(_LTX, last="conditions", from_picture=""),
    "LTX2Pipeline": _LTX2,
    "LTX2ImageToVideoPipeline": replace(_LTX2, first="must"),
    "LTX2ConditionPipeline": replace(_LTX2, from_picture=""),
    "HunyuanVideoPipeline": _HUNYUAN,
    "HunyuanVideoImageToVideoPipeline": replace(
        _HUNYUAN, label="HunyuanVideo I2V", guidance=1.0, first="must"
    ),
    "HunyuanVideoFramepackPipeline": replace(
        _HUNYUAN, label="FramePack", first="must", last="argument", steps=30, frames=(36, 1), most_frames=361,
        fps=30,
    ),
    "HunyuanVideo15Pipeline": _HUNYUAN15,
    "HunyuanVideo15ImageToVideoPipeline": replace(_HUNYUAN15, label="HunyuanVideo 1.5 I2V", first="must"),
}  # fmt: skip


def family_of(index: Mapping[str, Any], configs: Mapping[str, Mapping[str, Any]] | None = None) -> Family:
    """
    The family of a checkpoint, from its `model_index.json` and the *configs* of its parts, by their names.

    `NotHere` for a class that is not in the table.
    """
    name, parts = str(index.get("_class_name", "")), configs or {}
    family = FAMILIES.get(name)
    if family is None:
        raise NotHere(
            f"No rules are known for models of the class {name or 'without a name'!r}.",
            f"Known are: {', '.join(sorted({one.label for one in FAMILIES.values()}))}.",
        )
    return replace(family, **changes(name, index, parts))
