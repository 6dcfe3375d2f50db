"""Load a model of diffusers as the memory allows. Imported when used."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import diffusers
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

from pipeline.errors import NotHere, Rejected
from pipeline.local.arranging import arrange
from pipeline.local.cards import Card
from pipeline.local.checkpoint import Checkpoint, examine
from pipeline.local.families import FAMILIES, Family
from pipeline.local.libraries import free, out_of_memory, turn_to
from pipeline.local.memory import PACKAGES, Needs, Rung, first_rung, letter, lower
from pipeline.local.needs import needs_of
from pipeline.local.reading import read
from pipeline.local.weights import DiffusersWeights

log = logging.getLogger("drama")


@dataclass
class Pipe:
    """
    A pipeline in memory, on the *rung* it was loaded on.

    *kept* is for whoever uses it: what was worked out once and serves again, such as encoded prompts. It
    must not hold parts of the pipeline, which may be loaded anew on a lower rung; what is *put* onto a
    pipeline later is put onto it again then.
    """

    weights: DiffusersWeights
    card: Card
    checkpoint: Checkpoint
    rung: Rung
    pipe: Any
    siblings: dict[str, Any] = field(default_factory=dict)
    kept: dict[Any, Any] = field(default_factory=dict)
    needs: Needs | None = None
    put: list[Callable[[Any], object]] = field(default_factory=list)

    @property
    def family(self) -> Family:
        """The rules of the model."""
        return self.checkpoint.family

    @property
    def told(self) -> str:
        """How it was loaded, in one line."""
        return f"{self.weights.name} on {self.card.device}: {self.rung}"

    def as_(self, kind: str) -> Any:
        """The pipeline of the class *kind* over the same parts, such as one that begins with a picture."""
        if not kind or kind == type(self.pipe).__name__:
            return self.pipe
        if kind not in self.siblings:
            self.siblings[kind] = _sibling(self.pipe, kind)
        return self.siblings[kind]

    def unload(self) -> None:
        """Give all its memory back."""
        self.kept.clear()
        self.put.clear()
        self._let_go()

    def lower(self) -> None:
        """Load it anew on the next rung, with its schedulers as they are; `NotHere` if there is none."""
        below = lower(self.rung, self.needs, self.card, self.weights.wish) if self.needs else None
        if below is None or self.needs is None:
            raise NotHere(
                f"The memory of {self.card.device} does not suffice for {self.told}.",
                "Make smaller or shorter pictures, close what else uses the card, or choose a smaller model.",
            )
        log.warning("out of memory with %s; loading it anew: %s", self.told, below)
        before = {name: _settings(pipe) for name, pipe in {"": self.pipe, **self.siblings}.items()}
        self._let_go()
        self.pipe, self.rung = _read(self.checkpoint, self.weights, below, self.card, self.needs)
        for put in self.put:
            put(self.pipe)
        for name, settings in before.items():
            for setting, value in settings.items():
                setattr(self.as_(name), setting, value)

    def _let_go(self) -> None:
        for pipe in (self.pipe, *self.siblings.values()):
            # What moves parts to the card holds them, too.
            pipe.remove_all_hooks()
        self.pipe = None
        self.siblings.clear()
        free()


def load(weights: DiffusersWeights, card: Card) -> Pipe:
    """The model of *weights* on *card*; `NotHere` where it can't be."""
    turn_to(card)
    checkpoint = _opened(weights)
    diffusers_logging.disable_progress_bar()
    transformers_logging.disable_progress_bar()
    needs = needs_of(checkpoint, weights)
    rung = _planned(weights, needs, card)
    pipe, rung = _read(checkpoint, weights, rung, card, needs)
    return Pipe(weights, card, checkpoint, rung, pipe, needs=needs)


def _opened(weights: DiffusersWeights) -> Checkpoint:
    """What lies there; with the further parts of another class it is a model of that one."""
    found = examine(weights.model)
    if weights.adapters and weights.pipeline in FAMILIES:
        return replace(found, index={**found.index, "_class_name": weights.pipeline})
    return found


def _planned(weights: DiffusersWeights, needs: Needs, card: Card) -> Rung:
    """The rung to begin on; `Rejected` for a wish that would be without effect."""
    if weights.wish.quantise in PACKAGES and not needs.quantisable:
        raise Rejected(
            f"{weights.name} has no parts whose weights can be made smaller.", "Leave `quantise` on auto."
        )
    if weights.wish.offload == "sequential" and not card.accelerated:
        raise Rejected("`offload: sequential` is for graphics cards.", "Leave `offload` on auto.")
    return first_rung(weights.name, needs, card, weights.wish)


def _read(
    checkpoint: Checkpoint, weights: DiffusersWeights, rung: Rung, card: Card, needs: Needs
) -> tuple[Any, Rung]:
    """The pipeline and the rung it is on: a lower one where the memory did not suffice for *rung*."""
    try:
        pipe = read(checkpoint, weights, rung, card, needs)
        tiling = arrange(pipe, weights, rung, card)
    except (RuntimeError, MemoryError) as error:
        if not out_of_memory(error):
            raise
        below = lower(rung, needs, card, weights.wish)
        if below is None:
            raise NotHere(*letter(weights.name, needs, card, rung, weights.wish)) from error
    else:
        return pipe, replace(rung, tiling=tiling, fits=True)
    # Outside of the handler, which would hold what had been read.
    log.warning("out of memory with %s; trying %s", rung, below)
    free()
    return _read(checkpoint, weights, below, card, needs)


def _sibling(pipe: Any, kind: str) -> Any:
    """A pipeline over the parts of *pipe*; diffusers' own way would bring all of them to one precision."""
    made_of = inspect.signature(getattr(diffusers, kind).__init__).parameters.keys() - {"self"}
    given = {**pipe.config, **pipe.components}
    made = getattr(diffusers, kind)(**{name: given[name] for name in made_of if name in given})
    made.set_progress_bar_config(disable=True)
    if hooks := getattr(pipe, "_all_hooks", None):
        made._all_hooks, made._offload_device = hooks, pipe._offload_device  # noqa: SLF001 - as after a call
        made.enable_model_cpu_offload(device=pipe._offload_device)  # noqa: SLF001
    return made


def _settings(pipe: Any) -> dict[str, Any]:
    """What of *pipe* has no weights and may have been changed since it was loaded."""
    return {name: part for name in ("scheduler", "guider") if (part := getattr(pipe, name, None)) is not None}
