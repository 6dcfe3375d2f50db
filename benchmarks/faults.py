"""
What goes wrong in a studio, one after the other: `python benchmarks/faults.py [NAME ...] [--sqlite]`.

An episode is made by a worker, with clips by a vendor's stand-in, and in the middle of it, when a clip is
under way, a process is killed, the server, its database, or the way to it. A table tells what became of the
run, whether somebody had to press Retry, how long it took, and whether anything was paid twice. It runs on
Debian's Postgres, or on SQLite, which has no database that could be gone.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from studio import Busy, Postgres, Studio, begin, strike, studio, wrong
from vendors.stand_in import Server, serving

_SHOTS = 2
_GONE_SECONDS = 6
_LONGEST_SECONDS = 75


@dataclass
class Film:
    """An episode that is being made at *place*; a clip of it is under way at the *vendor*."""

    place: Studio
    folder: Path
    vendor: Server
    run: str
    worker: subprocess.Popen[bytes]
    database: Postgres | None


def _nothing(_: Film) -> None:
    """It goes well."""


def _worker_killed(film: Film) -> None:
    """The worker and the run's process die; somebody starts another worker, and presses Retry."""
    strike(film.worker)
    film.place.again(film.run)
    film.worker = film.place.worker("worker-again")


def _server_killed(film: Film) -> None:
    """The server dies, and is started again a little later."""
    server = next(process for process in film.place.processes if "server" in process.args)
    strike(server)
    film.place.processes.remove(server)
    time.sleep(_GONE_SECONDS)
    film.place.serve()


def _network_cut(film: Film) -> None:
    """The server answers nobody for a while; connections stay open."""
    server = next(process for process in film.place.processes if "server" in process.args)
    server.send_signal(signal.SIGSTOP)
    time.sleep(2 * _GONE_SECONDS)
    server.send_signal(signal.SIGCONT)


def _database_gone(film: Film) -> None:
    """Postgres is stopped as by a power cut, and comes back a little later."""
    assert film.database
    film.database.stop()
    time.sleep(_GONE_SECONDS)
    film.database.start()


FAULTS: dict[str, Callable[[Film], None]] = {
    "nothing": _nothing,
    "worker-killed": _worker_killed,
    "server-killed": _server_killed,
    "network-cut": _network_cut,
    "database-gone": _database_gone,
}


def told(place: Studio, name: str, database: Postgres | None) -> list[str]:
    """What became of a film through the fault *name*: its line in the table."""
    with serving(Busy()) as vendor:
        folder = begin(place.dramas / name, vendor.url, 1, _SHOTS, at_once=1)
        worker = place.worker(f"worker-{name}")
        began, run = time.monotonic(), place.run(folder, 1)
        film = Film(place, folder, vendor, run, worker, database)
        place.until(lambda: vendor.billed, _LONGEST_SECONDS)
        FAULTS[name](film)
        before = _ending(film)
        retried = before != "Completed"
        if retried:
            place.again(run)
            if film.worker.poll() is not None:
                film.worker = place.worker(f"worker-{name}-again")
        after = _ending(film) if retried else before
        strike(film.worker)
        seconds = time.monotonic() - began
        faults = wrong(folder, vendor, _SHOTS, 1) or "nothing"
        return [
            name,
            before,
            f"Retry: {after}" if retried else "",
            f"{seconds:.0f}",
            str(vendor.billed),
            faults,
        ]


def _ending(film: Film) -> str:
    try:
        film.place.until(lambda: film.place.ended(film.run), _LONGEST_SECONDS)
    except TimeoutError:
        return f"{film.place.state(film.run)} still"
    return film.place.state(film.run)


def main() -> None:
    """Print a line per fault; end with 1 where something was lost or paid twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"which faults, or all: {', '.join(FAULTS)}")
    parser.add_argument("--sqlite", action="store_true", help="instead of Postgres")
    options = parser.parse_args()
    names = [name for name in options.names or FAULTS if not (options.sqlite and name == "database-gone")]
    table = Table("fault", "the run", "then", "seconds", f"jobs paid of {_SHOTS}", "wrong")
    database = None if options.sqlite else Postgres()
    lines = []
    try:
        with studio(database.url if database else "") as place:
            for name in names:
                lines.append(told(place, name, database))
                table.add_row(*lines[-1])
    finally:
        if database:
            database.remove()
        Console(width=150).print(table)
    sys.exit(any(line[-1] != "nothing" for line in lines))


if __name__ == "__main__":
    main()
