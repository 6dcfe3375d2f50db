"""
Faces found by insightface, an optional package (`pip install insightface onnxruntime`).

Its code is free; its packs of models are for non-commercial research only, and are never fetched here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.images.faces import Face


@dataclass(frozen=True)
class InsightFace:
    """The models of the *pack*: a folder with .onnx files, or its name in `~/.insightface/models`."""

    pack: str

    def unavailable(self) -> str:
        """Which package or pack is missing; empty where both are there."""
        raise NotImplementedError

    def find(self, picture: Path) -> list[Face]:
        """The faces in *picture*, from left to right."""
        raise NotImplementedError
