"""The faults of `faults.py`: what strikes a film that is being made, and what somebody then does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
from faulty import Way
from postgres import Postgres
from studio import Studio, strike
from vendors.stand_in import Server

_GONE_SECONDS = 6
_CUT_SECONDS = 20
#: The program wants some room before it begins.
_DISK_BYTES = 64 * 2**20


@dataclass
class Film:
    """
    An episode that is being made in *folder* at *place*; a clip of it is under way at the *vendor*.

    Its worker reaches the server, *there*, and the vendor by ways that can be cut.
    """

    place: Studio
    there: Studio
    folder: Path
    vendor: Server
    to_vendor: Way
    to_server: Way
    run: str
    worker: subprocess.Popen[bytes]
    database: Postgres | None

    def message(self) -> str:
        """What the run says of its end, in one line."""
        state = httpx.get(f"{self.place.api}/flow_runs/{self.run}").json()["state"]
        return f"{state['name']}: {' '.join((state['message'] or '').split())[:400]}"

    def drama(self, *command: str) -> None:
        """What somebody does at a shell."""
        subprocess.run([sys.executable, "-m", "pipeline", *command], check=True, stdout=subprocess.DEVNULL)


def _nothing(_: Film) -> None:
    """It goes well, or there is nothing to do."""


@contextmanager
def _dramas(place: Studio) -> Iterator[Path]:
    yield place.dramas


@contextmanager
def _small_disk(place: Studio) -> Iterator[Path]:
    """A disk of its own, which is soon full."""
    folder = place.dramas / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK_BYTES}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@dataclass(frozen=True)
class Fault:
    """
    What *strike* does to a film, and what somebody does before Retry, *mend*.

    The folder of the drama lies on a *shelf*; the worker's *clock* is off by so many seconds.
    """

    strike: Callable[[Film], None] = _nothing
    mend: Callable[[Film], None] = _nothing
    shelf: Callable[[Studio], AbstractContextManager[Path]] = _dramas
    clock: int = 0

    def lacks(self) -> str:
        """Why it can't be tried here; empty where it can."""
        if self.clock and not shutil.which("cc"):
            return "there is no C compiler"
        return "only root may mount a disk" if self.shelf is _small_disk and os.geteuid() else ""


@contextmanager
def clock(seconds: int, home: Path) -> Iterator[None]:
    """What is started meanwhile has a clock that is so many *seconds* off; what that needs lies in *home*."""
    told = {"LD_PRELOAD": str(home / "clock.so"), "SKEW_SECONDS": str(seconds)}
    if seconds:
        source = Path(__file__).with_name("other_clock.c")
        command = ["cc", "-shared", "-fPIC", "-o", told["LD_PRELOAD"], str(source), "-ldl"]
        subprocess.run(command, check=True)
        os.environ |= told
    try:
        yield
    finally:
        for name in told:
            os.environ.pop(name, None)


def _worker_killed(film: Film) -> None:
    """The worker and the run's process die; somebody starts another worker, and presses Retry."""
    strike(film.worker)
    film.place.again(film.run)
    film.worker = film.place.worker("worker-again")


def _server(film: Film) -> subprocess.Popen[bytes]:
    return next(process for process in film.place.processes if "server" in process.args)


def _server_killed(film: Film) -> None:
    """The server dies, and is started again a little later."""
    server = _server(film)
    strike(server)
    film.place.processes.remove(server)
    time.sleep(_GONE_SECONDS)
    film.place.serve()


def _server_frozen(film: Film) -> None:
    """The server answers nobody for a while; connections stay open."""
    _server(film).send_signal(signal.SIGSTOP)
    time.sleep(2 * _GONE_SECONDS)
    _server(film).send_signal(signal.SIGCONT)


def _database_gone(film: Film) -> None:
    """Postgres is stopped as by a power cut, and comes back a little later."""
    assert film.database
    film.database.stop()
    time.sleep(_GONE_SECONDS)
    film.database.start()


def _cut(which: str, how: str) -> Callable[[Film], None]:
    """The way to `server` or `vendor` is *refused* or *swallowed* for a while."""

    def cut(film: Film) -> None:
        way: Way = getattr(film, f"to_{which}")
        getattr(way, how)()
        time.sleep(_CUT_SECONDS)
        way.heal()

    return cut


def _reset(film: Film) -> None:
    """All connections break five times, and new ones are taken at once."""
    for _ in range(5):
        film.to_server.reset()
        film.to_vendor.reset()
        time.sleep(2)


def _reply_lost(film: Film) -> None:
    """The vendor takes the next job, and its answer is lost on the way."""
    film.vendor.faults.dropped["submit"] = 1


def _found_again(film: Film) -> None:
    """Somebody looks at the vendor's page, and says which job it is."""
    film.drama("jobs", str(film.folder), "e01s02-01", "--id", list(film.vendor.vendor.jobs)[-1])


def _disk_full(film: Film) -> None:
    """Somebody else's file takes all that is left of the disk."""
    with suppress(OSError), (film.folder.parent / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(2**16))


def _room_made(film: Film) -> None:
    (film.folder.parent / "filler").unlink()


FAULTS: dict[str, Fault] = {
    "nothing": Fault(),
    "worker-killed": Fault(_worker_killed),
    "server-killed": Fault(_server_killed),
    "server-frozen": Fault(_server_frozen),
    "database-gone": Fault(_database_gone),
    "server-refused": Fault(_cut("server", "refuse")),
    "server-swallowed": Fault(_cut("server", "swallow")),
    "vendor-refused": Fault(_cut("vendor", "refuse")),
    "vendor-swallowed": Fault(_cut("vendor", "swallow")),
    "resets": Fault(_reset),
    "reply-lost": Fault(_reply_lost, _found_again),
    "disk-full": Fault(_disk_full, _room_made, _small_disk),
    "clock-ahead": Fault(clock=3600),
    "clock-behind": Fault(clock=-120),
}
