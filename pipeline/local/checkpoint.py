"""What lies in a checkpoint, and whether it is whole: read from its pages, without PyTorch."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import NotHere
from pipeline.local.families import FAMILIES, Family, family_of
from pipeline.local.files import Weight, read_json, weigh
from pipeline.local.known import known

_ID = re.compile(r"[\w.-]+/[\w.-]+")
#: What pipelines call the parts that work in every step.
DENOISERS = ("transformer", "transformer_2", "unet")
#: How files of weights are called, by diffusers and by transformers.
_STEMS = ("diffusion_pytorch_model", "model", "pytorch_model")
#: One of each is what a tokenizer needs: that of transformers, or the vocabulary it is made from. Without
#: them transformers would make one up.
_TOKENIZERS = (("tokenizer.json",), ("vocab.json", "merges.txt"), ("spiece.model",), ("tokenizer.model",))
_PICTURE_PAGES = (("preprocessor_config.json",), ("processor_config.json",))
#: What these classes show to a language model, only torchvision can prepare.
_NEED_TORCHVISION = ("PixtralProcessor", "Qwen2VLProcessor", "Qwen2_5_VLProcessor")
#: What a pipeline's folder begins with.
_PAGES = ("model_index.json", "modular_model_index.json")


@dataclass(frozen=True)
class Part:
    """
    A part with weights: the *library* and class (*kind*) that reads it, and what it weighs.

    *variant* is what its files have in their names where no others are there: `fp16`.
    """

    library: str
    kind: str
    weight: Weight
    variant: str = ""


@dataclass(frozen=True)
class Checkpoint:
    """
    A checkpoint of diffusers: its *folder*, its *index*, the *configs* of its parts, those with weights.

    Where it is known but not *downloaded*, there is nothing in *folder*.
    """

    folder: Path
    index: Mapping[str, Any]
    configs: Mapping[str, Mapping[str, Any]]
    parts: Mapping[str, Part] = field(default_factory=dict)
    downloaded: bool = True

    @property
    def kind(self) -> str:
        """The class of its pipeline."""
        return str(self.index["_class_name"])

    @property
    def family(self) -> Family:
        """The rules for it."""
        return family_of(self.index, self.configs)

    @property
    def denoisers(self) -> tuple[str, ...]:
        """The names of the parts that work in every step."""
        return tuple(part for part in DENOISERS if any(self.index.get(part) or ()))

    @property
    def parameters(self) -> dict[str, int]:
        """How many numbers each part with weights has, by its name."""
        return {name: part.weight.parameters for name, part in self.parts.items()}


def examine(model: str) -> Checkpoint:
    """
    The checkpoint *model*: a folder, or an id on a hub of which a copy is on this machine.

    `NotHere` naming the file that is missing or damaged, or the command that fetches it. No network is used.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _whole(folder, "Fetch the folder again.")
    if folder.is_file():
        raise NotHere(
            f"{folder} is one file.",
            "Give the folder of a checkpoint as `model`, and the file as `denoiser`.",
        )
    if not _ID.fullmatch(model):
        raise NotHere(f"There is no folder {folder}.", "Give the folder of a checkpoint, or its id on a hub.")
    copy = copy_of(model, *_PAGES)
    if copy is None:
        raise NotHere(f"{model} is not on this machine.", f"Fetch it with `hf download {model}`.")
    return _whole(copy, f"`hf download {model}` fetches what is missing.")


def foreseen(model: str) -> Checkpoint:
    """Like `examine`; of a well-known *model* that is not on this machine, what it will be."""
    found = known(model)
    if found is None or Path(model).exists() or copy_of(model, *_PAGES):
        return examine(model)
    parts = {
        name: Part("", "", Weight(round(billions * 1e9), round(billions * 2e9)))
        for name, billions in found.billions.items()
    }
    return Checkpoint(Path(model), found.index, found.figures, parts, downloaded=False)


def weigh_file(path: str) -> Weight:
    """What is in one file for a denoiser, .safetensors or .gguf; `NotHere` if it is not whole."""
    return weigh(Path(path).expanduser(), "Fetch the file again.")


def copy_of(model: str, *pages: str) -> Path | None:
    """The folder where the hub's client keeps its copy of the id *model*, with one of *pages*; no network."""
    if not _ID.fullmatch(model) or find_spec("huggingface_hub") is None:
        return None
    from huggingface_hub import try_to_load_from_cache

    for page in pages:
        found = try_to_load_from_cache(model, page)
        if isinstance(found, str):
            return Path(found).parent
    return None


def _whole(folder: Path, help_: str) -> Checkpoint:
    files = sorted(one for one in (*folder.glob("*.json"), *folder.glob("*/*")) if one.is_file())
    stamp = tuple((str(one), one.stat().st_size, one.stat().st_mtime_ns) for one in files)
    return _read(folder, stamp, help_)


@lru_cache(maxsize=64)
def _read(folder: Path, stamp: tuple[object, ...], help_: str) -> Checkpoint:  # noqa: ARG001 - a cache key
    """The checkpoint in *folder* whose files are those of *stamp*."""
    if not (folder / "model_index.json").is_file() and (folder / "modular_model_index.json").is_file():
        raise NotHere(
            f"{folder.name} is a modular pipeline of diffusers, which is put together otherwise.",
            f"Choose one of {_labels()}.",
        )
    index = read_json(
        folder / "model_index.json", "Give the folder of a checkpoint in the form of diffusers."
    )
    _runnable(index)
    configs, parts = dict[str, Mapping[str, Any]](), dict[str, Part]()
    for name, made_by in index.items():
        if not (isinstance(made_by, list) and len(made_by) == 2 and all(made_by)):
            continue
        library, kind = map(str, made_by)
        if page := _without_weights(folder / name, kind, help_):
            configs[name] = page
            continue
        configs[name] = read_json(folder / name / "config.json", help_)
        weight, variant = _weights(folder / name, help_)
        parts[name] = Part(library, kind, weight, variant)
    return Checkpoint(folder, index, configs, parts)


def _runnable(index: Mapping[str, Any]) -> None:
    """`NotHere` where the packages that are installed can't run a pipeline of that *index*."""
    kind = str(index.get("_class_name"))
    if find_spec("diffusers") and kind not in _classes_of_diffusers():
        raise NotHere(
            f"diffusers {version('diffusers')} has no {kind}; the checkpoint was made with"
            f" {index.get('_diffusers_version', 'another one')}.",
            "pip install -U diffusers",
        )
    for made_by in index.values():
        if isinstance(made_by, list) and made_by[-1] in _NEED_TORCHVISION and not find_spec("torchvision"):
            raise NotHere(f"{made_by[-1]}, a part of {kind}, needs torchvision.", "pip install torchvision")


@cache
def _classes_of_diffusers() -> frozenset[str]:
    """All that diffusers offers, by the text of its first file: to import it takes seconds."""
    spec = find_spec("diffusers")
    text = Path(spec.origin).read_text("utf-8") if spec and spec.origin else ""
    return frozenset(re.findall(r'"(\w+)"', text))


def _without_weights(folder: Path, kind: str, help_: str) -> Mapping[str, Any]:
    """The page of a part that has no weights; nothing if it is one that has."""
    if "Tokenizer" in kind:
        # ByT5 reads bytes and needs no vocabulary.
        if kind != "ByT5Tokenizer":
            _one_of(folder, _TOKENIZERS, help_)
        return read_json(folder / "tokenizer_config.json", help_)
    if "Processor" in kind or "FeatureExtractor" in kind:
        page = _one_of(folder, _PICTURE_PAGES, help_)
        return read_json(folder / page[0], help_)
    for page_name in ("scheduler_config.json", "guider_config.json"):
        if (folder / page_name).is_file() or folder.name == page_name.removesuffix("_config.json"):
            return read_json(folder / page_name, help_)
    return {}


def _one_of(folder: Path, choices: tuple[tuple[str, ...], ...], help_: str) -> tuple[str, ...]:
    """The first of *choices* whose files are all there, and hold something."""
    for names in choices:
        if all((folder / name).is_file() and (folder / name).stat().st_size for name in names):
            if names[0].endswith(".json"):
                read_json(folder / names[0], help_)
            return names
    raise NotHere(f"{folder / choices[0][0]} is missing.", help_)


def _weights(folder: Path, help_: str) -> tuple[Weight, str]:
    """What all files of a part's weights hold, and the variant that they are."""
    for variant in ("", "fp16", "bf16"):
        for stem in _STEMS:
            if files := _files(folder, stem, f".{variant}" if variant else "", help_):
                return sum((weigh(file, help_) for file in files), Weight()), variant
    raise NotHere(f"{folder}/*.safetensors is missing.", help_)


def _files(folder: Path, stem: str, variant: str, help_: str) -> list[Path]:
    """The files called *stem*: as a page lists them, or one."""
    for page in (f"{stem}.safetensors.index{variant}.json", f"{stem}.bin.index{variant}.json"):
        if (folder / page).is_file():
            shards = read_json(folder / page, help_).get("weight_map")
            if not (shards and isinstance(shards, dict)):
                raise NotHere(f"{folder / page} is damaged: it lists no files.", help_)
            return [folder / name for name in sorted(set(map(str, shards.values())))]
    alone = (folder / f"{stem}{variant}.safetensors", folder / f"{stem}{variant}.bin")
    return [one for one in alone if one.is_file()][:1]


def _labels() -> str:
    return ", ".join(sorted({family.label for family in FAMILIES.values()}))
