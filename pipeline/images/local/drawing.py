"""Draw pictures with a loaded model, several at once where it can and its memory holds them."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from pipeline.images.embed import write_png
from pipeline.images.faces import best_take
from pipeline.images.fit import covering
from pipeline.images.local.encoding import encoded, encodes
from pipeline.images.local.order import Drawing
from pipeline.images.local.references import shown
from pipeline.images.local.unread import unread
from pipeline.local.effort import working
from pipeline.local.loading import Pipe
from pipeline.local.memory import on_card
from pipeline.local.order import Notes, Steps
from pipeline.local.running import run

#: More at once is hardly faster: a few pictures of a million pixels keep any card busy.
_MOST_AT_ONCE = 8
#: So much of the memory that is free may be filled: what a picture takes is an estimate.
_SHARE = 0.8


def draw(loaded: Pipe, orders: Sequence[Drawing], steps: Steps) -> Iterator[Notes]:
    """
    Write the pictures of *orders*, which are alike; the notes of each as it is written.

    Where a batch does not fit into the memory after all, half of it is drawn at once from then on; where
    one picture does not, the model is loaded anew on the next rung.
    """
    waiting, most = list(orders), _at_once(loaded, orders[0])
    while waiting:
        batch = waiting[:most]
        pictures = _pictures(loaded, batch, steps)
        if pictures is None:
            most = max(1, len(batch) // 2)
            continue
        for order, picture in zip(batch, pictures, strict=True):
            _write(picture, order)
            again = partial(_draw_again, loaded, order, steps)
            yield _notes(loaded, order, len(batch)) | best_take(order.watch, order.out, order.seed, again)
        del waiting[: len(batch)]


def _draw_again(loaded: Pipe, order: Drawing, steps: Steps, seed: int, out: Path) -> None:
    """Write to *out* what *order* becomes with another *seed*."""
    for _ in draw(loaded, [replace(order, seed=seed, out=out, watch=None)], steps):
        pass


def _at_once(loaded: Pipe, order: Drawing) -> int:
    """How many pictures like that of *order* go through the model together."""
    if not encodes(_pipeline(loaded, order)):
        return 1
    if order.at_once:
        return order.at_once
    if not loaded.card.accelerated or loaded.needs is None:
        return 1
    each = working(loaded.family, *loaded.family.snapped(order.width, order.height))
    taken = on_card(loaded.needs, loaded.rung) - loaded.needs.working
    return max(1, min(_MOST_AT_ONCE, int(loaded.card.free * _SHARE - taken) // each))


def _kind(order: Drawing, loaded: Pipe) -> str:
    """The class that draws it: one that edits pictures needs some, its sibling draws from words."""
    edits = loaded.checkpoint.kind.startswith("QwenImageEdit")
    return "QwenImagePipeline" if edits and not order.references else ""


def _pipeline(loaded: Pipe, order: Drawing) -> Any:
    return loaded.as_(_kind(order, loaded))


def _pictures(loaded: Pipe, batch: Sequence[Drawing], steps: Steps) -> list[Image.Image] | None:
    """What the model draws for *batch* in one call; None where the memory did not suffice, and now may."""
    try:
        arguments = _arguments(loaded, batch)
        output = run(loaded, arguments, [one.seed for one in batch], steps, kind=_kind(batch[0], loaded))
    except torch.OutOfMemoryError:
        if len(batch) > 1:
            return None
    else:
        return list(output.images)
    # It was the prompt: `run` itself goes down for one picture. Outside of the handler, which holds it.
    loaded.lower()
    return None


def _arguments(loaded: Pipe, batch: Sequence[Drawing]) -> dict[str, Any]:
    """What the pipeline is called with for *batch*."""
    first, family, pipeline = batch[0], loaded.family, _pipeline(loaded, batch[0])
    known = inspect.signature(type(pipeline).__call__).parameters
    width, height = family.snapped(first.width, first.height)
    arguments: dict[str, Any] = {"width": width, "height": height, "num_inference_steps": first.steps}
    arguments |= {name: value for name, value in family.extra.items() if name in known}
    if "max_area" in known:
        # Kontext brings any size to this area.
        arguments["max_area"] = width * height
    if first.guidance is not None:
        arguments[family.guided_by] = first.guidance
    arguments |= json.loads(first.values)
    if first.adapter:
        arguments |= first.adapter.arguments(loaded, first.references)
    elif first.references:
        pictures = shown(family, [reference.image for reference in first.references])
        arguments["image"] = pictures if family.references > 1 else pictures[0]
    return arguments | _words(loaded, pipeline, batch, arguments)


def _words(
    loaded: Pipe, pipeline: Any, batch: Sequence[Drawing], arguments: dict[str, Any]
) -> dict[str, Any]:
    """The prompts of *batch*, and what should not be seen, as *pipeline* takes them."""
    negative = _negative(pipeline, batch[0].negative, arguments)
    prompts = [order.prompt for order in batch]
    if encodes(pipeline):
        return encoded(loaded, pipeline, prompts, negative, arguments)
    return {"prompt": prompts[0]} | ({} if negative is None else {"negative_prompt": negative})


def _negative(pipeline: Any, negative: str, arguments: dict[str, Any]) -> str | None:
    """What the call compares the prompt with; None where it compares it with nothing."""
    name = type(pipeline).__name__
    if name.startswith("QwenImage"):
        # An empty one is a prompt like any other there, and must have a character.
        return (negative or " ") if arguments.get("true_cfg_scale", 4.0) > 1 else None
    if name in ("FluxPipeline", "FluxKontextPipeline"):
        return negative if negative and arguments.get("true_cfg_scale", 1.0) > 1 else None
    if name == "Flux2KleinPipeline":
        distilled = pipeline.config.get("is_distilled")
        return "" if arguments.get("guidance_scale", 4.0) > 1 and not distilled else None
    least = {"ZImagePipeline": 0, "StableDiffusionXLPipeline": 1}.get(name)
    return negative if least is not None and arguments.get("guidance_scale", 5.0) > least else None


def _write(picture: Image.Image, order: Drawing) -> None:
    """*picture* in the size that was asked for, whole or not at all."""
    colours = np.asarray(picture.convert("RGB"))[:, :, ::-1]
    beside = order.out.with_name(f".{order.out.name}.new")
    try:
        write_png(covering(colours, order.width, order.height), beside)
        beside.replace(order.out)
    finally:
        beside.unlink(missing_ok=True)


def _notes(loaded: Pipe, order: Drawing, together: int) -> Notes:
    """How it was drawn, and what of its prompt no encoder saw."""
    notes: Notes = {"loaded": loaded.told, **unread(loaded.family, _pipeline(loaded, order), order)}
    return notes | ({"drawn_together": together} if together > 1 else {})
