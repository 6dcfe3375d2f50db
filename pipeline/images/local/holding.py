"""Put the faces of portraits into a picture, with SDXL and InstantID loaded. Imported when used."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.images.faces import Face, best_take, portrayed
from pipeline.images.local.casting import cast
from pipeline.images.local.instantid import HoldFaces
from pipeline.images.local.painting import Held, Painter
from pipeline.local.loading import Pipe
from pipeline.local.order import Notes, Steps


def hold(loaded: Pipe, order: HoldFaces, steps: Steps) -> Notes:
    """Write `order.out`; the notes say whose faces are `held`, and of the others why they are `not_held`."""
    known = {one.name: portrayed(order.embedder, one.image) for one in order.portraits}
    there = order.embedder.find(order.picture)
    large = [face for face in there if face.width >= order.options.smallest]
    names = [person.name for person in order.brief.people]
    whose = cast(names, {name: face for name, face in known.items() if face}, large)
    held = _held(order, known, whose)
    notes = _notes(order, held, known, whose)
    if not held:
        shutil.copyfile(order.picture, order.out)
        return notes | ({"faces": order.watch.scores(order.out)} if order.watch else {})

    def paint(seed: int, out: Path) -> None:
        Painter(loaded, replace(order, seed=seed, out=out), steps).paint(held)

    paint(order.seed, order.out)
    return notes | best_take(order.watch, order.out, order.seed, paint)


def _held(order: HoldFaces, known: Mapping[str, Face | None], whose: Mapping[str, Face]) -> list[Held]:
    """Whose face is painted: those who have a portrait and a face in the picture."""
    held = [
        Held(person, face, whose[person.name])
        for person in order.brief.people
        if (face := known.get(person.name)) and person.name in whose
    ]
    if order.options.mode == "face":
        return held
    return sorted(held, key=lambda one: -one.there.width)[:1]


def _notes(
    order: HoldFaces, held: list[Held], known: Mapping[str, Face | None], whose: Mapping[str, Face]
) -> Notes:
    done = [one.person.name for one in held]
    others = [person.name for person in order.brief.people if person.name not in done]
    why = {name: _why_not(order, name, known, whose) for name in others}
    return {"held": done} | ({"not_held": why} if why else {})


def _why_not(order: HoldFaces, name: str, known: Mapping[str, Face | None], whose: Mapping[str, Face]) -> str:
    if name not in known:
        return "no portrait"
    if known[name] is None:
        return "no face in the portrait"
    if name not in whose:
        return f"no face of {order.options.smallest} pixels or more in the picture"
    return "`mode: image` holds one face, the largest"
