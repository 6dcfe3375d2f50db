"""The cover."""
from __future__ import annotations
from pipeline.engine import OPTIONS, dataclass


@dataclass(frozen=True, config=OPTIONS)
class Cover:
    """The picture that stands for the film."""

    make: bool = True
    """Make it."""
