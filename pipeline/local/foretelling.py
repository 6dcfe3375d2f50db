"""What a plan can say of a local model before it is loaded: how it will be, and what its makers allow."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.local.cards import card
from pipeline.local.effort import working
from pipeline.local.engine import Local
from pipeline.local.known import known
from pipeline.local.memory import letter, plan, told
from pipeline.local.needs import needs_of


def foretold(engine: Local, width: int, height: int) -> Iterator[str]:
    """
    A sentence each, for an engine that can run here and a film of *width* x *height* pixels.

    How it is loaded in the end is decided by what is free then.
    """
    checkpoint = engine.checkpoint()
    family = checkpoint.family
    weights = engine.weights(working(family, *family.snapped(width, height), family.most_frames))
    needs = needs_of(checkpoint, weights)
    for device in engine.devices():
        there = card(device)
        rung = plan(needs, there, weights.wish)
        if rung.fits:
            yield f"{told(weights.name, needs, there, rung)}."
        else:
            yield " ".join(letter(weights.name, needs, there, rung, weights.wish))
    found = known(engine.model)
    if found and not found.commercial:
        yield f"{engine.model} is for non-commercial use: look at its licence before you publish."
