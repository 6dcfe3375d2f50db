"""What sets checkpoints of one class apart: by what else stands in their index and their parts' pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

#: Of a checkpoint: its index, and the figures of its parts by their names.
Page = Mapping[str, Any]
Parts = Mapping[str, Mapping[str, Any]]


def changes(kind: str, index: Page, parts: Parts) -> dict[str, Any]:
    """What of the family of the class *kind* is different for this checkpoint, by the fields' names."""
    return next((refine(index, parts) for begins, refine in _REFINED if kind.startswith(begins)), {})


def _flux(_: Page, parts: Parts) -> dict[str, Any]:
    if parts.get("transformer", {}).get("guidance_embeds") is not False:
        return {}
    # Its page asks for four steps and no more than 256 tokens.
    schnell = {"label": "FLUX.1 schnell", "steps": 4, "guidance": 0.0, "guided_by": ""}
    return {**schnell, "tokens": 256, "extra": {"max_sequence_length": 256}}


def _klein(index: Page, _: Parts) -> dict[str, Any]:
    return {"steps": 4, "guidance": 0.0, "guided_by": ""} if index.get("is_distilled") else {}


def _wan(index: Page, _: Parts) -> dict[str, Any]:
    """Wan 2.2 TI2V-5B: its VAE halves the picture once more; an end picture would be taken and never read."""
    if not index.get("expand_timesteps"):
        return {}
    return {
        "label": "Wan 2.2 TI2V-5B",
        "multiple": 32,
        "pixels": 704 * 1280,
        "steps": 50,
        "most_frames": 121,
        "fps": 24,
        "first": "can",
        "last": "no",
        "from_picture": "WanImageToVideoPipeline",
        "ignores": ("last",),
    }


def _wan_from_picture(index: Page, parts: Parts) -> dict[str, Any]:
    # One that is left out stands in the index as a pair of nothings.
    if index.get("expand_timesteps") or not any(index.get("image_encoder") or ()):
        return _wan(index, parts)
    # Wan 2.1: those trained for first and last frames have an embedding for both, and need both.
    if parts.get("transformer", {}).get("pos_embed_seq_len") is not None:
        return {"label": "Wan 2.1 FLF2V", "pixels": 704 * 1280, "needs_last": True}
    return {"label": "Wan 2.1 I2V", "last": "no"}


#: CogVideoX 1.5: pairs of latent pictures, twice the rate, any size.
_COG_15 = {"frames": (16, 1), "most_frames": 161, "fps": 16, "size": None, "pixels": 1360 * 768}


def _cog(_: Page, parts: Parts) -> dict[str, Any]:
    pairs = parts.get("transformer", {}).get("patch_size_t")
    return {"label": "CogVideoX 1.5", **_COG_15} if pairs else {}


def _cog_from_picture(_: Page, parts: Parts) -> dict[str, Any]:
    denoiser = parts.get("transformer", {})
    if denoiser.get("patch_size_t"):
        return {"label": "CogVideoX I2V 1.5", **_COG_15}
    # The size that its position embeddings were learned for: eight pixels to a latent.
    return {"size": (int(denoiser.get("sample_width", 90)) * 8, int(denoiser.get("sample_height", 60)) * 8)}


def _svd(_: Page, parts: Parts) -> dict[str, Any]:
    # 14 frames, or 25 of the XT.
    return {"most_frames": int(parts.get("unet", {}).get("num_frames", 25))}


def _ltx(_: Page, parts: Parts) -> dict[str, Any]:
    if not parts.get("vae", {}).get("timestep_conditioning"):
        return {}
    # Such a decoder takes away the last noise, so much as the pages of LTX-Video 0.9.1 and later say.
    return {"extra": {"decode_timestep": 0.05, "decode_noise_scale": 0.025}}


#: By the beginning of a class's name; the first that fits.
_REFINED: tuple[tuple[str, Callable[[Page, Parts], dict[str, Any]]], ...] = (
    ("FluxPipeline", _flux),
    ("Flux2KleinPipeline", _klein),
    ("WanImageToVideo", _wan_from_picture),
    ("Wan", _wan),
    ("CogVideoXImageToVideo", _cog_from_picture),
    ("CogVideoX", _cog),
    ("StableVideoDiffusion", _svd),
    ("LTXPipeline", _ltx),
    ("LTXImageToVideo", _ltx),
    ("LTXCondition", _ltx),
)
