"""What is added to a tiny checkpoint, and ways to damage one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import diffusers
import torch
from safetensors.torch import load_file, save_file

_WEIGHTS = "diffusion_pytorch_model.safetensors"


def _index(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "model_index.json").read_bytes()))


def denoiser_of(folder: Path) -> str:
    """The name of the part that draws: `transformer` or `unet`."""
    return "transformer" if (folder / "transformer").is_dir() else "unet"


def tiny_lora(folder: Path, out: Path, seed: int = 0, part: str = "") -> Path:
    """A LoRA for the checkpoint in *folder*, so strong that it is seen; *out* is its folder."""
    from peft import LoraConfig, get_peft_model_state_dict

    torch.manual_seed(seed)
    index, part = _index(folder), part or denoiser_of(folder)
    model = getattr(diffusers, index[part][1]).from_pretrained(folder / part)
    model.add_adapter(LoraConfig(r=4, init_lora_weights=False, target_modules=["to_q", "to_k", "to_v"]))
    layers = {name: weight * 3 for name, weight in get_peft_model_state_dict(model).items()}
    kind = getattr(diffusers, index["_class_name"])
    kind.save_lora_weights(out, **{f"{part.removesuffix('_2')}_lora_layers": layers})
    return out


def other_denoiser(folder: Path, out: Path) -> Path:
    """One file with another denoiser for the checkpoint in *folder*: *out* ends in .safetensors or .gguf."""
    weights = {
        name: weight.flip(0).contiguous()
        for name, weight in load_file(folder / denoiser_of(folder) / _WEIGHTS).items()
    }
    if out.suffix == ".gguf":
        _write_gguf(weights, out)
    else:
        save_file(weights, out)
    return out


def _write_gguf(weights: dict[str, torch.Tensor], out: Path) -> None:
    """With eight bits where the rows are long enough for its blocks."""
    from gguf import GGMLQuantizationType, GGUFWriter, quants

    writer = GGUFWriter(out, "flux")
    for name, weight in weights.items():
        numbers = weight.float().numpy()
        if numbers.ndim == 2 and numbers.shape[1] % 32 == 0:
            eight = GGMLQuantizationType.Q8_0
            writer.add_tensor(name, quants.quantize(numbers, eight), raw_dtype=eight)
        else:
            writer.add_tensor(name, numbers)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def copied(folder: Path, out: Path) -> Path:
    """A copy of a checkpoint, to be changed."""
    return Path(shutil.copytree(folder, out))


def sharded(folder: Path, out: Path, part: str = "") -> Path:
    """A copy of a checkpoint whose *part* lies in several files with a page that lists them."""
    copied(folder, out)
    part = part or denoiser_of(folder)
    model = getattr(diffusers, _index(folder)[part][1]).from_pretrained(folder / part)
    shutil.rmtree(out / part)
    size = sum(weight.nbytes for weight in model.state_dict().values())
    model.save_pretrained(out / part, max_shard_size=size // 2)
    return out


def without(folder: Path, out: Path, file: str) -> Path:
    """A copy of a checkpoint that lacks *file*."""
    copied(folder, out)
    (out / file).unlink()
    return out


def cut_off(folder: Path, out: Path, file: str, left: float = 0.5) -> Path:
    """A copy of a checkpoint whose *file* has only its beginning, as after a broken download."""
    copied(folder, out)
    whole = (out / file).read_bytes()
    (out / file).write_bytes(whole[: int(len(whole) * left)])
    return out
