"""
Limits that hold beyond this process: for an engine's account, and for a graphics card.

Each process has its own queues: `pipeline.hosted.gate` before a vendor, `pipeline.local.shelf` before a card.
Where several processes share a server, it has them take turns: the flows hand in who does that.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from hashlib import sha256

#: Waits for one of so many places of that name, and holds it while the context lasts.
Holding = Callable[[str, int], AbstractContextManager[None]]


class _Shared:
    """Who holds places for all processes; nobody, as long as there is no server."""

    holding: Holding | None = None


def share(holding: Holding | None) -> None:
    """Have *holding* asked for every place from now on; nothing for limits of this process alone."""
    _Shared.holding = holding


def shared() -> bool:
    """Whether other processes are taken into account."""
    return _Shared.holding is not None


def place(name: str, at_once: int) -> AbstractContextManager[None]:
    """Wait for one of the *at_once* places of *name* among all processes, and hold it; errors of nobody."""
    return _Shared.holding(name, at_once) if _Shared.holding and name else nullcontext()


def account(engine: str, *told: str) -> str:
    """The name of an *engine*'s limit by what is *told* of it, an address and a key: none is readable."""
    digest = sha256("\0".join(told).encode()).hexdigest()
    return f"{engine} {digest[:6]}" if any(told) else engine


class Seat:
    """A place of *name* that is taken and given back by turns, by one thread at a time."""

    def __init__(self, name: str, at_once: int) -> None:
        self._name, self._most = name, at_once
        self._held = ExitStack()
        self.taken = False

    def take(self) -> None:
        """Wait for it, unless it is held."""
        if not self.taken:
            self._held.enter_context(place(self._name, self._most))
            self.taken = True

    def leave(self) -> None:
        """Give it back, where it is held."""
        self.taken = False
        self._held.close()
