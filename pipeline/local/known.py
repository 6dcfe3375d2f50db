"""
Models by the ids that hubs have for them, so that a plan can be made before anything is fetched.

Parameters are in billions: counted on the classes of diffusers and transformers with the figures of the
published configurations. Where one of those was not at hand, it is an estimate, and `sure` is false. What
lies in a folder is always read from its files instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_FREE = "Apache-2.0"
_NOT_FOR_SALE = "non-commercial"
_T5, _UMT5, _CLIP_L, _CLIP_G, _CLIP_H, _QWEN_VL = 4.76, 5.68, 0.123, 0.695, 0.632, 8.29
_VAE = 0.084
#: A part that is there, as an index has it.
_THERE = ("diffusers", "")


@dataclass(frozen=True)
class Known:
    """
    A model that is known by its id: the class of its *pipeline*, and the *billions* of its parts.

    What is added to one has its own class there. *licence* is a word for its terms; those that are
    `non-commercial` or `gated` are told to the user. *facts* and *figures* are what its index and its parts'
    configurations have that refines its family.
    """

    pipeline: str
    billions: Mapping[str, float]
    licence: str = _FREE
    sure: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def index(self) -> dict[str, Any]:
        """What its `model_index.json` has, as far as it matters before it is here."""
        return {"_class_name": self.pipeline, **dict.fromkeys(self.billions, _THERE), **self.facts}

    @property
    def commercial(self) -> bool:
        """Whether films made with it may be sold without asking its makers."""
        return _NOT_FOR_SALE not in self.licence


def known(model: str) -> Known | None:
    """What is known of the id *model*, however its letters are cased."""
    return _KNOWN.get(model.lower())


def ids() -> tuple[str, ...]:
    """All ids that are known, in lower case."""
    return tuple(_KNOWN)


def names() -> tuple[str, ...]:
    """The ids as their makers write them, each model once."""
    return tuple(_BY_ID)


def _flux(pipeline: str, licence: str, *, guided: bool = True) -> Known:
    parts = {"transformer": 11.9, "text_encoder": _CLIP_L, "text_encoder_2": _T5, "vae": _VAE}
    return Known(pipeline, parts, licence, figures={"transformer": {"guidance_embeds": guided}})


def _flux2(
    pipeline: str, denoiser: float, reader: float, licence: str, *, distilled: bool | None = None
) -> Known:
    parts = {"transformer": denoiser, "text_encoder": reader, "vae": _VAE}
    return Known(pipeline, parts, licence, facts={} if distilled is None else {"is_distilled": distilled})


def _qwen(pipeline: str) -> Known:
    return Known(pipeline, {"transformer": 20.43, "text_encoder": _QWEN_VL, "vae": 0.127})


def _wan(
    pipeline: str, denoiser: float, *, experts: int = 1, sees: bool = False, both_ends: bool = False
) -> Known:
    parts = {"transformer": denoiser, "text_encoder": _UMT5, "vae": 0.127}
    parts |= {"transformer_2": denoiser} if experts == 2 else {}
    parts |= {"image_encoder": _CLIP_H} if sees else {}
    return Known(pipeline, parts, figures={"transformer": {"pos_embed_seq_len": 514}} if both_ends else {})


def _cog(pipeline: str, denoiser: float, licence: str = _FREE, *, pairs: bool = False) -> Known:
    parts = {"transformer": denoiser, "text_encoder": _T5, "vae": 0.216}
    return Known(pipeline, parts, licence, figures={"transformer": {"patch_size_t": 2}} if pairs else {})


def _svd(frames: int) -> Known:
    parts = {"unet": 1.52, "image_encoder": _CLIP_H, "vae": 0.098}
    licence = "Stability community: free up to a yearly revenue"
    return Known("StableVideoDiffusionPipeline", parts, licence, figures={"unet": {"num_frames": frames}})


def _ltx(pipeline: str, denoiser: float, vae: float) -> Known:
    parts = {"transformer": denoiser, "text_encoder": _T5, "vae": vae}
    return Known(pipeline, parts, "LTX-Video open weights", sure=False)


def _ltx2() -> Known:
    parts = {"transformer": 18.9, "text_encoder": 12.19, "connectors": 1.43, "vae": 1.22}
    return Known("LTX2Pipeline", parts, "LTX-2 community", sure=False)


def _hunyuan(pipeline: str, reader: float) -> Known:
    parts = {"transformer": 12.82, "text_encoder": reader, "text_encoder_2": _CLIP_L, "vae": 0.246}
    return Known(pipeline, parts, "Tencent community: not in the EU, the UK and South Korea")


def _hunyuan15(*, from_picture: bool = False) -> Known:
    parts = {"transformer": 8.33, "text_encoder": 7.07, "text_encoder_2": 0.22, "vae": 1.26}
    licence = "Tencent community: not in the EU, the UK and South Korea"
    if from_picture:
        return Known(
            "HunyuanVideo15ImageToVideoPipeline", {**parts, "image_encoder": 0.43}, licence, sure=False
        )
    return Known("HunyuanVideo15Pipeline", parts, licence, sure=False)


_I2V, _WAN_T2V = "WanImageToVideoPipeline", "WanPipeline"
_TI2V_5B = Known(
    _WAN_T2V, {"transformer": 5.0, "text_encoder": _UMT5, "vae": 0.705}, facts={"expand_timesteps": True}
)
_BY_ID = {
    "black-forest-labs/FLUX.1-dev": _flux("FluxPipeline", f"{_NOT_FOR_SALE}, gated"),
    "black-forest-labs/FLUX.1-schnell": _flux("FluxPipeline", _FREE, guided=False),
    "black-forest-labs/FLUX.1-Krea-dev": _flux("FluxPipeline", f"{_NOT_FOR_SALE}, gated"),
    "black-forest-labs/FLUX.1-Kontext-dev": _flux("FluxKontextPipeline", f"{_NOT_FOR_SALE}, gated"),
    "black-forest-labs/FLUX.2-dev": _flux2("Flux2Pipeline", 32.2, 24.0, f"{_NOT_FOR_SALE}, gated"),
    "black-forest-labs/FLUX.2-klein-4B": _flux2("Flux2KleinPipeline", 3.88, 4.02, _FREE, distilled=True),
    "black-forest-labs/FLUX.2-klein-9B": _flux2(
        "Flux2KleinPipeline", 9.08, 8.19, f"{_NOT_FOR_SALE}, gated", distilled=True
    ),
    "black-forest-labs/FLUX.2-klein-base-4B": _flux2(
        "Flux2KleinPipeline", 3.88, 4.02, _FREE, distilled=False
    ),
    "black-forest-labs/FLUX.2-klein-base-9B": _flux2(
        "Flux2KleinPipeline", 9.08, 8.19, f"{_NOT_FOR_SALE}, gated", distilled=False
    ),
    "Tongyi-MAI/Z-Image-Turbo": Known(
        "ZImagePipeline", {"transformer": 6.15, "text_encoder": 4.02, "vae": _VAE}
    ),
    "Qwen/Qwen-Image": _qwen("QwenImagePipeline"),
    "Qwen/Qwen-Image-Edit": _qwen("QwenImageEditPipeline"),
    "Qwen/Qwen-Image-Edit-2509": _qwen("QwenImageEditPlusPipeline"),
    "stabilityai/stable-diffusion-xl-base-1.0": Known(
        "StableDiffusionXLPipeline",
        {"unet": 2.567, "text_encoder": _CLIP_L, "text_encoder_2": _CLIP_G, "vae": _VAE},
        "OpenRAIL++-M",
    ),
    "stable-diffusion-v1-5/stable-diffusion-v1-5": Known(
        "StableDiffusionPipeline", {"unet": 0.86, "text_encoder": _CLIP_L, "vae": _VAE}, "OpenRAIL-M"
    ),
    "THUDM/CogVideoX-2b": _cog("CogVideoXPipeline", 1.69),
    "THUDM/CogVideoX-5b": _cog("CogVideoXPipeline", 5.57, "CogVideoX: registration for business"),
    "THUDM/CogVideoX-5b-I2V": _cog(
        "CogVideoXImageToVideoPipeline", 5.57, "CogVideoX: registration for business"
    ),
    "THUDM/CogVideoX1.5-5B": _cog(
        "CogVideoXPipeline", 5.57, "CogVideoX: registration for business", pairs=True
    ),
    "THUDM/CogVideoX1.5-5B-I2V": _cog(
        "CogVideoXImageToVideoPipeline", 5.57, "CogVideoX: registration for business", pairs=True
    ),
    "Wan-AI/Wan2.1-T2V-1.3B-Diffusers": _wan(_WAN_T2V, 1.42),
    "Wan-AI/Wan2.1-T2V-14B-Diffusers": _wan(_WAN_T2V, 14.29),
    "Wan-AI/Wan2.1-I2V-14B-480P-Diffusers": _wan(_I2V, 16.4, sees=True),
    "Wan-AI/Wan2.1-I2V-14B-720P-Diffusers": _wan(_I2V, 16.4, sees=True),
    "Wan-AI/Wan2.1-FLF2V-14B-720P-diffusers": _wan(_I2V, 16.4, sees=True, both_ends=True),
    "Wan-AI/Wan2.1-VACE-1.3B-diffusers": _wan("WanVACEPipeline", 2.15),
    "Wan-AI/Wan2.1-VACE-14B-diffusers": _wan("WanVACEPipeline", 17.3),
    "Wan-AI/Wan2.2-TI2V-5B-Diffusers": _TI2V_5B,
    "Wan-AI/Wan2.2-T2V-A14B-Diffusers": _wan(_WAN_T2V, 14.29, experts=2),
    "Wan-AI/Wan2.2-I2V-A14B-Diffusers": _wan(_I2V, 14.29, experts=2),
    "guoyww/animatediff-motion-adapter-v1-5-2": Known("MotionAdapter", {"motion_adapter": 0.453}),
    "InstantX/InstantID": Known("ControlNetModel", {"controlnet": 1.25, "adapter": 0.42}, sure=False),
    "XLabs-AI/flux-ip-adapter": Known("FluxIPAdapter", {"adapter": 0.49}, _NOT_FOR_SALE, sure=False),
    "stabilityai/stable-video-diffusion-img2vid": _svd(14),
    "stabilityai/stable-video-diffusion-img2vid-xt": _svd(25),
    "Lightricks/LTX-Video": _ltx("LTXPipeline", 1.92, 0.42),
    "Lightricks/LTX-Video-0.9.5": _ltx("LTXConditionPipeline", 1.92, 1.25),
    "Lightricks/LTX-Video-0.9.7-dev": _ltx("LTXConditionPipeline", 13.04, 1.25),
    "Lightricks/LTX-Video-0.9.8-13B-distilled": _ltx("LTXConditionPipeline", 13.04, 1.25),
    "Lightricks/LTX-2": _ltx2(),
    "hunyuanvideo-community/HunyuanVideo": _hunyuan("HunyuanVideoPipeline", 8.03),
    "hunyuanvideo-community/HunyuanVideo-I2V": _hunyuan("HunyuanVideoImageToVideoPipeline", 8.35),
    "hunyuanvideo-community/HunyuanVideo-1.5-Diffusers-480p_t2v": _hunyuan15(),
    "hunyuanvideo-community/HunyuanVideo-1.5-Diffusers-720p_t2v": _hunyuan15(),
    "hunyuanvideo-community/HunyuanVideo-1.5-480p_i2v": _hunyuan15(from_picture=True),
}
# CogVideoX has moved from one account to another, and both names serve.
_KNOWN = {name.lower(): found for name, found in _BY_ID.items()} | {
    name.lower().replace("thudm/", "zai-org/"): found for name, found in _BY_ID.items() if "Cog" in name
}
