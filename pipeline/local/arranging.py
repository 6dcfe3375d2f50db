"""What is done to a pipeline once it was read: LoRAs, speed, where its parts wait. Imported when used."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.loaders.lora_base import set_adapters_for_text_encoder

from pipeline.errors import NotHere, Rejected
from pipeline.local.cards import Card
from pipeline.local.checkpoint import DENOISERS
from pipeline.local.libraries import first_line
from pipeline.local.memory import Rung, installed
from pipeline.local.reading import readable
from pipeline.local.weights import DiffusersWeights, Lora, Scheduler, Speed

#: These hide no words behind a mask, which FlashAttention 3 can't.
_UNMASKED = {"FluxTransformer2DModel", "Flux2Transformer2DModel", "WanTransformer3DModel"}
_HOPPER = 9.0
#: A tile of the decoder of pictures: its own size would be as large as most pictures are.
_TILE = 512


def arrange(pipe: Any, weights: DiffusersWeights, rung: Rung, card: Card) -> bool:
    """Do all of it, in the order in which it works; whether large pictures are decoded in pieces then."""
    reschedule(pipe, weights.scheduler)
    adapt(pipe, weights.loras)
    hasten(pipe, weights.speed, card)
    settle(pipe, rung, card)
    if weights.speed.compiled:
        _compile(pipe, whole=rung.offload == "none" and not weights.speed.cache)
    pipe.set_progress_bar_config(disable=True)
    return _in_pieces(pipe, tiling=rung.tiling)


def reschedule(pipe: Any, scheduler: Scheduler) -> None:
    """Put *scheduler* in the place of the one of *pipe*; `Rejected` for figures that it does not have."""
    if scheduler == Scheduler():
        return
    kind = getattr(diffusers, scheduler.kind) if scheduler.kind else type(pipe.scheduler)
    known = inspect.signature(kind.__init__).parameters
    if unknown := [name for name, _ in scheduler.changes if name not in known]:
        raise Rejected(
            f"{kind.__name__} has no {', '.join(unknown)}.", "Leave the preset out: it is for another model."
        )
    pipe.scheduler = kind.from_config(pipe.scheduler.config, **dict(scheduler.changes))


def adapt(pipe: Any, loras: tuple[Lora, ...]) -> None:
    """Put *loras* onto *pipe*, each with its weight; `NotHere` naming one that can't be used."""
    if not loras:
        return
    if not hasattr(pipe, "load_lora_weights"):
        raise Rejected(f"{type(pipe).__name__} takes no LoRAs.", "Leave `loras` out, or use another model.")
    for number, lora in enumerate(loras):
        _put(pipe, lora, f"lora{number}")
    weights = {f"lora{number}": lora.weight for number, lora in enumerate(loras)}
    for part, names in pipe.get_list_adapters().items():
        # The pipeline's own way would ask each part for all of them.
        each = [weights[name] for name in names]
        if hasattr(model := getattr(pipe, part), "enable_cache") or part == "unet":
            model.set_adapters(names, each)
        else:
            set_adapters_for_text_encoder(names, model, each)


def hasten(pipe: Any, speed: Speed, card: Card) -> None:
    """Attention and the cache of blocks as *speed* says; `NotHere` or `Rejected` for what can't be had."""
    if why := speed.refused(type(pipe).__name__):
        raise Rejected(why)
    for denoiser in denoisers_of(pipe):
        _attend(denoiser, speed.attention, card)
        if speed.cache:
            denoiser.enable_cache(diffusers.FirstBlockCacheConfig(threshold=speed.cache))


def settle(pipe: Any, rung: Rung, card: Card) -> None:
    """Have the parts of *pipe* wait where *rung* says; nothing is ever left on a disk."""
    device = card.place
    match rung.offload:
        case "none":
            pipe.to(device)
        case "model":
            pipe.enable_model_cpu_offload(device=device)
        case "group":
            # Only NVIDIA's and AMD's cards bring layers while others work.
            stream = device.startswith("cuda")
            pipe.enable_group_offload(
                torch.device(device), offload_type="leaf_level", use_stream=stream, record_stream=stream
            )
        case "sequential":
            pipe.enable_sequential_cpu_offload(device=device)


def denoisers_of(pipe: Any) -> list[Any]:
    """The parts of *pipe* that work in every step."""
    return [part for name in DENOISERS if (part := getattr(pipe, name, None)) is not None]


def _put(pipe: Any, lora: Lora, name: str) -> None:
    if why := lora.missing():
        raise NotHere(why)
    path = Path(lora.path).expanduser()
    options = {"local_files_only": True} | ({"weight_name": lora.file} if lora.file else {})
    where = str(path) if path.exists() else lora.path
    for part in _parts_for(pipe, lora):
        second = {"load_into_transformer_2": True} if part == "transformer_2" else {}
        with readable(path if path.exists() else Path(lora.path)):
            pipe.load_lora_weights(where, adapter_name=name, **options, **second)
        if name not in pipe.get_list_adapters().get(part, []) and not _elsewhere(pipe, name):
            raise NotHere(
                f"The LoRA {lora.path} changes nothing in {type(pipe).__name__}.",
                "It was made for another model: use one for this family.",
            )


def _parts_for(pipe: Any, lora: Lora) -> list[str]:
    """The denoisers of *pipe* that *lora* is for."""
    two = getattr(pipe, "transformer_2", None) is not None
    if lora.part == "transformer_2" and not two:
        raise Rejected(
            f"The LoRA {lora.path} is for a second denoiser, which {type(pipe).__name__} does not have here.",
            "Leave `part` out.",
        )
    first = "unet" if hasattr(pipe, "unet") else "transformer"
    if lora.part == "both":
        return [first, "transformer_2"] if two else [first]
    return [lora.part if lora.part == "transformer_2" else first]


def _elsewhere(pipe: Any, name: str) -> bool:
    """Whether a LoRA changes a text encoder, where it leaves the denoiser as it is."""
    return any(name in names for part, names in pipe.get_list_adapters().items() if part.startswith("text"))


def _attend(denoiser: Any, wanted: str, card: Card) -> None:
    """Have *denoiser* compute its attention as *wanted*: diffusers keeps the last choice for all models."""
    fitting = type(denoiser).__name__ in _UNMASKED and int(card.capability) == int(_HOPPER)
    best = "_flash_3" if fitting and installed("flash_attn_interface") else "native"
    chosen = best if wanted == "auto" else wanted
    try:
        denoiser.set_attention_backend(chosen)
    except (RuntimeError, ValueError, ImportError) as error:
        raise NotHere(
            f"`attention: {chosen}` can't be used: {first_line(error)}", "Set it to auto."
        ) from error


def _compile(pipe: Any, *, whole: bool) -> None:
    for denoiser in denoisers_of(pipe):
        # What comes and goes between the blocks can't be part of one graph.
        denoiser.compile_repeated_blocks(fullgraph=whole)


def _in_pieces(pipe: Any, *, tiling: bool) -> bool:
    """Decode one picture after the other, which changes nothing, and if *tiling* large ones in pieces."""
    vae = getattr(pipe, "vae", None)
    _can(vae, "enable_slicing")
    if not tiling or not _can(vae, "enable_tiling"):
        return False
    if isinstance(vae, diffusers.AutoencoderKL):
        vae.tile_sample_min_size = _TILE
        vae.tile_latent_min_size = _TILE // 2 ** (len(vae.config.block_out_channels) - 1)
    return True


def _can(vae: Any, method: str) -> bool:
    """Call *method* of *vae* where it has it: some have it only to say that they do not."""
    try:
        getattr(vae, method)()
    except (AttributeError, NotImplementedError):
        return False
    return True
