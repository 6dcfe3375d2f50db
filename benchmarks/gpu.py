"""
Stock diffusers against our settings: pictures and clips of full size, in one run on one graphics card.

`python benchmarks/gpu.py` needs a card, and 40 GB of disk for one checkpoint after the other; weights are
random, since speed does not depend on them. There is one exception: how many steps the first-block cache
skips depends on what is drawn, and random weights change little from step to step, so its rows show the
most that can be saved. `--tiny` measures nothing: it goes the same way in seconds on a processor.

`--only flux wan-5b cog-t2v` chooses models, `--steps 10` shortens all (a step takes the same time in each),
`--folder` says where checkpoints may lie, `--settings stock whole compiled` chooses settings.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
import torch
from rich.console import Console

from pipeline.errors import DramaError
from pipeline.local.cards import Card, cards
from pipeline.local.cards import card as card_of
from pipeline.local.memory import Wish
from pipeline.local.running import run
from pipeline.local.weights import DiffusersWeights, Speed

# The small parts of tiny checkpoints serve here too.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

_PROMPT = "A young woman in a white dress under an umbrella, a street at night in the rain, film still."
_TIMES = 2


@dataclass(frozen=True)
class Task:
    """A picture or clip to make: its size, its *frames* (1 is a picture), and the family's usual *steps*."""

    name: str
    width: int
    height: int
    steps: int
    frames: int = 1
    #: Steps of its step-distilled version, which needs no second pass for guidance.
    distilled: int = 4

    def arguments(self, steps: int, *, guided: bool = True) -> dict[str, Any]:
        """What the pipeline is called with."""
        size = {"width": self.width, "height": self.height, "num_inference_steps": steps}
        frames = {"num_frames": self.frames} if self.frames > 1 else {}
        # FLUX.1 is told its guidance in a number; the others work twice for it.
        free = {} if guided or self.frames == 1 else {"guidance_scale": 1.0}
        return {"prompt": _PROMPT, "output_type": "np", **size, **frames, **free}


FULL = (
    Task("flux", 768, 1344, 28),
    Task("wan-5b", 704, 1280, 50, 121),
    Task("cog-t2v", 720, 480, 50, 49, distilled=8),
)
TINY = (
    Task("flux", 64, 32, 2, distilled=1),
    Task("wan-5b", 64, 32, 2, 5, distilled=1),
    Task("cog-t2v", 32, 32, 2, 9, distilled=1),
)

#: Each lever by itself, then together; None is diffusers as it comes. The last makes fewer steps.
SETTINGS: Mapping[str, Speed | None] = {
    "stock": None,
    "ours": Speed(),
    "cache": Speed(cache=0.1),
    "compiled": Speed(compiled=True),
    "both": Speed(cache=0.1, compiled=True),
    "distilled": Speed(compiled=True),
}


@dataclass(frozen=True)
class Measured:
    """Seconds to load, for the first call and for a later one, and the most bytes that were on the card."""

    load: float
    first: float
    later: float
    peak: int

    def row(self, task: Task, name: str, steps: int, stock: Measured | None) -> str:
        """A row of the table."""
        faster = f"{stock.later / self.later:.2f}x" if stock else ""
        cells = f"{self.load:.1f} | {self.first:.2f} | {self.later:.2f} | {self.peak / 2**30:.1f}"
        return f"| {task.name} | {name} | {steps} | {cells} | {faster} |"


def stock(folder: Path, card: Card, arguments: Mapping[str, Any]) -> tuple[Any, Callable[[], object]]:
    """Diffusers as its documentation begins: all on the card, in half precision."""
    dtype = torch.bfloat16 if card.accelerated else torch.float32
    pipe = diffusers.DiffusionPipeline.from_pretrained(folder, dtype=dtype).to(card.device)
    pipe.set_progress_bar_config(disable=True)
    return pipe, lambda: pipe(**arguments, generator=torch.Generator("cpu").manual_seed(1))


def ours(
    folder: Path, card: Card, arguments: Mapping[str, Any], speed: Speed
) -> tuple[Any, Callable[[], object]]:
    """As an engine loads and calls it."""
    loaded = DiffusersWeights(str(folder), wish=Wish(quantise="none", offload="none"), speed=speed).load(card)
    return loaded, lambda: run(loaded, arguments, [1], lambda *_: None)


def measured(card: Card, begin: Callable[[], tuple[Any, Callable[[], object]]]) -> Measured:
    """Load what *begin* gives, call it, and let it go."""
    _settle(card)
    if card.device.startswith("cuda"):
        torch.cuda.reset_peak_memory_stats()
    load, (kept, call) = _timed(card, begin)
    first, _ = _timed(card, call)
    later = min(_timed(card, call)[0] for _ in range(_TIMES))
    peak = torch.cuda.max_memory_allocated() if card.device.startswith("cuda") else 0
    if hasattr(kept, "unload"):
        kept.unload()
    return Measured(load, first, later, peak)


def _timed(card: Card, work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    if card.device.startswith("cuda"):
        torch.cuda.synchronize()
    return time.perf_counter() - began, result


def _settle(card: Card) -> None:
    gc.collect()
    torch._dynamo.reset()  # noqa: SLF001 - the documented way to forget what was compiled
    if card.device.startswith("cuda"):
        torch.cuda.empty_cache()


def rows(task: Task, folder: Path, card: Card, settings: list[str], most: int) -> Iterator[str]:
    """The rows of *task* with each of *settings*; what fails is a row that says so."""
    usual: Measured | None = None
    for name in settings:
        speed = SETTINGS[name]
        steps = min(task.distilled if name == "distilled" else task.steps, most)
        arguments = task.arguments(steps, guided=name != "distilled")

        def begin(
            speed: Speed | None = speed, arguments: Any = arguments
        ) -> tuple[Any, Callable[[], object]]:
            return ours(folder, card, arguments, speed) if speed else stock(folder, card, arguments)

        try:
            found = measured(card, begin)
        except (DramaError, torch.OutOfMemoryError) as error:
            yield f"| {task.name} | {name} | {steps} | {str(error).splitlines()[0]} | | | | |"
            continue
        yield found.row(task, name, steps, usual)
        usual = usual or (found if name == "stock" else None)


def checkpoint(task: Task, folder: Path, card: Card, *, tiny: bool) -> None:
    """Write the checkpoint of *task* to *folder*."""
    if tiny:
        from tiny.build import build

        build(task.name, folder)
    else:
        from full_size import build as build_full

        build_full(task.name, str(folder), card.device)


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--only", nargs="*", default=[task.name for task in FULL])
    parser.add_argument("--settings", nargs="*", default=[*SETTINGS])
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--folder", default=None)
    asked = parser.parse_args()
    there = (card_of("cpu"),) if asked.tiny else cards()
    if not there:
        sys.exit("There is no graphics card here. With --tiny it goes the same way on the processor.")
    # Compiling for a processor takes minutes and shows nothing.
    settings = [name for name in asked.settings if not (asked.tiny and (SETTINGS[name] or Speed()).compiled)]
    out = Console(soft_wrap=True)
    card = there[0]
    out.print(f"{card.name or card.device}, torch {torch.__version__}, diffusers {diffusers.__version__}\n")
    out.print("| model | setting | steps | load s | first s | later s | peak GiB | of stock |")
    out.print("|---|---|---|---|---|---|---|---|")
    for task in [one for one in (TINY if asked.tiny else FULL) if one.name in asked.only]:
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            checkpoint(task, Path(folder, task.name), card, tiny=asked.tiny)
            _settle(card)
            for row in rows(task, Path(folder, task.name), card, settings, asked.steps):
                out.print(row)


if __name__ == "__main__":
    main()
