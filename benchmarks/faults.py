"""
What goes wrong in a studio, one after the other: `python benchmarks/faults.py [NAME ...] [--sqlite]`.

An episode is made by a worker, with clips by a vendor's stand-in, and in the middle of it, when a clip is
under way, something fails: a process, the server, its database, the way to it or to the vendor, the disk, the
clock. A table tells what became of the run, whether somebody had to press Retry, how long it took, and what
was paid twice, lost, or left behind. It runs on Debian's Postgres, or on SQLite, which has no database that
could be gone. The clocks need a C compiler, the disk a user who may mount. A drama in a bucket is the
matter of `faults_bucket.py`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from faults_kinds import FAULTS, Fault, Film, clock
from faulty import way
from left_behind import at_work, left_behind
from postgres import Postgres
from rich.console import Console
from rich.table import Table
from studio import Busy, Studio, begin, strike, studio, wrong
from vendors.stand_in import serving

SHOTS = 2
LONGEST_SECONDS = 300


def told(place: Studio, name: str, database: Postgres | None) -> list[str]:
    """What became of a film through the fault *name*: its line in the table."""
    fault = FAULTS[name]
    with ExitStack() as own:
        vendor = own.enter_context(serving(Busy()))
        to_vendor, to_server = own.enter_context(way(vendor.server_port)), own.enter_context(way(place.port))
        vendor.vendor.url = to_vendor.url
        shelf = own.enter_context(fault.shelf(place))
        folder = begin(shelf / name, to_vendor.url, 1, SHOTS, at_once=1)
        there = replace(place, port=to_server.port)
        with clock(fault.clock, place.home):
            worker = there.worker(f"worker-{name}")
        began = time.monotonic()
        run = _asked(place, folder)
        film = Film(place, there, folder, vendor, to_vendor, to_server, run, worker, database)
        states = _through(film, fault)
        strike(film.worker)
        seconds = time.monotonic() - began
        faults = wrong(folder, vendor, SHOTS, 1)
        left = left_behind(place, folder)
        return [name, *states, f"{seconds:.0f}", str(vendor.billed), "; ".join(filter(None, [faults, left]))]


def _asked(place: Studio, folder: Path) -> str:
    """The run of the episode; a busy server is asked again."""
    for _ in range(10):
        with suppress(RuntimeError):
            return place.run(folder, 1)
        time.sleep(2)
    return place.run(folder, 1)


def _through(film: Film, fault: Fault) -> tuple[str, str]:
    """How the run ends, and how it ends after somebody did what helps."""
    try:
        film.place.until(lambda: film.vendor.billed or film.place.ended(film.run), LONGEST_SECONDS)
    except TimeoutError:
        return f"{film.place.state(film.run)} still", ""
    fault.strike(film)
    before = _ending(film)
    if before == "Completed":
        return before, ""
    print(f"{film.folder.name}: {film.message()}", flush=True)
    fault.mend(film)
    film.place.again(film.run)
    if film.worker.poll() is not None:
        film.worker = film.there.worker(f"{film.folder.name}-again")
    return before, f"Retry: {_ending(film)}"


def _ending(film: Film) -> str:
    try:
        # One that was not heard of for a while is called Crashed until it ends.
        film.place.until(lambda: film.place.ended(film.run) and not at_work(film.place), LONGEST_SECONDS)
    except TimeoutError:
        return f"{film.place.state(film.run)} still"
    return film.place.state(film.run)


def names_of(asked: list[str], *, sqlite: bool) -> list[str]:
    """The faults that were *asked* for, or all, but for those that can't be here."""
    names = [name for name in asked or FAULTS if not (sqlite and name == "database-gone")]
    for name in [name for name in names if (why := FAULTS[name].lacks())]:
        print(f"{name}: left out, {why}.", flush=True)
        names.remove(name)
    return names


def main() -> None:
    """Print a line per fault; end with 1 where something was lost, paid twice or left behind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"which faults, or all: {', '.join(FAULTS)}")
    parser.add_argument("--sqlite", action="store_true", help="instead of Postgres")
    options = parser.parse_args()
    names = names_of(options.names, sqlite=options.sqlite)
    table = Table("fault", "the run", "then", "seconds", f"jobs paid of {SHOTS}", "wrong")
    database = None if options.sqlite else Postgres()
    lines: list[list[str]] = []
    try:
        with studio(database.url if database else "") as place:
            os.environ["SHORTDRAMA_HOME"] = str(place.home / "user")
            for name in names:
                lines.append(told(place, name, database))
                print(*lines[-1], sep=" | ", flush=True)
                table.add_row(*lines[-1])
    finally:
        if database:
            database.remove()
        Console(width=150).print(table)
    sys.exit(any(line[-1] for line in lines))


if __name__ == "__main__":
    main()
