"""What `engine: auto` takes: the engines that can run here, the best first, and one that always works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.clips.engine import ClipRequest
from pipeline.engine import Engine
from pipeline.hosted.engine import Hosted
from pipeline.images.engine import Brief, ImageRequest
from pipeline.spending import Budget, price_of
from pipeline.story import Angle, Era, Move, Size, Time, Weather

Prefer = Literal["quality", "cost", "speed"]

#: The engines of the offline profile: they come last, cost nothing and always work.
OFFLINE = {"images": "drawn", "clips": "parallax"}

#: How long a shot usually is, about.
_USUAL_SECONDS = 5.0
#: What is assumed of an engine that says nothing of itself: a workflow or program of the user's own.
_QUALITY, _TYPICAL_SECONDS = 5, 120.0


@dataclass(frozen=True)
class _Rank:
    """How good and how quick an engine is, and what a usual shot costs in the budget's currency."""

    quality: int
    seconds: float
    cost: float
    rated: bool

    def key(self, prefer: Prefer) -> tuple[bool, float, float, float]:
        """Sorts the best first; what is paid in a currency without a rate can't be compared: it is last."""
        match prefer:
            case "quality":
                return (not self.rated, -self.quality, self.cost, self.seconds)
            case "cost":
                return (not self.rated, self.cost, -self.quality, self.seconds)
            case "speed":
                return (not self.rated, self.seconds, -self.quality, self.cost)


def ranked(stage: str, engines: Mapping[str, Engine], prefer: Prefer, budget: Budget) -> list[str]:
    """
    The names of those *engines* that `auto` asks for *stage*, in their order.

    Those can run here, and their vendors are neither experimental nor gone. The offline one is the last.
    """
    last = OFFLINE[stage]
    able = {name: engine for name, engine in engines.items() if name != last and _able(engine)}
    ranks = {name: _rank(stage, engine, budget).key(prefer) for name, engine in able.items()}
    return [*sorted(able, key=lambda name: (ranks[name], name)), last]


def _able(engine: Engine) -> bool:
    if isinstance(engine, Hosted):
        job = engine.usual()
        # Without a key nothing says that there is such a server, unless the profile does.
        meant = bool(job.auth.env) or bool(engine.spec)
        return meant and job.status == "live" and not engine.unavailable()
    return not engine.unavailable()


def _rank(stage: str, engine: Engine, budget: Budget) -> _Rank:
    price = price_of(engine, _usual(stage, engine))
    rate = budget.rate(price.currency) if price else 1.0
    cost = price.amount * (rate or 1.0) if price else 0.0
    can = engine.usual().can if isinstance(engine, Hosted) else None
    quality, seconds = (can.quality, can.typical_seconds) if can else (_QUALITY, _TYPICAL_SECONDS)
    return _Rank(quality, seconds, cost, rate is not None)


def _usual(stage: str, engine: Any) -> ClipRequest | ImageRequest:
    """What is asked for most often, in a film of the usual size."""
    if stage == "clips":
        seconds = engine.abilities.length_for(_USUAL_SECONDS)
        return ClipRequest("", Path(), seconds, 1080, 1920, 24, Move.STILL, 0)
    brief = Brief(None, True, Time.DAY, Weather.CLEAR, Era.MODERN, Size.MEDIUM, Angle.EYE, (), "", False)
    return ImageRequest("", brief, 1080, 1920, 0)
