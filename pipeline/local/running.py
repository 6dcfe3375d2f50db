"""One call of a loaded model: seeds, steps, an end at the user's word, and less memory where it runs out."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from pipeline.local.loading import Pipe
from pipeline.local.order import Steps


def run(
    loaded: Pipe, arguments: Mapping[str, Any], seeds: Sequence[int], steps: Steps, *, kind: str = ""
) -> Any:
    """
    What the pipeline (or its sibling of the class *kind*) gives for *arguments*: its whole output.

    One generator per seed, on the CPU, so that the same seed is the same noise on every machine. Tells
    *steps* of each. `BadResult` for an argument that the pipeline does not have; `NotHere` where not even
    the lowest rung has memory for it.
    """
    pipe = loaded.as_(kind)
    known = inspect.signature(type(pipe).__call__).parameters
    generators = [torch.Generator("cpu").manual_seed(seed) for seed in seeds]
    called = {**arguments, "generator": generators if len(generators) > 1 else generators[0]}
    if "callback_on_step_end" in known:
        of = int(arguments.get("num_inference_steps", loaded.family.steps))

        def told(_pipe: Any, step: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
            steps(step + 1, of)
            return values

        called["callback_on_step_end"] = told
    with torch.inference_mode():
        return pipe(**called)
