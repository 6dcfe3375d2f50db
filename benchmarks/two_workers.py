"""
Two workers on one server make one series: `python benchmarks/two_workers.py [--postgres] [--episodes 4]`.

The same series is made by one worker and by two, each by a run per episode from the served form, with
clips by a vendor's stand-in that allows two jobs at once. Said are the wall time from the first run's start,
the most jobs that the vendor had side by side, and what was paid; all files must be the same, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
import time

from rich.console import Console
from rich.table import Table
from studio import Busy, Postgres, Studio, begin, pictures, strike, studio, wrong
from vendors.stand_in import serving

_SHOTS = 2
_LONGEST_SECONDS = 400


def made(place: Studio, workers: int, episodes: int, table: Table) -> dict[str, str]:
    """What so many *workers* make; their line in the *table*."""
    with serving(Busy()) as vendor:
        drama = begin(place.home / "dramas" / f"{workers}" / "rain", vendor.url, episodes, _SHOTS)
        started = [place.worker(f"worker-{workers}-{number}") for number in range(workers)]
        time.sleep(8)
        began = time.monotonic()
        runs = [place.run(drama, number) for number in range(1, episodes + 1)]
        place.until(lambda: all(map(place.ended, runs)), _LONGEST_SECONDS)
        seconds = time.monotonic() - began
        for worker in started:
            strike(worker)
        assert isinstance(vendor.vendor, Busy)
        files = pictures(drama)
        faults = wrong(drama, vendor, _SHOTS * episodes, episodes) or "nothing"
        states = ", ".join(sorted({place.state(run) for run in runs}))
        counts = (workers, f"{seconds:.0f}", len(files), vendor.billed, vendor.vendor.most, states, faults)
        table.add_row(*map(str, counts))
    return files


def main() -> None:
    """Print a line per number of workers; end with 1 where their files differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite")
    parser.add_argument("--episodes", type=int, default=4, help="how many episodes")
    options = parser.parse_args()
    table = Table("workers", "seconds", "files", "jobs paid", "side by side", "runs", "wrong")
    database = Postgres() if options.postgres else None
    try:
        with studio(database.url if database else "") as place:
            one, two = (made(place, workers, options.episodes, table) for workers in (1, 2))
    finally:
        if database:
            database.remove()
    Console(width=150).print(table)
    differ = sorted(name for name in {*one, *two} if one.get(name) != two.get(name))
    print(f"Files that differ: {', '.join(differ) or 'none'}")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
