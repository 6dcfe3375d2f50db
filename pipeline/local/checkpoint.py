"""What lies in a checkpoint, and whether it is whole: read from its pages, without PyTorch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import NotHere
from pipeline.local.families import Family, family_of


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint of diffusers on disk: its *folder*, its *index* and the *configs* of its parts by name."""

    folder: Path
    index: Mapping[str, Any]
    configs: Mapping[str, Mapping[str, Any]]

    @property
    def kind(self) -> str:
        """The class of its pipeline."""
        return str(self.index["_class_name"])

    @property
    def family(self) -> Family:
        """The rules for it."""
        return family_of(self.index, self.configs)


def examine(model: str) -> Checkpoint:
    """The checkpoint *model*, a folder; `NotHere` naming the file that is missing or damaged."""
    folder = Path(model)
    page = folder / "model_index.json"
    if not page.is_file():
        raise NotHere(f"{page} is missing.", "Give the folder of a checkpoint in the form of diffusers.")
    index = json.loads(page.read_bytes())
    configs = {
        file.parent.name: json.loads(file.read_bytes()) for file in sorted(folder.glob("*/config.json"))
    }
    return Checkpoint(folder, index, configs)
