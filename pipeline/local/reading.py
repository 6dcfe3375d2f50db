"""
Read a checkpoint from disk, part by part, each in its precision. Imported when used.

Part by part, because then a damaged one is named, and the machine's memory never holds more of what goes
to the card than its largest part.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from safetensors import SafetensorError

from pipeline.errors import NotHere
from pipeline.local.cards import Card
from pipeline.local.checkpoint import Checkpoint
from pipeline.local.files import read_json
from pipeline.local.libraries import first_line, look_at_words, out_of_memory, smaller
from pipeline.local.memory import Needs, Rung, installed
from pipeline.local.needs import denoisers
from pipeline.local.weights import DiffusersWeights

log = logging.getLogger("drama")

_LIBRARIES = {"diffusers": diffusers, "transformers": transformers}
#: Parts that lose too much in less than float32, as their models' pages say.
_EXACT = {"AutoencoderKLWan"}
#: So many weights there are for each that may be missing.
_FEW = 50
#: Float8 is multiplied by cards from Ada on; older ones have whole numbers of eight bits.
_ADA = 8.9


def read(checkpoint: Checkpoint, weights: DiffusersWeights, rung: Rung, card: Card, needs: Needs) -> Any:
    """The pipeline of *weights* with its parts as *rung* says: on the *card* if all of them stay there."""
    dtype, folder = getattr(torch, rung.precision), checkpoint.folder
    parts: dict[str, Any] = {}
    for part, file in denoisers(checkpoint, weights).items():
        with readable(file):
            parts[part] = _placed(_from_file(checkpoint, part, file, dtype), rung, card)
    for part, _ in needs.parts:
        kind = _class_of(checkpoint.index[part])
        if part not in parts and kind is not None:
            with readable(folder / part):
                options = _options(part, kind, rung, card, needs, adapted=bool(weights.loras))
                options["variant"] = checkpoint.parts[part].variant or None
                made, told = kind.from_pretrained(folder / part, output_loading_info=True, **options)
            _look_at_weights(folder / part, made, told["missing_keys"])
            parts[part] = _placed(made, rung, card)
    parts |= dict(_added(weights, dtype))
    with readable(folder):
        pipe = getattr(diffusers, weights.pipeline or checkpoint.kind).from_pretrained(
            folder, dtype=dtype, **parts
        )
    _look_at_words(pipe, folder)
    return pipe


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What goes wrong inside says that *path* can't be read, or which package is missing for it."""
    try:
        with warnings.catch_warnings():
            # Of old forms of a file, and of parts in it that are not used: it is read all the same.
            warnings.simplefilter("ignore")
            yield
    except torch.OutOfMemoryError:
        raise
    except ImportError as error:
        raise NotHere(f"{path} needs a package: {first_line(error)}", "Install it with pip.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError) as error:
        if out_of_memory(error):
            raise torch.OutOfMemoryError(str(error)) from error
        if "tiktoken" in str(error) or "sentencepiece" in str(error).lower():
            # transformers names the wrong package for a vocabulary that is a spiece.model.
            raise NotHere(
                f"The vocabulary in {path} can't be read without further packages, or is damaged.",
                "pip install sentencepiece protobuf; if they are there, download the checkpoint again.",
            ) from error
        raise NotHere(
            f"{path} can't be loaded: {first_line(error)}", "Download it again, or give another."
        ) from error


def _placed(part: Any, rung: Rung, card: Card) -> Any:
    return part.to(card.place) if rung.offload == "none" else part


def _class_of(named: Any) -> Any:
    """The class of a part by its place in the index; None for one that only its pipeline knows."""
    library, name = named
    return getattr(_LIBRARIES.get(library), name, None)


def _options(part: str, kind: Any, rung: Rung, card: Card, needs: Needs, *, adapted: bool) -> dict[str, Any]:
    """How *part* is read: its precision, and its weights made smaller on the way."""
    if kind.__name__ in _EXACT:
        return {"dtype": torch.float32}
    dtype = getattr(torch, rung.precision)
    if rung.quantise == "none" or part not in needs.quantisable:
        return {"dtype": dtype}
    library = transformers if kind.__module__.startswith("transformers.") else diffusers
    # LoRAs can be put on whole numbers only (peft 0.21).
    float8 = card.capability >= _ADA and not adapted
    return {"dtype": dtype, "quantization_config": smaller(library, rung, float8=float8)}


def _from_file(checkpoint: Checkpoint, part: str, file: Path, dtype: Any) -> Any:
    """A denoiser from one file, with the figures that lie in the checkpoint's folder."""
    kind = _class_of(checkpoint.index[part])
    options: dict[str, Any] = {"config": str(checkpoint.folder), "subfolder": part, "dtype": dtype}
    if file.suffix == ".gguf":
        if not installed("gguf"):
            raise NotHere(f"{file} needs the package gguf.", "pip install gguf.")
        options["quantization_config"] = diffusers.GGUFQuantizationConfig(compute_dtype=dtype)
    return kind.from_single_file(str(file), **options)


def _added(weights: DiffusersWeights, dtype: Any) -> Iterator[tuple[str, Any]]:
    """The parts that the pipeline needs besides, by the names of its arguments."""
    for folder in map(Path, weights.adapters):
        with readable(folder):
            name = read_json(folder / "config.json", "Fetch it again.")["_class_name"]
            part = "motion_adapter" if name == "MotionAdapter" else "controlnet"
            yield part, getattr(diffusers, name).from_pretrained(folder, dtype=dtype)


def _look_at_weights(part: Path, made: Any, missing: Collection[str]) -> None:
    """Weights that no file has are made up, and what comes out would be noise; a few may be of no use."""
    if len(missing) * _FEW > len(made.state_dict()):
        named = ", ".join(sorted(missing)[:3])
        raise NotHere(
            f"{part} lacks {len(missing)} of its weights: {named}.", "Download the checkpoint again."
        )
    if missing:
        log.warning("%s lacks %s; made up instead", part, ", ".join(sorted(missing)))


def _look_at_words(pipe: Any, folder: Path) -> None:
    """Each of its vocabularies is there."""
    for name, part in pipe.components.items():
        if name.startswith("tokenizer") and part is not None:
            look_at_words(part, str(folder / name))
