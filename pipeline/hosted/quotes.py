"""What a job is expected to cost, by the vendor's price list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.hosted.fill import plain
from pipeline.hosted.spec import Job
from pipeline.spending import Money


def quote(job: Job, values: Mapping[str, Any]) -> Money | None:
    """
    The price of *job* with *values*, of which `duration` counts seconds, and `characters` those of a line.

    None where it is not known.
    """
    price = job.price
    names = (price.by,) if isinstance(price.by, str) else price.by
    amount = price.amounts.get(" ".join(plain(values.get(name)) for name in names), price.amount)
    if amount is None:
        return None
    counted = {"second": "duration", "character": "characters"}.get(price.per, "")
    return Money(round(amount * float(values.get(counted) or 1), 6), price.currency)
