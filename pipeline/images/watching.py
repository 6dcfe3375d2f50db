"""Have a picture drawn, and its faces compared with the portraits where that can be done here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.images.engine import ImageEngine, ImageRequest, Reference
from pipeline.images.faces import Faces, Watch, best_take
from pipeline.images.insight import InsightFace
from pipeline.spending import price_of


def watch(faces: Faces, engine: ImageEngine, portraits: Sequence[Reference]) -> Watch | None:
    """Whom to look for in what *engine* draws; None where nobody can be, or nothing is to be measured."""
    if not portraits or engine.abilities.reads == "brief" or faces.measure == "never" or unmeasured(faces):
        # A picture drawn by the brief shows nobody's face: its people are told apart by their clothes.
        return None
    named = tuple((portrait.name, portrait.image) for portrait in portraits)
    return Watch(InsightFace(faces.pack), named, faces.least, faces.takes)


def unmeasured(faces: Faces) -> str:
    """Why faces can't be measured here, though they should be; empty where they are."""
    return "" if faces.measure == "never" else _why_not(InsightFace(faces.pack))


@cache
def _why_not(embedder: InsightFace) -> str:
    # Looking for packages adds up over a thousand shots.
    return embedder.unavailable()


def draw(engine: ImageEngine, request: ImageRequest, out: Path) -> Mapping[str, Any]:
    """
    Have *engine* draw *request*; gives notes of its faces.

    What is unlike is drawn again by engines that cost nothing. Those that ask for money, or that remember
    jobs they sent, are asked once. Those that say `retakes` do all of it themselves.
    """
    engine.draw(request, out)
    if request.faces is None or getattr(engine, "retakes", False):
        return {}
    once = price_of(engine, request) is not None or getattr(engine, "ticketed", False)
    watched = replace(request.faces, takes=1) if once else request.faces
    return best_take(
        watched, out, request.seed, lambda seed, path: engine.draw(replace(request, seed=seed), path)
    )
