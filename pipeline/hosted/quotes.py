"""What a job is expected to cost, by the vendor's price list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.hosted.fill import plain
from pipeline.hosted.spec import Job
from pipeline.spending import Money


def quote(job: Job, values: Mapping[str, Any]) -> Money | None:
    """The price of *job* with *values*, of which `duration` counts seconds; None where it is not known."""
    price = job.price
    names = (price.by,) if isinstance(price.by, str) else price.by
    amount = price.amounts.get(" ".join(plain(values.get(name)) for name in names), price.amount)
    if amount is None:
        return None
    seconds = float(values.get("duration") or 1) if price.per == "second" else 1.0
    return Money(round(amount * seconds, 6), price.currency)
