"""The clock of everything that waits for a vendor; tests put another one in its place."""

from __future__ import annotations

import random
import time

sleep = time.sleep
now = time.monotonic


def about(seconds: float) -> float:
    """*seconds*, a little more or less, so that many who wait do not ask all at once."""
    return seconds * random.uniform(0.85, 1.15)
