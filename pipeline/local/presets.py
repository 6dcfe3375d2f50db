"""
Settings that belong together: what a LoRA or checkpoint that was taught to need few steps wants.

Such models draw in four to eight steps without guidance, ten times as fast, and wrongly with the settings
of other models. What is *recalled* was written down from memory of the models' pages, not read there: compare
it with the page before you rely on it. Whatever a user sets by name goes before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from typing import Any, Literal

from pipeline.local.checkpoint import Checkpoint
from pipeline.local.weights import Lora, Scheduler


@dataclass(frozen=True)
class Preset:
    """
    *steps*, *guidance*, *loras*, *scheduler* and further *values* for models of the *families* (labels).

    *denoisers* is how many of them the model must have. *about* is a sentence for users, *recalled* is true
    where the names and figures are from memory.
    """

    about: str
    families: tuple[str, ...]
    steps: int
    guidance: float
    loras: tuple[Lora, ...] = ()
    scheduler: Scheduler = field(default_factory=Scheduler)
    values: Mapping[str, Any] = field(default_factory=dict)
    denoisers: int = 1
    recalled: bool = True

    def unfit(self, name: str, found: Checkpoint) -> str:
        """Why the preset of that *name* does not fit the checkpoint that was *found*; empty where it does."""
        label, own = found.family.label, len(found.denoisers)
        if label not in self.families:
            return f"The preset {name} is for {' and '.join(self.families)}, not for {label}."
        if own != self.denoisers:
            return f"The preset {name} is for models with {self.denoisers} denoiser(s), and this has {own}."
        return ""


def unfit(name: str, found: Checkpoint) -> str:
    """Why there is no preset *name* for the checkpoint that was *found*; empty where there is."""
    why = PRESETS[name].unfit(name, found) if name in PRESETS else f"There is no preset {name!r}."
    return f"{why} {offered(found)}" if why else ""


def offered(found: Checkpoint) -> str:
    """The presets for a checkpoint, as a sentence."""
    fitting = [name for name, preset in PRESETS.items() if not preset.unfit(name, found)]
    if not fitting:
        return f"For {found.family.label} there is none: leave `preset` out."
    return f"For {found.family.label} there is {', '.join(fitting)}."


def _both(repository: str, folder: str) -> tuple[Lora, ...]:
    """A pair for Wan 2.2's two denoisers: for much noise and for little."""
    parts: tuple[tuple[Literal["transformer", "transformer_2"], str], ...] = (
        ("transformer", "high_noise_model"),
        ("transformer_2", "low_noise_model"),
    )
    return tuple(
        Lora(path=repository, file=f"{folder}/{file}.safetensors", part=part) for part, file in parts
    )


_LIGHTX2V, _KIJAI = "lightx2v/Wan2.2-Lightning", "Kijai/WanVideo_comfy"
_SHIFT_5 = Scheduler(changes=(("flow_shift", 5.0),))
_SHIFT_3 = Scheduler(changes=(("flow_shift", 3.0),))
#: Steps end at the noisiest moment, which few steps must not leave out.
_TRAILING = (("timestep_spacing", "trailing"),)
#: Qwen-Image was shifted by the size of the picture; its fast versions always by three.
_QWEN = Scheduler(
    changes=(
        ("base_shift", log(3)),
        ("max_shift", log(3)),
        ("shift", 1.0),
        ("shift_terminal", None),
        ("use_dynamic_shifting", True),
    )
)
_QWEN_EDIT = "Qwen-Image-Edit-2509/Qwen-Image-Edit-2509-Lightning-8steps-V1.0-bf16.safetensors"

PRESETS: dict[str, Preset] = {
    "wan22-i2v-4-steps": Preset(
        "Wan 2.2 I2V A14B in four steps, by LightX2V's pair of LoRAs.",
        ("Wan I2V",),
        steps=4,
        guidance=1.0,
        loras=_both(_LIGHTX2V, "Wan2.2-I2V-A14B-4steps-lora-rank64-Seko-V1"),
        scheduler=_SHIFT_5,
        denoisers=2,
    ),
    "wan22-t2v-4-steps": Preset(
        "Wan 2.2 T2V A14B in four steps, by LightX2V's pair of LoRAs.",
        ("Wan",),
        steps=4,
        guidance=1.0,
        loras=_both(_LIGHTX2V, "Wan2.2-T2V-A14B-4steps-lora-rank64-Seko-V1.1"),
        scheduler=_SHIFT_5,
        denoisers=2,
    ),
    "wan21-i2v-4-steps": Preset(
        "Wan 2.1 I2V 14B in four steps, by LightX2V's LoRA.",
        ("Wan 2.1 I2V", "Wan 2.1 FLF2V"),
        steps=4,
        guidance=1.0,
        loras=(
            Lora(
                path=_KIJAI,
                file="Lightx2v/lightx2v_I2V_14B_480p_cfg_step_distill_rank64_bf16.safetensors",
            ),
        ),
        scheduler=_SHIFT_5,
    ),
    "wan21-t2v-4-steps": Preset(
        "Wan 2.1 T2V 14B in four steps, by LightX2V's LoRA.",
        ("Wan",),
        steps=4,
        guidance=1.0,
        loras=(
            Lora(
                path=_KIJAI,
                file="Lightx2v/lightx2v_T2V_14B_cfg_step_distill_v2_lora_rank64_bf16.safetensors",
            ),
        ),
        scheduler=_SHIFT_5,
    ),
    "wan21-causvid": Preset(
        "Wan 2.1 14B and VACE 14B in six steps, by CausVid's LoRA.",
        ("Wan", "Wan VACE"),
        steps=6,
        guidance=1.0,
        loras=(Lora(path=_KIJAI, file="Wan21_CausVid_14B_T2V_lora_rank32.safetensors", weight=0.95),),
        scheduler=_SHIFT_3,
    ),
    "flux-turbo": Preset(
        "FLUX.1 dev in eight steps, by Alimama's LoRA.",
        ("FLUX.1",),
        steps=8,
        guidance=3.5,
        loras=(Lora(path="alimama-creative/FLUX.1-Turbo-Alpha", file="diffusion_pytorch_model.safetensors"),),
    ),
    "flux-hyper": Preset(
        "FLUX.1 dev in eight steps, by ByteDance's Hyper-SD.",
        ("FLUX.1",),
        steps=8,
        guidance=3.5,
        loras=(
            Lora(path="ByteDance/Hyper-SD", file="Hyper-FLUX.1-dev-8steps-lora.safetensors", weight=0.125),
        ),
    ),
    "sdxl-hyper": Preset(
        "SDXL in eight steps, by ByteDance's Hyper-SD.",
        ("SDXL",),
        steps=8,
        guidance=0.0,
        loras=(Lora(path="ByteDance/Hyper-SD", file="Hyper-SDXL-8steps-lora.safetensors"),),
        scheduler=Scheduler("DDIMScheduler", _TRAILING),
    ),
    "sdxl-lightning": Preset(
        "SDXL in eight steps, by ByteDance's Lightning.",
        ("SDXL",),
        steps=8,
        guidance=0.0,
        loras=(Lora(path="ByteDance/SDXL-Lightning", file="sdxl_lightning_8step_lora.safetensors"),),
        scheduler=Scheduler("EulerDiscreteScheduler", _TRAILING),
    ),
    "qwen-image-8-steps": Preset(
        "Qwen-Image in eight steps, by LightX2V's LoRA.",
        ("Qwen-Image",),
        steps=8,
        guidance=1.0,
        loras=(
            Lora(path="lightx2v/Qwen-Image-Lightning", file="Qwen-Image-Lightning-8steps-V1.1.safetensors"),
        ),
        scheduler=_QWEN,
    ),
    "qwen-image-edit-8-steps": Preset(
        "Qwen-Image-Edit-2509 in eight steps, by LightX2V's LoRA.",
        ("Qwen-Image-Edit-Plus",),
        steps=8,
        guidance=1.0,
        loras=(Lora(path="lightx2v/Qwen-Image-Lightning", file=_QWEN_EDIT),),
        scheduler=_QWEN,
    ),
    "ltx-distilled": Preset(
        "LTX-Video 0.9.7 and 0.9.8 distilled as they come: eight steps of unequal size.",
        ("LTX-Video",),
        steps=8,
        guidance=1.0,
        values={"timesteps": [1000, 993, 987, 981, 975, 909, 725, 0.03]},
    ),
}
