"""
Workers on one server make one series: `python benchmarks/two_workers.py [--s3] [--dask] [--postgres]`.

The same series is made by one worker and by two, each by a run per episode from the served form, with clips
by a vendor's stand-in that allows two jobs at once. With `--s3` the dramas lie in a bucket of moto's server
(`moto[server]` and s3fs are needed), and each worker has a copy of its own, as on a machine of its own; with
`--dask` one worker hands its tasks to two processes of Dask's as well. Said are the wall time from the first
run's start, the files that were made and how often in all, what was paid, and the most jobs that the vendor
had side by side; all files must be the same, byte for byte. `--control` sets the limit on the server's page
to eight: then each of two workers keeps to its own two only, and there must be more than two side by side.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass

from postgres import Postgres
from rich.console import Console
from rich.table import Table
from stored import fetched, put
from studio import (
    Busy,
    Studio,
    begin,
    pictures,
    recorded,
    strike,
    studio,
    wrong,
)
from vendors.stand_in import serving

_SHOTS = 2
_LONGEST_SECONDS = 1200
#: What a vendor allows side by side, and what the control allows instead.
_ALLOWED, _TOO_MANY = 2, 8


@dataclass(frozen=True)
class Case:
    """So many *workers*, whose *tasks* are carried out so; the limit is too high in a *control*."""

    name: str
    workers: int = 1
    tasks: str = "threads"
    control: bool = False


def made(place: Studio, case: Case, episodes: int, table: Table) -> tuple[dict[str, str], bool]:
    """What is made in a *case*, its line in the *table*, and whether all is as it should be."""
    with serving(Busy()) as vendor, ExitStack() as workers:
        called = case.name.replace(" ", "-")
        drama = put(place, begin(place.dramas / called / "rain", vendor.url, episodes, _SHOTS))
        names = [f"{called}-{number}" for number in range(case.workers)]
        for name in names:
            workers.callback(strike, place.worker(name, SHORTDRAMA_TASKS=case.tasks))
        place.until(lambda: place.online(names))
        began = time.monotonic()
        runs = [place.run(drama, number) for number in range(1, episodes + 1)]
        place.until(lambda: _ended(place, runs, case), _LONGEST_SECONDS)
        seconds = time.monotonic() - began
        assert isinstance(vendor.vendor, Busy)
        fetched(place, drama)
        files, often = recorded(drama), place.made(runs)
        most, states = vendor.vendor.most, ", ".join(sorted({place.state(run) for run in runs}))
        faults = wrong(drama, vendor, _SHOTS * episodes, episodes) or "nothing"
        counts = (case.name, f"{seconds:.0f}", f"{often} of {files}", vendor.billed, most, states, faults)
        table.add_row(*map(str, counts))
        # Here as well: the cases take minutes, and a later one may fail.
        print(*counts, sep=" | ", flush=True)
    well = faults == "nothing" and often == files and (most > _ALLOWED) == case.control
    return pictures(drama), well


def _ended(place: Studio, runs: list[str], case: Case) -> bool:
    if case.control:
        place.at_once("runway", _TOO_MANY)
    return all(map(place.ended, runs))


def main() -> None:
    """Print a line per case; end with 1 where their files differ, or a limit or a count does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--s3", action="store_true", help="the dramas lie in a bucket")
    parser.add_argument("--dask", action="store_true", help="also one worker with two processes of Dask's")
    parser.add_argument("--control", action="store_true", help="also without the limit of all workers")
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    parser.add_argument("--episodes", type=int, default=4, help="how many episodes")
    options = parser.parse_args()
    cases = [Case("one worker"), Case("two workers", 2)]
    cases += [Case("one worker, Dask", tasks="dask")] if options.dask else []
    cases += [Case("control", 2, control=True)] if options.control else []
    table = Table("", "seconds", "made", "jobs paid", "side by side", "runs", "wrong")
    with ExitStack() as own:
        database = Postgres() if options.postgres else None
        if database:
            own.callback(database.remove)
        place = own.enter_context(studio(database.url if database else "", in_a_bucket=options.s3))
        ends = [made(place, case, options.episodes, table) for case in cases]
    Console(width=150).print(table)
    first = ends[0][0]
    differ = sorted(
        {name for files, _ in ends for name in {*first, *files} if first.get(name) != files.get(name)}
    )
    print(f"Files that differ: {', '.join(differ) or 'none'} of {len(first)}")
    sys.exit(bool(differ) or not all(well for _, well in ends))


if __name__ == "__main__":
    main()
