"""The graphics cards of this machine and their memory, looked up without PyTorch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """
    Where a model is loaded: *device* is PyTorch's name for it (`cuda:0`, `mps`, `cpu`).

    *total* and *free* are bytes of its own memory, *host* those of the machine that models can be moved
    out to. *capability* is that of an NVIDIA card (8.9: Ada, 9.0: Hopper), 0 elsewhere.
    """

    device: str
    name: str = ""
    total: int = 0
    free: int = 0
    host: int = 0
    capability: float = 0.0

    @property
    def accelerated(self) -> bool:
        """Whether it is more than the processor."""
        return not self.device.startswith("cpu")
