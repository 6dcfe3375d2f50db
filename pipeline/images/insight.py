"""
Faces found by insightface, an optional package (`pip install 'shortdrama[faces]'`).

Its code is free; its packs of models are for non-commercial research only, and are never fetched here.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

from pipeline.errors import BadResult, NotHere
from pipeline.images.faces import Face

_PACKAGES = ("insightface", "onnxruntime")
#: Faces are looked for in a picture scaled to this; insightface's own figure.
_LOOKED_AT = (640, 640)
#: One model serves all threads, one after the other.
_alone = Lock()

log = logging.getLogger("drama")


@dataclass(frozen=True)
class InsightFace:
    """The models of the *pack*: a folder with .onnx files, or its name in `~/.insightface/models`."""

    pack: str

    @property
    def folder(self) -> Path:
        """Where the pack's files are, or should be."""
        folder = Path(self.pack).expanduser()
        if not folder.is_dir():
            folder = Path.home() / ".insightface" / "models" / self.pack
        # The archive of antelopev2 holds a folder of its own name.
        inner = folder / folder.name
        return inner if inner.is_dir() else folder

    def unavailable(self) -> str:
        """Which package or pack is missing; empty where both are there."""
        missing = [name for name in _PACKAGES if find_spec(name) is None]
        if missing:
            return (
                f"{' and '.join(missing)} not installed: pip install 'shortdrama[faces]', and unpack its"
                f" models {self.pack}, for non-commercial use only, into {self.folder}."
            )
        if not any(self.folder.glob("*.onnx")):
            return (
                f"{self.folder} has no .onnx files: unpack insightface's models {Path(self.pack).name} there,"
                " which are for non-commercial use only."
            )
        return ""

    def find(self, picture: Path) -> list[Face]:
        """The faces in *picture*, from left to right; `NotHere` where the models can't be loaded."""
        import cv2
        import numpy as np

        pixels = cv2.imdecode(np.fromfile(picture, np.uint8), cv2.IMREAD_COLOR)
        if pixels is None:
            raise BadResult(f"{picture} is no picture that can be read.", "Make it again.")
        with _alone:
            found = _loaded(self).get(pixels)
        return sorted(map(_face, found), key=lambda face: face.box[0])


@cache
def _loaded(embedder: InsightFace) -> Any:
    """The analysis with the pack, on the processor: the card is for the models that draw."""
    if why := embedder.unavailable():
        raise NotHere(why)
    from insightface.app import FaceAnalysis

    log.warning(
        "Faces are measured with insightface's models %s: for non-commercial use only.", embedder.folder.name
    )
    try:
        analysis = FaceAnalysis(
            name=str(embedder.folder),
            allowed_modules=["detection", "recognition"],
            providers=["CPUExecutionProvider"],
        )
        analysis.prepare(ctx_id=-1, det_size=_LOOKED_AT)
    # onnxruntime's errors have no common class but this; an incomplete pack is a bare AssertionError.
    except (RuntimeError, AssertionError, OSError, ValueError) as error:
        raise NotHere(
            f"insightface can't load {embedder.folder}: {error or type(error).__name__}.",
            "Unpack its archive there anew.",
        ) from error
    return analysis


def _face(found: Any) -> Face:
    left, top, right, bottom = map(float, found.bbox)
    eye, other_eye, nose, mouth, other_mouth = ((float(x), float(y)) for x, y in found.kps)
    return Face(
        box=(left, top, right, bottom),
        landmarks=(eye, other_eye, nose, mouth, other_mouth),
        embedding=tuple(map(float, found.embedding)),
    )
