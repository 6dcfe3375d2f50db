"""The graphics cards of this machine and their memory, looked up without PyTorch."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import which
from typing import Any

import psutil

from pipeline.errors import NotHere

_MIB = 1024 * 1024
_SECONDS = 20
#: So long the list of cards is believed; what is free on one of them is looked up each time.
_MOMENT = 5
_ASKED = "index,uuid,name,memory.total,memory.free,compute_cap"
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Card:
    """
    Where a model is loaded: *device* is PyTorch's name for it (`cuda:0`, `mps`, `cpu`).

    *total* and *free* are bytes of its own memory, *host* those of the machine that models can be moved
    out to: none where it is the same memory. *capability* is that of an NVIDIA card (8.9: Ada,
    9.0: Hopper), 0 elsewhere. *id* is NVIDIA's own for it: its number differs
    between containers.
    """

    device: str
    name: str = ""
    total: int = 0
    free: int = 0
    host: int = 0
    capability: float = 0.0
    id: str = ""

    @property
    def accelerated(self) -> bool:
        """Whether it is more than the processor."""
        return not self.device.startswith("cpu")

    @property
    def place(self) -> str:
        """Where PyTorch puts what is on it: there is one processor, however many work on it."""
        return self.device if self.accelerated else "cpu"

    @property
    def turn(self) -> str:
        """The name under which processes take turns at it, whatever they call it; none for the processor."""
        if not self.accelerated:
            return ""
        return f"gpu {self.id[:12]}" if self.id else f"gpu {self.device} on {platform.node()}"


def cards() -> tuple[Card, ...]:
    """All graphics cards that PyTorch could use here, by its names; what was seen holds for a moment."""
    return _seen(look, int(time.monotonic() / _MOMENT))


def card(device: str) -> Card:
    """The card that PyTorch calls *device*, or the processor, as it is now; `NotHere` if there is none."""
    if device.partition(":")[0] == "cpu":
        memory = psutil.virtual_memory()
        return Card(device, "processor", memory.total, host_free())
    there = look()
    for one in there:
        if device in (one.device, one.device.removesuffix(":0")):
            return one
    raise NotHere(
        f"There is no {device} here.",
        f"There is {', '.join([one.device for one in there] + ['cpu'])}: name one of these as `device`.",
    )


def devices(wanted: str | Iterable[str]) -> tuple[str, ...]:
    """The names that an engine's option `device` stands for; none where `auto` finds no card."""
    if wanted == "auto":
        return tuple(one.device for one in cards())
    return (wanted,) if isinstance(wanted, str) else tuple(wanted)


def look() -> tuple[Card, ...]:
    """Look for cards. Tests put their own in its place."""
    if platform.system() == "Darwin":
        return _apple() if platform.machine() == "arm64" else ()
    return _nvidia() or _by_torch()


def host_free() -> int:
    """Bytes of the machine's memory that can be had, in a container no more than its share."""
    free = psutil.virtual_memory().available
    try:
        most = int((_CGROUP / "memory.max").read_text("ascii"))
        used = int((_CGROUP / "memory.current").read_text("ascii"))
        told = dict(line.split() for line in (_CGROUP / "memory.stat").read_text("ascii").splitlines())
    except (OSError, ValueError):
        # No container, an older kind of it, or one without a limit ("max").
        return free
    # Files that were read count as used there, and give way.
    return min(free, max(0, most - used + int(told.get("inactive_file", 0))))


def for_the_processor_alone() -> bool:
    """Whether the PyTorch that is installed knows no graphics cards; none at all knows none either."""
    try:
        return version("torch").endswith("+cpu")
    except PackageNotFoundError:
        return True


@lru_cache(maxsize=1)
def _seen(looking: Callable[[], tuple[Card, ...]], moment: int) -> tuple[Card, ...]:  # noqa: ARG001 - a key
    return looking()


def _apple() -> tuple[Card, ...]:
    """An Apple chip: Metal lets programs have about three quarters of the memory that all share."""
    memory = psutil.virtual_memory()
    most = memory.total * 3 // 4
    return (Card("mps", "Apple chip", most, min(most, memory.available)),)


def _nvidia() -> tuple[Card, ...]:
    """What nvidia-smi tells; nothing where it is missing, or has no figures (as of a slice of a card)."""
    program = which("nvidia-smi")
    if program is None:
        return ()
    # PyTorch would number the fastest first, nvidia-smi goes by the slot.
    os.environ.setdefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
    command = [program, f"--query-gpu={_ASKED}", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)
        return _read(done.stdout, os.environ.get("CUDA_VISIBLE_DEVICES"), host_free())
    except (OSError, subprocess.SubprocessError, ValueError):
        return ()


def _read(told: str, visible: str | None, host: int) -> tuple[Card, ...]:
    """The cards in a table of nvidia-smi, of those that *visible* names, in its order and count."""
    rows = [[cell.strip() for cell in line.split(",")] for line in told.splitlines() if line.strip()]
    shown = rows if visible is None else _shown(rows, visible)
    return tuple(
        Card(f"cuda:{n}", name, int(total) * _MIB, int(free) * _MIB, host, float(capability), uuid)
        for n, (_index, uuid, name, total, free, capability) in enumerate(shown)
    )


def _shown(rows: list[list[str]], visible: str) -> list[list[str]]:
    """Those of *rows* that CUDA_VISIBLE_DEVICES lets through: numbers or the beginnings of ids."""
    shown = []
    for wanted in filter(None, (name.strip() for name in visible.split(","))):
        found = [row for row in rows if row[0] == wanted or row[1].startswith(wanted)]
        if not found:
            # What stands after a card that is not there does not count, as in CUDA itself.
            break
        shown.append(found[0])
    return shown


def _by_torch() -> tuple[Card, ...]:
    """Cards that only PyTorch can tell of, such as AMD's and Intel's."""
    if for_the_processor_alone():
        return ()
    import torch

    for kind in ("cuda", "xpu"):
        module = getattr(torch, kind, None)
        if module is not None and module.is_available():
            return tuple(_told_by(module, kind, n) for n in range(module.device_count()))
    return ()


def _told_by(module: Any, kind: str, number: int) -> Card:
    """One card as `torch.cuda` or its like describes it; AMD's have no capability of NVIDIA's kind."""
    import torch

    free, total = module.mem_get_info(number)
    major, minor = (
        module.get_device_capability(number) if kind == "cuda" and not torch.version.hip else (0, 0)
    )
    return Card(
        f"{kind}:{number}", module.get_device_name(number), total, free, host_free(), major + minor / 10
    )
