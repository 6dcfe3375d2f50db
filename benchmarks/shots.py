"""
A drama of many shots whose clips a vendor makes, for the benchmarks of waiting and of `kill -9`.

`python benchmarks/shots.py FOLDER STAGE [--bare]` makes it in a process of its own, which knows the
quick engines of the tests: by the flow that `drama run` starts, or *bare*, with the same tasks on
plain threads, which begins ten seconds sooner.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline import images, voices
from pipeline.attempt import Made
from pipeline.engine import OPTIONS
from pipeline.engine import dataclass as options
from pipeline.errors import DramaError, Skipped
from pipeline.images.engine import ImageRequest
from pipeline.promise import Promise
from pipeline.story import Episode, EpisodePlan, Line, Outline, Place, Scene, Shot
from pipeline.storyboard.files import text_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
# Before `tests/flows`, which would hide the real one.
sys.path.insert(0, str(Path(__file__).parents[1]))

from quick_engines import Hum, Sketch

_SAID = "Rain falls on the street again."


@options(frozen=True, config=OPTIONS)
class Grain(Sketch):
    """Noise, by the seed: no picture takes more bytes."""

    def draw(self, request: ImageRequest, out: Path) -> None:
        """Write it."""
        import cv2
        import numpy as np

        chance = np.random.default_rng(request.seed)
        cv2.imwrite(str(out), chance.integers(0, 256, (request.height, request.width, 3), np.uint8))


images.ENGINES["grain"] = Grain
voices.ENGINES["hum"] = Hum


def begin(
    folder: Path, shots: int, engines: Mapping[str, Mapping[str, Any]], *, width: int, height: int
) -> Path:
    """A drama of so many *shots* of some 3 s in *folder*, whose clips the hosted *engines* make, in order."""
    profile = {
        "film": {"width": width, "height": height, "fps": 8},
        "storyboard": {"engine": "rules"},
        "images": {"engine": "grain"},
        "voices": {"engine": "hum"},
        "clips": {"engine": list(engines), **engines},
        "final": {"encoding": {"preset": "ultrafast", "crf": 30}},
    }
    told = tuple(
        Shot(
            id=id_,
            seen=f"Rain, number {number}.",
            lines=(Line(id=f"{id_}-1", text=_SAID),),
        )
        for number in range(1, shots + 1)
        for id_ in [f"e01s01-{number:02d}"]
    )
    episode = Episode(id="e01", number=1, scenes=(Scene(id="e01s01", place="street", shots=told),))
    outline = Outline(
        title="Rain", language="en", places=(Place(name="street"),), episodes=(EpisodePlan(number=1),)
    )
    (folder / "storyboard").mkdir(parents=True)
    (folder / "drama.yaml").write_text(yaml.safe_dump(profile, allow_unicode=True), "utf-8")
    (folder / "script.txt").write_text(f"INT. STREET - DAY\n\n{_SAID}\n", "utf-8")
    (folder / "storyboard/outline.json").write_text(text_of(outline), "utf-8")
    (folder / "storyboard/e01.json").write_text(text_of(episode), "utf-8")
    return folder


def command(folder: Path, stage: str, *, bare: bool = False) -> list[str]:
    """What starts a process that makes the drama in *folder*, up to that *stage*."""
    return [sys.executable, __file__, str(folder), stage, *(["--bare"] if bare else [])]


@dataclass(frozen=True)
class _Running:
    """Work on a thread, as a promise of the chain."""

    label: str
    future: Future[Made]

    def result(self) -> Made:
        return self.future.result()


def _on_threads(pool: ThreadPoolExecutor) -> Callable[..., Promise]:
    def call(label: str, function: Callable[..., Made], *arguments: Any) -> Promise:
        def work() -> Made:
            try:
                ready = [a.result() if isinstance(a, _Running) else a for a in arguments]
            except DramaError as error:
                raise Skipped(f"{label} waits for a file that could not be made.") from error
            return function(*ready)

        return _Running(label, pool.submit(work))

    return call


def _make_bare(folder: Path, stage: str) -> dict[str, str]:
    from pipeline.chain import tell
    from pipeline.drama import open_drama

    with ThreadPoolExecutor(64) as pool:
        return tell(open_drama(folder), 1, stage, _on_threads(pool)).missing


def _make(folder: Path, stage: str) -> dict[str, str]:
    from flows.here import run_here
    from flows.series import make_series

    state = run_here(make_series, folder=str(folder), episodes="1", until=stage)
    ends = state.result(raise_on_failure=False)
    if isinstance(ends, BaseException):
        raise ends
    return dict(ends[1].missing)


def main() -> None:
    """Make the drama; end with 1, and say what is missing, where something is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("stage")
    parser.add_argument("--bare", action="store_true", help="without Prefect")
    chosen = parser.parse_args()
    missing = (_make_bare if chosen.bare else _make)(chosen.folder, chosen.stage)
    for label, why in missing.items():
        print(f"{label}: {why}")
    sys.stdout.flush()
    os._exit(bool(missing))


if __name__ == "__main__":
    main()
