"""Files of weights: how many numbers they hold, and whether they are whole, from their first page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import Any

from pipeline.errors import NotHere

#: A header of safetensors is no longer than this, by its own format.
_LONGEST_HEADER = 100_000_000
_POINTER = b"version https://git-lfs"


@dataclass(frozen=True)
class Weight:
    """How many *parameters* there are, in so many *bytes*."""

    parameters: int = 0
    bytes: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.parameters + other.parameters, self.bytes + other.bytes)


def read_json(path: Path, help_: str) -> dict[str, Any]:
    """The object in *path*; `NotHere` with *help_* where it is missing or none."""
    if not path.is_file():
        raise NotHere(f"{path} is missing.", help_)
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise NotHere(f"{path} is damaged: {error}.", help_) from error
    if not isinstance(found, dict):
        raise NotHere(f"{path} is damaged: it holds no object.", help_)
    return found


def weigh(path: Path, help_: str) -> Weight:
    """What is in a file of weights: .safetensors, .gguf, .bin; `NotHere` with *help_* if it is not whole."""
    if not path.is_file():
        raise NotHere(f"{path} is missing.", help_)
    with path.open("rb") as file:
        beginning = file.read(len(_POINTER))
    if beginning == _POINTER:
        raise NotHere(f"{path} is a pointer of Git LFS, not the file itself.", "Run `git lfs pull` there.")
    readers = {".safetensors": _safetensors, ".gguf": _gguf, ".bin": _pickled}
    if path.suffix not in readers:
        raise NotHere(f"{path} is no file of weights.", f"Known are {', '.join(readers)}.")
    try:
        return readers[path.suffix](path)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise NotHere(f"{path} is damaged: {error}.", help_) from error


def _safetensors(path: Path) -> Weight:
    """A length of eight bytes, a page of JSON, the numbers: https://github.com/huggingface/safetensors."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 0 < length <= min(_LONGEST_HEADER, size - 8):
            raise ValueError(f"its header can't be {length} bytes long in a file of {size}")
        header = json.loads(file.read(length))
    tensors = [tensor for name, tensor in header.items() if name != "__metadata__"]
    data = max((tensor["data_offsets"][1] for tensor in tensors), default=0)
    if 8 + length + data != size:
        raise ValueError(f"it has {size} of {8 + length + data} bytes")
    return Weight(sum(prod(tensor["shape"]) for tensor in tensors), data)


def _gguf(path: Path) -> Weight:
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ValueError("it does not begin with GGUF")
    if find_spec("gguf") is None:
        raise NotHere(f"{path} needs the package gguf.", "pip install gguf")
    from gguf import GGUFReader

    tensors = GGUFReader(path).tensors
    if not tensors:
        raise ValueError("it holds no tensors")
    return Weight(sum(int(one.n_elements) for one in tensors), sum(int(one.n_bytes) for one in tensors))


def _pickled(path: Path) -> Weight:
    """PyTorch's own form, a ZIP: its numbers are taken to have four bytes each, as it was usual."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            raise ValueError("it is not in PyTorch's form")
        file.seek(max(0, size - 22))
        # The last record of a ZIP without a comment, https://pkware.cachefly.net/webdocs/APPNOTE/APPNOTE-6.3.9.TXT
        if file.read(4) != b"PK\x05\x06":
            raise ValueError("its end is missing")
    return Weight(size // 4, size)
