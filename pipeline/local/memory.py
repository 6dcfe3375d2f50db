"""
How a model is loaded in the memory that is there: a ladder of rungs, and which of them to stand on.

The best rung is that of the best pictures, and among equals the fastest:

1. whole: all parts on the card, nothing is moved.
2. model offload: a part comes when it works. The same pictures; a few seconds per picture or clip.
3. 8 bit, whole or with model offload: weights differ by less than a thousandth, pictures by less than
   another seed makes; far faster than 4 where a step is short.
4. group offload: layers come while the ones before them work. The same pictures as in 1; each step moves
   the whole model, which is hidden behind long steps (clips) and not behind short ones. Then with 8 bit.
5. 4 bit, whole or with model offload: pictures can be seen to differ, mostly in small writing and hands.
6. sequential: each layer comes by itself and nothing is hidden. The same pictures, many times slower.

A rung that moves parts needs the machine's memory for them; 8 bit needs torchao, 4 bit bitsandbytes and an
NVIDIA card. What the user decided is kept to, and where that does not fit, it is said.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Literal

from pipeline.errors import NotHere
from pipeline.local.cards import Card

Precision = Literal["bfloat16", "float16", "float32"]
Quantise = Literal["none", "8bit", "4bit"]
#: Where parts wait that do not work at the moment: nowhere (all are on the card), as whole parts, by
#: groups of layers that come while the ones before them work, or layer by layer.
Offload = Literal["none", "model", "group", "sequential"]

#: Bytes per weight. 8 and 4 bit have scales besides; bitsandbytes keeps one of four bytes for 64 weights.
_BYTES = {"8bit": 1.03, "4bit": 0.57}
#: The package that makes weights smaller.
PACKAGES = {"8bit": "torchao", "4bit": "bitsandbytes"}
_WAYS: tuple[tuple[Quantise, Offload], ...] = (
    ("none", "none"),
    ("none", "model"),
    ("8bit", "none"),
    ("8bit", "model"),
    ("none", "group"),
    ("8bit", "group"),
    ("4bit", "none"),
    ("4bit", "model"),
    ("none", "sequential"),
)
#: Of what is free this share can be had in one program; the rest is lost between tensors.
_SHARE = 0.97
#: Parts that come layer by layer are on the card to this share: an encoder's table of words is a fifth of
#: it (UMT5: 1.05 of 5.7 billion weights); two blocks of a denoiser are less (Wan has 40, FLUX.1 57).
_LAYERS = {True: 0.08, False: 0.2}
_GB = 1024**3

log = logging.getLogger("drama")


@dataclass(frozen=True)
class Rung:
    """One way to load a model; *tiling* decodes large pictures piece by piece."""

    precision: Precision = "bfloat16"
    quantise: Quantise = "none"
    offload: Offload = "none"
    tiling: bool = False
    fits: bool = True

    def __str__(self) -> str:
        parts = ["whole" if self.offload == "none" else f"{self.offload} offload", self.precision]
        parts += [self.quantise] if self.quantise != "none" else []
        parts += ["tiled decoding"] if self.tiling else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Needs:
    """
    What a model needs: the parameters of each part, by its name, and *working* bytes for one order.

    *quantisable* are the parts that can have smaller weights; *decoding* bytes are needed to decode a
    picture in one piece, where that is more than *working*.
    """

    parts: tuple[tuple[str, int], ...]
    working: int
    quantisable: tuple[str, ...] = ()
    decoding: int = 0


@dataclass(frozen=True)
class Wish:
    """What the user decided; `auto` leaves it to the plan."""

    precision: Literal["auto", "bfloat16", "float16", "float32"] = "auto"
    quantise: Literal["auto", "none", "8bit", "4bit"] = "auto"
    offload: Literal["auto", "none", "model", "group", "sequential"] = "auto"


def installed(package: str) -> bool:
    """Whether *package* is there. Tests put their own in its place."""
    return find_spec(package) is not None


def plan(needs: Needs, card: Card, wish: Wish, has: Callable[[str], bool] = installed) -> Rung:
    """The best rung for *needs* on *card* within what the user wishes; not `fits` where there is none."""
    rungs = list(_ladder(needs, card, wish, has))
    return next((rung for rung in rungs if rung.fits), rungs[-1])


def first_rung(name: str, needs: Needs, card: Card, wish: Wish) -> Rung:
    """The rung to begin on; `NotHere` where the weights do not fit. The work is an estimate, and is tried."""
    rung = plan(needs, card, wish)
    if rung.fits:
        return rung
    happened, helps = letter(name, needs, card, rung, wish)
    if on_card(needs, rung) - needs.working > card.free or not _waits(needs, card, rung):
        raise NotHere(happened, helps)
    log.warning("%s It is tried all the same.", happened)
    return rung


def lower(
    rung: Rung, needs: Needs, card: Card, wish: Wish, has: Callable[[str], bool] = installed
) -> Rung | None:
    """
    The rung to try where *rung* ran out of memory: the next that takes less of the card; None: there is none.

    It is not held against what was planned: the plan has just been wrong.
    """
    if not rung.tiling and rung.offload != "none":
        return replace(rung, tiling=True)
    here = (rung.quantise, rung.offload)
    below = [
        replace(rung, quantise=one.quantise, offload=one.offload, tiling=True, fits=True)
        for one in _ladder(needs, card, wish, has)
        if one.precision == rung.precision
    ]
    ways = [(one.quantise, one.offload) for one in below]
    after = below[ways.index(here) + 1 :] if here in ways else below
    less = (one for one in after if on_card(needs, one) < on_card(needs, rung) and _waits(needs, card, one))
    return next(less, None if rung.tiling else replace(rung, tiling=True))


def on_card(needs: Needs, rung: Rung) -> int:
    """How many bytes of the card *needs* take on *rung*, the work included."""
    sizes = _sizes(needs, rung)
    if rung.offload == "none":
        return sum(sizes.values()) + needs.working
    if rung.offload == "model":
        return max(sizes.values(), default=0) + needs.working
    shares = [size * _LAYERS[name.startswith(("transformer", "unet"))] for name, size in sizes.items()]
    return int(max(shares, default=0)) + needs.working


def on_host(needs: Needs, rung: Rung) -> int:
    """How many bytes of the machine's memory the parts take that wait there."""
    return 0 if rung.offload == "none" else sum(_sizes(needs, rung).values())


def told(name: str, needs: Needs, card: Card, rung: Rung) -> str:
    """The plan and its reason in one line."""
    weights = on_card(needs, Rung(precision=rung.precision)) - needs.working
    return (
        f"{name} needs {_gb(weights)} GB and {_gb(needs.working)} GB to work; "
        f"{_gb(card.free)} GB are free on {card.device}: {rung}"
    )


def letter(name: str, needs: Needs, card: Card, rung: Rung, wish: Wish) -> tuple[str, str]:
    """What happened and what helps where not even *rung*, the last that the *wish* leaves, fits."""
    asked = [f"`{key}: {value}`" for key, value in vars(wish).items() if value != "auto"]
    least = f"{name} needs {_gb(on_card(needs, rung))} GB of {card.device} even as {rung}"
    least += f" (the profile asks for {' and '.join(asked)})" if asked else ""
    happened = f"{least}; {_gb(card.free)} of {_gb(card.total)} GB are free"
    if on_host(needs, rung) > card.host and card.accelerated:
        happened += f", and of the machine's memory {_gb(card.host)} of {_gb(on_host(needs, rung))} GB"
    helps = ["Close what else uses it", "choose a smaller model, or a denoiser of fewer bits (GGUF)"]
    helps += ["leave `quantise` and `offload` on auto"] if asked else []
    return f"{happened}.", f"{', or '.join(helps)}."


def _ladder(needs: Needs, card: Card, wish: Wish, has: Callable[[str], bool]) -> Iterator[Rung]:
    """The rungs that the user, the card and the packages leave, the best first; each says if it fits."""
    for precision in _precisions(card, wish):
        for quantise, offload in _ways(needs, card, wish, has):
            rung = Rung(precision, quantise, offload)
            fits = on_card(needs, rung) <= card.free * _SHARE and _waits(needs, card, rung)
            yield replace(rung, fits=fits, tiling=_decodes_in_pieces(needs, card, rung))


def _precisions(card: Card, wish: Wish) -> tuple[Precision, ...]:
    if wish.precision != "auto":
        return (wish.precision,)
    # A CPU multiplies in float32; bfloat16 is slower there, and better than no memory.
    return ("bfloat16",) if card.accelerated else ("float32", "bfloat16")


def _ways(needs: Needs, card: Card, wish: Wish, has: Callable[[str], bool]) -> list[tuple[Quantise, Offload]]:
    """
    Quantisation and offload that can be had here, within the *wish*; never nothing.

    What the user names is taken as it is: its package is asked for when it is loaded.
    """

    def possible(way: tuple[Quantise, Offload]) -> bool:
        quantise, offload = way
        if wish.quantise == "auto" and quantise != "none":
            can = bool(needs.quantisable) and card.capability and has(PACKAGES[quantise])
        else:
            can = wish.quantise in ("auto", quantise)
        waits = card.host > 0 if wish.offload == "auto" and offload != "none" else True
        return bool(can) and waits and wish.offload in ("auto", offload)

    named: tuple[Quantise, Offload] = (
        "none" if wish.quantise == "auto" else wish.quantise,
        "none" if wish.offload == "auto" else wish.offload,
    )
    return list(filter(possible, _WAYS)) or [named]


def _sizes(needs: Needs, rung: Rung) -> dict[str, int]:
    """Bytes of each part on *rung*. A decoder of pictures is small, and may need float32."""
    full = 4.0 if rung.precision == "float32" else 2.0
    small = dict.fromkeys(needs.quantisable, _BYTES[rung.quantise]) if rung.quantise != "none" else {}
    each = {"vae": 4.0, **small}
    return {name: int(count * each.get(name, full)) for name, count in needs.parts}


def _waits(needs: Needs, card: Card, rung: Rung) -> bool:
    """Whether the machine has room for the parts that wait."""
    return on_host(needs, rung) <= card.host


def _decodes_in_pieces(needs: Needs, card: Card, rung: Rung) -> bool:
    """Whether what is free beside the weights would not hold a picture that is decoded in one piece."""
    sizes = _sizes(needs, rung)
    weights = sum(sizes.values()) if rung.offload == "none" else sizes.get("vae", 0)
    return needs.decoding > card.free * _SHARE - weights


def _gb(size: float) -> str:
    """As cards are sold: 24 GB are 24 times 1024 cubed bytes."""
    return f"{size / _GB:.0f}" if size >= 10 * _GB else f"{size / _GB:.1f}"
