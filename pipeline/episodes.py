"""Episodes as people write them: `1`, `1-3,7` or `all`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.errors import InputError

ALL = "all"
#: The first episode that is not made yet; which one that is can be told when its turn comes.
NEXT = "next"


def named(written: str) -> list[int] | None:
    """The numbers that *written* names, in its order; nothing where it names all there are."""
    if written.strip() == ALL:
        return None
    numbers: list[int] = []
    for part in written.split(","):
        span = re.fullmatch(r"([0-9]{1,4})(?:-([0-9]{1,4}))?", part.strip())
        found = range(int(span[1]), int(span[2] or span[1]) + 1) if span else range(0)
        if 0 in found or not found:
            raise InputError(f"{written!r} names no episodes.", f"Write 1, 2-5, 1,3 or {ALL}.")
        numbers += found
    return list(dict.fromkeys(numbers))


def spans(numbers: Iterable[int]) -> str:
    """*numbers* in short: `1-3, 7`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
