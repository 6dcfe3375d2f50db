"""SDXL with InstantID in memory. Imported when used."""

from __future__ import annotations

import copy
import logging
import pickle
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.utils import logging as diffusers_logging
from safetensors import SafetensorError

from pipeline.errors import NotHere
from pipeline.images.local.instantid import ADAPTER, IdentityWeights
from pipeline.local.cards import Card
from pipeline.local.checkpoint import Checkpoint, examine
from pipeline.local.loading import Pipe
from pipeline.local.memory import Needs, Precision, Rung, Wish, letter, plan, told, working
from pipeline.local.weights import DiffusersWeights

log = logging.getLogger("drama")

#: The pipelines of the two modes, over the same parts.
KINDS = {
    "face": "StableDiffusionXLControlNetInpaintPipeline",
    "image": "StableDiffusionXLControlNetImg2ImgPipeline",
}
#: How many numbers an embedding has.
EMBEDDING = 512
#: What a file of weights that was cut off, or is something else, makes the reader of pickles stumble over.
_UNREADABLE = (
    OSError, EOFError, RuntimeError, LookupError, ValueError, TypeError, AttributeError,
    struct.error, pickle.UnpicklingError,
)  # fmt: skip
#: Where a loaded pipeline keeps its `Identity`.
IDENTITY = ("instantid",)


class Identity:
    """
    Makes a control net InstantID's identity network: it reads a face where others read the prompt.

    The sixteen tokens of the face that is to come take the place of the words. *projection* makes them of
    an embedding, on the processor, so that they are the same on every card and wherever the denoiser waits.
    """

    def __init__(self, projection: Any) -> None:
        self._projection = projection
        self._tokens: torch.Tensor | None = None

    def __call__(self, _net: Any, places: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Before each call of the net: the face's tokens for the prompt's, as many as are in the batch."""
        if self._tokens is None:
            return None
        words = named["encoder_hidden_states"]
        tokens = self._tokens.to(words.device, words.dtype)
        return places, {**named, "encoder_hidden_states": tokens}

    @contextmanager
    def of(self, embedding: tuple[float, ...], *, guided: bool) -> Iterator[torch.Tensor]:
        """
        While the block runs, the face is that of *embedding*; gives what the adapter takes.

        A tensor of (2 or 1, 1, 1, 512): where the call is *guided* away from what it should not be, nobody's
        face comes first.
        """
        face = torch.tensor(embedding)
        faces = torch.stack([torch.zeros(EMBEDDING), face] if guided else [face])[:, None, None]
        with torch.inference_mode():
            self._tokens = self._projection([faces])[0][:, 0]
        try:
            yield faces
        finally:
            self._tokens = None


def load(weights: IdentityWeights, card: Card) -> Pipe:
    """SDXL with the identity network and the adapter; `NotHere` naming what is damaged or too large."""
    checkpoint, kind, folder = examine(weights.sdxl), KINDS[weights.mode], Path(weights.instantid)
    diffusers_logging.disable_progress_bar()
    wish = _wish(weights.wish, card)
    dtype = getattr(torch, wish.precision)
    net = _read_net(folder / "ControlNetModel", dtype)
    pipe = getattr(diffusers, kind).from_pretrained(checkpoint.folder, controlnet=net, dtype=dtype)
    identity = Identity(_put_adapter(pipe, folder / ADAPTER))
    net.register_forward_pre_hook(identity, with_kwargs=True)
    rung = _planned(weights, pipe, checkpoint, card, wish)
    _place(pipe, rung, card)
    pipe.set_progress_bar_config(disable=True)
    held = DiffusersWeights(model=weights.sdxl, wish=wish, adapters=(weights.instantid,), pipeline=kind)
    return Pipe(held, card, checkpoint, rung, pipe, kept={IDENTITY: identity})


def _wish(wish: Wish, card: Card) -> Wish:
    """What of the *wish* holds here: SDXL is small, and its weights stay as they are."""
    usual: Precision = "bfloat16" if card.accelerated else "float32"
    precision = usual if wish.precision == "auto" else wish.precision
    offload = "model" if wish.offload == "group" else wish.offload
    return Wish(precision, "none", offload)


def _planned(weights: IdentityWeights, pipe: Any, checkpoint: Checkpoint, card: Card, wish: Wish) -> Rung:
    models = {name: part for name, part in pipe.components.items() if isinstance(part, torch.nn.Module)}
    counts = tuple((name, sum(one.numel() for one in part.parameters())) for name, part in models.items())
    needs = Needs(counts, working(checkpoint.family, weights.size, weights.size))
    rung = plan(needs, card, wish)
    if rung.offload == "group":
        rung = replace(rung, offload="model")
    if card.accelerated and not rung.fits:
        raise NotHere(*letter(weights.name, needs, card, rung, wish))
    log.info(told(weights.name, needs, card, rung))
    return rung


def _place(pipe: Any, rung: Rung, card: Card) -> None:
    match rung.offload:
        case "none":
            pipe.to(card.device)
        case "sequential":
            pipe.enable_sequential_cpu_offload(device=card.device)
        case _:
            pipe.enable_model_cpu_offload(device=card.device)
    if rung.tiling:
        pipe.vae.enable_tiling()


def _read_net(folder: Path, dtype: Any) -> Any:
    try:
        return diffusers.ControlNetModel.from_pretrained(folder, dtype=dtype)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise NotHere(
            f"{folder} can't be read: {_said(error)}.",
            "Copy InstantID's ControlNetModel there anew.",
        ) from error


def _put_adapter(pipe: Any, file: Path) -> Any:
    """Load the adapter's *file* onto the denoiser; gives what makes tokens of a face."""
    state = _read(file)
    try:
        pipe.load_ip_adapter(state, subfolder="", weight_name="", image_encoder_folder=None)
    except (KeyError, IndexError, RuntimeError, ValueError) as error:
        raise _damaged(file, f"it does not fit this SDXL ({_said(error)})") from error
    return copy.deepcopy(pipe.unet.encoder_hid_proj).float().cpu().eval()


def _read(file: Path) -> Any:
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except _UNREADABLE as error:
        raise _damaged(file, _said(error)) from error
    if not isinstance(state, dict) or state.keys() != {"image_proj", "ip_adapter"}:
        raise _damaged(file, "it has other parts than InstantID's adapter")
    return state


def _damaged(file: Path, why: str) -> NotHere:
    return NotHere(f"{file} can't be used: {why}.", "Copy InstantID's file there anew.")


def _said(error: Exception) -> str:
    """The first line of what *error* says."""
    return next(iter(str(error).splitlines()), type(error).__name__)
