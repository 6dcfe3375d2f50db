"""A stand-in for insightface with its documented interface: it takes patches of strong colour for faces."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from pipeline.images import insight

_PACKAGES = ("insightface", "onnxruntime")

APP = '''
"""FaceAnalysis as insightface has it."""

import glob
import os
import pathlib

import cv2
import numpy as np

loaded = []


class Face:
    def __init__(self, bbox, kps, embedding):
        self.bbox, self.kps, self.embedding = bbox, kps, embedding
        self.normed_embedding = embedding / np.linalg.norm(embedding)


class FaceAnalysis:
    def __init__(self, name="buffalo_l", root="~/.insightface", allowed_modules=None, **kwargs):
        self.files = sorted(glob.glob(os.path.join(name, "*.onnx")))
        assert self.files
        for file in self.files:
            if pathlib.Path(file).read_bytes() != b"model":
                raise RuntimeError(f"{file} is no protobuf")
        loaded.append((name, tuple(allowed_modules or ()), tuple(kwargs["providers"])))
        self.size = None

    def prepare(self, ctx_id, det_thresh=0.5, det_size=(640, 640)):
        self.size = det_size

    def get(self, img, max_num=0):
        assert self.size and img.dtype == np.uint8
        strong = (img.max(axis=2).astype(int) - img.min(axis=2) > 120).astype(np.uint8)
        count, _, boxes, _ = cv2.connectedComponentsWithStats(strong)
        found = []
        for left, top, width, height, area in boxes[1:]:
            if area >= 64:
                found.append(self._face(img, left, top, width, height))
        return found[::-1]

    def _face(self, img, left, top, width, height):
        b, g, r = img[top : top + height, left : left + width].reshape(-1, 3).mean(axis=0)
        places = [(0.3, 0.35), (0.7, 0.35), (0.5, 0.55), (0.35, 0.75), (0.65, 0.75)]
        kps = np.array([(left + x * width, top + y * height) for x, y in places], np.float32)
        box = np.array([left, top, left + width, top + height], np.float32)
        embedding = np.tile(np.array([r - g, g - b, b - r, 0], np.float32), 128)
        return Face(box, kps, embedding)
'''


def picture(path: Path, *patches: tuple[int, tuple[int, int, int]], side: int = 40) -> Path:
    """A grey picture with square patches, its faces, each at its left edge in its colour (BGR)."""
    pixels = np.full((100, 300, 3), 90, np.uint8)
    for left, colour in patches:
        pixels[30 : 30 + side, left : left + side] = colour
    cv2.imwrite(str(path), pixels)
    return path


@contextmanager
def installed(folder: Path) -> Iterator[Path]:
    """While the block runs the package can be imported; gives the folder of a pack of its models."""
    site, pack = folder / "site", folder / "pack"
    for name in _PACKAGES:
        (site / name).mkdir(parents=True)
        (site / name / "__init__.py").touch()
    (site / "insightface" / "app.py").write_text(APP)
    pack.mkdir()
    for file in ("det_10g.onnx", "w600k_r50.onnx"):
        (pack / file).write_bytes(b"model")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(site))
        _forget()
        yield pack
    _forget()


def _forget() -> None:
    importlib.invalidate_caches()
    insight._loaded.cache_clear()
    for name in [name for name in sys.modules if name.partition(".")[0] in _PACKAGES]:
        del sys.modules[name]
