"""Every engine there is: what it makes, whether it can run here, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec

from pipeline.choosing import ENGINES, EXTRAS
from pipeline.engine import Engine
from pipeline.hosted.checking import checked
from pipeline.hosted.engine import Hosted
from pipeline.hosted.quotes import quote
from pipeline.local.cards import cards, for_the_processor_alone
from pipeline.local.presets import PRESETS

_AT_ONCE = 16


@dataclass(frozen=True)
class Offer:
    """One engine of a stage; *why* it can't run here is empty where it can."""

    stage: str
    name: str
    engine: Engine
    why: str

    @property
    def price(self) -> str:
        """What a second or a piece of its usual model costs, with the day on which that was true."""
        if not isinstance(self.engine, Hosted):
            told = "by the prices in drama.yaml" if hasattr(self.engine, "price_read") else "free"
            return str(getattr(self.engine, "rate_card", told))
        job = self.engine.job()
        one = quote(job, {**job.values, "duration": 1})
        return f"{one.amount:g} {one.currency} a {job.price.per} ({job.price.as_of})" if one else "not known"


def offers(stage: str = "") -> Iterator[Offer]:
    """All engines, or those of *stage*, with their usual options."""
    for one, known in {**ENGINES, **EXTRAS}.items():
        for name, kind in known.items() if stage in ("", one) else ():
            engine = kind()
            yield Offer(one, name, engine, engine.unavailable())


def tried(found: list[Offer]) -> dict[str, str]:
    """What the vendors of *found* say to the keys that are set, by the engine's name; all asked at once."""
    there = [offer for offer in found if isinstance(offer.engine, Hosted) and not offer.why]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        said = pool.map(lambda offer: checked(offer.engine), there)
    return {offer.name: words for offer, words in zip(there, said, strict=True)}


def machine() -> Iterator[str]:
    """What this machine has for models of one's own, and what it lacks, a sentence each."""
    there = cards()
    for card in there:
        total, free = card.total / 2**30, card.free / 2**30
        yield f"Graphics card {card.device}: {card.name}, {total:.0f} GB, {free:.0f} of them free."
    if not there:
        yield "No graphics card was found: flux, diffusers and transformers need one with 8 GB or more."
    if find_spec("torch") is None:
        yield "PyTorch is not installed: `make local`, or pip install 'shortdrama[local]'."
    elif there and for_the_processor_alone():
        yield "The PyTorch that is installed can't use a graphics card: install the one for it (pytorch.org)."
    yield "Presets for models of few steps, as `preset` of flux or diffusers:"
    yield from (f"  {name}: {preset.about}" for name, preset in PRESETS.items())
