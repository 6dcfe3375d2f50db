"""SDXL with InstantID in memory. Imported when used."""

from __future__ import annotations

import copy
import pickle
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from pipeline.errors import NotHere
from pipeline.images.local.instantid import ADAPTER, NET, IdentityWeights
from pipeline.images.local.putting import put
from pipeline.local.cards import Card
from pipeline.local.effort import working
from pipeline.local.families import FAMILIES
from pipeline.local.libraries import first_line, out_of_memory
from pipeline.local.loading import Pipe
from pipeline.local.loading import load as load_pipe
from pipeline.local.weights import DiffusersWeights

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
    an embedding, on the processor, so that they are the same on every card and wherever the denoiser waits;
    *scale* is how much the adapter counts.
    """

    def __init__(self) -> None:
        self.projection: Any = None
        self.scale = 1.0
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
            self._tokens = self.projection([faces])[0][:, 0]
        try:
            yield faces
        finally:
            self._tokens = None


def load(weights: IdentityWeights, card: Card) -> Pipe:
    """SDXL with the identity network and the adapter; `NotHere` naming what is damaged or too large."""
    file = Path(weights.instantid) / ADAPTER
    state = _read(file)
    loaded = load_pipe(_underneath(weights, file), card)
    identity = loaded.kept[IDENTITY] = Identity()

    def add(pipe: Any) -> None:
        identity.projection = _put_adapter(pipe, state, file)
        pipe.set_ip_adapter_scale(identity.scale)
        pipe.controlnet.register_forward_pre_hook(identity, with_kwargs=True)

    put(loaded, add)
    return loaded


def _underneath(weights: IdentityWeights, file: Path) -> DiffusersWeights:
    """SDXL with a control net; what is put onto it later counts as work, and its weights stay as they are."""
    net = Path(weights.instantid) / NET
    family = FAMILIES["StableDiffusionXLPipeline"]
    besides = sum(one.stat().st_size for one in (file, *net.glob("*.safetensors"), *net.glob("*.bin")))
    return DiffusersWeights(
        model=weights.sdxl,
        wish=replace(weights.wish, quantise="none"),
        adapters=(str(net),),
        pipeline=KINDS[weights.mode],
        working=working(family, weights.size, weights.size) + besides,
    )


def _put_adapter(pipe: Any, state: Any, file: Path) -> Any:
    """Load the adapter's *state* onto the denoiser; gives what makes tokens of a face."""
    try:
        pipe.load_ip_adapter(state, subfolder="", weight_name="", image_encoder_folder=None)
    except (KeyError, IndexError, RuntimeError, ValueError) as error:
        if out_of_memory(error):
            raise
        raise _damaged(file, f"it does not fit this SDXL ({first_line(error)})") from error
    return copy.deepcopy(pipe.unet.encoder_hid_proj).float().cpu().eval()


def _read(file: Path) -> Any:
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except _UNREADABLE as error:
        raise _damaged(file, first_line(error)) from error
    if not isinstance(state, dict) or state.keys() != {"image_proj", "ip_adapter"}:
        raise _damaged(file, "it has other parts than InstantID's adapter")
    return state


def _damaged(file: Path, why: str) -> NotHere:
    return NotHere(f"{file} can't be used: {why}.", "Copy InstantID's file there anew.")
