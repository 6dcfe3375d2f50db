"""
How models are loaded on cards of five sizes: `python benchmarks/memory_plans.py > docs/local-memory.md`.

Nothing is loaded and no card is needed: what is planned here for simulated cards is what a run plans.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pipeline.local.cards import Card
from pipeline.local.checkpoint import foreseen
from pipeline.local.effort import working
from pipeline.local.families import FAMILIES
from pipeline.local.known import known, names
from pipeline.local.memory import Needs, Rung, Wish, on_card, plan
from pipeline.local.needs import needs_of
from pipeline.local.weights import DiffusersWeights

_GB = 1024**3
SIZES = (8, 16, 24, 48, 80)
#: Of a card with nothing else on it this share is free, before a program begins.
_FREE = 0.97
#: Memory of the machines: an ordinary one, and one that was bought for it.
HOSTS = (32, 128)
#: Ada, whose cards have 8, 16, 24 and 48 GB; Hopper has 80.
_ADA, _HOPPER = 8.9, 9.0

_HEAD = """\
# What fits into which memory

How each model is loaded on cards of 8 to 80 GB, for a picture or clip of the size it was made for, in a
machine with {host} GB of memory. Written by `python benchmarks/memory_plans.py > docs/local-memory.md`; a
test holds it up to date. A run writes the same as one line into its log, for what is free at that moment.

- **whole**: all parts are on the card. **model**: a part comes to the card when it works. **group**: layers
  come while the ones before them work. **sequential**: each layer comes by itself, which is very slow.
- **8bit** (torchao) and **4bit** (bitsandbytes): smaller weights. *tiled*: large pictures are decoded in
  pieces.
- **too small**: not even the last way fits. It is tried all the same where only the work is estimated to be
  too large, and the weights are not.
- Gigabytes of *weights* are in bfloat16, as the files have them; *work* is what one picture or clip of that
  many frames takes besides, by an estimate that is fitted to what others measured (below).
"""

_FOOT = """\

## In a machine with {host} GB

Parts that wait need the machine's memory. With less of it, these differ:
"""

_SOURCES = """
## Where the figures come from

Weights are counted on the published configurations (`pipeline/local/known.py`; `~` marks estimates). Work
follows from the size of the picture and the width of the model (`pipeline/local/effort.py`), and was fitted
to:

| measured | GB | estimated here |
|---|---|---|
{rows}

An estimate that is too low costs a loading anew: memory that runs out leads to the next way down, and the
run goes on. None of these figures was measured by this project.
"""

#: What others measured: the model, how, the gigabytes, and where it stands.
MEASURED = (
    ("THUDM/CogVideoX-5b", Rung(), "26", "its model card: whole"),
    ("THUDM/CogVideoX1.5-5B", Rung(), "33", "diffusers, CogVideoX: whole"),
    ("THUDM/CogVideoX1.5-5B", Rung(offload="model", tiling=True), "11", "diffusers, CogVideoX: model, tiled"),
    ("hunyuanvideo-community/HunyuanVideo", Rung(offload="model"), "60", "its README: 720x1280, 129 frames"),
    ("Wan-AI/Wan2.2-TI2V-5B-Diffusers", Rung(offload="model"), "24", "its README: a 4090 with offload"),
    ("Wan-AI/Wan2.2-I2V-A14B-Diffusers", Rung(), "80", "its README: one card of 80 GB"),
    ("black-forest-labs/FLUX.1-dev", Rung(quantise="8bit", offload="model"), "under 16", "diffusers, Flux"),
)


def page() -> str:
    """The whole page."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD.format(host=HOSTS[1])
    yield _table(HOSTS[1], {})
    yield _FOOT.format(host=HOSTS[0])
    yield _table(HOSTS[0], {name: _ways(name, HOSTS[1]) for name in _models()})
    yield _SOURCES.format(rows="\n".join(_compared()))


def _models() -> list[str]:
    """The ids of whole models: what is added to one is small."""
    return [name for name in names() if (found := known(name)) and found.pipeline in FAMILIES]


def _table(host: int, told: dict[str, list[str]]) -> str:
    """A row per model; of what was *told* of another machine only what differs."""
    head = ["model", "weights", "work", *(f"{size} GB" for size in SIZES)]
    rows = []
    for name in _models():
        ways, needs = _ways(name, host), _needs(name)
        if ways == told.get(name):
            continue
        shown = [
            way if not told or way != told[name][number] else "the same" for number, way in enumerate(ways)
        ]
        rows.append([f"`{name}`", *_sizes(name, needs), *shown])
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _needs(name: str) -> Needs:
    """What the model takes for one picture or clip of the size that it was made for."""
    family = foreseen(name).family
    width, height = family.size or family.snapped(720, 1280)
    return needs_of(
        foreseen(name), DiffusersWeights(name, working=working(family, width, height, family.most_frames))
    )


def _sizes(name: str, needs: Needs) -> tuple[str, str]:
    weights = sum(count for _, count in needs.parts) * 2
    frames = foreseen(name).family.most_frames
    clip = f", {frames} frames" if frames > 1 else ""
    found = known(name)
    sure = "" if found and found.sure else "~"
    return f"{sure}{weights / _GB:.0f}", f"{needs.working / _GB:.1f}{clip}"


def _ways(name: str, host: int) -> list[str]:
    return [_way(_needs(name), size, host) for size in SIZES]


def _way(needs: Needs, size: int, host: int) -> str:
    capability = _HOPPER if size >= SIZES[-1] else _ADA
    free = int(size * _GB * _FREE)
    card = Card("cuda:0", f"{size} GB", size * _GB, free, int(host * _GB * _FREE), capability)
    rung = plan(needs, card, Wish(), lambda _package: True)
    if not rung.fits:
        return "too small"
    words: list[str] = ["whole" if rung.offload == "none" else rung.offload]
    words += [rung.quantise] if rung.quantise != "none" else []
    words += ["*tiled*"] if rung.tiling else []
    return ", ".join(words)


def _compared() -> Iterator[str]:
    for name, rung, measured, where in MEASURED:
        estimated = on_card(_needs(name), rung) / _GB
        yield f"| `{name}`, {where} | {measured} | {estimated:.0f} |"


if __name__ == "__main__":
    sys.stdout.write(page())
