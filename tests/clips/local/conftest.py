"""Tiny models of every family of clips, each built and loaded once, and pictures for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np
import pytest

from pipeline.clips.engine import ClipRequest
from pipeline.local.order import Steps
from pipeline.story import Move


@dataclass
class Studio:
    """An engine over a tiny model, which is in memory, and what it films."""

    engine: Any
    loaded: Any
    request: ClipRequest
    folder: Path
    #: Every step that was told: done, of how many, at what.
    told: list[tuple[int, int, str]] = field(default_factory=list)

    def film(self, engine: Any = None, **changes: Any) -> tuple[np.ndarray, dict[str, Any]]:
        """The frames of the shot as they are written, before they are encoded, and the notes of it."""
        from pipeline.clips.local import filming

        with patch.object(filming, "write", wraps=filming.write) as write:
            notes = self.make(self.folder / "shot.mp4", engine, **changes)
        (_, frames, _), _ = write.call_args
        return frames, notes

    def make(self, out: Path, engine: Any = None, steps: Steps | None = None, **changes: Any) -> Any:
        """Write the shot to *out*; the notes of it."""
        from pipeline.clips.local.filming import film

        self.told.clear()
        order = (engine or self.engine).order(replace(self.request, **changes), out)
        return film(self.loaded, order, steps or self.tell)

    def tell(self, done: int, of: int, what: str = "") -> None:
        """Remember a step."""
        self.told.append((done, of, what))

    @property
    def family(self) -> Any:
        """The rules of the model."""
        return self.engine.checkpoint().family

    def seconds(self, frames: int) -> float:
        """How long so many frames last."""
        return frames / self.family.fps


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Four vertical pictures that have nothing in common."""
    folder, random = tmp_path_factory.mktemp("pictures"), np.random.default_rng(0)
    for name in "abcd":
        coarse = random.integers(0, 255, (6, 4, 3), dtype=np.uint8)
        cv2.imwrite(str(folder / f"{name}.png"), cv2.resize(coarse, (72, 128)))
    return {name: folder / f"{name}.png" for name in "abcd"}


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of the tiny checkpoint of that name."""
    from tiny.build import build

    built: dict[str, Path] = {}

    def folder(name: str) -> Path:
        if name not in built:
            built[name] = build(name, tmp_path_factory.mktemp(name.replace("/", "-")))
        return built[name]

    return folder


@pytest.fixture(scope="session")
def studio_of(
    tiny: Callable[[str], Path], pictures: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Studio]:
    """A studio with the tiny checkpoint of that name, for a shot of nine frames."""
    from pipeline.clips.diffusers import Diffusers
    from pipeline.local.cards import card

    def studio(name: str, size: tuple[int, int] = (32, 64), last: str = "", **options: Any) -> Studio:
        engine = Diffusers(model=str(tiny(name)), device="cpu", **{"steps": 2, **options})
        assert engine.unavailable() == ""
        width, height = size
        fps = engine.checkpoint().family.fps
        request = ClipRequest("林夏 turns.", pictures["a"], 9 / fps, width, height, 24, Move.STILL, seed=5)
        request = replace(request, last=pictures[last] if last else None)
        folder = tmp_path_factory.mktemp("clips")
        order = engine.order(request, folder / "never.mp4")
        return Studio(engine, order.weights.load(card("cpu")), request, folder)

    return studio


@pytest.fixture(scope="module")
def wan(studio_of: Callable[..., Studio]) -> Iterator[Studio]:
    """Wan 2.2's two experts, which begin and end with pictures."""
    studio = studio_of("wan-i2v")
    yield studio
    studio.loaded.unload()
